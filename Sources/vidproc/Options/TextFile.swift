import Glibc
import Inference
import Media

/// Small text files named on the command line.
enum TextFile {
  /// A list of class names, one a line.
  /// - Throws: MediaError where it cannot be read or names none.
  static func labels(_ path: String) throws -> [String] {
    let names = LabelList.read(Array(try read(path).utf8))
    guard !names.isEmpty else {
      throw MediaError("read", path, cause: "it names no class", hint: "a list of labels has one name a line")
    }
    return names
  }

  /// The whole text.
  static func read(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  /// All bytes.
  static func bytes(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MediaError.system("read", path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 { throw MediaError.system("read", path, errno) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }
}
