import Analysis
import Detection
import Inference
import Media
import Records
import Vision

/// The models that an analysis looks at sampled pictures with.
enum ModelLooks {
  /// Classes of a picture that are asked for: what is spread over many counts for its group.
  private static let classes = 200.0
  /// The lowest score of those: less than the step of 8-bit scores.
  private static let minimumScore: Float = 0.003

  /// Loads the models that analysers need, each once.
  /// - Parameters:
  ///   - analysers: those that run; those that need no model are passed over.
  ///   - model: models by name or path; one of the catalogue is taken for each analyser that has none.
  ///   - labels: a file that names the classes of a model of the user's own.
  ///   - threads: how many threads look, each at a picture of its own.
  /// - Returns: what makes the looks of one thread.
  /// - Throws: MediaError where a model is missing, damaged, refused by its engine, or of no analyser.
  static func make(
    analysers: Set<AnalyserName>, model: [String], labels: String?, engine: EngineChoice, threads: Int
  ) throws -> @Sendable () throws -> [any PictureLook] {
    let wanted = AnalyserName.allCases.filter { analysers.contains($0) && $0.task != nil }
    guard !wanted.isEmpty else { return { [] } }
    var request = DetectorRequest()
    request.operation = "analyze"
    request.tasks = wanted.compactMap(\.task)
    request.taskNames = [.classify: AnalyserName.tags.rawValue]
    request.models = model.uniqued()
    request.labels = try labels.map { try TextFile.labels($0) }
    request.engine = engine
    request.threads = threads
    request.streams = threads
    request.cacheFolder = UserFolders.compiledModels
    request.adjust = { description in
      guard description.task == .classify else { return }
      description.parameters["top"] = classes
      description.minimumScore = minimumScore
    }
    let factories = try DetectorBuilder.build(request).map { factory in
      (analyser: try analyser(of: factory.record, wanted), factory: factory)
    }
    return {
      try factories.map { analyser, factory -> any PictureLook in
        let detector = try factory.makeDetector()
        return analyser == .tags
          ? ClassifierLook(detector, labels: factory.record.classes ?? [])
          : CountingLook(analyser, detector)
      }
    }
  }

  /// The analyser that a model works for.
  private static func analyser(of record: ModelRecord, _ wanted: [AnalyserName]) throws -> AnalyserName {
    guard let analyser = AnalyserName.allCases.first(where: { $0.task?.rawValue == record.task }) else {
      throw MediaError(
        "analyze with", record.name, cause: "its task is \(record.task)",
        hint: "analyze takes classifiers and detectors of objects or faces")
    }
    guard wanted.contains(analyser) else {
      throw MediaError(
        "analyze with", record.name, cause: "it serves \(analyser.rawValue), which nobody asks for",
        hint: "add --with \(analyser.rawValue)")
    }
    return analyser
  }
}

extension AnalyserName {
  /// What a model must do for it; nil where it needs none.
  fileprivate var task: ModelDescription.Task? {
    switch self {
    case .tags: .classify
    case .objects: .objects
    case .faces: .faces
    default: nil
    }
  }
}

/// Says what a picture shows as a whole, without the bars around it: classifiers take a picture with bars for a
/// screen.
private final class ClassifierLook: PictureLook {
  private let detector: any Detector
  private let labels: [String]
  private let planes = PlanarPictures()

  init(_ detector: any Detector, labels: [String]) {
    self.detector = detector
    self.labels = ImageNetGroups.distinct(labels)
  }

  func look(at frame: Frame) throws -> LabelScores {
    let planar = try planes.planar(frame)
    let black = planar.color.range == "pc" ? 0.0 : 16
    let region = DarkBars.picture(in: SmallPicture(of: planar), black: black).map { part in
      let (width, height) = (Double(frame.width), Double(frame.height))
      return Box(
        x: Float(part.x * width), y: Float(part.y * height), width: Float(part.width * width),
        height: Float(part.height * height))
    }
    var scores: [String: Double] = [:]
    for object in try detector.detect(frame, regions: region.map { [$0] }) {
      let label = object.classID.flatMap { labels.indices.contains($0) ? labels[$0] : nil } ?? object.label
      scores[label, default: 0] += Double(object.score)
    }
    return LabelScores(.tags, scores)
  }
}

/// Counts objects or faces.
private final class CountingLook: PictureLook {
  private let analyser: AnalyserName
  private let detector: any Detector

  init(_ analyser: AnalyserName, _ detector: any Detector) {
    self.analyser = analyser
    self.detector = detector
  }

  func look(at frame: Frame) throws -> LabelScores {
    var counts: [String: Double] = [:]
    for object in try detector.detect(frame, regions: nil) {
      counts[analyser == .faces ? "face" : object.label, default: 0] += 1
    }
    return LabelScores(analyser, counts)
  }
}
