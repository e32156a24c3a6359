import Inference
import Records
import Testing

@testable import Detection

/// What the references' numbers do not show: the smaller forms, and bad numbers.
struct BoxDecoderTests {
  private func decode(
    _ context: DecoderContext, _ tensors: [Tensor], named name: String? = nil, minimum: Float = 0.25
  ) throws -> [Candidate] {
    let decoder = try Decoders.decoder(named: name, for: context)
    var candidates: [Candidate] = []
    try decoder.decode(tensors, picture: 0, minimumScore: minimum, into: &candidates)
    return candidates
  }

  private func context(
    _ width: Int, _ height: Int, _ tensors: [Tensor], classes: Int? = nil, parameters: [String: Double] = [:]
  ) -> DecoderContext {
    DecoderContext(
      width: width, height: height,
      outputs: tensors.map { ModelPort(name: $0.name, shape: $0.shape, element: .float32) },
      classCount: classes, parameters: parameters)
  }

  @Test func yoloReadsFinishedDetections() throws {
    var rows = [Float](repeating: 0, count: 300 * 6)
    rows.replaceSubrange(0..<12, with: [10, 20, 30, 60, 0.9, 2, 1, 2, 3, 4, 0.1, 0])
    let tensor = Tensor(shape: [1, 300, 6], values: rows)
    let found = try decode(context(64, 64, [tensor]), [tensor])
    #expect(found == [Candidate(classID: 2, score: 0.9, box: Box(x: 10, y: 20, width: 20, height: 40))])
  }

  @Test func yoloScalesFinishedDetectionsThatAreFractions() throws {
    var rows = [Float](repeating: 0, count: 300 * 57)
    rows.replaceSubrange(0..<9, with: [0.25, 0.5, 0.75, 1, 0.9, 0, 0.5, 0.25, 0.8])
    let tensor = Tensor(shape: [1, 300, 57], values: rows)
    let found = try #require(try decode(context(64, 32, [tensor], classes: 1), [tensor]).first)
    #expect(found.box == Box(x: 16, y: 16, width: 32, height: 16))
    #expect(found.points.count == 17)
    #expect(found.points[0] == CandidatePoint(x: 32, y: 8, score: 0.8))
  }

  /// 42 anchors at 64x32; every number of the first few is bad in another way.
  @Test(arguments: [[1, 7, 42], [1, 42, 7]])
  func yoloPassesOverWhatIsNotFinite(_ shape: [Int]) throws {
    let byPlane = shape[1] == 7
    var values = [Float](repeating: 0, count: 7 * 42)
    func set(_ anchor: Int, _ numbers: [Float]) {
      for (index, number) in numbers.enumerated() {
        values[byPlane ? index * 42 + anchor : anchor * 7 + index] = number
      }
    }
    set(0, [.nan, 8, 4, 4, 0.9, 0, 0])
    set(1, [8, 8, .infinity, 4, 0.9, 0, 0])
    set(2, [8, 8, 4, 4, .nan, 0, 0])
    set(3, [8, 8, 4, 4, .infinity, 0, 0])
    set(4, [8, 8, 4, 4, .nan, 0.5, 0.7])
    set(41, [30, 8, 4, 6, 0.5, 0.5, 0.1])
    let tensor = Tensor(shape: shape, values: values)
    let found = try decode(context(64, 32, [tensor], classes: 3), [tensor])
    #expect(
      found == [
        Candidate(classID: 2, score: 0.7, box: Box(x: 6, y: 6, width: 4, height: 4)),
        Candidate(classID: 0, score: 0.5, box: Box(x: 28, y: 5, width: 4, height: 6)),
      ])
  }

  @Test func yoloTakesParametersOverItsGuess() throws {
    // One class with objectness in planes, in pixels that are all small.
    var values = [Float](repeating: 0, count: 6 * 42)
    for (index, number) in [Float(1), 1, 1, 1, 0.5, 0.8].enumerated() { values[index * 42] = number }
    let tensor = Tensor(shape: [1, 6, 42], values: values)
    let parameters: [String: Double] = ["objectness": 1, "normalized": 0, "keypoints": 0]
    let found = try decode(context(64, 32, [tensor], classes: 1, parameters: parameters), [tensor])
    #expect(found == [Candidate(classID: 0, score: 0.4, box: Box(x: 0.5, y: 0.5, width: 1, height: 1))])
  }

  @Test func ssdTellsScoresFromClassesByTheirNumbers() throws {
    let boxes = Tensor(name: "a", shape: [1, 3, 4], values: [0.1, 0.2, 0.5, 0.6, 0, 0, 1, 1, 0, 0, 0, 0])
    let classes = Tensor(name: "b", shape: [1, 3], values: [1, 3, 1])
    let scores = Tensor(name: "c", shape: [1, 3], values: [0.9, 0.6, 0.9])
    let count = Tensor(name: "d", shape: [1], values: [2])
    let expected = [
      Candidate(classID: 0, score: 0.9, box: Box(x: 20, y: 10, width: 40, height: 40)),
      Candidate(classID: 2, score: 0.6, box: Box(x: 0, y: 0, width: 100, height: 100)),
    ]
    for tensors in [[boxes, classes, scores, count], [count, scores, boxes, classes]] {
      let found = try decode(context(100, 100, tensors), tensors)
      #expect(found.count == 2)
      for (one, other) in zip(found, expected) {
        #expect(one.classID == other.classID && one.score == other.score)
        #expect(one.box.intersectionOverUnion(other.box) > 0.9999)
      }
    }
  }

  @Test func ssdCountsLiteClassesFromZero() throws {
    let names = ["", ":1", ":2", ":3"].map { "TFLite_Detection_PostProcess\($0)" }
    let tensors = [
      Tensor(name: names[0], shape: [1, 2, 4], values: [0, 0, 1, 1, 0, 0, 0.5, 0.5]),
      Tensor(name: names[1], shape: [1, 2], values: [0, 5]),
      Tensor(name: names[2], shape: [1, 2], values: [0.75, 0.5]),
      Tensor(name: names[3], shape: [1], values: [2]),
    ]
    #expect(try decode(context(10, 10, tensors), tensors).map(\.classID) == [0, 5])
    let shifted = context(10, 10, tensors, parameters: ["class_offset": 1])
    #expect(try decode(shifted, tensors).map(\.classID) == [4])
  }

  @Test func ssdReadsCaffesList() throws {
    let rows: [Float] = [
      0, 15, 0.9, 0.1, 0.2, 0.3, 0.4, 1, 15, 0.8, 0, 0, 1, 1, 0, 0, 0.9, 0, 0, 1, 1, -1, 0, 0, 0, 0, 0, 0,
      0, 15, 0.9, 0, 0, 1, 1,
    ]
    let tensor = Tensor(shape: [1, 1, 5, 7], values: rows)
    let decoder = try Decoders.decoder(named: nil, for: context(100, 100, [tensor]))
    var found: [Candidate] = []
    try decoder.decode([tensor], picture: 0, minimumScore: 0.5, into: &found)
    #expect(found.map(\.classID) == [14])
    #expect(found[0].box.intersectionOverUnion(Box(x: 10, y: 20, width: 20, height: 20)) > 0.9999)
    found = []
    try decoder.decode([tensor], picture: 1, minimumScore: 0.5, into: &found)
    #expect(found.map(\.score) == [0.8])
  }

  @Test func aLogitIsComparedAsItsScore() {
    for score: Float in [0.001, 0.25, 0.5, 0.6, 0.999] {
      #expect(sigmoid(logit(score)) < score)
      #expect(sigmoid(logit(score)) > score - 0.001)
    }
    #expect(logit(0) == -.infinity)
    #expect(logit(1) < 17)
  }

  /// A compiled model that comes from the engine's cache may name its ports by other tensors.
  @Test func scoresAreToldFromClassesWhateverTheirNames() throws {
    let names = ["boxes", "add:0", "BatchMultiClassNonMaxSuppression/map/TensorArrayStack_1", "count"]
    let shapes: [[Int]] = [[1, 2, 4], [1, 2], [1, 2], [1]]
    let values: [[Float]] = [[0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1], [1, 1], [0.9, 0.25], [2]]
    let ports = zip(names, shapes).map { ModelPort(name: $0, shape: $1.map { $0 }, element: .float32) }
    let decoder = try SSDDecoder(DecoderContext(width: 300, height: 300, outputs: ports))
    let tensors = (0..<4).map { Tensor(name: names[$0], shape: shapes[$0], values: values[$0]) }
    var found: [Candidate] = []
    try decoder.decode(tensors, picture: 0, minimumScore: 0.1, into: &found)
    #expect(found.map(\.score) == [0.9, 0.25])
    #expect(found.map(\.classID) == [0, 0])
  }
}
