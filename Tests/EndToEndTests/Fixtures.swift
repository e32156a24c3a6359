import Foundation
import Records
import Testing

/// The project's clips.
enum Fixtures {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The path of a clip in Fixtures/.
  static func path(_ name: String) -> String { root.appending(path: "Fixtures").appending(path: name).path }
}

/// Folders to write to.
enum Scratch {
  /// Lends an empty folder, which is gone afterwards.
  static func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "vidproc-e2e-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// The paths of all files below a folder, hidden ones too, sorted.
  static func files(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  /// The same without hidden ones: what is published.
  static func published(in folder: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try files(in: folder).filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
  }

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}

/// The records that a command printed.
struct RecordLog {
  var records: [AnyRecord] = []

  init(_ outcome: Outcome) throws { try self.init(outcome.text) }

  init(_ text: String) throws {
    var decoder = RecordDecoder()
    for line in text.split(separator: "\n") { records.append(try decoder.decode(Array(line.utf8))) }
  }

  var stream: StreamRecord? {
    for case .stream(let record) in records { return record }
    return nil
  }
  var end: EndRecord? {
    guard case .end(let record)? = records.last else { return nil }
    return record
  }
  var frames: [FrameRecord] {
    records.compactMap { record in
      guard case .frame(let frame) = record else { return nil }
      return frame
    }
  }
  var files: [FileRecord] {
    records.compactMap { record in
      guard case .file(let file) = record else { return nil }
      return file
    }
  }
  var summary: SummaryRecord? {
    for case .summary(let record) in records { return record }
    return nil
  }
}
