import Foundation

/// An empty folder for a test.
struct ModelFolder {
  let path: String

  /// Lends one, which is gone afterwards.
  static func lend<R>(_ body: (ModelFolder) throws -> R) throws -> R {
    let folder = ModelFolder(path: NSTemporaryDirectory() + "/vidproc-models-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    return try body(folder)
  }

  /// Writes a file, with the folders above it.
  func write(_ bytes: [UInt8], _ name: String) throws {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Writes a text.
  func write(_ text: String, _ name: String) throws { try write(Array(text.utf8), name) }

  /// The names in it, sorted.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
