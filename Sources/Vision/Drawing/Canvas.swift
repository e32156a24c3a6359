import Media
import Records

/// Draws on a picture's own planes; pixels that nothing is drawn on keep their bits.
///
/// One canvas serves all frames of a stream. Shapes become coverage in luma resolution; chroma takes the
/// average coverage of the pixels that share its sample. Used from one thread at a time.
public final class Canvas {
  /// The picture's pixels.
  public let area: PixelRect
  let components: [SampleLayout]
  let isRGB: Bool
  let values: SampleValues
  var known: [Color: [Int]] = [:]
  private var rasterizer = Rasterizer()
  var current: Frame?

  /// Whether a canvas can draw on pictures of this format as they are.
  public static func supports(_ format: PixelFormat) -> Bool { format.components != nil }

  /// A supported format that keeps most of `format`.
  public static func closest(to format: PixelFormat) -> PixelFormat {
    guard !supports(format) else { return format }
    let deep = format.bitDepth > 8 && format.bitDepth <= 16
    var name: String
    if format.name.hasPrefix("mono") || format.name.hasPrefix("gray") {
      name = deep ? "gray16le" : "gray"
    } else if format.isRGB || format.name == "pal8" || format.name.hasPrefix("xyz") {
      name = format.bitDepth > 8 ? "gbrp16le" : format.hasAlpha ? "rgba" : "rgb24"
    } else {
      switch format.chromaShift {
      case (0, 0): name = "yuv444p"
      case (1, 0): name = "yuv422p"
      case (1, 1): name = "yuv420p"
      default: name = "yuv444p"
      }
      if deep { name += format.bitDepth <= 10 ? "10le" : format.bitDepth <= 12 ? "12le" : "16le" }
    }
    return PixelFormat(name: name) ?? .yuv420p
  }

  /// Makes a canvas for frames of this size and format.
  /// - Parameter color: what the samples mean.
  /// - Throws: MediaError for formats that `supports` refuses.
  public init(width: Int, height: Int, format: PixelFormat, color: ColorDescription) throws {
    guard let components = format.components else {
      throw MediaError(
        "draw on", "\(format.name) pictures", cause: "their samples are packed in bits",
        hint: "convert them to \(Canvas.closest(to: format).name)")
    }
    area = PixelRect(x: 0, y: 0, width: width, height: height)
    self.components = components
    isRGB = format.isRGB
    values = SampleValues(format, width: width, height: height, color: color)
  }

  /// Draws on `frame` within `body`.
  /// - Throws: MediaError when its planes cannot be made its own, or it is of another size or format.
  public func draw<R>(on frame: Frame, _ body: () throws -> R) throws -> R {
    guard frame.width == area.width, frame.height == area.height, frame.pixelFormat.components == components
    else {
      throw MediaError(
        "draw on", "a frame of \(frame.width)x\(frame.height) \(frame.pixelFormat.name)",
        cause: "the stream was announced as \(area.width)x\(area.height)")
    }
    try frame.makeWritable()
    current = frame
    defer { current = nil }
    return try body()
  }

  /// Fills a path.
  /// - Parameter opacity: 0 to 1.
  public func fill(_ path: Path, _ color: Color, opacity: Float = 1) {
    fill(path, in: area, color, opacity: opacity)
  }

  /// Fills the part of a path that lies in `window`.
  func fill(_ path: Path, in window: PixelRect, _ color: Color, opacity: Float) {
    let bounds = path.bounds(in: window.intersection(area))
    guard !bounds.isEmpty else { return }
    // Bands keep memory small, and skip what lies beside a slanted line.
    let height = 16
    var top = bounds.rows.lowerBound
    while top < bounds.rows.upperBound {
      let bottom = min(bounds.rows.upperBound, (top + height).roundedDown(to: 4))
      let columns = path.columns(in: top..<bottom).clamped(to: bounds.columns)
      let band = PixelRect(columns: columns, rows: top..<bottom)
      if !band.isEmpty {
        rasterizer.rasterize(path, in: band)
        blend(rasterizer.coverage, stride: band.width, in: band, color, opacity: opacity)
      }
      top = bottom
    }
  }

  /// Fills a rectangle with rounded corners.
  func fillRounded(_ rect: PixelRect, radius: Float, _ color: Color, opacity: Float) {
    guard radius > 0.25 else { return fill(rect, color, opacity: opacity) }
    var path = Path()
    path.addRoundedRectangle(
      Box(
        x: Float(rect.columns.lowerBound), y: Float(rect.rows.lowerBound), width: Float(rect.width),
        height: Float(rect.height)), radius: radius)
    // Only the corners' rows are round.
    let corner = Int(radius.rounded(.up))
    let top = (rect.rows.lowerBound + corner + 3).roundedDown(to: 4)
    let bottom = (rect.rows.upperBound - corner).roundedDown(to: 4)
    guard top < bottom else { return fill(path, color, opacity: opacity) }
    for rows in [rect.rows.lowerBound..<top, bottom..<rect.rows.upperBound] {
      fill(path, in: PixelRect(columns: rect.columns, rows: rows), color, opacity: opacity)
    }
    fill(PixelRect(columns: rect.columns, rows: top..<bottom), color, opacity: opacity)
  }

  /// Fills whole pixels.
  public func fill(_ rect: PixelRect, _ color: Color, opacity: Float = 1) {
    let rect = rect.intersection(area)
    guard !rect.isEmpty else { return }
    if solid.count < rect.width { solid = [UInt8](repeating: 255, count: rect.width) }
    blend(solid, stride: 0, in: rect, color, opacity: opacity)
  }

  private var solid: [UInt8] = []
}

extension Int {
  /// The multiple of `step` at or below the number: drawings are cut into parts at such rows, so that no
  /// chroma sample is blended twice.
  func roundedDown(to step: Int) -> Int { self - ((self % step) + step) % step }
}
