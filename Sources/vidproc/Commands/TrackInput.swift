import Glibc
import Media
import Pipeline
import Records
import Tracking

/// What `track` reads, told by how it begins.
enum TrackInput {
  /// NDJSON.
  case records(RecordLines)
  /// Another tool's detections.
  case detections(DetectionFile)
  /// Frames, with or without records.
  case frames(any FrameSource)

  /// Opens an input.
  static func open(_ source: String, _ options: InputOptionsGroup, frameRate: Rational?, interrupt: Interrupt)
    throws -> TrackInput
  {
    let head = try InputHead(of: source, interrupt: interrupt)
    if let format = DetectionFile.format(of: head.bytes) {
      let isInput = head.isStandardInput
      let rest = try TextFile.bytes(isInput ? "/dev/stdin" : source)
      let info = isInput ? nil : try sequenceInfo(beside: source)
      let rate = frameRate ?? info?.frameRate.flatMap { $0 > 0 ? Rational(Int64($0)) : nil } ?? Rational(30)
      return .detections(
        try DetectionFile(
          head.taken + rest, as: format, name: isInput ? "standard input" : source, frameRate: rate,
          info: info))
    }
    if head.isRecords { return .records(try RecordLines(source, interrupt: interrupt, prefix: head.taken)) }
    return .frames(
      try SourceOpening.open(
        source, options: options.sourceOptions, interrupt: interrupt, beginning: head.taken))
  }

  /// MOTChallenge's `seqinfo.ini`, in the file's folder or the one above it.
  private static func sequenceInfo(beside path: String) throws -> SequenceInfo? {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    for place in [folder + "/seqinfo.ini", folder + "/../seqinfo.ini"] where access(place, R_OK) == 0 {
      return try SequenceInfo(try TextFile.read(place), file: place)
    }
    return nil
  }
}
