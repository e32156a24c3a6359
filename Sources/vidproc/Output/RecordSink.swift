import Pipeline
import Records

/// Writes records alone.
final class RecordSink: FrameSink {
  private let output: RecordOutput

  init(_ output: RecordOutput) { self.output = output }

  func begin(_ stream: StreamRecord) throws { try output.write(stream) }

  /// Writes a record between the stream's and the first frame's.
  func write(_ record: some Record) throws { try output.write(record) }

  func write(_ item: StreamItem) throws {
    guard case .video(let video) = item else { return }
    try output.write(video.record)
    for line in video.otherLines { try output.write(lines: line + [10]) }
  }

  func finish(_ end: EndRecord) throws { try output.write(end) }
}
