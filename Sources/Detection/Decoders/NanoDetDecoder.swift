import Inference
import Records

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// NanoDet and NanoDet-Plus (RangiLyu/nanodet; the box is Generalized Focal Loss's, arXiv:2006.04388).
///
/// A box is four distances from the cell's prior to its left, top, right and bottom edges, each as a
/// distribution over 0 to `reg_max` (7) cells: the mean of its softmax, times the stride. Boxes end at the
/// input's edges. The forms:
/// - NanoDet-Plus: one output [batch, cells, classes + 4 (reg_max + 1)], strides 8, 16, 32 and 64; the prior is
///   the cell's top left corner.
/// - NanoDet: strides 8, 16 and 32; one such output, or for each stride an output [batch, cells, classes] and one
///   [batch, cells, 4 (reg_max + 1)]; the prior is the cell's middle.
///
/// A part of a cell at the right and at the bottom counts as one. Scores below 0 show that they are logits.
/// Parameters: `reg_max`; `prior`, where in the cell the prior is (0 or 0.5).
struct NanoDetDecoder: OutputDecoder {
  static let name = "nanodet"
  static let parameterNames = ["reg_max", "prior"]
  let suppression = Suppression.greedy
  var classCount: Int? { classes }

  /// Where a level's numbers are.
  private struct Level {
    let grid: Grid
    let scores: Int
    let distances: Int
  }

  private let levels: [Level]
  private let classes: Int
  private let bins: Int
  private let isJoint: Bool
  private let prior: Float
  private let width: Float
  private let height: Float

  static func matches(_ context: DecoderContext) -> Bool {
    guard let (levels, classes, isJoint) = layout(context) else { return false }
    if let known = context.classCount { return known == classes }
    return !isJoint || classes == 80 || (levels.count == 4 && classes > 0)
  }

  init(_ context: DecoderContext) throws {
    guard let (levels, classes, isJoint) = Self.layout(context) else {
      throw context.mismatch(
        Self.name,
        expected: "one [batch, cells, classes + 4 (reg_max + 1)], or such a pair for each stride")
    }
    try context.checkLabels(classes)
    (self.levels, self.classes, self.isJoint) = (levels, classes, isJoint)
    bins = Self.bins(context)
    prior = context.parameters["prior"].map { Float($0) } ?? (levels.count == 4 ? 0 : 0.5)
    (width, height) = (Float(context.width), Float(context.height))
  }

  private static func bins(_ context: DecoderContext) -> Int { (context.integer("reg_max") ?? 7) + 1 }

  private static func layout(_ context: DecoderContext) -> (levels: [Level], classes: Int, isJoint: Bool)? {
    let distances = 4 * bins(context)
    for strides in [[8, 16, 32, 64], [8, 16, 32]] {
      let grids = context.grids(strides, roundingUp: true)
      let cells = grids.map(\.cells).reduce(0, +)
      if context.outputs.count == 1, context.outputs[0].has(nil, cells, nil),
        let features = context.outputs[0].shape[2], features > distances
      {
        return (
          grids.map { Level(grid: $0, scores: 0, distances: 0) }, features - distances, true
        )
      }
      guard context.outputs.count == 2 * strides.count else { continue }
      let levels = grids.compactMap { grid -> Level? in
        let indices = context.outputs.indices.filter { context.outputs[$0].has(nil, grid.cells, nil) }
        // Where both are of the same length, the scores come first.
        guard indices.count == 2,
          let box = indices.last(where: { context.outputs[$0].shape[2] == distances })
        else { return nil }
        return Level(grid: grid, scores: indices[0] == box ? indices[1] : indices[0], distances: box)
      }
      let classes = Set(levels.map { context.outputs[$0.scores].shape[2] })
      if levels.count == strides.count, classes.count == 1, let count = classes.first ?? nil {
        return (levels, count, false)
      }
    }
    return nil
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    let distances = 4 * bins
    if isJoint {
      let features = classes + distances
      let cells = levels.map(\.grid.cells).reduce(0, +)
      try outputs.reading(0, picture: picture, count: cells * features) { base in
        var row = base
        for level in levels {
          decode(
            level.grid, scores: row, boxes: row + classes, steps: (features, features), minimumScore,
            &candidates)
          row += level.grid.cells * features
        }
      }
      return
    }
    for level in levels {
      let cells = level.grid.cells
      try outputs.reading(level.scores, picture: picture, count: cells * classes) { scores in
        try outputs.reading(level.distances, picture: picture, count: cells * distances) { boxes in
          decode(
            level.grid, scores: scores, boxes: boxes, steps: (classes, distances), minimumScore, &candidates)
        }
      }
    }
  }

  private func decode(
    _ grid: Grid, scores: UnsafePointer<Float>, boxes: UnsafePointer<Float>, steps: (scores: Int, boxes: Int),
    _ minimumScore: Float, _ candidates: inout [Candidate]
  ) {
    guard grid.cells > 0 else { return }
    let isLogit = (0..<classes).contains { scores[$0] < 0 }
    let minimum = isLogit ? logit(minimumScore) : minimumScore
    let stride = Float(grid.stride)
    for cell in 0..<grid.cells {
      let best = greatest(scores + cell * steps.scores, count: classes)
      guard best.value >= minimum else { continue }
      let score = isLogit ? sigmoid(best.value) : best.value
      guard score >= minimumScore else { continue }
      let box = boxes + cell * steps.boxes
      let x = (Float(cell % grid.columns) + prior) * stride
      let y = (Float(cell / grid.columns) + prior) * stride
      let left = x - mean(box) * stride
      let top = y - mean(box + bins) * stride
      let right = x + mean(box + 2 * bins) * stride
      let bottom = y + mean(box + 3 * bins) * stride
      guard (left + top + right + bottom).isFinite else { continue }
      candidates.add(
        best.index, score, left: max(0, left), top: max(0, top), right: min(width, right),
        bottom: min(height, bottom))
    }
  }

  /// The mean of a distribution that is given by logits. What is no number stays none.
  private func mean(_ logits: UnsafePointer<Float>) -> Float {
    var top = logits[0]
    for bin in 1..<bins { top = max(top, logits[bin]) }
    var sum: Float = 0
    var weighted: Float = 0
    for bin in 0..<bins {
      let share = exp(logits[bin] - top)
      sum += share
      weighted += share * Float(bin)
    }
    return weighted / sum
  }
}
