import Inference
import Media
import Records
import Testing

@testable import Detection

struct DecodersTests {
  /// A model's outputs and the decoder that they belong to.
  struct Model: CustomTestStringConvertible, Sendable {
    var decoder: String
    var side: (Int, Int)
    var shapes: [[Int?]]
    var classes: Int?
    var names: [String]?

    init(_ decoder: String, _ width: Int, _ height: Int, _ shapes: [[Int?]], classes: Int? = nil) {
      (self.decoder, side, self.shapes, self.classes) = (decoder, (width, height), shapes, classes)
    }

    var testDescription: String { "\(decoder) \(shapes) \(classes.map(String.init) ?? "-")" }

    var context: DecoderContext {
      DecoderContext(
        width: side.0, height: side.1,
        outputs: shapes.enumerated().map { ModelPort(name: "\($0)", shape: $1, element: .float32) },
        classCount: classes)
    }
  }

  static let models: [Model] = [
    Model("yolox", 416, 416, [[1, 3549, 85]]), Model("yolox", 640, 640, [[1, 8400, 85]], classes: 80),
    Model("yolox", 640, 384, [[1, 5040, 8]], classes: 3),
    Model("yolo", 640, 640, [[1, 84, 8400]]), Model("yolo", 640, 640, [[1, 84, 8400]], classes: 80),
    Model("yolo", 640, 640, [[1, 8400, 84]]), Model("yolo", 640, 640, [[1, 8400, 7]], classes: 3),
    Model("yolo", 640, 640, [[1, 25200, 85]]), Model("yolo", 640, 640, [[1, 56, 8400]]),
    Model("yolo", 640, 640, [[1, 116, 8400], [1, 32, 160, 160]]), Model("yolo", 640, 640, [[1, 300, 6]]),
    Model("yolo", 640, 640, [[1, 300, 57]]), Model("yolo", 640, 640, [[1, 300, 84]], classes: 80),
    Model("yolo", 640, 640, [[nil, 84, nil]], classes: 80), Model("yolo", 640, 640, [[nil, nil, 6]]),
    Model("fastestdet", 352, 352, [[1, 85, 22, 22]]),
    Model("nanodet", 320, 320, [[1, 2125, 112]]), Model("nanodet", 416, 416, [[1, 3598, 112]], classes: 80),
    Model("nanodet", 320, 320, [[1, 2100, 112]]),
    Model("blazeface", 128, 128, [[1, 896, 16], [1, 896, 1]]),
    Model("blazeface", 192, 192, [[1, 2304, 1], [1, 2304, 16]]),
    Model("mediapipe-pose-detector", 224, 224, [[1, 2254, 12], [1, 2254, 1]]),
    Model("mediapipe-pose", 256, 256, [[1, 195], [1, 1], [1, 256, 256, 1], [1, 64, 64, 39], [1, 117]]),
    Model("movenet", 192, 192, [[1, 1, 17, 3]]), Model("movenet", 256, 256, [[1, 6, 56]]),
    Model("simcc", 192, 256, [[1, 17, 384], [1, 17, 512]]),
    Model("ssd", 300, 300, [[nil, 100, 4], [nil, 100], [nil, 100], [nil]]),
    Model("ssd", 300, 300, [[1, 10, 4], [1, 10], [1, 10], [1]]), Model("ssd", 300, 300, [[1, 1, 200, 7]]),
    Model("classify", 224, 224, [[1, 1000]]), Model("classify", 224, 224, [[1, 1001]], classes: 1001),
    Model("classify", 224, 224, [[1, 5, 1, 1]], classes: 5),
    Model(
      "yunet", 640, 640,
      [1, 1, 4, 10].flatMap { last in [6400, 1600, 400].map { [1, $0, last] } }),
  ]

  @Test(arguments: models)
  func tellsTheFamilyFromTheShapes(_ model: Model) throws {
    #expect(try Decoders.guess(model.context).name == model.decoder)
    _ = try Decoders.decoder(named: nil, for: model.context)
  }

  @Test func knowsHowManyClassesThereAre() throws {
    func classes(_ model: Model) throws -> Int? {
      try Decoders.decoder(named: nil, for: model.context).classCount
    }
    #expect(try classes(Model("yolox", 416, 416, [[1, 3549, 85]])) == 80)
    #expect(try classes(Model("yolo", 640, 640, [[1, 25200, 85]])) == 80)
    #expect(try classes(Model("yolo", 640, 640, [[1, 56, 8400]])) == 1)
    #expect(try classes(Model("yolo", 640, 640, [[1, 116, 8400], [1, 32, 160, 160]])) == 80)
    #expect(try classes(Model("yolo", 640, 640, [[1, 300, 6]])) == nil)
    #expect(try classes(Model("fastestdet", 352, 352, [[1, 85, 22, 22]])) == 80)
    #expect(try classes(Model("classify", 224, 224, [[1, 1001]], classes: 1000)) == 1000)
  }

  @Test func namesTheKeypoints() throws {
    let pose = Model("yolo", 640, 640, [[1, 56, 8400]], classes: 1)
    #expect(try Decoders.decoder(named: nil, for: pose.context).skeleton == .coco17)
    let plain = Model("yolo", 640, 640, [[1, 84, 8400]])
    #expect(try Decoders.decoder(named: nil, for: plain.context).skeleton == nil)
    for skeleton in [Skeleton.coco17, .mediapipe33, .bodyAlignment, .face5, .face6] {
      #expect(Set(skeleton.names).count == skeleton.names.count)
      #expect(skeleton.edges.allSatisfy { $0.count == 2 && $0.allSatisfy(skeleton.names.indices.contains) })
    }
  }

  @Test(
    arguments: [
      Model("yolo", 640, 640, [[1, 84, 8400]], classes: 91),
      Model("yolo", 640, 640, [[1, 84, 8400]], classes: 20),
      Model("yolo", 640, 640, [[1, 84, 8400]], classes: 79),
      Model("yolox", 416, 416, [[1, 3549, 85]], classes: 3),
      Model("fastestdet", 352, 352, [[1, 85, 22, 22]], classes: 81),
      Model("nanodet", 320, 320, [[1, 2125, 112]], classes: 1),
      Model("classify", 224, 224, [[1, 1000]], classes: 80),
    ])
  func saysThatLabelsDoNotFit(_ model: Model) throws {
    let error = try #require(throws: MediaError.self) { try Decoders.decoder(named: nil, for: model.context) }
    #expect(error.description.contains("the labels name \(model.classes ?? 0)"))
  }

  @Test func saysWhatDoesNotFit() throws {
    let embedding = Model("", 128, 256, [[1, 256]])
    let error = try #require(throws: MediaError.self) { try Decoders.guess(embedding.context) }
    #expect(error.description.contains("0 [1,256]"))
    #expect(error.description.contains("128x256"))
    #expect(error.description.contains("yolox, yolo, ssd"))
    let wrong = try #require(throws: MediaError.self) {
      try Decoders.decoder(named: "yolox", for: embedding.context)
    }
    #expect(wrong.description.contains("the yolox decoder expects"))
    #expect(throws: MediaError.self) { try Decoders.named("yolo9000") }
  }

  @Test func everyDecoderRefusesOtherOutputs() {
    let context = Model("", 640, 640, [[3], [4, 5, 6, 7, 8]]).context
    for decoder in Decoders.all {
      let matches = decoder.matches(context)
      #expect(!matches)
      #expect(throws: MediaError.self) { _ = try decoder.init(context) }
    }
  }

  @Test func refusesUnknownParameters() throws {
    var context = Model("yolox", 416, 416, [[1, 3549, 85]]).context
    context.parameters = ["decode": 1]
    let error = try #require(throws: MediaError.self) { try Decoders.decoder(named: nil, for: context) }
    #expect(error.description.contains("decoded"))
  }

  @Test func refusesTensorsOfOtherSizes() throws {
    let decoder = try Decoders.decoder(named: nil, for: Model("yolox", 64, 32, [[1, 42, 7]]).context)
    var candidates: [Candidate] = []
    let short = Tensor(shape: [1, 41, 7], values: [Float](repeating: 1, count: 41 * 7))
    #expect(throws: MediaError.self) {
      try decoder.decode([short], picture: 0, minimumScore: 0, into: &candidates)
    }
    let right = Tensor(shape: [1, 42, 7], values: [Float](repeating: 1, count: 42 * 7))
    #expect(throws: MediaError.self) {
      try decoder.decode([right], picture: 1, minimumScore: 0, into: &candidates)
    }
    #expect(throws: MediaError.self) {
      try decoder.decode([], picture: 0, minimumScore: 0, into: &candidates)
    }
    #expect(candidates.isEmpty)
  }
}
