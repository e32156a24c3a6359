import Glibc
import Media

extension ModelStore {
  /// Every file of a model in every folder, and whether it is what the description says.
  public func files(of description: ModelDescription) throws -> [(path: String, isRight: Bool)] {
    var files = try paths(of: description).map { path in
      let hash = try ModelFile.sha256(path)
      return (path: path, isRight: description.sha256.isEmpty || description.sha256.contains(hash))
    }
    if let labels = description.labelFile {
      files += try paths(of: labels).map { (path: $0, isRight: try ModelFile.sha256($0) == labels.sha256) }
    }
    return files
  }

  /// Copies a user's own model into the user's folder, with its description beside it.
  /// - Parameters:
  ///   - source: the model's file.
  ///   - description: what is known of it; its `file` and `sha256` are set here.
  ///   - replaces: whether it takes the place of another model of that name.
  /// - Returns: the model's new file.
  public func add(_ source: String, as description: ModelDescription, replaces: Bool) throws -> String {
    let name = description.name
    try checkName(name)
    guard ModelFile.size(source) != nil else { throw MediaError.system("add model", source, ENOENT) }
    let suffix = ModelFile.name(source).dropFirst(ModelFile.stem(source).count)
    guard suffix != ".xml" else {
      throw MediaError(
        "add model", source, cause: "it is one file of two (.xml and .bin), and only single files are kept",
        hint: "name it by its path where it is, or export the model to ONNX")
    }
    guard suffix != ".json" else {
      throw MediaError("add model", source, cause: "it is a description, not a model")
    }
    let json = "\(userFolder)/\(name).json"
    let earlier = ModelFile.size(json) == nil ? nil : try ModelDescription.read(json)
    var added = description
    added.file = name + suffix
    added.sha256 = [try ModelFile.sha256(source)]
    added.bytes = ModelFile.size(source).map { Int($0) }
    let path = "\(userFolder)/\(added.file)"
    if let earlier, !replaces {
      if earlier == added, case .installed = try state(of: added) { return path }
      throw MediaError(
        "add model", source, cause: "there is a model of the name \(name)", hint: "--replace takes its place")
    }
    try ModelFile.makeFolder(userFolder)
    try ModelFile.copy(source, to: path)
    try ModelFile.write(try added.json(), to: json)
    if let earlier, earlier.file != added.file { unlink("\(userFolder)/\(earlier.file)") }
    return path
  }

  /// Takes a model out of the user's folder.
  /// - Returns: the files that are gone.
  /// - Throws: MediaError where there is nothing of it in the user's folder.
  public func remove(_ description: ModelDescription) throws -> [String] {
    var files = [description.file] + description.otherFiles
    files += files.flatMap { [$0 + ".part", $0 + ".archive.part"] }
    if isUsersOwn(description) { files.append(description.name + ".json") }
    if let labels = description.labelFile {
      let isShared = try catalogue.contains { other in
        guard other.name != description.name, other.labelFile?.file == labels.file else { return false }
        return try state(of: other) != .missing
      }
      if !isShared { files.append(labels.file) }
    }
    var gone: [String] = []
    for path in files.map({ "\(userFolder)/\($0)" }) where ModelFile.size(path) != nil {
      guard unlink(path) == 0 else { throw MediaError.system("remove", path, errno) }
      gone.append(path)
    }
    if gone.isEmpty {
      let elsewhere = try state(of: description).path
      throw MediaError(
        "remove model", description.name,
        cause: elsewhere.map { "it is at \($0), not in \(userFolder)" } ?? "it is not on this machine",
        hint: elsewhere == nil ? nil : "take it away there")
    }
    return gone
  }

  /// Names become file names and stand on command lines.
  private func checkName(_ name: String) throws {
    func refuse(_ cause: String) -> MediaError { MediaError("add model", name, cause: cause) }
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        return true
      default: return false
      }
    }
    guard isPlain, let first = name.first, first != ".", first != "-", name.utf8.count <= 64 else {
      throw refuse("a name has letters, digits, - _ and ., and begins with a letter or a digit")
    }
    guard !catalogue.contains(where: { $0.name == name }) else {
      throw refuse("the catalogue has a model of that name")
    }
  }
}
