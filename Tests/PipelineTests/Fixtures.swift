import Foundation
import Media
import Pipeline
import Records

/// The project's clips, and folders to write to.
enum Fixtures {
  /// The path of a clip in Fixtures/.
  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Fixtures").appending(path: name).path
  }

  /// Lends an empty folder, which is gone afterwards.
  static func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "vidproc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// The names in a folder, sorted.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// An opened clip or other source.
  static func demuxer(_ name: String) throws -> Demuxer {
    let location = SourceLocation(name) { FileManager.default.fileExists(atPath: $0) }
    return try SourceOpening.openDemuxer(location, options: SourceOptions(), interrupt: Interrupt())
  }

  /// The decoded frames of a clip.
  static func frames(_ name: String) throws -> (stream: StreamRecord, items: [VideoItem]) {
    let source = try SourceOpening.open(name, options: SourceOptions(), interrupt: Interrupt())
    var items: [VideoItem] = []
    while let item = try source.next() { if case .video(let picture) = item { items.append(picture) } }
    return (source.stream, items)
  }

  /// What the probe says of a source.
  static func probe(_ name: String, readsPackets: Bool = true) throws -> Probed {
    var probed = Probed()
    let probe = SourceProbe(try demuxer(name), readsPackets: readsPackets) { $0.parameters.codecName + "!" }
    probed.end = try probe.run { record in
      switch record {
      case .container(let record): probed.container = record
      case .elementaryStream(let record): probed.streams.append(record)
      case .problem(let record): probed.problems.append(record)
      default: break
      }
    }
    return probed
  }

  struct Probed {
    var container = ContainerRecord()
    var streams: [ElementaryStreamRecord] = []
    var problems: [ProblemRecord] = []
    var end = EndRecord()

    var video: ElementaryStreamRecord? { streams.first { $0.kind == .video } }
    var audio: [ElementaryStreamRecord] { streams.filter { $0.kind == .audio } }
  }
}
