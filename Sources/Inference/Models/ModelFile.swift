import Glibc
import Media

/// The files of models: read whole, hashed, and put in place at once.
enum ModelFile {
  /// All bytes of a file.
  static func bytes(_ path: String) throws -> [UInt8] {
    var all: [UInt8] = []
    try read(path) { all += $0 }
    return all
  }

  /// The SHA-256 of a file in hexadecimal.
  static func sha256(_ path: String) throws -> String {
    var hash = SHA256()
    try read(path) { hash.update($0) }
    return hash.hexDigest()
  }

  /// A file's size; nil where there is no such regular file.
  static func size(_ path: String) -> Int64? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_size)
  }

  /// Refuses a folder where a model's file is wanted.
  static func refuseFolder(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
    throw MediaError(
      "read model", path, cause: "it is a folder", hint: "name the model's file, such as \(path)/model.onnx")
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws {
    var made = ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
      if mkdir(made, 0o755) != 0, errno != EEXIST {
        throw MediaError.system("make the folder", made, errno, hint: hint)
      }
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw MediaError.system("write to the folder", path, errno, hint: hint)
    }
  }

  /// Writes a file so that it is whole under its name or not there.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try publish(path) { descriptor in try write(bytes, to: descriptor, path) }
  }

  /// Copies a file so that it is whole under its name or not there.
  static func copy(_ source: String, to path: String) throws {
    try publish(path) { descriptor in try read(source) { try write($0, to: descriptor, path) } }
  }

  /// Brings a finished file to disk and gives it its name.
  static func rename(_ partial: String, to path: String) throws {
    let descriptor = open(partial, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MediaError.system("read back", partial, errno) }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0, Glibc.rename(partial, path) == 0 else {
      throw MediaError.system("rename to", path, errno)
    }
  }

  /// The last part of a path.
  static func name(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The last part of a path without its suffix.
  static func stem(_ path: String) -> String {
    let name = name(path)
    return name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? String(name[..<$0]) : nil } ?? name
  }

  /// The path of the JSON beside a model file.
  static func descriptionPath(_ path: String) -> String {
    String(path.dropLast(name(path).count)) + stem(path) + ".json"
  }

  private static let hint = "XDG_DATA_HOME moves the folder of models"

  private static func publish(_ path: String, _ body: (Int32) throws -> Void) throws {
    let partial = "\(path).\(getpid()).part"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw MediaError.system("write", path, errno, hint: hint) }
    do {
      defer { close(descriptor) }
      try body(descriptor)
      try rename(partial, to: path)
    } catch {
      unlink(partial)
      throw error
    }
  }

  private static func read(_ path: String, _ body: ([UInt8]) throws -> Void) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MediaError.system("read", path, errno) }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw MediaError.system("read", path, errno) }
      if count == 0 { return }
      try body(count == buffer.count ? buffer : Array(buffer[..<count]))
    }
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw MediaError.system("write", path, errno)
      }
    }
  }
}
