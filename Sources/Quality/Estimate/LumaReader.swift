import Media
import Vision

/// Reads the luma of pictures as a reference has it. One thread uses it at a time.
final class LumaReader {
  private var luma: (format: ComparisonFormat, fitter: PictureFitter)?
  private var whole: (format: ComparisonFormat, fitter: PictureFitter)?

  /// The luma of a picture at the reference's size.
  ///
  /// Where both are planar, of one depth and of one range, luma alone is scaled.
  func read(_ picture: Frame, as reference: Frame) throws(MediaError) -> LumaPlane {
    let target = ComparisonFormat(reference)
    guard target.chain(from: picture) != nil else { return LumaPlane(picture) }
    let format = picture.pixelFormat.withoutRange
    let isAlike =
      PlanarPictures.isPlanar(format) && format.bitDepth == target.pixelFormat.bitDepth
      && (picture.color.range == nil || target.range == nil || picture.color.range == target.range)
    guard isAlike, let gray = PixelFormat(name: format.bitDepth > 8 ? "gray\(format.bitDepth)le" : "gray")
    else {
      let fitter = Self.fitter(target, &whole)
      return LumaPlane(try fitter.fit(picture))
    }
    var form = target
    (form.pixelFormat, form.range, form.matrix) = (gray, nil, nil)
    return LumaPlane(try Self.fitter(form, &luma).fit(Self.grayPicture(of: picture, format: gray)))
  }

  private static func fitter(
    _ format: ComparisonFormat, _ kept: inout (format: ComparisonFormat, fitter: PictureFitter)?
  ) -> PictureFitter {
    if let kept, kept.format == format { return kept.fitter }
    let made = PictureFitter(format)
    kept = (format, made)
    return made
  }

  /// The luma of a planar picture as a picture of its own.
  private static func grayPicture(of frame: Frame, format: PixelFormat) throws(MediaError) -> Frame {
    let copy = try Frame.picture(width: frame.width, height: frame.height, format: format)
    let count = frame.width * (format.bitDepth > 8 ? 2 : 1)
    copy.withPlane(0) { target in
      frame.withPlane(0) { source in
        for row in 0..<source.rows {
          (target.base + row * target.stride).update(from: source.base + row * source.stride, count: count)
        }
      }
    }
    return copy
  }
}
