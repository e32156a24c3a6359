import Analysis
import Media
import Pipeline
import Records

/// Where the results of an analysis go.
protocol AnalysisWriter: AnyObject {
  /// Takes what is read, before anything else.
  func begin(_ stream: StreamRecord) throws
  /// Takes a frame with its metrics, or sound on its way through.
  func write(_ item: StreamItem) throws
  /// Takes any other record.
  func write(_ record: any Record) throws
  /// Takes the end; `collection` is whole by then.
  func finish(_ end: EndRecord, _ collection: AnalysisCollection) throws
}

/// Writes NDJSON.
final class AnalysisRecordWriter: AnalysisWriter {
  private let output: RecordOutput

  init(_ output: RecordOutput) { self.output = output }

  func begin(_ stream: StreamRecord) throws { try output.write(stream) }
  func write(_ item: StreamItem) throws {
    guard case .video(let video) = item else { return }
    try output.write(video.record)
    for line in video.otherLines { try output.write(lines: line + [10]) }
  }
  func write(_ record: any Record) throws { try output.write(record) }
  func finish(_ end: EndRecord, _ collection: AnalysisCollection) throws { try output.write(end) }
}

/// Writes frames, which carry the records along.
final class AnalysisFrameWriter: AnalysisWriter {
  private let output: FrameStreamWriter
  private var waiting: [[UInt8]] = []

  init(_ output: FrameStreamWriter) { self.output = output }

  func begin(_ stream: StreamRecord) throws { try output.begin(stream) }
  func write(_ item: StreamItem) throws {
    guard case .video(var video) = item else { return try output.write(item) }
    video.otherLines += waiting
    waiting = []
    try output.write(.video(video))
  }
  func write(_ record: any Record) throws { waiting.append(RecordEncoder.line(record)) }
  func finish(_ end: EndRecord, _ collection: AnalysisCollection) throws {
    try output.finish(end, after: waiting)
  }
}

/// Writes one text at the end: a summary for people, or a list of scenes.
final class AnalysisTextWriter: AnalysisWriter {
  private let output: RecordOutput
  private let text: (AnalysisCollection) throws -> String

  init(_ output: RecordOutput, text: @escaping (AnalysisCollection) throws -> String) {
    self.output = output
    self.text = text
  }

  func begin(_ stream: StreamRecord) throws {}
  func write(_ item: StreamItem) throws {}
  func write(_ record: any Record) throws {}
  func finish(_ end: EndRecord, _ collection: AnalysisCollection) throws {
    try output.write(lines: Array(try text(collection).utf8))
  }
}
