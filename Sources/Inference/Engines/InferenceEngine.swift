import Media

/// Runs models. Two exist: OpenCV's DNN module, which is always there, and OpenVINO, opened where it is found.
public protocol InferenceEngine: Sendable {
  /// The name on the command line: `opencv`, `openvino`.
  var name: String { get }
  /// The library's version, as it reports it.
  var version: String { get }
  /// What a model file declares, without making it ready to run.
  /// - Throws: MediaError where the file is damaged or has an operator that the engine lacks.
  func inspect(_ path: String) throws -> ModelPorts
  /// Makes a model ready to run.
  /// - Throws: MediaError where the engine refuses the model.
  func compile(_ path: String, options: CompileOptions) throws -> any CompiledModel
}

/// The inputs and outputs of a model.
public struct ModelPorts: Sendable, Equatable {
  /// Inputs, in the model's order.
  public var inputs: [ModelPort]
  /// Outputs, in the model's order.
  public var outputs: [ModelPort]

  /// Describes a model from outside.
  public init(inputs: [ModelPort], outputs: [ModelPort]) {
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// How a model is made ready.
public struct CompileOptions: Sendable {
  /// The picture that the first input takes; bytes go in, the engine converts and normalises them.
  public var input: PictureInput
  /// Pictures in one inference.
  public var batch = 1
  /// Threads in all; 0 for as many as there are cores.
  public var threads = 0
  /// Inferences that run side by side, each on its share of the threads.
  public var streams = 1
  /// Whether to compute in 32-bit floats, also where the CPU is quicker with 16-bit ones.
  public var fullPrecision = false
  /// Folder for compiled models; nil to keep none.
  public var cacheFolder: String?

  /// Options for a model that takes such pictures.
  public init(input: PictureInput) { self.input = input }
}

/// A model that is ready to run; shared by threads, each with a request of its own.
public protocol CompiledModel: AnyObject, Sendable {
  /// Its inputs and outputs, with the sizes they have here.
  var ports: ModelPorts { get }
  /// The numbers that it computes with: `f32`, `bf16`.
  var precision: String { get }
  /// Makes a place to run it.
  func makeRequest() throws -> any InferenceRequest
}

/// A place to run a model: input, outputs, and the run. Used by one thread at a time.
public protocol InferenceRequest: AnyObject {
  /// The bytes of the input: `batch` pictures in the form of `PictureInput`.
  func withInput<T>(_ body: (UnsafeMutableBufferPointer<UInt8>) throws -> T) rethrows -> T
  /// Runs the model on what the input holds, and copies its outputs (as floats, in the model's order).
  func run(into outputs: inout [Tensor]) throws
}
