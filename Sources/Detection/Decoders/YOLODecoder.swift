import Inference
import Records

/// The YOLO models that Ultralytics and their kin export (YOLOv5, v7, v8, v9, v10, 11, 26, RT-DETR).
///
/// One output, and others that are passed over (mask prototypes, YOLOv5's inner grids). Its forms:
/// - [batch, 4 + classes, anchors] (v8, v9, 11): centre x and y, width, height, then a score for every class.
/// - [batch, anchors, 4 + classes]: the same, turned round.
/// - Either with an objectness between the box and the classes, by which the scores are multiplied (v5, v7;
///   three anchors in a cell).
/// - Pose models have 3 numbers for each keypoint after the classes: x, y and how visible it is. One label and
///   more numbers than one class needs show them, or without labels COCO's 1 class and 17 keypoints.
/// - [batch, detections, 6] (v10, 26 and exports with `nms=True`): left, top, right, bottom, score and class;
///   pose models have their keypoints after those. Nothing is left to suppress.
///
/// TensorFlow exports give places as fractions of the input instead of pixels; the numbers tell (no anchor lies
/// beyond 2). Parameters: `objectness` (0 or 1), `keypoints` (how many), `normalized` (0 or 1).
struct YOLODecoder: OutputDecoder {
  static let name = "yolo"
  static let parameterNames = ["objectness", "keypoints", "normalized"]
  var suppression: Suppression { layout.order == .endToEnd ? .none : .greedy }
  var classCount: Int? { layout.classes }
  var skeleton: Skeleton? { .body(keypoints: layout.keypoints) }

  private let layout: YOLOLayout
  private let width: Float
  private let height: Float
  private let normalized: Bool?

  static func matches(_ context: DecoderContext) -> Bool {
    (try? YOLOLayout(context)) != nil && context.outputs.filter { $0.shape.count == 3 }.count == 1
  }

  init(_ context: DecoderContext) throws {
    guard let layout = try YOLOLayout(context) else {
      throw context.mismatch(
        Self.name, expected: "[batch, 4 + classes, anchors], its transpose, or [batch, detections, 6]")
    }
    self.layout = layout
    (width, height) = (Float(context.width), Float(context.height))
    normalized = context.flag("normalized")
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    let anchors = outputs.size(layout.output, axis: layout.order == .planes ? 2 : 1)
    try outputs.reading(layout.output, picture: picture, count: anchors * layout.features) { base in
      switch layout.order {
      case .planes: decodePlanes(base, anchors, minimumScore, &candidates)
      case .rows: decodeRows(base, anchors, minimumScore, &candidates)
      case .endToEnd: decodeDetections(base, anchors, minimumScore, &candidates)
      }
    }
  }

  /// What a place is multiplied by to get pixels.
  /// - Parameters:
  ///   - base: the numbers; those at `column` and the next of every `anchors` are looked at.
  ///   - step: from an anchor to the next.
  ///   - axis: from an anchor's number to its next.
  private func scale(
    _ base: UnsafePointer<Float>, anchors: Int, column: Int, step: Int, axis: Int
  ) -> (x: Float, y: Float) {
    var isNormalized = normalized
    if isNormalized == nil {
      isNormalized = !(0..<anchors).contains {
        base[$0 * step + column * axis] > 2 || base[$0 * step + (column + 1) * axis] > 2
      }
    }
    return isNormalized == true ? (width, height) : (1, 1)
  }

  private func decodePlanes(
    _ base: UnsafePointer<Float>, _ anchors: Int, _ minimum: Float, _ candidates: inout [Candidate]
  ) {
    let scale = scale(base, anchors: anchors, column: 0, step: 1, axis: anchors)
    let first = layout.hasObjectness ? 5 : 4
    let classes = layout.classes ?? 0
    scanPlanes(base + first * anchors, classes: classes, anchors: anchors, minimum: minimum) {
      anchor, classID, best in
      let place = base + anchor
      let score = layout.hasObjectness ? best * place[4 * anchors] : best
      guard score >= minimum else { return }
      candidates.add(
        classID, score, centerX: place[0] * scale.x, centerY: place[anchors] * scale.y,
        width: place[2 * anchors] * scale.x, height: place[3 * anchors] * scale.y,
        points: points(place, step: anchors, scale))
    }
  }

  private func decodeRows(
    _ base: UnsafePointer<Float>, _ anchors: Int, _ minimum: Float, _ candidates: inout [Candidate]
  ) {
    let scale = scale(base, anchors: anchors, column: 0, step: layout.features, axis: 1)
    let classes = layout.classes ?? 0
    var row = base
    for _ in 0..<anchors {
      defer { row += layout.features }
      if layout.hasObjectness, !(row[4] >= minimum) { continue }
      let best = greatest(row + (layout.hasObjectness ? 5 : 4), count: classes)
      let score = layout.hasObjectness ? best.value * row[4] : best.value
      guard score >= minimum else { continue }
      candidates.add(
        best.index, score, centerX: row[0] * scale.x, centerY: row[1] * scale.y, width: row[2] * scale.x,
        height: row[3] * scale.y, points: points(row, step: 1, scale))
    }
  }

  private func decodeDetections(
    _ base: UnsafePointer<Float>, _ count: Int, _ minimum: Float, _ candidates: inout [Candidate]
  ) {
    let scale = scale(base, anchors: count, column: 2, step: layout.features, axis: 1)
    for index in 0..<count {
      let row = base + index * layout.features
      guard row[4] >= minimum, let classID = Int(exactly: row[5].rounded()), classID >= 0 else { continue }
      candidates.add(
        classID, row[4], left: row[0] * scale.x, top: row[1] * scale.y, right: row[2] * scale.x,
        bottom: row[3] * scale.y, points: points(row, step: 1, scale))
    }
  }

  /// An anchor's keypoints; `step` leads from a number of the anchor to its next.
  private func points(
    _ anchor: UnsafePointer<Float>, step: Int, _ scale: (x: Float, y: Float)
  ) -> [CandidatePoint] {
    guard layout.keypoints > 0 else { return [] }
    return (0..<layout.keypoints).map { index in
      let point = anchor + (layout.firstKeypoint + 3 * index) * step
      return CandidatePoint(x: point[0] * scale.x, y: point[step] * scale.y, score: point[2 * step])
    }
  }
}
