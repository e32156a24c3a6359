import Media

/// Brings pictures to the form that measures read: planar YUV or grey, of 8 bits, or of 9 to 16 bits in samples of
/// 16 bits, little endian. One thread uses it at a time.
public final class PlanarPictures {
  private var converter: (from: PixelFormat, converter: PictureConverter?)?

  /// Makes one.
  public init() {}

  /// The picture itself where it is planar, or one converted by libswscale: RGB to 4:4:4, others with their
  /// subsampling kept.
  /// - Throws: MediaError where libswscale does not know its format.
  public func planar(_ frame: Frame) throws(MediaError) -> Frame {
    let format = frame.pixelFormat
    if converter?.from != format {
      let target = Self.isPlanar(format) ? nil : Self.target(for: format)
      converter = (format, target.map { PictureConverter(to: $0) })
    }
    guard let converter = converter?.converter else { return frame }
    return try converter.convert(frame)
  }

  /// Whether measures read a format as it is.
  public static func isPlanar(_ format: PixelFormat) -> Bool {
    guard !format.isRGB, let components = format.components else { return false }
    return components.enumerated().allSatisfy { index, component in
      component.plane == index && component.step == 1 && component.offset == 0 && component.shift == 0
    }
  }

  private static func target(for format: PixelFormat) -> PixelFormat? {
    let sampling =
      switch format.chromaShift {
      case (0, 0): "444"
      case (1, 0): "422"
      default: "420"
      }
    return PixelFormat(name: "yuv\(format.isRGB ? "444" : sampling)p\(format.bitDepth > 8 ? "10le" : "")")
  }
}
