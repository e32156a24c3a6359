import ArgumentParser
import Detection
import Glibc
import Inference
import Media

/// Copies a model of the user's own into the user's folder.
struct ModelsAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a model of your own under a name.",
    discussion: """
      Copies the file into the user's folder and writes what is known of it as NAME.json beside it. The \
      model is loaded once: its input and the family of its outputs are told from it, and what goes with the \
      family (channels, fit, range) is taken unless an option says otherwise.
      """)

  @Argument(help: "The model's file: ONNX, TFLite, or what else the engines read.")
  var file: String

  @Option(help: ArgumentHelp("The name by which it will be asked for.", valueName: "name"))
  var name: String

  @Option(help: ArgumentHelp("What it does: objects, faces, pose, classify or embedding.", valueName: "task"))
  var task: ModelDescription.Task?

  @Option(help: ArgumentHelp("Class names: a text file with one a line.", valueName: "file"))
  var labels: String?

  @Option(help: ArgumentHelp("How its outputs are read.", valueName: "name"))
  var decoder: String?

  @Option(
    name: .customLong("input-size"),
    help: ArgumentHelp("Size of its input: 640 or 640x384.", valueName: "size"))
  var inputSize: ModelInputSize?

  @Option(help: ArgumentHelp("Order of its input's axes: nchw or nhwc.", valueName: "order"))
  var layout: PictureInput.Layout?

  @Option(help: ArgumentHelp("Order of its channels: rgb or bgr.", valueName: "order"))
  var channels: PictureInput.Channels?

  @Option(
    help: ArgumentHelp(
      "How pictures of other shapes are fitted: letterbox, top-left or stretch.", valueName: "way"))
  var fit: PictureInput.Fit?

  @Option(help: ArgumentHelp("The byte around a fitted picture, 0 to 255.", valueName: "byte"))
  var pad: UInt8?

  @Option(
    help: ArgumentHelp(
      "Subtracted from each channel's bytes: one number, or three with commas.", valueName: "mean"))
  var mean: ChannelNumbers?

  @Option(
    help: ArgumentHelp("What each channel is then divided by: one number, or three.", valueName: "deviation"))
  var std: ChannelNumbers?

  @Option(
    name: .customLong("min-score"),
    help: ArgumentHelp("Scores below are not shown, unless asked for, 0 to 1.", valueName: "score"))
  var minScore: Float?

  @Option(help: ArgumentHelp("Its licence by its SPDX name.", valueName: "licence"))
  var license: String?

  @Flag(help: "Take the place of another model of that name.")
  var replace = false

  func validate() throws {
    if let minScore, !(0...1).contains(minScore) {
      throw ValidationError("--min-score takes a number from 0 to 1, not \(minScore).")
    }
    if let std, std.values.contains(0) { throw ValidationError("--std cannot be 0.") }
  }

  func run() throws {
    try ExitStatus.run(pipeIsProduct: false) {
      guard access(file, R_OK) == 0 else { throw MediaError.system("add model", file, errno) }
      let names = try labels.map { try TextFile.labels($0) }
      var description = try described(names)
      description.name = name
      description.summary = ""
      description.sources = []
      description.otherFiles = []
      description.license = license ?? ""
      if let task { description.task = task }
      if let names { (description.classes, description.labels, description.labelFile) = (names, nil, nil) }
      if let minScore { description.minimumScore = minScore }
      set(&description.input)
      let path = try ModelStore().add(file, as: description, replaces: replace)
      Console.line("vidproc: \(name) is at \(path)")
      return nil
    }
  }

  /// What the options or the model itself say.
  private func described(_ names: [String]?) throws -> ModelDescription {
    var request = DetectorRequest()
    request.models = [file.contains("/") ? file : "./" + file]
    request.labels = names
    request.decoder = decoder
    (request.inputWidth, request.inputHeight) = (inputSize?.width, inputSize?.height)
    guard let factory = try DetectorBuilder.build(request).first as? ModelDetectorFactory else {
      throw MediaError(
        "add model", file, cause: "what it takes cannot be told from it",
        hint: "name it by its path where it is")
    }
    var description = factory.model.description
    if description.decoder == nil { description.decoder = type(of: factory.model.decoder).name }
    if description.classes == nil, description.labels == nil, !factory.model.labels.isEmpty {
      description.classes = factory.model.labels
    }
    return description
  }

  private func set(_ input: inout PictureInput) {
    if let layout { input.layout = layout }
    if let channels { input.channels = channels }
    if let fit { input.fit = fit }
    if let pad { input.pad = pad }
    if let mean { input.mean = mean.values }
    if let std { input.deviation = std.values }
  }
}

extension PictureInput.Layout: ExpressibleByArgument {}
extension PictureInput.Channels: ExpressibleByArgument {}
extension PictureInput.Fit: ExpressibleByArgument {}

/// A number for each channel: three with commas, or one for all.
struct ChannelNumbers: ExpressibleByArgument {
  let values: [Float]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) }
    let numbers = parts.compactMap { $0 }.filter(\.isFinite)
    guard numbers.count == parts.count, numbers.count == 1 || numbers.count == 3 else { return nil }
    values = numbers.count == 1 ? [numbers[0], numbers[0], numbers[0]] : numbers
  }
}
