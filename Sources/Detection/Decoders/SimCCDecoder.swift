import Inference
import Records

/// SimCC, the keypoints of RTMPose (arXiv:2107.03332, arXiv:2303.07399; `get_simcc_maximum` in
/// open-mmlab/mmpose): one body in the crop that the model is given.
///
/// Outputs `simcc_x` [batch, keypoints, bins of x] and `simcc_y` [batch, keypoints, bins of y], with as many
/// bins to a pixel on both (2). A keypoint is at the greatest bin of each; its score is the lesser of the two
/// greatest, and none below 0. The candidate's score is the mean of theirs, its box their extent.
struct SimCCDecoder: OutputDecoder {
  static let name = "simcc"
  let suppression = Suppression.none
  let classCount: Int? = 1
  var skeleton: Skeleton? { .body(keypoints: keypoints) }

  private let keypoints: Int
  private let x: (output: Int, bins: Int)
  private let y: (output: Int, bins: Int)
  private let binsPerPixel: Float

  static func matches(_ context: DecoderContext) -> Bool { axes(context) != nil }

  init(_ context: DecoderContext) throws {
    guard let (x, y, keypoints, ratio) = Self.axes(context) else {
      throw context.mismatch(
        Self.name, expected: "[batch, keypoints, 2 width] and [batch, keypoints, 2 height]")
    }
    try context.checkLabels(1)
    (self.keypoints, binsPerPixel) = (keypoints, Float(ratio))
    self.x = (x, context.width * ratio)
    self.y = (y, context.height * ratio)
  }

  /// The outputs of x and y, the keypoints, and the bins to a pixel. In a square input names decide, else the
  /// order.
  private static func axes(_ context: DecoderContext) -> (x: Int, y: Int, keypoints: Int, ratio: Int)? {
    guard context.outputs.count == 2 else { return nil }
    let swapped = context.outputs[0].name.hasSuffix("_y") || context.outputs[1].name.hasSuffix("_x")
    for (x, y) in swapped ? [(1, 0), (0, 1)] : [(0, 1), (1, 0)] {
      let (first, second) = (context.outputs[x], context.outputs[y])
      for ratio in [1, 2, 3, 4] {
        guard first.has(nil, nil, context.width * ratio), second.has(nil, nil, context.height * ratio),
          first.shape[2] != nil, let keypoints = first.shape[1], second.shape[1] == keypoints, keypoints > 1
        else { continue }
        return (x, y, keypoints, ratio)
      }
    }
    return nil
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    var points: [CandidatePoint] = []
    points.reserveCapacity(keypoints)
    try outputs.reading(x.output, picture: picture, count: keypoints * x.bins) { rowsX in
      try outputs.reading(y.output, picture: picture, count: keypoints * y.bins) { rowsY in
        for keypoint in 0..<keypoints {
          let bestX = greatest(rowsX + keypoint * x.bins, count: x.bins)
          let bestY = greatest(rowsY + keypoint * y.bins, count: y.bins)
          points.append(
            CandidatePoint(
              x: Float(bestX.index) / binsPerPixel, y: Float(bestY.index) / binsPerPixel,
              score: max(0, min(bestX.value, bestY.value))))
        }
      }
    }
    let score = min(1, points.reduce(0) { $0 + ($1.score ?? 0) } / Float(keypoints))
    if score >= minimumScore { candidates.add(body: points, score: score) }
  }
}
