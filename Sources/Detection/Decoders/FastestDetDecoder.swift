import Inference
import Records

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// FastestDet (`handle_preds` in dog-qiuqiu/FastestDet, utils/tool.py).
///
/// One output, [batch, 5 + classes, rows, columns], a single grid: objectness (0 to 1), four numbers of the box,
/// and the classes' shares (they sum up to 1). With the cell at (column, row), the centre is
/// (column + tanh x) / columns and (row + tanh y) / rows, the sizes are logistic functions, all as fractions of
/// the input. The score is objectness^0.6 times class^0.4.
struct FastestDetDecoder: OutputDecoder {
  static let name = "fastestdet"
  let suppression = Suppression.greedy
  let classCount: Int?

  private let output: Int
  private let features: Int
  private let width: Float
  private let height: Float

  static func matches(_ context: DecoderContext) -> Bool {
    guard context.outputs.count == 1, let (_, features) = layout(context) else { return false }
    return context.classCount.map { features == $0 + 5 } ?? true
  }

  init(_ context: DecoderContext) throws {
    guard let (output, features) = Self.layout(context) else {
      throw context.mismatch(Self.name, expected: "one [batch, 5 + classes, height/16, width/16]")
    }
    try context.checkLabels(features - 5)
    (self.output, self.features) = (output, features)
    classCount = features - 5
    (width, height) = (Float(context.width), Float(context.height))
  }

  private static func layout(_ context: DecoderContext) -> (output: Int, features: Int)? {
    let grid = context.grids([16])[0]
    guard let index = context.outputs.firstIndex(where: { $0.has(nil, nil, grid.rows, grid.columns) }),
      let features = context.outputs[index].shape[1], features > 5
    else { return nil }
    return (index, features)
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    let rows = outputs.size(output, axis: 2)
    let columns = outputs.size(output, axis: 3)
    let cells = rows * columns
    // The class's factor is at most 1.
    let leastObjectness = pow(max(minimumScore, 0), 1 / 0.6) * 0.9999
    try outputs.reading(output, picture: picture, count: features * cells) { base in
      for cell in 0..<cells where base[cell] >= leastObjectness {
        let place = base + cell
        var best: (index: Int, value: Float) = (0, -.infinity)
        for classID in 0..<(features - 5) where place[(5 + classID) * cells] > best.value {
          best = (classID, place[(5 + classID) * cells])
        }
        let score = pow(place[0], 0.6) * pow(best.value, 0.4)
        guard score >= minimumScore else { continue }
        candidates.add(
          best.index, score,
          centerX: (Float(cell % columns) + tanh(place[cells])) / Float(columns) * width,
          centerY: (Float(cell / columns) + tanh(place[2 * cells])) / Float(rows) * height,
          width: sigmoid(place[3 * cells]) * width, height: sigmoid(place[4 * cells]) * height)
      }
    }
  }
}
