import Inference
import Records

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// YuNet, the face detector of OpenCV (ShiqiYu/libfacedetection.train; `FaceDetectorYN` in OpenCV's
/// modules/objdetect/src/face_detect.cpp; doi 10.1007/s11633-023-1423-y).
///
/// Twelve outputs, for each of the strides 8, 16 and 32: class and objectness [batch, cells, 1], box
/// [batch, cells, 4] and landmarks [batch, cells, 10]; they are told apart by their shapes, in any order. The
/// score is the root of class times objectness. The centre is the cell plus x and y, the sizes are exponentials,
/// and a landmark is the cell plus its x and y, all in strides. The landmarks are `Skeleton.face5`.
struct YuNetDecoder: OutputDecoder {
  static let name = "yunet"
  let suppression = Suppression.greedy
  let classCount: Int? = 1
  let skeleton: Skeleton? = .face5

  /// The outputs of a stride.
  private struct Level {
    let grid: Grid
    let scores: (Int, Int)
    let boxes: Int
    let points: Int
  }

  private let levels: [Level]

  static func matches(_ context: DecoderContext) -> Bool { levels(context) != nil }

  init(_ context: DecoderContext) throws {
    guard let levels = Self.levels(context) else {
      throw context.mismatch(
        Self.name, expected: "two [batch, cells, 1], a [batch, cells, 4] and a [batch, cells, 10] a stride")
    }
    try context.checkLabels(1)
    self.levels = levels
  }

  private static func levels(_ context: DecoderContext) -> [Level]? {
    guard context.outputs.count == 12 else { return nil }
    let levels = context.grids([8, 16, 32]).compactMap { grid -> Level? in
      func all(_ last: Int) -> [Int] {
        context.outputs.indices.filter { context.outputs[$0].has(nil, grid.cells, last) }
      }
      let (scores, boxes, points) = (all(1), all(4), all(10))
      guard scores.count == 2, boxes.count == 1, points.count == 1 else { return nil }
      return Level(grid: grid, scores: (scores[0], scores[1]), boxes: boxes[0], points: points[0])
    }
    return levels.count == 3 ? levels : nil
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    let leastProduct = minimumScore * minimumScore * 0.9999
    for level in levels {
      let cells = level.grid.cells
      let stride = Float(level.grid.stride)
      try outputs.reading(level.scores.0, picture: picture, count: cells) { first in
        try outputs.reading(level.scores.1, picture: picture, count: cells) { second in
          try outputs.reading(level.boxes, picture: picture, count: 4 * cells) { boxes in
            try outputs.reading(level.points, picture: picture, count: 10 * cells) { points in
              for cell in 0..<cells where first[cell] * second[cell] >= leastProduct {
                guard first[cell] >= 0, second[cell] >= 0 else { continue }
                let score = (min(first[cell], 1) * min(second[cell], 1)).squareRoot()
                guard score >= minimumScore else { continue }
                let x = Float(cell % level.grid.columns)
                let y = Float(cell / level.grid.columns)
                let box = boxes + 4 * cell
                let place = points + 10 * cell
                candidates.add(
                  0, score, centerX: (x + box[0]) * stride, centerY: (y + box[1]) * stride,
                  width: exp(box[2]) * stride, height: exp(box[3]) * stride,
                  points: (0..<5).map {
                    CandidatePoint(x: (x + place[2 * $0]) * stride, y: (y + place[2 * $0 + 1]) * stride)
                  })
              }
            }
          }
        }
      }
    }
  }
}
