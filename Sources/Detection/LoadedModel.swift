import Inference
import Media
import Records

/// A model that is ready to run, with what is needed to read its results.
public final class LoadedModel: Sendable {
  /// What is known of it.
  public let description: ModelDescription
  /// The picture that it takes, with the size that it has here.
  public let input: PictureInput
  /// Pictures in one inference.
  public let batch: Int
  /// What runs it.
  public let compiled: any CompiledModel
  /// What reads its outputs.
  public let decoder: any OutputDecoder
  /// The names of its classes; empty where none are known.
  public let labels: [String]
  /// The engine's name and version.
  public let engine: String
  /// The names of its keypoints and the lines between them.
  public let skeleton: Skeleton?

  /// Makes a model ready.
  /// - Parameters:
  ///   - description: what is known of it; its `input` has the size that is wanted.
  ///   - path: the file.
  ///   - options: its `input` is replaced by the description's.
  /// - Throws: MediaError where the engine refuses it, its outputs are not known, or the labels do not fit.
  public init(
    _ description: ModelDescription, path: String, labels: [String], engine: any InferenceEngine,
    options: CompileOptions
  ) throws {
    self.description = description
    self.labels = labels
    input = description.input
    batch = options.batch
    self.engine = "\(engine.name) \(engine.version)"
    var options = options
    options.input = description.input
    compiled = try engine.compile(path, options: options)
    let context = DecoderContext(
      width: input.width, height: input.height, outputs: compiled.ports.outputs,
      classCount: labels.isEmpty ? nil : labels.count, parameters: description.parameters)
    decoder = try Decoders.decoder(named: description.decoder, for: context)
    skeleton = decoder.skeleton
  }

  /// The name by which it is asked for.
  public var name: String { description.name }

  /// What its records mean.
  public var record: ModelRecord {
    var record = ModelRecord(name: description.name, task: description.task.rawValue)
    record.engine = engine
    record.precision = compiled.precision
    record.sha256 = description.sha256.first
    record.classes = labels.isEmpty ? nil : labels
    record.keypoints = skeleton?.names
    record.edges = skeleton.flatMap { $0.edges.isEmpty ? nil : $0.edges }
    return record
  }

  /// The name of a class.
  public func label(_ classID: Int) -> String {
    labels.indices.contains(classID) ? labels[classID] : "class_\(classID)"
  }

  /// Gives an object its points: landmarks of faces, named keypoints of bodies.
  func attach(
    _ points: [CandidatePoint], to object: inout DetectedObject, _ place: (CandidatePoint) -> Point
  ) {
    guard !points.isEmpty else { return }
    if description.task == .faces {
      object.landmarks = points.map(place)
    } else {
      object.keypoints = points.enumerated().map { index, point in
        let at = place(point)
        let name = skeleton.flatMap { $0.names.indices.contains(index) ? $0.names[index] : nil }
        return Keypoint(name: name ?? "point_\(index)", x: at.x, y: at.y, score: point.score ?? 1)
      }
    }
  }
}
