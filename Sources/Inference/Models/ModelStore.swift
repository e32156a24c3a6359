import Glibc
import Media

/// A model that was found on disk.
public struct LocatedModel: Sendable {
  /// The name by which it was asked for, or the file's without its suffix.
  public var name: String
  /// The file.
  public var path: String
  /// What is known of it, with the file's own SHA-256 and the classes of its list of labels; nil where a file
  /// was named that no description lies beside.
  public var description: ModelDescription?
}

/// What of a model is on this machine.
public enum ModelState: Sendable, Equatable {
  /// Nothing.
  case missing
  /// A file whose SHA-256 is as it should be.
  case installed(path: String, sha256: String)
  /// Only files that are not what the description says.
  case damaged(path: String, sha256: String)

  /// The file, whatever its state.
  public var path: String? {
    switch self {
    case .missing: nil
    case .installed(let path, _), .damaged(let path, _): path
    }
  }
}

/// Finds models on disk, and lets none through that is not what its description says.
public struct ModelStore: Sendable {
  /// The folders that are looked in, first to last.
  public let folders: [String]
  /// The user's own folder, into which models are brought.
  public let userFolder: String
  /// The models that are known by name.
  let catalogue: [ModelDescription]

  /// The store of this process: the folders of VIDPROC_MODELS (with colons between them), the user's
  /// (`$XDG_DATA_HOME/vidproc/models`), and those of the installation.
  public init() { self.init(environment: Environment.all, program: Environment.program) }

  init(
    environment: [String: String], program: String?, catalogue: [ModelDescription] = Catalogue.models
  ) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let data = value("XDG_DATA_HOME") ?? (value("HOME") ?? "") + "/.local/share"
    userFolder = data + "/vidproc/models"
    var folders = value("VIDPROC_MODELS")?.split(separator: ":").map(String.init) ?? []
    folders.append(userFolder)
    if let bin = program.map({ $0.dropLast(ModelFile.name($0).count) }), bin.hasSuffix("/bin/") {
      folders.append(bin.dropLast("bin/".count) + "share/vidproc/models")
    }
    folders += ["/usr/local/share/vidproc/models", "/usr/share/vidproc/models"]
    self.folders = folders.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    self.catalogue = catalogue
  }

  /// The model of a name, or the file at a path. A file under a known name is loaded only where its SHA-256
  /// is the description's; a file that was named by its path is taken as it is.
  /// - Throws: MediaError where there is none, or where it is not what its name says.
  public func find(_ nameOrPath: String) throws -> LocatedModel {
    if let description = try description(named: nameOrPath) { return try locate(description) }
    if ModelFile.size(nameOrPath) != nil { return try file(nameOrPath) }
    guard !nameOrPath.contains("/"), !nameOrPath.contains(".") else {
      throw MediaError.system("load model", nameOrPath, ENOENT)
    }
    throw unknown(nameOrPath)
  }

  /// Where a model's file is, and whether it is what the description says.
  public func state(of description: ModelDescription) throws -> ModelState {
    var damaged: ModelState?
    for path in paths(of: description) {
      let hash = try ModelFile.sha256(path)
      if description.sha256.isEmpty || description.sha256.contains(hash) {
        return .installed(path: path, sha256: hash)
      }
      damaged = damaged ?? .damaged(path: path, sha256: hash)
    }
    return damaged ?? .missing
  }

  /// All models that have a name here: the catalogue's, then those that a JSON in one of the folders
  /// describes.
  /// - Parameter refused: called with what is wrong with a JSON that cannot be read.
  public func known(refused: (any Error) -> Void = { _ in }) -> [ModelDescription] {
    var all = catalogue
    for folder in folders {
      for file in Environment.files(in: folder) where file.hasSuffix(".json") {
        do {
          let description = try described(in: folder, by: file)
          if !all.contains(where: { $0.name == description.name }) { all.append(description) }
        } catch {
          refused(error)
        }
      }
    }
    return all
  }

  /// The description of a name; nil where it is nobody's.
  /// - Throws: MediaError where a JSON of that name cannot be read.
  public func description(named name: String) throws -> ModelDescription? {
    if let model = catalogue.first(where: { $0.name == name }) { return model }
    guard !name.isEmpty, !name.contains("/") else { return nil }
    for folder in folders where ModelFile.size("\(folder)/\(name).json") != nil {
      return try described(in: folder, by: name + ".json")
    }
    return nil
  }

  /// The error for a name that is nobody's.
  public func unknown(_ name: String) -> MediaError {
    let names = known().map(\.name).joined(separator: ", ")
    return MediaError(
      "find model", name, cause: "it is neither a file nor a known name", hint: "known: \(names)")
  }
}

// MARK: - Looking

extension ModelStore {
  /// Whether the user's folder holds a model under a JSON of its own.
  func isUsersOwn(_ description: ModelDescription) -> Bool {
    !catalogue.contains { $0.name == description.name }
  }

  /// The files that may be a model's.
  func paths(of description: ModelDescription) -> [String] {
    paths(of: [description.file] + description.otherFiles)
  }

  /// The files that may be a list of labels.
  func paths(of labels: ModelDescription.LabelFile) -> [String] { paths(of: [labels.file]) }

  private func paths(of files: [String]) -> [String] {
    folders.flatMap { folder in
      files.filter { !$0.isEmpty }.map { "\(folder)/\($0)" }.filter { ModelFile.size($0) != nil }
    }
  }

  private func locate(_ description: ModelDescription) throws -> LocatedModel {
    let pull = "vidproc models pull \(description.name)"
    let name = description.name
    switch try state(of: description) {
    case .missing:
      let files = ([description.file] + description.otherFiles).joined(separator: " or ")
      throw MediaError(
        "load model", name, cause: "it is not on this machine",
        hint: description.sources.isEmpty ? "copy \(files) into \(userFolder)" : pull)
    case .damaged(let path, _):
      throw MediaError(
        "load model", name, cause: "\(path) is another file than its name says (its SHA-256 is wrong)",
        hint: description.sources.isEmpty ? "take it away, or put the right one there" : "\(pull) renews it")
    case .installed(let path, let hash):
      var found = description
      found.sha256 = [hash]
      if let labels = description.labelFile { found.classes = try classes(labels, of: name, hint: pull) }
      return LocatedModel(name: name, path: path, description: found)
    }
  }

  private func file(_ path: String) throws -> LocatedModel {
    let json = ModelFile.descriptionPath(path)
    let hash = try ModelFile.sha256(path)
    var description: ModelDescription?
    if ModelFile.size(json) != nil {
      description = try ModelDescription.read(json)
    } else if let model = catalogue.first(where: { $0.sha256.contains(hash) }) {
      // A copy of a model that is known is known under any name.
      description = model
      if let labels = model.labelFile, case .installed(let list, _) = try state(of: labels) {
        description?.classes = LabelList.read(try ModelFile.bytes(list))
      }
    }
    let name = description.flatMap { $0.name.isEmpty ? nil : $0.name } ?? ModelFile.stem(path)
    description?.name = name
    description?.sha256 = [hash]
    return LocatedModel(name: name, path: path, description: description)
  }

  /// The state of a list of labels.
  func state(of labels: ModelDescription.LabelFile) throws -> ModelState {
    var damaged: ModelState?
    for path in paths(of: labels) {
      let hash = try ModelFile.sha256(path)
      if hash == labels.sha256 { return .installed(path: path, sha256: hash) }
      damaged = damaged ?? .damaged(path: path, sha256: hash)
    }
    return damaged ?? .missing
  }

  private func classes(_ labels: ModelDescription.LabelFile, of name: String, hint: String) throws -> [String]
  {
    switch try state(of: labels) {
    case .installed(let path, _): return LabelList.read(try ModelFile.bytes(path))
    case .missing:
      throw MediaError(
        "load model", name, cause: "the names of its classes, \(labels.file), are not on this machine",
        hint: hint)
    case .damaged(let path, _):
      throw MediaError(
        "load model", name, cause: "\(path) is another file than its name says (its SHA-256 is wrong)",
        hint: "\(hint) renews it")
    }
  }

  private func described(in folder: String, by file: String) throws -> ModelDescription {
    var description = try ModelDescription.read("\(folder)/\(file)")
    if description.name.isEmpty { description.name = ModelFile.stem(file) }
    if description.file.isEmpty {
      let files = Environment.files(in: folder)
      description.file =
        files.first { $0 != file && ModelFile.stem($0) == ModelFile.stem(file) && !$0.hasSuffix(".part") }
        ?? ""
    }
    return description
  }
}

/// Lists of classes, one name a line.
public enum LabelList {
  /// The names; empty lines at the end are no classes.
  public static func read(_ bytes: [UInt8]) -> [String] {
    var lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) {
      $0.isNewline
    }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return lines.map { line in
      var name = line.drop(while: \.isWhitespace)
      while name.last?.isWhitespace == true { name.removeLast() }
      return String(name)
    }
  }
}
