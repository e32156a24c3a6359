import Media
import Pipeline
import Records

/// How objects are written, where records are.
enum ObjectOutputFormat: String, CaseIterable {
  case ndjson, coco, mot, csv, yolo

  /// The text form; nil for records and for folders.
  var text: (any ObjectFormat)? {
    switch self {
    case .coco: COCOFormat()
    case .mot: MOTFormat()
    case .csv: CSVFormat()
    case .ndjson, .yolo: nil
    }
  }
}

/// Writes objects in another tool's text form.
final class TextSink: FrameSink {
  private var format: any ObjectFormat
  private let models: [ModelRecord]
  private let output: RecordOutput

  init(_ format: any ObjectFormat, models: [ModelRecord], output: RecordOutput) {
    self.format = format
    self.models = models
    self.output = output
  }

  func begin(_ stream: StreamRecord) throws {
    try output.write(lines: format.begin(stream, models: models))
  }

  func write(_ item: StreamItem) throws {
    guard case .video(let video) = item else { return }
    let lines = format.frame(video.record)
    if !lines.isEmpty { try output.write(lines: lines) }
  }

  func finish(_ end: EndRecord) throws { try output.write(lines: format.end()) }
}

/// Writes one YOLO label file a frame into a folder, with `classes.txt` beside them.
final class YOLOFolderSink: FrameSink {
  private let folder: String
  private let models: [ModelRecord]
  private var stream = StreamRecord()

  init(folder: String, models: [ModelRecord]) {
    self.folder = folder
    self.models = models
  }

  func begin(_ stream: StreamRecord) throws {
    self.stream = stream
    try PendingFile.makeDirectory(folder)
    let names = models.flatMap { $0.classes ?? [] }
    if !names.isEmpty {
      try PendingFile(path: folder + "/classes.txt").replace(
        with: Array((names.joined(separator: "\n") + "\n").utf8))
    }
  }

  func write(_ item: StreamItem) throws {
    guard case .video(let video) = item else { return }
    let lines = YOLOFormat.lines(video.record, width: stream.width, height: stream.height)
    try PendingFile(path: folder + "/" + NumberedFrame.name(video.record.frame) + ".txt").replace(with: lines)
  }

  func finish(_ end: EndRecord) throws {}
}
