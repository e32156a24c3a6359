import Inference
import Records

/// MoveNet (TensorFlow Hub, movenet/singlepose and movenet/multipose).
///
/// - Single pose: [batch, 1, 17, 3]; y, x (fractions of the input) and score of the keypoints of
///   `Skeleton.coco17`. The candidate's score is the mean of theirs, its box their extent.
/// - Multi pose: [batch, 6, 56]; the same 51 numbers, then top, left, bottom, right and the body's score.
struct MoveNetDecoder: OutputDecoder {
  static let name = "movenet"
  let suppression = Suppression.none
  let classCount: Int? = 1
  let skeleton: Skeleton? = .coco17

  private let bodies: Int
  private let width: Float
  private let height: Float

  static func matches(_ context: DecoderContext) -> Bool { bodies(context) != nil }

  init(_ context: DecoderContext) throws {
    guard let bodies = Self.bodies(context) else {
      throw context.mismatch(Self.name, expected: "one [batch, 1, 17, 3] or [batch, 6, 56]")
    }
    try context.checkLabels(1)
    self.bodies = bodies
    (width, height) = (Float(context.width), Float(context.height))
  }

  private static func bodies(_ context: DecoderContext) -> Int? {
    guard context.outputs.count == 1 else { return nil }
    if context.outputs[0].has(nil, 1, 17, 3) { return 1 }
    return context.outputs[0].has(nil, 6, 56) ? 6 : nil
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    let features = bodies == 1 ? 51 : 56
    try outputs.reading(0, picture: picture, count: bodies * features) { base in
      for body in 0..<bodies {
        let row = base + body * features
        let points = (0..<17).map {
          CandidatePoint(x: row[3 * $0 + 1] * width, y: row[3 * $0] * height, score: row[3 * $0 + 2])
        }
        if bodies == 1 {
          let score = points.reduce(0) { $0 + ($1.score ?? 0) } / 17
          if score >= minimumScore { candidates.add(body: points, score: score) }
        } else if row[55] >= minimumScore {
          candidates.add(
            0, row[55], left: row[52] * width, top: row[51] * height, right: row[54] * width,
            bottom: row[53] * height, points: points)
        }
      }
    }
  }
}
