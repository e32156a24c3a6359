import Inference
import Records
import Testing

@testable import Detection

/// The decoders of one body, and of the whole picture's class.
struct PictureDecoderTests {
  private func decode(
    _ width: Int, _ height: Int, _ tensors: [Tensor], classes: Int? = nil, parameters: [String: Double] = [:],
    element: ModelPort.Element = .float32, minimum: Float = 0.1
  ) throws -> [Candidate] {
    let context = DecoderContext(
      width: width, height: height,
      outputs: tensors.map { ModelPort(name: $0.name, shape: $0.shape, element: element) },
      classCount: classes, parameters: parameters)
    let decoder = try Decoders.decoder(named: nil, for: context)
    var candidates: [Candidate] = []
    try decoder.decode(tensors, picture: 0, minimumScore: minimum, into: &candidates)
    return candidates
  }

  @Test func moveNetGivesTheExtentOfWhatIsSeen() throws {
    // y, x, score: two points are seen, the others lie outside of them with a score of 0.
    var values = [Float]((0..<17).map { _ -> [Float] in [0.9, 0.9, 0] }.joined())
    values.replaceSubrange(0..<6, with: [0.25, 0.5, 0.875, 0.75, 0.125, 0.825])
    let tensor = Tensor(shape: [1, 1, 17, 3], values: values)
    let found = try #require(try decode(160, 80, [tensor], classes: 1).first)
    #expect(abs(found.score - 0.1) < 1e-6)
    #expect(found.box == Box(x: 20, y: 20, width: 60, height: 40))
    #expect(found.points[0] == CandidatePoint(x: 80, y: 20, score: 0.875))
    #expect(try decode(160, 80, [tensor], minimum: 0.11).isEmpty)
  }

  @Test func moveNetReadsSeveralBodies() throws {
    var values = [Float](repeating: 0, count: 6 * 56)
    values.replaceSubrange(56..<59, with: [0.5, 0.25, 0.75])
    values.replaceSubrange(56 + 51..<112, with: [0.25, 0.125, 0.75, 0.5, 0.875])
    let tensor = Tensor(shape: [1, 6, 56], values: values)
    let found = try decode(64, 64, [tensor])
    #expect(found.count == 1)
    #expect(found[0].score == 0.875)
    #expect(found[0].box == Box(x: 8, y: 16, width: 24, height: 32))
    #expect(found[0].points[0] == CandidatePoint(x: 16, y: 32, score: 0.75))
  }

  @Test func mediaPipeRefinesByTheHeatmap() throws {
    var landmarks = [Float](repeating: 0, count: 195)
    // The first at (128, 64), seen; the second beside the picture; the rest at the origin.
    landmarks.replaceSubrange(0..<10, with: [128, 64, 0, 20, 20, 300, 64, 0, 20, 20])
    var heatmap = [Float](repeating: -30, count: 64 * 64 * 39)
    for (column, row) in [(33, 16), (34, 18)] { heatmap[(row * 64 + column) * 39] = 30 }
    let tensors = [
      Tensor(shape: [1, 195], values: landmarks), Tensor(shape: [1, 1], values: [0.75]),
      Tensor(shape: [1, 64, 64, 39], values: heatmap),
    ]
    let found = try #require(try decode(256, 256, tensors, classes: 1).first)
    #expect(found.score == 0.75)
    #expect(found.points.count == 33)
    #expect(abs(found.points[0].x - 134) < 1e-3 && abs(found.points[0].y - 68) < 1e-3)
    #expect(found.points[1].x == 300)
    let plain = try #require(try decode(256, 256, tensors, parameters: ["refine": 0]).first)
    #expect(plain.points[0].x == 128)
    #expect(try decode(256, 256, tensors, minimum: 0.8).isEmpty)
  }

  @Test func classifyMakesSharesOfLogits() throws {
    let tensor = Tensor(shape: [1, 4], values: [0, 2, 1, -1])
    let found = try decode(8, 6, [tensor], classes: 4, parameters: ["top": 2])
    #expect(found.map(\.classID) == [1, 2])
    #expect(abs(found[0].score - 0.643914) < 1e-5 && abs(found[1].score - 0.236883) < 1e-5)
    #expect(found[0].box == Box(width: 8, height: 6))
  }

  @Test func classifyLeavesSharesAsTheyAre() throws {
    let shares = Tensor(shape: [1, 4], values: [0.5, 0.3, 0.15, 0.05])
    #expect(try decode(8, 8, [shares], classes: 4).map(\.score) == [0.5, 0.3, 0.15])
    let bytes = Tensor(shape: [1, 4], values: [0, 64, 192, 0])
    #expect(try decode(8, 8, [bytes], classes: 4, element: .uint8).map(\.score) == [0.75, 0.25])
    let signed = Tensor(shape: [1, 4], values: [-128, -64, 64, -128])
    #expect(try decode(8, 8, [signed], classes: 4, element: .int8).map(\.score) == [0.75, 0.25])
  }

  @Test func classifyPassesOverTheBackgroundThatHasNoLabel() throws {
    let shares = Tensor(shape: [1, 4], values: [0.5, 0.3, 0.15, 0.05])
    let found = try decode(8, 8, [shares], classes: 3)
    #expect(found.map(\.classID) == [0, 1])
    #expect(found.map(\.score) == [0.3, 0.15])
  }

  @Test func classifyPassesOverWhatIsNotFinite() throws {
    let tensor = Tensor(shape: [1, 4], values: [.nan, 2, 1, -.infinity])
    let found = try decode(8, 8, [tensor], classes: 4)
    #expect(found.map(\.classID) == [1, 2])
    let nothing = Tensor(shape: [1, 4], values: [.nan, .nan, .nan, .nan])
    #expect(try decode(8, 8, [nothing], classes: 4).isEmpty)
  }
}
