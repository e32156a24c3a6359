import Foundation
import Inference
import Records
import Testing

@testable import Detection

/// The decoders against their reference implementations.
struct ReferenceTests {
  @Test(
    arguments: [
      "yolo_v8", "yolo_rows", "yolo_normalized", "yolo_objectness", "yolo_11", "yolo_pose", "yolox_raw",
      "yolox_decoded", "fastestdet", "nanodet_plus", "nanodet_plus_logits", "nanodet", "nanodet_pairs",
      "simcc",
      "yunet", "blazeface_full_range", "blazeface_short_range", "blazeface_back",
    ])
  func decodesAsItsReference(_ name: String) throws {
    let (reference, tensors) = try ReferenceCase.read(name, in: ReferenceCase.fixtures)
    let guessed = try Decoders.guess(reference.context)
    #expect(guessed.name == reference.decoder)
    let decoder = try Decoders.decoder(named: nil, for: reference.context)
    var candidates: [Candidate] = []
    try decoder.decode(tensors, picture: 0, minimumScore: reference.minimum, into: &candidates)
    if let expected = reference.candidates {
      let difference = Difference(candidates, expected)
      #expect(difference.unmatched == 0 && difference.pixels < 1e-3 && difference.score < 1e-5)
    }
    let kept = try #require(reference.kept)
    let suppression = NonMaximumSuppression(mode: decoder.suppression, overlap: reference.overlap)
    let difference = Difference(suppression.apply(to: candidates), kept)
    // YuNet's reference runs the model with OpenCV, whose last digits are others.
    let tolerance: Float = name == "yunet" ? 0.02 : 1e-3
    #expect(!kept.isEmpty)
    #expect(difference.unmatched == 0)
    #expect(difference.pixels < tolerance)
    #expect(difference.score < 1e-4)
  }

  @Test(arguments: ["yolo_v8", "yolo_rows", "yolox_raw", "nanodet_plus", "fastestdet"])
  func readsEachPictureOfABatch(_ name: String) throws {
    let (reference, tensors) = try ReferenceCase.read(name, in: ReferenceCase.fixtures)
    let decoder = try Decoders.decoder(named: nil, for: reference.context)
    // The first picture has nothing: all scores are 0.
    let batch = tensors.map {
      Tensor(
        name: $0.name, shape: [2] + $0.shape.dropFirst(),
        values: [Float](repeating: 0, count: $0.values.count) + $0.values)
    }
    var single: [Candidate] = []
    var first: [Candidate] = []
    var second: [Candidate] = []
    try decoder.decode(tensors, picture: 0, minimumScore: reference.minimum, into: &single)
    try decoder.decode(batch, picture: 0, minimumScore: reference.minimum, into: &first)
    try decoder.decode(batch, picture: 1, minimumScore: reference.minimum, into: &second)
    #expect(first.isEmpty)
    #expect(second == single)
    #expect(!second.isEmpty)
  }
}

/// Whole outputs of real models, where a folder of them is named.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VIDPROC_PARITY"] != nil))
struct FullSizeParityTests {
  @Test func decodesWholeOutputsAsTheReferences() throws {
    let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["VIDPROC_PARITY"]))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted().map { String($0.dropLast(5)) }
    #expect(!names.isEmpty)
    for name in names {
      let (reference, tensors) = try ReferenceCase.read(name, in: folder)
      #expect(try Decoders.guess(reference.context).name == reference.decoder)
      let decoder = try Decoders.decoder(named: nil, for: reference.context)
      var candidates: [Candidate] = []
      try decoder.decode(tensors, picture: 0, minimumScore: reference.minimum, into: &candidates)
      let suppression = NonMaximumSuppression(mode: decoder.suppression, overlap: reference.overlap)
      let kept = suppression.apply(to: candidates)
      let difference = Difference(kept, try #require(reference.kept))
      print(
        "\(name): \(candidates.count) candidates, \(kept.count) kept, \(reference.kept?.count ?? 0) expected,",
        "\(difference.unmatched) unmatched, \(difference.pixels) px, score \(difference.score)")
      #expect(difference.unmatched == 0 && difference.pixels < 0.05 && difference.score < 1e-3, "\(name)")
    }
  }
}
