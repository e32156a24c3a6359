import Glibc
import Media
import Records

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The record that a folder keeps of its live stream, so that the same command continues it.
///
/// One JSON object a line, appended after a segment's files are whole and before playlists list it; a torn
/// last line is ignored. Written anew, beside and renamed, when most of it is past, so that it stays as short
/// as the stream's window.
struct LiveJournal: Sendable {
  /// The journal's file in the folder.
  static let name = ".vidproc-live.ndjson"

  /// A segment that was listed, with what the playlists said then.
  private struct Line: Codable {
    var segment: LiveSegment?
    var firstListed: Int?
    var discontinuitySequence: Int?
    /// A segment whose files are gone.
    var removed: Int?
  }

  /// What the journal says of an earlier run.
  struct Past {
    var segments: [LiveSegment] = []
    var firstListed = 1
    var discontinuitySequence = 0
    /// The highest number that was given.
    var lastIndex = 0
  }

  private let path: String
  private var descriptor: Int32
  private var lines = 0

  /// Opens the journal of a folder, which nobody else may use meanwhile.
  init(folder root: String) throws {
    path = root + "/" + LiveJournal.name
    descriptor = try LiveJournal.opened(path)
  }

  private static func opened(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
    return descriptor
  }

  /// Lets go of the file.
  func close() { _ = Glibc.close(descriptor) }

  /// Reads what is there.
  func past() throws -> Past {
    var past = Past()
    let decoder = JSONDecoder()
    var removed: Set<Int> = []
    for text in try OutputFolder.read(path).split(separator: 10) {
      guard let line = try? decoder.decode(Line.self, from: Data(text)) else { continue }
      if let segment = line.segment {
        past.segments.removeAll { $0.index >= segment.index }
        past.segments.append(segment)
        past.lastIndex = segment.index
      }
      if let first = line.firstListed { past.firstListed = first }
      if let sequence = line.discontinuitySequence { past.discontinuitySequence = sequence }
      if let index = line.removed {
        removed.insert(index)
        past.lastIndex = max(past.lastIndex, index)
      }
    }
    past.segments.removeAll { removed.contains($0.index) }
    return past
  }

  /// Notes the newest segment of a window.
  mutating func note(_ window: LiveWindow) throws {
    guard let newest = window.segments.last else { return }
    if lines > 2 * window.segments.count + 64 { return try rewrite(window) }
    try append(line(newest, window))
  }

  /// Notes that a segment's files are gone.
  mutating func noteRemoved(_ index: Int) throws {
    var line = Line()
    line.removed = index
    try append(encoded(line))
  }

  private func line(_ segment: LiveSegment, _ window: LiveWindow) throws -> [UInt8] {
    var line = Line()
    line.segment = segment
    line.firstListed = window.mediaSequence
    line.discontinuitySequence = window.discontinuitySequence
    return try encoded(line)
  }

  private func encoded(_ line: Line) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(line)) + [10]
  }

  private mutating func append(_ bytes: [UInt8]) throws {
    let length = lseek(descriptor, 0, SEEK_END)
    do {
      try LiveFiles.write(bytes, to: descriptor, name: path)
    } catch {
      ftruncate(descriptor, length)  // no torn line in the middle
      throw error
    }
    lines += 1
  }

  /// Writes the journal with nothing but what a window holds.
  mutating func rewrite(_ window: LiveWindow) throws {
    var bytes: [UInt8] = []
    if window.segments.isEmpty, window.nextIndex > 1 {
      var line = Line()
      line.removed = window.nextIndex - 1
      bytes += try encoded(line)
    }
    for segment in window.segments { bytes += try line(segment, window) }
    _ = try LiveFiles.replace([(path, bytes)])
    Glibc.close(descriptor)
    descriptor = try LiveJournal.opened(path)
    lines = window.segments.count
  }
}
