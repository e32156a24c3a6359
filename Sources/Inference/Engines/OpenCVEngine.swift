import COpenCV
import Foundation
import Media

/// Runs models with OpenCV's DNN module, which is always there. It knows fewer operators than OpenVINO, takes
/// no free axes and no quantised weights, and is three to five times slower.
public struct OpenCVEngine: InferenceEngine {
  /// `opencv`.
  public let name = "opencv"
  /// The library's version, such as `4.6.0`.
  public var version: String { String(cString: vp_cv_version()) }

  /// Makes the engine.
  public init() {}

  /// OpenCV's module does not tell what a file declares: the names of the outputs are known, their sizes only
  /// after a run.
  public func inspect(_ path: String) throws -> ModelPorts {
    let net = try read(path)
    defer { vp_cv_net_free(net) }
    return ModelPorts(
      inputs: [],
      outputs: OpenCVModel.names(net).map {
        ModelPort(name: $0, shape: [], element: .float32)
      })
  }

  /// Makes a model ready to run, and runs it once to learn the sizes of its outputs.
  public func compile(_ path: String, options: CompileOptions) throws -> any CompiledModel {
    // One request runs at a time on all threads: OpenCV's pool of threads is the process's.
    vp_cv_set_threads(Int32(options.threads))
    let model = OpenCVModel(path: path, options: options)
    let request = try OpenCVRequest(model)
    var outputs: [Tensor] = []
    request.withInput { $0.update(repeating: options.input.pad) }
    try request.run(into: &outputs)
    model.learn(outputs)
    return model
  }

  func read(_ path: String) throws -> OpaquePointer { try OpenCVModel.read(path) }
}

/// What OpenCV's requests share: nothing but the file, as its networks are not for several threads.
///
/// Sendable because nothing changes after `compile` has handed it out.
final class OpenCVModel: CompiledModel, @unchecked Sendable {
  let path: String
  let options: CompileOptions
  let precision = "f32"
  private(set) var ports = ModelPorts(inputs: [], outputs: [])

  init(path: String, options: CompileOptions) {
    self.path = path
    self.options = options
  }

  /// The axes of the input.
  var shape: [Int] {
    let input = options.input
    return input.layout == .nchw
      ? [options.batch, 3, input.height, input.width] : [options.batch, input.height, input.width, 3]
  }

  func learn(_ outputs: [Tensor]) {
    ports = ModelPorts(
      inputs: [ModelPort(name: "", shape: shape, element: .float32)],
      outputs: outputs.map { ModelPort(name: $0.name, shape: $0.shape, element: .float32) })
  }

  func makeRequest() throws -> any InferenceRequest { try OpenCVRequest(self) }

  static func read(_ path: String) throws -> OpaquePointer {
    try ModelFile.refuseFolder(path)
    do {
      return try CText.call("read model", path, size: VP_CV_ERROR_SIZE) { vp_cv_net_read(path, nil, $0) }
    } catch let error as MediaError { throw explained(error) }
  }

  static func names(_ net: OpaquePointer) -> [String] {
    (0..<vp_cv_net_output_count(net)).map { String(cString: vp_cv_net_output_name(net, $0)) }
  }

  /// OpenCV's refusals, with what else to try.
  static func explained(_ error: MediaError) -> MediaError {
    var error = error
    // "OpenCV(4.6.0) ./modules/dnn/src/x.cpp:1040: error: (-2:Unspecified error) in function 'handleNode' ..."
    if let place = error.cause.range(of: "error: (") {
      error.cause = String(error.cause[place.upperBound...].drop { $0 != ":" }.dropFirst())
    }
    // "Unspecified error) in function 'getMemoryShapes' > (message) ..."
    for mark in ["Unspecified error) ", "Assertion failed) "] where error.cause.hasPrefix(mark) {
      error.cause.removeFirst(mark.count)
    }
    // "... Can't create layer "x" of type "Frobnicate" in function ..."
    if let type = error.cause.range(of: "of type \""),
      let end = error.cause[type.upperBound...].firstIndex(of: "\"")
    {
      error.cause = "it has no operator \(error.cause[type.upperBound..<end])"
    }
    error.cause = String(error.cause.prefix(300))
    error.hint =
      "OpenCV \(String(cString: vp_cv_version())) lacks what this model needs; try --engine openvino"
    return error
  }
}

final class OpenCVRequest: InferenceRequest {
  private let model: OpenCVModel
  private let net: OpaquePointer
  private var bytes: [UInt8]
  private var numbers: [Float]

  init(_ model: OpenCVModel) throws {
    self.model = model
    net = try OpenCVModel.read(model.path)
    bytes = Array(repeating: 0, count: model.options.input.byteCount * model.options.batch)
    numbers = Array(repeating: 0, count: bytes.count)
  }

  deinit { vp_cv_net_free(net) }

  func withInput<T>(_ body: (UnsafeMutableBufferPointer<UInt8>) throws -> T) rethrows -> T {
    try bytes.withUnsafeMutableBufferPointer { try body($0) }
  }

  func run(into outputs: inout [Tensor]) throws {
    normalize()
    let shape = model.shape.map { Int32($0) }
    do {
      try CText.check("run model", model.path, size: VP_CV_ERROR_SIZE) {
        vp_cv_net_run(net, numbers, shape, Int32(shape.count), $0)
      }
    } catch let error as MediaError { throw OpenCVModel.explained(error) }
    let names = OpenCVModel.names(net)
    if outputs.count != names.count {
      outputs = names.map { Tensor(name: $0, shape: [0], values: []) }
    }
    for index in names.indices {
      var values: UnsafePointer<Float>?
      var sizes = [Int32](repeating: 0, count: 8)
      var rank: Int32 = 0
      guard vp_cv_net_output(net, Int32(index), &values, &sizes, &rank) == 0 else {
        throw MediaError(
          "read the results of model", model.path, cause: "output \(names[index]) is not of 32-bit floats",
          hint: "try --engine openvino")
      }
      outputs[index].replace(shape: sizes.prefix(Int(rank)).map { Int($0) }, values: values)
    }
  }

  /// Bytes to floats, with each channel's mean and deviation.
  private func normalize() {
    let input = model.options.input
    let factors = input.deviation.map { 1 / $0 }
    let plane = input.width * input.height
    numbers.withUnsafeMutableBufferPointer { numbers in
      bytes.withUnsafeBufferPointer { bytes in
        if input.layout == .nchw {
          for start in stride(from: 0, to: bytes.count, by: plane) {
            let channel = start / plane % 3
            let (mean, factor) = (input.mean[channel], factors[channel])
            for index in start..<start + plane { numbers[index] = (Float(bytes[index]) - mean) * factor }
          }
        } else {
          for index in bytes.indices {
            numbers[index] = (Float(bytes[index]) - input.mean[index % 3]) * factors[index % 3]
          }
        }
      }
    }
  }
}
