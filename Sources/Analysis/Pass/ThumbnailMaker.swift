import Media
import Records

/// Makes small pictures to show, in square pixels; each thread has its own.
final class ThumbnailMaker {
  private let width: Int
  private var graph: FilterGraph?

  init(width: Int) { self.width = width }

  /// The picture at the maker's width; one that is smaller keeps its size.
  func thumbnail(of frame: Frame) throws(MediaError) -> Frame? {
    if graph == nil || !takes(frame) {
      let aspect = frame.sampleAspect?.doubleValue ?? 1
      let shown = Double(frame.width) * (aspect > 0 ? aspect : 1)
      let target = min(width, Int(shown.rounded()))
      let height = max(2, Int((Double(frame.height) * Double(target) / max(shown, 1)).rounded()) & ~1)
      graph = try FilterGraph(
        .video(
          width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: Rational(1, 1000),
          sampleAspect: frame.sampleAspect, frameRate: nil),
        chain: "scale=\(max(2, target & ~1)):\(height):flags=area,setsar=1")
    }
    let input = try frame.reference()
    input.pts = 0
    try graph?.push(input)
    let small = try graph?.pull()
    small?.color = frame.color
    return small
  }

  private func takes(_ frame: Frame) -> Bool {
    guard case .video(let width, let height, let format, _, let aspect, _)? = graph?.input else {
      return false
    }
    return width == frame.width && height == frame.height && format == frame.pixelFormat
      && aspect == frame.sampleAspect
  }
}
