import ArgumentParser
import Inference
import Media

/// The models on this machine and in the catalogue.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List, get, add, check and remove models; say what runs them.",
    discussion: """
      Models are known by name: those of the catalogue, and those that were added. They are looked for in \
      the folders of VIDPROC_MODELS (with colons between them), in the user's folder \
      ($XDG_DATA_HOME/vidproc/models or ~/.local/share/vidproc/models), and in that of the installation. A \
      file whose SHA-256 is not the catalogue's is not loaded.

        vidproc models pull
        vidproc models pull --task faces
        vidproc models add best.onnx --name helmets --labels helmets.txt
      """,
    subcommands: [
      ModelsListCommand.self, ModelsPullCommand.self, ModelsPathCommand.self, ModelsAddCommand.self,
      ModelsVerifyCommand.self, ModelsRemoveCommand.self, ModelsEnginesCommand.self,
    ],
    defaultSubcommand: ModelsListCommand.self)
}

extension ModelDescription.Task: ExpressibleByArgument {}

extension ModelStore {
  /// The description of a name that must be known.
  func required(_ name: String) throws -> ModelDescription {
    guard let description = try description(named: name) else { throw unknown(name) }
    return description
  }
}

/// Prints where a model's file is.
struct ModelsPathCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Print where a model's file is.")

  @Argument(help: "A model's name.")
  var name: String

  func run() throws {
    try ExitStatus.run(pipeIsProduct: true) {
      let store = ModelStore()
      _ = try store.required(name)
      let path = try store.find(name).path
      try RecordOutput(toleratesClosedPipe: true).write(lines: Array((path + "\n").utf8))
      return nil
    }
  }
}

/// Checks the files of models against their descriptions.
struct ModelsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that the files of models are what their names say.",
    discussion:
      "Prints a line for each file: ok or wrong, the name, the path. Ends with status 1 where one is wrong.")

  @Argument(help: "A model's name (default: all that are on this machine).")
  var name: String?

  func run() throws {
    try ExitStatus.run(pipeIsProduct: true) {
      let store = ModelStore()
      var isRight = true
      let models =
        try name.map { [try store.required($0)] }
        ?? store.known { error in
          isRight = false
          Console.error(error)
        }
      var lines = ""
      for model in models {
        for file in try store.files(of: model) {
          lines += "\(file.isRight ? "ok   " : "wrong")  \(model.name)  \(file.path)\n"
          isRight = isRight && file.isRight
        }
      }
      if name != nil, lines.isEmpty, let model = models.first { _ = try store.find(model.name) }
      try RecordOutput(toleratesClosedPipe: true).write(lines: Array(lines.utf8))
      if !isRight { throw ExitCode(1) }
      return nil
    }
  }
}

/// Takes a model out of the user's folder.
struct ModelsRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a model out of the user's folder.")

  @Argument(help: "A model's name.")
  var name: String

  func run() throws {
    try ExitStatus.run(pipeIsProduct: false) {
      let store = ModelStore()
      for path in try store.remove(try store.required(name)) { Console.line("vidproc: \(path) is gone") }
      return nil
    }
  }
}
