import Inference
import Media
import Records

/// Describes what objects look like by a re-identification model: one vector of unit length for each, near to
/// others of the same individual (cosine).
public final class AppearanceExtractor {
  /// The model at work.
  public let record: ModelRecord
  /// How many numbers a vector has.
  public let vectorLength: Int

  private let input: PictureInput
  private let request: any InferenceRequest
  private let sampler: PictureSampler
  private let name: String
  private var outputs: [Tensor] = []

  /// Makes a model ready.
  /// - Parameters:
  ///   - name: by which the catalogue knows it, or its file.
  ///   - threads: that one inference uses.
  ///   - cacheFolder: for compiled models; nil to keep none.
  /// - Throws: MediaError where it is missing, damaged, or not of the task `embedding`.
  public init(model name: String, engine choice: EngineChoice, threads: Int, cacheFolder: String?) throws {
    let located = try ModelStore().find(name)
    guard let description = located.description, description.task == .embedding else {
      let known = Catalogue.models.filter { $0.task == .embedding }.map(\.name).joined(separator: ", ")
      throw MediaError(
        "tell individuals apart by", "model \(name)", cause: "its description does not say that it does that",
        hint: "known is \(known); `vidproc models add --task embedding` adds one of yours")
    }
    let engine = try Engines.engine(choice)
    self.name = description.name
    input = description.input
    var options = CompileOptions(input: input)
    options.threads = threads
    options.cacheFolder = cacheFolder
    let compiled = try engine.compile(located.path, options: options)
    request = try compiled.makeRequest()
    sampler = PictureSampler(input)
    var record = ModelRecord(name: description.name, task: description.task.rawValue)
    record.engine = "\(engine.name) \(engine.version)"
    record.precision = compiled.precision
    record.sha256 = description.sha256.first
    self.record = record
    // One run tells the length, also where the file does not declare it.
    request.withInput { $0.update(repeating: 0) }
    try request.run(into: &outputs)
    vectorLength = outputs.first?.values.count ?? 0
    guard vectorLength > 1 else {
      throw MediaError("tell individuals apart by", "model \(name)", cause: "its first output is no vector")
    }
  }

  /// The vectors of objects, one after another; zeros where a box has no picture.
  /// - Parameter boxes: in pixels of the frame.
  public func vectors(of boxes: [Box], in frame: Frame) throws -> [Float] {
    var vectors: [Float] = []
    vectors.reserveCapacity(boxes.count * vectorLength)
    let edge = Box(width: Float(frame.width), height: Float(frame.height))
    for box in boxes {
      let part = box.intersection(edge)
      guard part.width >= 2, part.height >= 2 else {
        vectors.append(contentsOf: repeatElement(0, count: vectorLength))
        continue
      }
      _ = try request.withInput { try sampler.sample(frame, region: part, into: $0) }
      try request.run(into: &outputs)
      guard let values = outputs.first?.values, values.count == vectorLength else {
        throw MediaError("read the results of", "model \(name)", cause: "the vectors differ in length")
      }
      let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let factor = length.isFinite && length > 0 ? 1 / length : 0
      vectors.append(contentsOf: values.map { $0 * factor })
    }
    return vectors
  }
}
