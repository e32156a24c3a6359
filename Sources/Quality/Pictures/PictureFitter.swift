import Media
import Records

/// Brings pictures to the form in which they are compared. One thread uses it at a time.
public final class PictureFitter {
  private let format: ComparisonFormat
  private var graph: (chain: String, width: Int, height: Int, from: PixelFormat, graph: FilterGraph)?

  /// Makes one for a form.
  public init(_ format: ComparisonFormat) { self.format = format }

  /// The picture itself where it fits, or one that libswscale made.
  /// - Throws: MediaError where libswscale does not know its format.
  public func fit(_ frame: Frame) throws(MediaError) -> Frame {
    guard let chain = format.chain(from: frame) else { return frame }
    if graph?.chain != chain || graph?.width != frame.width || graph?.height != frame.height
      || graph?.from != frame.pixelFormat
    {
      let input = FilterInput.video(
        width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: Rational(1, 1_000_000),
        sampleAspect: nil, frameRate: nil)
      graph = (chain, frame.width, frame.height, frame.pixelFormat, try FilterGraph(input, chain: chain))
    }
    try graph?.graph.push(frame)
    guard let fitted = try graph?.graph.pull() else {
      throw MediaError("scale", "a picture", cause: "the filters \"\(chain)\" gave none")
    }
    fitted.pts = frame.pts
    return fitted
  }
}
