import Media
import Records

/// Brings prepared pictures to a rendition's size, format and colour.
///
/// Used from one thread.
struct RungScaler {
  let width: Int
  let height: Int
  /// libav's name of the format that the encoder takes.
  let pixelFormat: String
  let plan: TranscodePlan
  /// Whether speed matters more than exactness.
  var isDraft = false
  private var graph: FilterGraph?

  init(width: Int, height: Int, pixelFormat: String, plan: TranscodePlan, isDraft: Bool = false) {
    self.width = width
    self.height = height
    self.pixelFormat = pixelFormat
    self.plan = plan
    self.isDraft = isDraft
  }

  /// The picture as the encoder is to see it; its timestamps count in the plan's time base.
  mutating func scaled(_ frame: Frame) throws -> Frame {
    let graph = try self.graph ?? makeGraph(for: frame)
    self.graph = graph
    try graph.push(frame)
    guard let result = try graph.pull() else {
      throw MediaError("scale", "a frame to \(width)x\(height)", cause: "the scaler kept it")
    }
    result.color = plan.color
    result.isInterlaced = false
    return result
  }

  private func makeGraph(for frame: Frame) throws -> FilterGraph {
    let range =
      frame.color.range == "pc" || frame.pixelFormat.impliesFullRange ? ":in_range=pc:out_range=tv" : ""
    let matrix = frame.pixelFormat.isRGB ? ":out_color_matrix=\(plan.space ?? "bt709")" : ""
    let chain: String
    if frame.width == width && frame.height == height && range.isEmpty
      && frame.pixelFormat.name == pixelFormat
    {
      chain = "setsar=1"
    } else {
      chain =
        "scale=w=\(width):h=\(height):flags=\(isDraft ? "fast_bilinear" : "bicubic")\(range)\(matrix),"
        + "format=\(pixelFormat),setsar=1"
    }
    return try FilterGraph(
      .video(
        width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: plan.timeBase,
        sampleAspect: nil, frameRate: nil), chain: chain)
  }
}

extension TranscodePlan {
  /// The output's colour, as it is written into streams.
  var color: ColorDescription {
    ColorDescription(
      range: range, space: space, primaries: primaries, transfer: transfer, chromaLocation: nil)
  }
}
