import Inference
import Records

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Classifiers of the whole picture.
///
/// One output, [batch, classes], or with further axes of one. Numbers that are no shares (all from 0 to 1, with a
/// sum of 1) are logits and go through a softmax. Bytes are shares in 1/256, as TensorFlow Lite's specification
/// of 8-bit quantisation sets it for a softmax. The best classes become candidates with the whole picture as
/// their box. A model with one class more than there are labels has "background" first (TensorFlow's MobileNets
/// and Inceptions), which is passed over. Parameters: `top` (5), how many classes; `softmax` (0 or 1).
struct ClassifyDecoder: OutputDecoder {
  static let name = "classify"
  static let parameterNames = ["top", "softmax"]
  let suppression = Suppression.none
  var classCount: Int? { classes - offset }

  private let classes: Int
  private let offset: Int
  private let top: Int
  private let softmax: Bool?
  /// What makes shares of an output's bytes; nil where it has floats.
  private let bytes: (zero: Float, step: Float)?
  private let whole: Box

  static func matches(_ context: DecoderContext) -> Bool {
    guard let classes = classes(context) else { return false }
    guard let labels = context.classCount else { return classes == 1000 || classes == 1001 }
    return labels == classes || labels == classes - 1
  }

  init(_ context: DecoderContext) throws {
    guard let classes = Self.classes(context) else {
      throw context.mismatch(Self.name, expected: "one [batch, classes]")
    }
    offset = context.classCount == classes - 1 ? 1 : 0
    if offset == 0 { try context.checkLabels(classes) }
    self.classes = classes
    top = context.integer("top") ?? 5
    softmax = context.flag("softmax")
    switch context.outputs[0].element {
    case .uint8: bytes = (0, 1.0 / 256)
    case .int8: bytes = (-128, 1.0 / 256)
    default: bytes = nil
    }
    whole = Box(width: Float(context.width), height: Float(context.height))
  }

  private static func classes(_ context: DecoderContext) -> Int? {
    guard context.outputs.count == 1, let port = context.outputs.first, port.shape.count >= 2,
      let classes = port.numbersPerPicture, classes > 1, port.shape.dropFirst().contains(classes)
    else { return nil }
    return classes
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    try outputs.reading(0, picture: picture, count: classes) { base in
      let scores = shares(UnsafeBufferPointer(start: base, count: classes))
      let best = scores.indices.dropFirst(offset).filter { scores[$0] >= minimumScore }
        .sorted { (scores[$0], $1) > (scores[$1], $0) }
      for index in best.prefix(max(top, 0)) {
        candidates.append(Candidate(classID: index - offset, score: scores[index], box: whole))
      }
    }
  }

  /// The classes' shares; what is no number becomes none.
  private func shares(_ values: UnsafeBufferPointer<Float>) -> [Float] {
    if let bytes, softmax != true { return values.map { ($0 - bytes.zero) * bytes.step } }
    let isShares = values.allSatisfy { (-1e-4...1.0001).contains($0) } && abs(values.reduce(0, +) - 1) < 0.05
    guard softmax ?? !isShares else { return Array(values) }
    let greatest = values.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
    guard greatest.isFinite else { return [Float](repeating: .nan, count: values.count) }
    let powers = values.map { $0.isFinite ? exp($0 - greatest) : 0 }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
