import Inference
import Records

/// MediaPipe's body landmarks (BlazePose, arXiv:2006.10204; mediapipe/modules/pose_landmark,
/// tensors_to_pose_landmarks_and_segmentation.pbtxt): one body in a crop of 256x256.
///
/// Outputs: [batch, 195], 39 landmarks of x, y, z (pixels of the input), visibility and presence (logits), of
/// which the first 33 are `Skeleton.mediapipe33`; [batch, 1], whether there is a body (0 to 1), which is the
/// candidate's score; and [batch, rows, columns, 39], a heatmap of logits for each landmark, by which the
/// landmarks are refined as MediaPipe does: to the mean place of the 7x7 cells around each, where one of them is
/// at least 0.5. A point's score is its visibility.
/// Other outputs (mask, world coordinates) are passed over. Parameter: `refine`, 0 to leave the heatmap out.
struct MediaPipePoseDecoder: OutputDecoder {
  static let name = "mediapipe-pose"
  static let parameterNames = ["refine"]
  let suppression = Suppression.none
  let classCount: Int? = 1
  let skeleton: Skeleton? = .mediapipe33

  private static let landmarks = 39
  private let places: Int
  private let presence: Int
  private let heatmap: Int?
  private let width: Float
  private let height: Float

  static func matches(_ context: DecoderContext) -> Bool { outputs(context) != nil }

  init(_ context: DecoderContext) throws {
    guard let (places, presence) = Self.outputs(context) else {
      throw context.mismatch(Self.name, expected: "[batch, 195] and [batch, 1]")
    }
    try context.checkLabels(1)
    (self.places, self.presence) = (places, presence)
    heatmap =
      context.flag("refine") == false
      ? nil : context.outputs.firstIndex { $0.has(nil, nil, nil, Self.landmarks) }
    (width, height) = (Float(context.width), Float(context.height))
  }

  private static func outputs(_ context: DecoderContext) -> (places: Int, presence: Int)? {
    guard let places = context.outputs.firstIndex(where: { $0.numbersPerPicture == 5 * landmarks }),
      let presence = context.outputs.firstIndex(where: { $0.numbersPerPicture == 1 })
    else { return nil }
    return (places, presence)
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    let score = try outputs.reading(presence, picture: picture, count: 1) { $0.pointee }
    guard score >= minimumScore else { return }
    var points = try outputs.reading(places, picture: picture, count: 5 * Self.landmarks) { base in
      (0..<Skeleton.mediapipe33.names.count).map {
        CandidatePoint(x: base[5 * $0], y: base[5 * $0 + 1], score: sigmoid(base[5 * $0 + 3]))
      }
    }
    if let heatmap {
      let rows = outputs.size(heatmap, axis: 1)
      let columns = outputs.size(heatmap, axis: 2)
      try outputs.reading(heatmap, picture: picture, count: rows * columns * Self.landmarks) { base in
        for index in points.indices { refine(&points[index], base + index, rows: rows, columns: columns) }
      }
    }
    candidates.add(body: points, score: min(score, 1))
  }

  /// Moves a landmark to the mean of the heatmap around it.
  private func refine(
    _ point: inout CandidatePoint, _ heatmap: UnsafePointer<Float>, rows: Int, columns: Int
  ) {
    let place = SIMD2(point.x / width * Float(columns), point.y / height * Float(rows))
    // MediaPipe truncates, so a place less than a cell outside counts as the first cell.
    guard place.x > -1, place.y > -1, place.x < Float(columns), place.y < Float(rows) else { return }
    let (column, row) = (Int(place.x), Int(place.y))
    var sum: Float = 0
    var weighted = SIMD2<Float>()
    var greatest: Float = 0
    for y in max(0, row - 3)...min(rows - 1, row + 3) {
      for x in max(0, column - 3)...min(columns - 1, column + 3) {
        let share = sigmoid(heatmap[(y * columns + x) * Self.landmarks])
        sum += share
        weighted += SIMD2(Float(x), Float(y)) * share
        greatest = max(greatest, share)
      }
    }
    guard greatest >= 0.5, sum > 0 else { return }
    point.x = weighted.x / sum / Float(columns) * width
    point.y = weighted.y / sum / Float(rows) * height
  }
}
