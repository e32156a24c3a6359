import Glibc
import Media
import Pipeline
import Records

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the analyses of a job's chunks lie, in a hidden folder beside its files, until the job is finished.
struct AnalysisFolder: Sendable {
  /// What the names of such folders begin with.
  static let prefix = ".vidproc-analysis-"

  let path: String

  /// The folder of one job; another job's analyses have another name.
  init(_ root: String, key: JobKey) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    path = root + "/" + AnalysisFolder.prefix + SHA256.hex(Array(try encoder.encode(key))).prefix(16)
  }

  /// Makes the folder, where it is not there.
  func make() throws { try PendingFile.makeDirectory(path) }

  private func name(_ chunk: Int) -> String {
    let digits = String(chunk)
    return path + "/" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  /// x264's statistics of a chunk; its macroblock tree lies beside them.
  func statistics(_ chunk: Int) -> String { name(chunk) + ".stats" }

  /// What a chunk's analysis found; nil where it was not made, or not to its end.
  func facts(_ chunk: Int) -> ChunkFacts? {
    guard let bytes = try? OutputFolder.read(name(chunk) + ".json"),
      let facts = try? JSONDecoder().decode(ChunkFacts.self, from: Data(bytes)), facts.chunk == chunk
    else { return nil }
    guard facts.statistics != nil else { return facts }
    for file in [statistics(chunk), statistics(chunk) + ".mbtree"] where access(file, R_OK) != 0 {
      return nil
    }
    return facts
  }

  /// Where x264 writes a chunk's statistics: beside their place, so that two at work do not meet.
  func pending(_ chunk: Int) -> String { statistics(chunk) + "." + OutputFolder.writer }

  /// Puts a chunk's analysis in its place, the facts last.
  func publish(_ facts: ChunkFacts) throws {
    if facts.statistics != nil {
      for suffix in [".mbtree", ""] {
        let target = statistics(facts.chunk) + suffix
        guard rename(pending(facts.chunk) + suffix, target) == 0 else {
          throw MediaError.system("move into place", target, errno)
        }
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try write(Array(try encoder.encode(facts)), to: name(facts.chunk) + ".json")
  }

  /// Writes a small file whole, beside its place first, whoever else does the same.
  func write(_ bytes: [UInt8], to file: String) throws {
    let pending = file + "." + OutputFolder.writer
    try PendingFile(path: pending).replace(with: bytes)
    guard rename(pending, file) == 0 else { throw MediaError.system("move into place", file, errno) }
  }

  /// The renditions that were chosen for a quality; nil where none were yet.
  var choice: QualityChoice? {
    guard let bytes = try? OutputFolder.read(path + "/quality.json") else { return nil }
    return try? JSONDecoder().decode(QualityChoice.self, from: Data(bytes))
  }

  /// Keeps what was chosen for a quality.
  func write(_ choice: QualityChoice) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try write(Array(try encoder.encode(choice)), to: path + "/quality.json")
  }

  /// Takes away what an analysis that did not come to its end has written.
  func discardPending(_ chunk: Int) {
    for suffix in ["", ".temp", ".mbtree", ".mbtree.temp"] { unlink(pending(chunk) + suffix) }
  }

  private func resultName(_ task: Int) -> String { path + "/encode-\(task).ndjson" }

  /// What an encoding task has published, as long as that is all there; nil where it is not done.
  func result(_ task: Int, in root: String) -> Journal? {
    guard access(resultName(task), R_OK) == 0, let bytes = try? OutputFolder.read(resultName(task)),
      let folder = try? OutputFolder(shared: root)
    else { return nil }
    let journal = Journal(bytes)
    let isWhole =
      journal.files.allSatisfy { folder.isWhole($0.path, bytes: $0.bytes) }
      && journal.segments.values.joined().allSatisfy { folder.isWhole($0.path, bytes: $0.bytes) }
    return isWhole ? journal : nil
  }

  /// Says what an encoding task has published.
  func note(_ journal: Journal, of task: Int) throws { try write(try journal.lines(), to: resultName(task)) }

  /// Removes a job folder's analyses.
  static func removeAll(in root: String) {
    for folder in OutputFolder.entries(of: root) where folder.hasPrefix(prefix) {
      JobFolder.removeTree(root + "/" + folder)
    }
  }
}
