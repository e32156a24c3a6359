import Foundation
import Glibc
import Media
import Tracking

/// The files that tracks are scored from.
enum TrackFile {
  /// A file's bytes; standard input's for `-`.
  static func bytes(_ path: String) throws -> [UInt8] {
    try TextFile.bytes(path == "-" ? "/dev/stdin" : path)
  }

  static func exists(_ path: String) -> Bool { kind(path) != nil }

  static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

  static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

  /// The last part of a path, without links and dots.
  static func name(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().lastPathComponent
  }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}

/// A sequence with ground truth.
struct TrackTruth {
  /// The name, which its results have too.
  let name: String
  /// The ground truth's file.
  let path: String
  /// The frames that `seqinfo.ini` tells of.
  let length: Int?

  /// The sequences of a `gt.txt`, of a sequence's folder, or of a folder of those, by name.
  static func find(_ path: String) throws -> [TrackTruth] {
    guard TrackFile.exists(path) else { throw MediaError.system("read", path, ENOENT) }
    guard TrackFile.isFolder(path) else {
      let folder = URL(filePath: path).resolvingSymlinksInPath().deletingLastPathComponent()
      let isInner = folder.lastPathComponent == "gt"
      let sequence = isInner ? folder.deletingLastPathComponent() : folder
      let file = URL(filePath: path).deletingPathExtension().lastPathComponent
      let name = file == "gt" ? sequence.lastPathComponent : file
      return [try TrackTruth(name: name, path: path, folder: sequence.path)]
    }
    if let truth = file(in: path) {
      return [try TrackTruth(name: TrackFile.name(path), path: truth, folder: path)]
    }
    var found: [TrackTruth] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
      guard let truth = file(in: "\(path)/\(name)") else { continue }
      found.append(try TrackTruth(name: name, path: truth, folder: "\(path)/\(name)"))
    }
    guard !found.isEmpty else {
      throw MediaError(
        "score", path, cause: "there is no ground truth in it",
        hint: "a sequence's folder has gt/gt.txt or gt.txt")
    }
    return found
  }

  private init(name: String, path: String, folder: String) throws {
    self.name = name
    self.path = path
    let info = folder + "/seqinfo.ini"
    length = TrackFile.isFile(info) ? try SequenceInfo(TextFile.read(info), file: info).length : nil
  }

  private static func file(in folder: String) -> String? {
    ["gt/gt.txt", "gt.txt"].map { "\(folder)/\($0)" }.first(where: TrackFile.isFile)
  }

  /// The ground truth's rows.
  func table(labels: Set<String>?) throws -> TrackTable {
    try TrackTable(contents: TrackFile.bytes(path), name: path, isTruth: true, labels: labels)
  }
}

/// What a tracker made of the sequences.
struct TrackerResult {
  /// The tracker's name: that of its file or folder.
  var name: String
  /// A file for each sequence.
  let paths: [String]

  /// The results of several trackers. Of names that are the same, the whole paths are the names.
  static func find(_ results: [String], sequences: [TrackTruth]) throws -> [TrackerResult] {
    var found = try results.map { try TrackerResult($0, sequences: sequences) }
    let names = found.map(\.name)
    for index in found.indices where names.count(where: { $0 == names[index] }) > 1 {
      found[index].name = results[index]
    }
    return found
  }

  private init(_ path: String, sequences: [TrackTruth]) throws {
    guard path == "-" || TrackFile.exists(path) else { throw MediaError.system("read", path, ENOENT) }
    guard TrackFile.isFolder(path) else {
      guard sequences.count == 1 else {
        throw MediaError(
          "score", path, cause: "it is no folder, and there are \(sequences.count) sequences",
          hint: "name a folder with a file for each: \(sequences[0].name).txt")
      }
      name = path == "-" ? "-" : URL(filePath: path).deletingPathExtension().lastPathComponent
      paths = [path]
      return
    }
    name = TrackFile.name(path)
    paths = try sequences.map { sequence in
      // TrackEval has its results in a folder `data`.
      let places = ["", "/data"].flatMap { inner in
        ["txt", "ndjson"].map { "\(path)\(inner)/\(sequence.name).\($0)" }
      }
      guard let place = places.first(where: TrackFile.isFile) else {
        throw MediaError(
          "score", path, cause: "there is no result of the sequence \(sequence.name)",
          hint: "its file is \(sequence.name).txt or \(sequence.name).ndjson")
      }
      return place
    }
  }
}
