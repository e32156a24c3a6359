import Inference
import Media

/// A model file of the user's own, of which the catalogue knows nothing.
enum UserModel {
  /// What the command line says of it.
  struct Hints: Sendable {
    var labels: [String]?
    var decoder: String?
    var width: Int?
    var height: Int?
  }

  /// Describes a model from its file: sizes and layout of its input, class names that an export carries, and
  /// by the shapes of its outputs the family, which says how pictures are to be given.
  /// - Throws: MediaError where the file is damaged, its input is no picture, or nothing fits its outputs.
  static func describe(_ path: String, hints: Hints, engine: any InferenceEngine) throws -> ModelDescription {
    let file = path.lowercased().hasSuffix(".onnx") ? try ONNXFile(path: path) : nil
    let ports = try file?.ports ?? engine.inspect(path)
    var input = try inputShape(ports, path, hints, file)
    let free = ports.inputs.first.map { $0.shape.dropFirst().contains(nil) } ?? false
    if free, engine.name == "opencv" {
      throw MediaError(
        "run model", path, cause: "its input has free sizes, and OpenCV's engine takes fixed ones alone",
        hint: "use --engine openvino, or export it with a fixed size (Ultralytics: dynamic=False)")
    }
    let labels = hints.labels ?? file?.ultralyticsNames
    let outputs = try outputPorts(ports, path, input, engine)
    let context = DecoderContext(
      width: input.width, height: input.height, outputs: outputs, classCount: labels?.count)
    let family = try hints.decoder.map { try Decoders.named($0).name } ?? Decoders.guess(context).name
    input = .conventional(family, width: input.width, height: input.height, layout: input.layout)
    let task: ModelDescription.Task =
      switch family {
      case "yunet", "blazeface": .faces
      case "movenet", "simcc", "mediapipe-pose": .pose
      case "classify": .classify
      default: .objects
      }
    let name = String(path.split(separator: "/").last ?? "").split(separator: ".").dropLast()
    return ModelDescription(
      name: name.isEmpty ? path : name.joined(separator: "."), task: task, input: input, decoder: family,
      classes: labels)
  }

  private static func inputShape(_ ports: ModelPorts, _ path: String, _ hints: Hints, _ file: ONNXFile?)
    throws
    -> PictureInput
  {
    guard let port = ports.inputs.first, ports.inputs.count == 1, port.shape.count == 4 else {
      let shapes = ports.inputs.map { "\($0.name) \($0.shape.map { $0.map(String.init) ?? "?" })" }
      throw MediaError(
        "run model", path,
        cause: ports.inputs.isEmpty
          ? "what it takes is not known" : "it takes \(shapes.joined(separator: ", ")), not one picture",
        hint: ports.inputs.isEmpty ? "use --engine openvino, which reads this kind of file" : nil)
    }
    let interleaved = port.shape[3] == 3 && port.shape[1] != 3
    guard interleaved || port.shape[1] == 3 || port.shape[1] == nil else {
      throw MediaError(
        "run model", path, cause: "its input has \(port.shape[1] ?? 0) channels, not 3")
    }
    let sizes = interleaved ? (port.shape[2], port.shape[1]) : (port.shape[3], port.shape[2])
    let width = hints.width ?? sizes.0 ?? file?.ultralyticsSize?.width ?? 640
    let height = hints.height ?? sizes.1 ?? file?.ultralyticsSize?.height ?? 640
    return .conventional(
      hints.decoder, width: width, height: height, layout: interleaved ? .nhwc : .nchw)
  }

  /// The outputs with their sizes: as the file declares them, or where it leaves them open, as they are once
  /// the model is ready.
  private static func outputPorts(
    _ ports: ModelPorts, _ path: String, _ input: PictureInput, _ engine: any InferenceEngine
  ) throws -> [ModelPort] {
    let declared = ports.outputs.allSatisfy { !$0.shape.isEmpty && !$0.shape.dropFirst().contains(nil) }
    let resized = ports.inputs.first.map { port in
      !port.shape.contains(input.height) || !port.shape.contains(input.width)
    }
    if declared, resized == false { return ports.outputs }
    return try engine.compile(path, options: CompileOptions(input: input)).ports.outputs
  }
}
