import Inference
import Records

/// Detectors whose outputs are finished detections: TensorFlow's Object Detection API, Caffe's SSD and Open
/// Model Zoo.
///
/// - TensorFlow: [batch, detections, 4], top, left, bottom, right as fractions of the input; and scores and
///   classes, each [batch, detections]; a number of detections ([batch] or [batch, 1]) where there is one. Names
///   tell scores from classes (`detection_scores`, `detection_classes`), else their numbers do: classes are
///   whole. Outputs that are named raw, multiclass or anchor are passed over.
/// - Caffe's DetectionOutput: [1, 1, detections, 7], picture, class, score, left, top, right, bottom as
///   fractions; a picture below 0 is the end.
///
/// Classes count from 1, 0 being the background, but from 0 behind TFLite_Detection_PostProcess. Parameter:
/// `class_offset`, the number of the first class.
struct SSDDecoder: OutputDecoder {
  static let name = "ssd"
  static let parameterNames = ["class_offset"]
  let suppression = Suppression.none
  let classCount: Int? = nil

  /// Where the numbers are.
  private enum Form {
    case tensorFlow(boxes: Int, pair: (Int, Int), named: Bool, count: Int?)
    case caffe(Int)
  }

  private let form: Form
  private let offset: Int
  private let width: Float
  private let height: Float

  static func matches(_ context: DecoderContext) -> Bool { form(context) != nil }

  init(_ context: DecoderContext) throws {
    guard let form = Self.form(context) else {
      throw context.mismatch(
        Self.name,
        expected: "boxes [batch, detections, 4] with scores and classes [batch, detections], "
          + "or one [1, 1, detections, 7]")
    }
    self.form = form
    let isLite = context.outputs.contains { $0.name.contains("TFLite_Detection_PostProcess") }
    offset = context.integer("class_offset") ?? (isLite ? 0 : 1)
    (width, height) = (Float(context.width), Float(context.height))
  }

  private static func form(_ context: DecoderContext) -> Form? {
    let outputs = context.outputs
    if outputs.count == 1, outputs[0].has(nil, 1, nil, 7) { return .caffe(0) }
    let used = outputs.indices.filter { index in
      !["raw", "multiclass", "anchor"].contains { outputs[index].name.contains($0) }
    }
    // Free axes fit anything, so the number of axes is asked for as well.
    guard let boxes = used.first(where: { outputs[$0].has(nil, nil, 4) }) else { return nil }
    let detections = outputs[boxes].shape[1]
    let rows = used.filter {
      outputs[$0].has(nil, detections) && (outputs[$0].shape[1] != 1 || detections == 1)
    }
    let count = used.first {
      !rows.contains($0) && (outputs[$0].shape.count == 1 || outputs[$0].has(nil, 1))
    }
    guard rows.count == 2, outputs.count <= 8 else { return nil }
    let (first, second) = (rows[0], rows[1])
    func tells(_ index: Int, _ word: String, from other: Int) -> Bool {
      // Engines name a port by any of its tensors, and the suppression before is called MultiClass.
      let names = [index, other].map { outputs[$0].name.lowercased().replacing("multiclass", with: "") }
      return names[0].contains(word) && !names[1].contains(word)
    }
    if tells(first, "score", from: second) || tells(second, "class", from: first) {
      return .tensorFlow(boxes: boxes, pair: (first, second), named: true, count: count)
    }
    let named = tells(second, "score", from: first) || tells(first, "class", from: second)
    return .tensorFlow(boxes: boxes, pair: (second, first), named: named, count: count)
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    switch form {
    case .caffe(let index):
      let rows = outputs.size(index, axis: 2)
      // All pictures of the batch are in one list.
      try outputs.reading(index, picture: 0, count: rows * 7) { base in
        for row in 0..<rows {
          let numbers = base + 7 * row
          guard numbers[0] >= 0 else { break }
          guard numbers[0] == Float(picture) else { continue }
          add(
            class: numbers[1], score: numbers[2], left: numbers[3], top: numbers[4], right: numbers[5],
            bottom: numbers[6], minimumScore, &candidates)
        }
      }
    case .tensorFlow(let boxes, let pair, let named, let count):
      let rows = outputs.size(boxes, axis: 1)
      var limit = rows
      if let count {
        let number = try outputs.reading(count, picture: picture, count: 1) { $0.pointee }
        if number >= 0, number < Float(rows) { limit = Int(number) }
      }
      try outputs.reading(boxes, picture: picture, count: rows * 4) { boxes in
        try outputs.reading(pair.0, picture: picture, count: rows) { first in
          try outputs.reading(pair.1, picture: picture, count: rows) { second in
            let isTurned = !named && (0..<limit).contains { second[$0] != second[$0].rounded() }
            let (scores, classes) = isTurned ? (second, first) : (first, second)
            for row in 0..<limit {
              let box = boxes + 4 * row
              add(
                class: classes[row], score: scores[row], left: box[1], top: box[0], right: box[3],
                bottom: box[2], minimumScore, &candidates)
            }
          }
        }
      }
    }
  }

  private func add(
    class number: Float, score: Float, left: Float, top: Float, right: Float, bottom: Float,
    _ minimumScore: Float, _ candidates: inout [Candidate]
  ) {
    guard score >= minimumScore, let classID = Int(exactly: number.rounded()), classID >= offset else {
      return
    }
    candidates.add(
      classID - offset, score, left: left * width, top: top * height, right: right * width,
      bottom: bottom * height)
  }
}
