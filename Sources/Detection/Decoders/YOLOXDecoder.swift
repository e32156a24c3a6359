import Inference
import Records

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// YOLOX (arXiv:2107.08430; `demo_postprocess` in Megvii-BaseDetection/YOLOX).
///
/// One output, [batch, cells, 5 + classes]: for every cell of the grids at strides 8, 16 and 32 (and 64 in P6
/// models), the first grid first and row by row, x, y, width, height, objectness and the classes' scores. The
/// score is objectness times the best class. The export decides on the box: raw, x and y are offsets from the
/// cell in cells and the sizes are logarithms of cells; decoded (`--decode_in_inference`), they are the centre
/// and the size in pixels. The two are told apart by the numbers, or by the parameter `decoded` (0 or 1).
struct YOLOXDecoder: OutputDecoder {
  static let name = "yolox"
  static let parameterNames = ["decoded"]
  let suppression = Suppression.greedy
  let classCount: Int?

  private let output: Int
  private let features: Int
  private let grids: [Grid]
  private let decoded: Bool?

  static func matches(_ context: DecoderContext) -> Bool {
    guard context.outputs.count == 1, let (_, features, _) = layout(context) else { return false }
    if let classes = context.classCount { return features == classes + 5 }
    // 84 is COCO without objectness, 112 is COCO with NanoDet's distributions.
    return features != 84 && features != 112
  }

  init(_ context: DecoderContext) throws {
    guard let (output, features, grids) = Self.layout(context) else {
      let cells = context.grids([8, 16, 32]).map(\.cells).reduce(0, +)
      throw context.mismatch(Self.name, expected: "one [batch, \(cells), 5 + classes]")
    }
    try context.checkLabels(features - 5)
    (self.output, self.features, self.grids) = (output, features, grids)
    classCount = features - 5
    decoded = context.flag("decoded")
  }

  /// Which output has a row for every cell, how long the rows are, and the grids.
  private static func layout(_ context: DecoderContext) -> (output: Int, features: Int, grids: [Grid])? {
    for strides in [[8, 16, 32], [8, 16, 32, 64]] {
      let grids = context.grids(strides)
      let cells = grids.map(\.cells).reduce(0, +)
      for (index, port) in context.outputs.enumerated() where port.has(nil, cells, nil) {
        guard port.shape[1] != nil, let features = port.shape[2], features > 5 else { continue }
        return (index, features, grids)
      }
    }
    return nil
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    let cells = grids.map(\.cells).reduce(0, +)
    try outputs.reading(output, picture: picture, count: cells * features) { base in
      let decoded = self.decoded ?? isDecoded(base, cells: cells)
      var row = base
      for grid in grids {
        let stride = Float(grid.stride)
        for cellY in 0..<grid.rows {
          for cellX in 0..<grid.columns {
            defer { row += features }
            let objectness = row[4]
            guard objectness >= minimumScore else { continue }
            let best = greatest(row + 5, count: features - 5)
            let score = objectness * best.value
            guard score >= minimumScore else { continue }
            if decoded {
              candidates.add(
                best.index, score, centerX: row[0], centerY: row[1], width: row[2], height: row[3])
            } else {
              candidates.add(
                best.index, score, centerX: (row[0] + Float(cellX)) * stride,
                centerY: (row[1] + Float(cellY)) * stride, width: exp(row[2]) * stride,
                height: exp(row[3]) * stride)
            }
          }
        }
      }
    }
  }

  /// Whether x is in pixels: its mean is then near the middle of the input, else near the middle of a cell.
  private func isDecoded(_ base: UnsafePointer<Float>, cells: Int) -> Bool {
    let step = max(1, cells / 64)
    var sum: Float = 0
    var count: Float = 0
    for cell in Swift.stride(from: 0, to: cells, by: step) where base[cell * features].isFinite {
      sum += base[cell * features]
      count += 1
    }
    return count > 0 && sum / count > Float(grids[0].columns * grids[0].stride) / 8
  }
}
