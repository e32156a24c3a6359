import CFFmpeg

/// Converts pictures to another pixel format of the same size (libswscale). One thread uses it at a time.
public final class PictureConverter {
  private var context: OpaquePointer?
  private let format: PixelFormat

  /// Makes a converter to `format`.
  public init(to format: PixelFormat) { self.format = format }

  deinit { sws_freeContext(context) }

  /// The picture in the converter's format; the frame itself where it has that already.
  /// - Throws: MediaError where libswscale does not know the frame's format.
  public func convert(_ frame: Frame) throws(MediaError) -> Frame {
    guard frame.pixelFormat != format else { return frame }
    let (width, height) = (frame.raw.pointee.width, frame.raw.pointee.height)
    context = sws_getCachedContext(
      context, width, height, frame.pixelFormat.raw, width, height, format.raw,
      SWS_BILINEAR | Int32(SWS_ACCURATE_RND), nil, nil, nil)
    guard let context else {
      throw MediaError(
        "convert", "a picture", cause: "libswscale makes no \(format.name) from \(frame.pixelFormat.name)")
    }
    let space = frame.raw.pointee.colorspace
    let table = sws_getCoefficients(space == AVCOL_SPC_UNSPECIFIED ? SWS_CS_DEFAULT : Int32(space.rawValue))
    let full: Int32 = frame.color.range == "pc" ? 1 : 0
    sws_setColorspaceDetails(context, table, full, table, full, 0, 1 << 16, 1 << 16)
    let converted = try Frame.picture(width: Int(width), height: Int(height), format: format)
    try Libav.check(sws_scale_frame(context, converted.raw, frame.raw), "convert", "a picture")
    converted.pts = frame.pts
    converted.color = frame.color
    converted.sampleAspect = frame.sampleAspect
    return converted
  }
}
