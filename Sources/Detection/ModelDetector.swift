import Inference
import Media
import Records

/// What of a model's findings is kept.
public struct DetectionThresholds: Sendable {
  /// Scores below are dropped.
  public var minimumScore: Float
  /// Boxes of one class that overlap more (intersection over union) stand for one object.
  public var overlap: Float
  /// Whether boxes of different classes may stand for one object.
  public var agnostic: Bool
  /// How many objects a picture has at the most, the best ones.
  public var maximum: Int

  /// Sets the thresholds.
  public init(minimumScore: Float = 0.25, overlap: Float = 0.45, agnostic: Bool = false, maximum: Int = 300) {
    self.minimumScore = minimumScore
    self.overlap = overlap
    self.agnostic = agnostic
    self.maximum = maximum
  }
}

/// A model that takes a picture and gives objects: made ready once, run by several threads.
public struct ModelDetectorFactory: DetectorFactory {
  /// The model.
  public let model: LoadedModel
  /// The same for smaller inputs, in which a few parts of a frame are looked at for less.
  public let smaller: [LoadedModel]
  /// What of its findings is kept.
  public let thresholds: DetectionThresholds
  private let times: StageTimes?

  /// Detectors over a loaded model.
  public init(
    _ model: LoadedModel, smaller: [LoadedModel] = [], thresholds: DetectionThresholds,
    times: StageTimes? = nil
  ) {
    self.model = model
    self.smaller = smaller
    self.thresholds = thresholds
    self.times = times
  }

  /// The picture that the model takes.
  public var input: PictureInput? { model.input }

  /// What the records mean.
  public var record: ModelRecord { model.record }

  /// Parts go side by side into one of the smaller inputs, where there are any.
  public func regionLook(width: Int, height: Int) -> RegionLook {
    guard !smaller.isEmpty else { return .none }
    return .mosaic(
      RegionPacker(
        frameWidth: width, frameHeight: height,
        fullInput: .init(width: model.input.width, height: model.input.height),
        inputs: smaller.map { .init(width: $0.input.width, height: $0.input.height) }))
  }

  /// Makes a detector for another thread.
  public func makeDetector() throws -> any Detector {
    try ModelDetector(model, smaller: smaller, thresholds: thresholds, times: times)
  }
}

/// Runs a model that takes a picture and gives objects.
final class ModelDetector: Detector {
  private let whole: ModelRun
  private let smaller: [ModelRun]
  private let suppression: NonMaximumSuppression
  private let minimumScore: Float
  private let times: StageTimes?
  private var candidates: [Candidate] = []

  init(
    _ model: LoadedModel, smaller: [LoadedModel] = [], thresholds: DetectionThresholds, times: StageTimes?
  ) throws {
    self.times = times
    minimumScore = thresholds.minimumScore
    suppression = NonMaximumSuppression(
      mode: model.decoder.suppression, overlap: thresholds.overlap, agnostic: thresholds.agnostic,
      maximum: thresholds.maximum)
    whole = try ModelRun(model, times: times)
    self.smaller = try smaller.map { try ModelRun($0, times: times) }
  }

  func detect(_ frame: Frame, regions: [Box]?) throws -> [DetectedObject] {
    try detect([Look(frame, regions: regions)])[0]
  }

  func detect(_ looks: [Look]) throws -> [[DetectedObject]] {
    var found = [[DetectedObject]](repeating: [], count: looks.count)
    var pictures: [(look: Int, region: Box?)] = []
    for (index, look) in looks.enumerated() {
      if let mosaic = look.mosaic, let run = run(for: mosaic) {
        found[index] = try detect(mosaic, of: look.frame, run)
      } else if let regions = look.regions {
        pictures += regions.map { (index, $0) }
      } else {
        pictures.append((index, nil))
      }
    }
    for start in stride(from: 0, to: pictures.count, by: whole.model.batch) {
      let group = pictures[start..<min(start + whole.model.batch, pictures.count)]
      let placements = try whole.run(group.map { (looks[$0.look].frame, $0.region) })
      try times.measure(.post) {
        for (position, (picture, placement)) in zip(group, placements).enumerated() {
          try whole.candidates(position, minimumScore: minimumScore, into: &candidates)
          let frame = looks[picture.look].frame
          found[picture.look] += suppression.apply(to: candidates).compactMap {
            object($0, in: frame, box: placement.frame) { placement.frame(Point(x: $0.x, y: $0.y)) }
          }
        }
      }
    }
    return found
  }

  private func run(for mosaic: Mosaic) -> ModelRun? {
    smaller.first { $0.model.input.width == mosaic.width && $0.model.input.height == mosaic.height }
  }

  private func detect(_ mosaic: Mosaic, of frame: Frame, _ run: ModelRun) throws -> [DetectedObject] {
    try run.run(frame, mosaic)
    return try times.measure(.post) {
      try run.candidates(0, minimumScore: minimumScore, into: &candidates)
      return suppression.apply(to: candidates).compactMap { candidate in
        guard let tile = mosaic.tile(of: candidate.box) else { return nil }
        return object(candidate, in: frame) {
          tile.inFrame($0.intersection(tile.destination))
        } point: {
          tile.inFrame(Point(x: $0.x, y: $0.y))
        }
      }
    }
  }

  /// A candidate as an object of the frame, cut at its edges; nil where nothing is left of it.
  private func object(
    _ candidate: Candidate, in frame: Frame, box: (Box) -> Box, point: (CandidatePoint) -> Point
  ) -> DetectedObject? {
    let edge = Box(width: Float(frame.width), height: Float(frame.height))
    let place = box(candidate.box).intersection(edge)
    guard place.width > 0, place.height > 0 else { return nil }
    let model = whole.model
    var object = DetectedObject(
      label: model.label(candidate.classID), classID: candidate.classID, score: candidate.score, box: place)
    model.attach(candidate.points, to: &object, point)
    return object
  }
}
