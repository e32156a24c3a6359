import Media
import Records

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One published segment, as the journal keeps it.
struct SegmentEntry: Codable, Sendable, Hashable {
  var rendition: String
  /// From 1.
  var index: Int
  /// Relative to the folder.
  var path: String
  /// Start and length in ticks of `timescale`.
  var start: Int64
  var duration: Int64
  var timescale: Int64
  /// Coded samples in it.
  var samples: Int
  var bytes: Int
  var sha256: String
  /// Where the first picture lies in the file, for the I-frame playlist.
  var iframe: ByteRange?
  /// What it is encrypted with; nil when it is not.
  var key: SegmentKey?

  var exactDuration: Rational { Rational(duration, timescale) }
  var end: Int64 { start + duration }
}

/// One published file that is no segment: an initialization section or a playlist.
struct FileEntry: Codable, Sendable, Hashable {
  var path: String
  var role: String
  var rendition: String?
  var bytes: Int
  var sha256: String
}

/// What identifies a job: two runs with the same key would write the same files.
struct JobKey: Codable, Sendable, Hashable {
  /// The program's format of output; another number means other bytes.
  var generation: Int
  var input: String
  var plan: TranscodePlan
}

/// One line of the journal.
enum JournalLine: Codable, Sendable {
  case job(JobKey)
  case file(FileEntry)
  case segment(SegmentEntry)
  /// Codec strings and the like, known once an encoder was opened.
  case codec(rendition: String, codecs: String)
  case finished
}

/// The record that a folder keeps of the job that fills it, so that a killed job goes on where it stopped.
///
/// One JSON object a line, appended after each file was renamed into place; a torn last line is ignored.
struct Journal: Sendable {
  /// The journal's file in the folder; hidden, so that nobody publishes it.
  static let name = ".vidproc-job.ndjson"

  var key: JobKey?
  var segments: [String: [SegmentEntry]] = [:]
  var files: [FileEntry] = []
  var codecs: [String: String] = [:]
  var isFinished = false

  /// Reads a journal's text.
  init(_ bytes: [UInt8]) {
    let decoder = JSONDecoder()
    for line in bytes.split(separator: 10) {
      guard let line = try? decoder.decode(JournalLine.self, from: Data(line)) else { continue }
      apply(line)
    }
  }

  mutating func apply(_ line: JournalLine) {
    switch line {
    case .job(let key): self.key = key
    case .file(let entry):
      files.removeAll { $0.path == entry.path }
      files.append(entry)
    case .segment(let entry):
      var entries = segments[entry.rendition] ?? []
      entries.removeAll { $0.index >= entry.index }
      entries.append(entry)
      segments[entry.rendition] = entries
    case .codec(let rendition, let codecs): self.codecs[rendition] = codecs
    case .finished: isFinished = true
    }
  }

  /// What the journal knows, as text.
  func lines() throws -> [UInt8] {
    var bytes: [UInt8] = []
    for (rendition, codecs) in codecs.sorted(by: { $0.key < $1.key }) {
      bytes += try Journal.line(.codec(rendition: rendition, codecs: codecs))
    }
    for file in files { bytes += try Journal.line(.file(file)) }
    for (_, entries) in segments.sorted(by: { $0.key < $1.key }) {
      for entry in entries { bytes += try Journal.line(.segment(entry)) }
    }
    return bytes
  }

  /// One line with its line break.
  static func line(_ line: JournalLine) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(line)) + [10]
  }
}
