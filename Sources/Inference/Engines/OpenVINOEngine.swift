import COpenVINO
import Media

/// Runs models with OpenVINO on the CPU. It reads ONNX, OpenVINO's own format, TFLite and frozen TensorFlow
/// graphs.
public final class OpenVINOEngine: InferenceEngine {
  /// `openvino`.
  public let name = "openvino"
  /// The library's version, such as `2026.4.1`.
  public let version: String
  /// The file that was opened.
  public let library: String

  // OpenVINO's core may be used by several threads at once (its documentation says so); the pointer itself
  // never changes and lives as long as the process.
  private nonisolated(unsafe) let core: OpaquePointer

  /// Opens the library at `path`.
  /// - Throws: MediaError where it cannot be opened or is too old.
  public init(library path: String) throws {
    library = path
    core = try CText.call("open OpenVINO at", path, size: VP_OV_ERROR_SIZE) { vp_ov_open(path, $0) }
    // The build number goes on with a commit and a branch.
    version = String(String(cString: vp_ov_version(core)).prefix { $0 != "-" })
  }

  /// What a model file declares.
  public func inspect(_ path: String) throws -> ModelPorts {
    let model = try read(path)
    defer { vp_ov_model_free(model) }
    return try ports(model, path)
  }

  /// Makes a model ready to run.
  public func compile(_ path: String, options: CompileOptions) throws -> any CompiledModel {
    let model = try read(path)
    defer { vp_ov_model_free(model) }
    let inputs = Int(vp_ov_port_count(model, 0))
    guard inputs == 1 else {
      throw MediaError(
        "run model", path, cause: "it has \(inputs) inputs, and a picture fills one",
        hint: "export it with the picture as its only input")
    }
    let declared = try ports(model, path).outputs
    let input = options.input
    var raw = vp_ov_options()
    raw.batch = Int32(options.batch)
    raw.width = Int32(input.width)
    raw.height = Int32(input.height)
    raw.interleaved = input.layout == .nhwc ? 1 : 0
    raw.mean = (input.mean[0], input.mean[1], input.mean[2])
    raw.deviation = (input.deviation[0], input.deviation[1], input.deviation[2])
    raw.threads = Int32(options.threads)
    raw.streams = Int32(options.streams)
    raw.full_precision = options.fullPrecision ? 1 : 0
    func compile(cache folder: String?) throws -> OpaquePointer {
      try withOptionalCString(folder) { cache in
        raw.cache = cache
        return try CText.call("make model ready", path, size: VP_OV_ERROR_SIZE) {
          vp_ov_compile(core, model, &raw, $0)
        }
      }
    }
    var compiled: OpaquePointer?
    // A folder that cannot be written to, or a full disk, costs the cache and nothing else.
    if let folder = options.cacheFolder { compiled = try? compile(cache: folder) }
    return try OpenVINOModel(try compiled ?? compile(cache: nil), path: path, declared: declared)
  }

  private func read(_ path: String) throws -> OpaquePointer {
    let formats = [".onnx", ".xml", ".tflite", ".pb"]
    try ModelFile.refuseFolder(path)
    guard formats.contains(where: path.lowercased().hasSuffix) else {
      throw MediaError(
        "read model", path, cause: "its name tells no format of models",
        hint: "OpenVINO reads \(formats.joined(separator: ", "))")
    }
    do {
      return try CText.call("read model", path, size: VP_OV_ERROR_SIZE) { vp_ov_read(core, path, $0) }
    } catch var error as MediaError {
      error.hint =
        error.cause.contains("operations:")
        ? "OpenVINO \(version) lacks the operator; try --engine opencv, or another opset when exporting"
        : "is the file whole? `vidproc models verify` checks those of the catalogue"
      throw error
    }
  }

  private func ports(_ model: OpaquePointer, _ path: String) throws -> ModelPorts {
    func list(_ outputs: Int32) throws -> [ModelPort] {
      try (0..<vp_ov_port_count(model, outputs)).map { index in
        var port = vp_ov_port()
        try CText.check("read model", path, size: VP_OV_ERROR_SIZE) {
          vp_ov_port_get(model, outputs, index, &port, $0)
        }
        return ModelPort(port)
      }
    }
    return ModelPorts(inputs: try list(0), outputs: try list(1))
  }
}

/// A model that OpenVINO made ready.
///
/// Sendable because OpenVINO's compiled models may make requests from several threads at once, and nothing
/// here changes after `init`.
final class OpenVINOModel: CompiledModel, @unchecked Sendable {
  let ports: ModelPorts
  let path: String
  let precision: String
  private let raw: OpaquePointer

  /// - Parameter declared: the outputs as the file has them.
  init(_ raw: OpaquePointer, path: String, declared: [ModelPort]) throws {
    self.raw = raw
    self.path = path
    precision = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
      text.initialize(repeating: 0)
      vp_ov_compiled_precision(raw, text.baseAddress, Int32(text.count))
      return String(cString: Array(text))
    }
    do {
      func list(_ outputs: Int32) throws -> [ModelPort] {
        try (0..<vp_ov_compiled_port_count(raw, outputs)).map { index in
          var port = vp_ov_port()
          try CText.check("read model", path, size: VP_OV_ERROR_SIZE) {
            vp_ov_compiled_port_get(raw, outputs, index, &port, $0)
          }
          return ModelPort(port)
        }
      }
      var outputs = try list(1)
      // All numbers arrive as floats; what they stand for is what the file says.
      for (index, port) in zip(outputs.indices, declared) { outputs[index].element = port.element }
      ports = ModelPorts(inputs: try list(0), outputs: outputs)
    } catch {
      vp_ov_compiled_free(raw)
      throw error
    }
  }

  deinit { vp_ov_compiled_free(raw) }

  func makeRequest() throws -> any InferenceRequest {
    let request = try CText.call("run model", path, size: VP_OV_ERROR_SIZE) { vp_ov_request_create(raw, $0) }
    return OpenVINORequest(request, model: self)
  }
}

final class OpenVINORequest: InferenceRequest {
  private let raw: OpaquePointer
  // Keeps the compiled model alive for as long as it is run.
  private let model: OpenVINOModel

  init(_ raw: OpaquePointer, model: OpenVINOModel) {
    self.raw = raw
    self.model = model
  }

  deinit { vp_ov_request_free(raw) }

  func withInput<T>(_ body: (UnsafeMutableBufferPointer<UInt8>) throws -> T) rethrows -> T {
    var size = 0
    let bytes = vp_ov_request_input(raw, &size)
    return try body(UnsafeMutableBufferPointer(start: bytes, count: bytes == nil ? 0 : size))
  }

  func run(into outputs: inout [Tensor]) throws {
    try CText.check("run model", model.path, size: VP_OV_ERROR_SIZE) { vp_ov_request_run(raw, $0) }
    let count = model.ports.outputs.count
    if outputs.count != count {
      outputs = model.ports.outputs.map { Tensor(name: $0.name, shape: [0], values: []) }
    }
    for index in 0..<count {
      var values: UnsafePointer<Float>?
      var rank: Int32 = 0
      let shape = try withUnsafeTemporaryAllocation(of: Int64.self, capacity: Int(VP_OV_MAX_RANK)) { sizes in
        try CText.check("read the results of model", model.path, size: VP_OV_ERROR_SIZE) {
          vp_ov_request_output(raw, Int32(index), &values, sizes.baseAddress, &rank, $0)
        }
        return sizes.prefix(Int(rank)).map { Int($0) }
      }
      outputs[index].replace(shape: shape, values: values)
    }
  }
}

extension ModelPort {
  init(_ port: vp_ov_port) {
    var port = port
    let name = withUnsafeBytes(of: &port.name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    let shape = withUnsafeBytes(of: &port.shape) { bytes in
      bytes.bindMemory(to: Int64.self).prefix(max(0, Int(port.rank))).map { $0 < 0 ? nil : Int($0) }
    }
    let element: Element =
      switch port.element {
      case VP_OV_F32: .float32
      case VP_OV_F16: .float16
      case VP_OV_U8: .uint8
      case VP_OV_I8: .int8
      case VP_OV_I32: .int32
      case VP_OV_I64: .int64
      default: .other
      }
    self.init(name: name, shape: shape, element: element)
  }
}

private func withOptionalCString<T>(_ text: String?, _ body: (UnsafePointer<CChar>?) throws -> T) rethrows
  -> T
{
  guard let text else { return try body(nil) }
  return try text.withCString(body)
}
