import Inference
import Media

/// All decoders of models' outputs.
public enum Decoders {
  /// The families, those with the more particular shapes first: a guess takes the first that fits.
  public static let all: [any OutputDecoder.Type] = [
    YuNetDecoder.self, BlazeFaceDecoder.self, MediaPipePoseDetectorDecoder.self, MediaPipePoseDecoder.self,
    MoveNetDecoder.self, SimCCDecoder.self, FastestDetDecoder.self, NanoDetDecoder.self, YOLOXDecoder.self,
    YOLODecoder.self, SSDDecoder.self, ClassifyDecoder.self,
  ]

  /// The names of all, in a line.
  public static var names: String { all.map { $0.name }.joined(separator: ", ") }

  /// The family of a name.
  /// - Throws: MediaError where there is none such.
  public static func named(_ name: String) throws -> any OutputDecoder.Type {
    guard let decoder = all.first(where: { $0.name == name }) else {
      throw MediaError("find", "the decoder '\(name)'", cause: "there is none", hint: "decoders: \(names)")
    }
    return decoder
  }

  /// The family that a model's outputs look like. Labels help where shapes alone leave it open.
  /// - Throws: MediaError where none fits.
  public static func guess(_ context: DecoderContext) throws -> any OutputDecoder.Type {
    if let decoder = all.first(where: { $0.matches(context) }) { return decoder }
    // Labels that fit no family: whatever fits without them says what is wrong with them.
    var unlabelled = context
    unlabelled.classCount = nil
    if let decoder = all.first(where: { $0.matches(unlabelled) }) { return decoder }
    throw MediaError(
      "tell the decoder of", "the outputs \(context.listing)",
      cause: "no decoder has such outputs at an input of \(context.width)x\(context.height)",
      hint: "name one: \(names)")
  }

  /// A decoder that is ready for a model.
  /// - Parameters:
  ///   - name: the family; nil to tell it from the outputs.
  ///   - context: the model.
  /// - Throws: MediaError where there is no such decoder, the outputs or the labels do not fit it, or a
  ///   parameter is none of its own.
  public static func decoder(named name: String?, for context: DecoderContext) throws -> any OutputDecoder {
    let decoder = try name.map { try named($0) } ?? guess(context)
    let known = decoder.parameterNames
    if let unknown = context.parameters.keys.sorted().first(where: { !known.contains($0) }) {
      throw MediaError(
        "set", "the parameter '\(unknown)' of the decoder '\(decoder.name)'", cause: "it has none such",
        hint: known.isEmpty ? "it has no parameters" : "its parameters: \(known.joined(separator: ", "))")
    }
    return try decoder.init(context)
  }
}
