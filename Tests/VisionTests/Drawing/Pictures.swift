import Media
import Records

@testable import Vision

/// Pictures to draw on.
enum Pictures {
  /// A picture whose samples all have one value (of 8 bits; deeper samples are shifted up).
  static func plain(_ format: String, width: Int, height: Int, value: Int = 100) throws -> Frame {
    let format = PixelFormat(name: format) ?? .yuv420p
    let frame = try Frame.picture(width: width, height: height, format: format)
    for plane in 0..<4 {
      let layout = format.components?.first { $0.plane == plane }
      if layout?.isWide == true {
        let sample = value << ((layout?.depth ?? 8) - 8 + (layout?.shift ?? 0))
        frame.forEachWideRow(0..<height, plane: plane) { _, row in
          for index in row.indices { row[index] = UInt16(sample) }
        }
      } else {
        frame.forEachRow(0..<height, plane: plane) { _, row in
          for index in row.indices { row[index] = UInt8(value) }
        }
      }
    }
    return frame
  }

  /// A canvas for a picture.
  static func canvas(_ frame: Frame, color: ColorDescription = ColorDescription()) throws -> Canvas {
    try Canvas(width: frame.width, height: frame.height, format: frame.pixelFormat, color: color)
  }

  /// One plane's rows of 8-bit samples.
  static func rows(_ frame: Frame, plane: Int = 0) -> [[UInt8]] {
    var rows: [[UInt8]] = []
    frame.forEachRow(0..<frame.height, plane: plane) { _, row in
      rows.append(row.indices.map { row[$0] })
    }
    return rows
  }

  /// The picture in red, green and blue, as libav sees it.
  static func rgb(_ frame: Frame, color: ColorDescription) throws -> [[UInt8]] {
    let matrix = color.space == "bt709" ? "bt709" : color.space == "bt2020nc" ? "bt2020" : "bt601"
    let range = color.range == "pc" ? "pc" : "tv"
    let input =
      frame.pixelFormat.isRGB || frame.pixelFormat.name.hasPrefix("gray")
      ? "" : ":in_color_matrix=\(matrix):in_range=\(range)"
    let graph = try FilterGraph(
      .video(
        width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: Rational(1, 25),
        sampleAspect: nil, frameRate: nil),
      chain: "scale=flags=accurate_rnd+full_chroma_int\(input),format=rgb24")
    try graph.push(frame)
    guard let picture = try graph.pull() else { return [] }
    return rows(picture)
  }
}
