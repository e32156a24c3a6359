import CFFmpeg

/// The bytes of one plane of a picture.
public struct PlaneBytes {
  /// The first byte of the first row.
  public let base: UnsafeMutablePointer<UInt8>
  /// Bytes from one row to the next.
  public let stride: Int
  /// Rows.
  public let rows: Int
}

extension Frame {
  /// A new picture with planes of its own, its bytes not set.
  public static func picture(width: Int, height: Int, format: PixelFormat) throws(MediaError) -> Frame {
    let frame = try Frame()
    frame.raw.pointee.width = Int32(width)
    frame.raw.pointee.height = Int32(height)
    frame.raw.pointee.format = format.raw.rawValue
    try Libav.check(
      av_frame_get_buffer(frame.raw, 0), "allocate", "a picture of \(width)x\(height) \(format.name)")
    return frame
  }

  /// Gives the picture planes of its own where others hold them too, so that it can be drawn on.
  public func makeWritable() throws(MediaError) {
    try Libav.check(av_frame_make_writable(raw), "copy", "a frame")
  }

  /// Lends a plane for the length of `body`; nil where there is no such plane. Only the stage that made the
  /// frame, or called `makeWritable`, may write to it.
  public func withPlane<T>(_ plane: Int, _ body: (PlaneBytes) throws -> T) rethrows -> T? {
    guard let base = vp_frame_plane(raw, Int32(plane)) else { return nil }
    let chroma = plane == 1 || plane == 2
    let rows = chroma ? -(-height >> pixelFormat.chromaShift.y) : height
    return try body(PlaneBytes(base: base, stride: Int(vp_frame_stride(raw, Int32(plane))), rows: rows))
  }
}

extension Frame {
  /// A part of the picture over the same planes. Its corner moves to the nearest place that the chroma's
  /// subsampling allows, up and to the left.
  /// - Throws: MediaError where the part is empty or leaves the picture.
  public func cropped(x: Int, y: Int, width: Int, height: Int) throws(MediaError) -> Frame {
    guard x >= 0, y >= 0, width > 0, height > 0, x + width <= self.width, y + height <= self.height else {
      throw MediaError("crop", "a picture", cause: "the part \(width)x\(height) at \(x),\(y) leaves it")
    }
    let shift = pixelFormat.chromaShift
    let part = try reference()
    let (left, top) = ((x >> shift.x) << shift.x, (y >> shift.y) << shift.y)
    part.raw.pointee.crop_left = left
    part.raw.pointee.crop_top = top
    part.raw.pointee.crop_right = self.width - x - width
    part.raw.pointee.crop_bottom = self.height - y - height
    try Libav.check(
      av_frame_apply_cropping(part.raw, Int32(AV_FRAME_CROP_UNALIGNED)), "crop",
      "a picture")
    return part
  }
}
