import Inference
import Media
import Records

/// What is asked of detection: tasks and models, and how they are run.
public struct DetectorRequest: Sendable {
  /// Tasks by name; a model of the catalogue is chosen for each that has none in `models`.
  public var tasks: [ModelDescription.Task] = []
  /// Models by name or path.
  public var models: [String] = []
  /// Class names for a user's model.
  public var labels: [String]?
  /// The decoder's name for a user's model.
  public var decoder: String?
  /// The input's width in pixels, where the model leaves it open.
  public var inputWidth: Int?
  /// The input's height in pixels, where the model leaves it open.
  public var inputHeight: Int?
  /// Which engine runs the models.
  public var engine = EngineChoice.auto
  /// Threads in all.
  public var threads = 1
  /// Inferences side by side.
  public var streams = 1
  /// Whether to compute in 32-bit floats, also where the CPU is quicker with 16-bit ones.
  public var fullPrecision = false
  /// Pictures in one inference.
  public var batch = 1
  /// Lowest score; nil for the model's own.
  public var minimumScore: Float?
  /// Overlap at which boxes are one object; nil for the model's own.
  public var overlap: Float?
  /// Whether boxes of different classes may be one object.
  public var agnostic = false
  /// Objects a picture at the most, before other filters.
  public var maximum = 300
  /// Whether parts of frames will be looked at, for which smaller inputs are made ready too.
  public var regions = false
  /// Folder for compiled models; nil to keep none.
  public var cacheFolder: String?
  /// Where the time goes.
  public var times: StageTimes?
  /// Changes what is known of a model before it is loaded, such as the numbers for its decoder; models that others
  /// cannot work without stay as they are.
  public var adjust: @Sendable (inout ModelDescription) -> Void = { _ in }
  /// What is being done, for messages.
  public var operation = "detect"
  /// What tasks are called in messages, where that is not their own name.
  public var taskNames: [ModelDescription.Task: String] = [:]

  /// Asks for nothing.
  public init() {}
}

/// Makes detectors for a request.
public enum DetectorBuilder {
  /// The models to take for a task, the first that is on this machine.
  static func preferred(_ task: ModelDescription.Task) -> [String] {
    switch task {
    case .objects: ["yolox-nano"]
    case .faces: ["yunet", "blazeface-full", "blazeface-short"]
    case .pose: ["mediapipe-pose", "movenet-lightning", "rtmpose-t"]
    case .classify: ["mobilenet-v2"]
    case .embedding: ["person-reid-0287"]
    }
  }

  /// The detectors that a request asks for.
  /// - Throws: MediaError where a model is missing, damaged, or refused by its engine.
  public static func build(_ request: DetectorRequest) throws -> [any DetectorFactory] {
    let store = ModelStore()
    var factories: [any DetectorFactory] = []
    var open = request.tasks
    let engine = try Engines.engine(request.engine)
    for name in request.models {
      if name == HOGDetectorFactory.name {
        factories.append(HOGDetectorFactory(minimumScore: request.minimumScore))
        open.removeAll { $0 == .objects }
        continue
      }
      let (description, path) = try locate(name, request, store, engine)
      factories.append(try make(description, path, request, store, engine))
      open.removeAll { $0 == description.task }
    }
    for task in open {
      let located = try firstInstalled(task, request, store)
      guard let description = located.description else { continue }
      factories.append(try make(description, located.path, request, store, engine))
    }
    return factories
  }

  private static func firstInstalled(
    _ task: ModelDescription.Task, _ request: DetectorRequest, _ store: ModelStore
  ) throws -> LocatedModel {
    let names = preferred(task)
    for name in names {
      guard let description = try store.description(named: name) else { continue }
      // One that is damaged is refused by `find`, in words; the next one is not taken in its place.
      if try store.state(of: description) != .missing { return try store.find(name) }
    }
    let first = names.first ?? ""
    let others = names.count > 1 ? " --task \(task.rawValue)" : names == ["yolox-nano"] ? "" : " \(first)"
    throw MediaError(
      request.operation, request.taskNames[task] ?? task.rawValue,
      cause: names.count > 1
        ? "none of \(names.joined(separator: ", ")) is on this machine" : "\(first) is not on this machine",
      hint: "get it with: vidproc models pull\(others)")
  }

  private static func locate(
    _ name: String, _ request: DetectorRequest, _ store: ModelStore, _ engine: any InferenceEngine
  ) throws -> (ModelDescription, String) {
    let located = try store.find(name)
    guard var description = located.description else {
      let hints = UserModel.Hints(
        labels: request.labels, decoder: request.decoder, width: request.inputWidth,
        height: request.inputHeight)
      return (try UserModel.describe(located.path, hints: hints, engine: engine), located.path)
    }
    if let labels = request.labels { description.classes = labels }
    if let decoder = request.decoder { description.decoder = try Decoders.named(decoder).name }
    if let width = request.inputWidth { description.input.width = width }
    if let height = request.inputHeight { description.input.height = height }
    return (description, located.path)
  }

  private static func make(
    _ description: ModelDescription, _ path: String, _ request: DetectorRequest, _ store: ModelStore,
    _ engine: any InferenceEngine
  ) throws -> any DetectorFactory {
    var description = description
    request.adjust(&description)
    let crop: BodyCrop? =
      switch description.decoder {
      case "mediapipe-pose": .aligned
      case "simcc": .box
      default: nil
      }
    if let crop, let companion = description.companions.first {
      return try makePose(description, path, crop, after: companion, request, store, engine)
    }
    return try makeSingle(description, path, request, engine)
  }

  /// A model of one body, after the model that finds the bodies.
  private static func makePose(
    _ description: ModelDescription, _ path: String, _ crop: BodyCrop, after companion: String,
    _ request: DetectorRequest, _ store: ModelStore, _ engine: any InferenceEngine
  ) throws -> any DetectorFactory {
    let located = try store.find(companion)
    guard let first = located.description else { throw store.unknown(companion) }
    var single = request
    single.batch = 1
    single.regions = false
    let body = try load(description, path, single, engine)
    return TopDownPoseFactory(
      persons: try makeSingle(first, located.path, single, engine), body: body, crop: crop,
      minimumScore: crop == .aligned ? description.minimumScore : 0, times: request.times)
  }

  private static func makeSingle(
    _ description: ModelDescription, _ path: String, _ request: DetectorRequest,
    _ engine: any InferenceEngine
  ) throws -> ModelDetectorFactory {
    let model = try load(description, path, request, engine)
    let thresholds = DetectionThresholds(
      minimumScore: request.minimumScore ?? description.minimumScore,
      overlap: request.overlap ?? description.overlap, agnostic: request.agnostic, maximum: request.maximum)
    var smaller: [LoadedModel] = []
    // OpenCV's engine cannot change the size of an input.
    if request.regions, request.batch == 1, engine.name == "openvino" {
      let sizes = RegionPacker.sizes(below: .init(width: model.input.width, height: model.input.height))
      smaller = sizes.compactMap { size in
        var resized = description
        resized.input.width = size.width
        resized.input.height = size.height
        // Some exports have their size built in; those are looked at whole.
        return try? load(resized, path, request, engine)
      }
    }
    return ModelDetectorFactory(model, smaller: smaller, thresholds: thresholds, times: request.times)
  }

  private static func load(
    _ description: ModelDescription, _ path: String, _ request: DetectorRequest, _ engine: any InferenceEngine
  ) throws -> LoadedModel {
    if request.batch > 1, path.lowercased().hasSuffix(".onnx"),
      let fixed = try ONNXFile(path: path).ports.inputs.first?.shape.first ?? nil, fixed != request.batch
    {
      throw MediaError(
        "run model", path, cause: "its batch is fixed at \(fixed)",
        hint: "leave --batch out, or export it with that batch or a free one (Ultralytics: dynamic=True)")
    }
    var options = CompileOptions(input: description.input)
    options.batch = request.batch
    options.threads = request.threads
    options.streams = request.streams
    options.fullPrecision = request.fullPrecision
    options.cacheFolder = request.cacheFolder
    return try LoadedModel(
      description, path: path, labels: description.classNames, engine: engine, options: options)
  }
}
