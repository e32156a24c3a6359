import COpenCV
import Media

/// Lends frames to OpenCV as planes of bytes, brightness and colour apart.
///
/// Planar 8-bit YUV and grey are lent as they are, with any subsampling; what is stored otherwise (RGB, more
/// bits, interleaved colour) is converted to yuv420p before.
final class BytePictures {
  private let converter = PictureConverter(to: .yuv420p)

  /// Lends a picture for the length of `body`.
  /// - Throws: MediaError where the frame has no planes or cannot be converted, and what `body` throws.
  func withPicture<R>(_ frame: Frame, _ body: (vp_cv_picture) throws(MediaError) -> R) throws(MediaError) -> R
  {
    let picture = Self.isPlanar(frame.pixelFormat) ? frame : try converter.convert(frame)
    var lent = vp_cv_picture()
    lent.width = Int32(picture.width)
    lent.height = Int32(picture.height)
    let shift = picture.pixelFormat.chromaShift
    lent.shift_x = Int32(shift.x)
    lent.shift_y = Int32(shift.y)
    // The planes outlive withPlane: they belong to the picture, which is held below.
    picture.withPlane(0) {
      lent.luma = UnsafePointer($0.base); lent.luma_stride = $0.stride
    }
    if !picture.pixelFormat.name.hasPrefix("gray") {
      picture.withPlane(1) {
        lent.blue = UnsafePointer($0.base); lent.blue_stride = $0.stride
      }
      picture.withPlane(2) {
        lent.red = UnsafePointer($0.base); lent.red_stride = $0.stride
      }
    }
    guard lent.luma != nil, lent.width > 0, lent.height > 0 else {
      throw MediaError("read", "a frame", cause: "it has no picture")
    }
    defer { withExtendedLifetime(picture) {} }
    return try body(lent)
  }

  private static func isPlanar(_ format: PixelFormat) -> Bool {
    let name = format.withoutRange.name
    return name == "gray"
      || [
        "yuv420p", "yuv422p", "yuv444p", "yuv440p", "yuv411p", "yuv410p", "yuva420p", "yuva422p", "yuva444p",
      ]
      .contains(name)
  }
}

/// Runs a call of COpenCV that returns a negative number and leaves a text where it fails.
/// - Throws: MediaError with that text.
func checkOpenCV(
  _ operation: String, _ subject: String, _ body: (UnsafeMutablePointer<CChar>) -> Int32
) throws(MediaError) -> Int32 {
  let (code, cause) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(VP_CV_ERROR_SIZE)) {
    buffer in
    buffer.initialize(repeating: 0)
    guard let text = buffer.baseAddress else { return (Int32(-1), "there is no memory") }
    let code = body(text)
    return (code, code < 0 ? String(cString: text) : "")
  }
  guard code >= 0 else { throw MediaError(operation, subject, cause: cause) }
  return code
}
