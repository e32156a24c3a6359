import Media
import Records

/// Scales pictures into a room of one size, in square pixels and RGB of 8 bits, keeping their shape.
final class ThumbnailFitter {
  private let width: Int
  private let height: Int
  private var graph: FilterGraph?
  private var space: String?

  /// - Parameters: the room in pixels.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The picture as large as fits.
  /// - Throws: MediaError where libavfilter cannot scale it.
  func fitted(_ frame: Frame) throws(MediaError) -> Frame {
    let aspect = frame.sampleAspect?.doubleValue ?? 1
    let shown = Double(frame.width) * (aspect > 0 ? aspect : 1)
    let scale = min(Double(width) / max(shown, 1), Double(height) / Double(max(frame.height, 1)))
    let size = (
      x: max(1, min(width, Int((shown * scale).rounded()))),
      y: max(1, min(height, Int((Double(frame.height) * scale).rounded())))
    )
    let color = frame.color
    if graph == nil || !takes(frame) || space != color.space {
      // What does not say is what is usual for its size.
      let isLarge = frame.height >= 720 || frame.width >= 1280
      let matrix =
        switch color.space {
        case "bt709": "bt709"
        case "bt2020nc", "bt2020c": "bt2020"
        case "smpte240m": "smpte240m"
        case .some("smpte170m"), .some("bt470bg"): "bt601"
        default: isLarge ? "bt709" : "bt601"
        }
      let source = frame.pixelFormat.isRGB ? "" : ":in_color_matrix=\(matrix)"
      graph = try FilterGraph(
        .video(
          width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: Rational(1, 1000),
          sampleAspect: frame.sampleAspect, frameRate: nil),
        chain:
          "scale=\(size.x):\(size.y):flags=area+accurate_rnd+full_chroma_int\(source),format=rgb24,setsar=1")
      space = color.space
    }
    let input = try frame.reference()
    input.pts = 0
    try graph?.push(input)
    guard let picture = try graph?.pull() else {
      throw MediaError("scale", "a picture of a contact sheet", cause: "the filters gave none")
    }
    return picture
  }

  private func takes(_ frame: Frame) -> Bool {
    guard case .video(let width, let height, let format, _, let aspect, _)? = graph?.input else {
      return false
    }
    return width == frame.width && height == frame.height && format == frame.pixelFormat
      && aspect == frame.sampleAspect
  }
}

extension Frame {
  /// Copies an RGB picture of 8 bits onto this one; what lies outside is left out.
  func paste(_ picture: Frame, x: Int, y: Int) {
    let columns = min(picture.width, width - x)
    let rows = min(picture.height, height - y)
    guard x >= 0, y >= 0, columns > 0, rows > 0 else { return }
    _ = withPlane(0) { target in
      picture.withPlane(0) { source in
        for row in 0..<rows {
          (target.base + (y + row) * target.stride + x * 3).update(
            from: source.base + row * source.stride, count: columns * 3)
        }
      }
    }
  }
}
