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
    let isInput = source == "-"
    let head: [UInt8]
    if isInput, isatty(STDIN_FILENO) == 0 {
      head = try DescriptorSource.peek(
        STDIN_FILENO, count: 24, name: "standard input", interrupt: interrupt)
      guard !head.isEmpty else {
        throw MediaError(
          "read", "standard input", cause: "it is empty", hint: "the stage before it may have failed")
      }
    } else {
      head = beginning(of: source)
    }
    if let format = DetectionFile.format(of: head) {
      let rest = isInput ? try TextFile.bytes("/dev/stdin") : try TextFile.bytes(source)
      let info = isInput ? nil : try sequenceInfo(beside: source)
      let rate = frameRate ?? info?.frameRate.flatMap { $0 > 0 ? Rational(Int64($0)) : nil } ?? Rational(30)
      return .detections(
        try DetectionFile(
          isInput ? head + rest : rest, as: format, name: isInput ? "standard input" : source,
          frameRate: rate,
          info: info))
    }
    if head.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
      return .records(try RecordLines(source, interrupt: interrupt, prefix: isInput ? head : []))
    }
    return .frames(
      try SourceOpening.open(
        source, options: options.sourceOptions, interrupt: interrupt, beginning: isInput ? head : []))
  }

  private static func beginning(of path: String) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 ? Array(bytes[..<count]) : []
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

/// Reads NDJSON for `track`: frames as records, everything else as it came.
struct TrackRecordReader {
  enum Item {
    case frame(FrameRecord)
    case line([UInt8])
  }

  private let lines: RecordLines
  private let quiet: Bool
  private var decoder = RecordDecoder()
  private var waiting: [Item] = []
  private var finish: EndRecord?
  private var errors = 0
  private(set) var hasStream = false
  private var hasFrames = false

  init(_ lines: RecordLines, quiet: Bool) {
    self.lines = lines
    self.quiet = quiet
  }

  /// Reads up to the stream's record; an empty one where the first frame comes before it.
  /// - Throws: MediaError where the first line is no record.
  mutating func begin() throws -> StreamRecord {
    while let (line, record) = try nextRecord() {
      switch record {
      case .stream(let stream):
        hasStream = true
        return stream
      case .frame(let frame):
        hasFrames = true
        waiting.append(.frame(frame))
        return StreamRecord()
      case .end(let end): finish = end
      default: waiting.append(.line(line))
      }
    }
    throw MediaError(
      "track in", lines.name, cause: "it holds no frame records",
      hint: "track takes what `vidproc detect` writes, det.txt, COCO or CSV")
  }

  /// The next item; nil at the end.
  mutating func next() throws -> Item? {
    if !waiting.isEmpty { return waiting.removeFirst() }
    while let (line, record) = try nextRecord() {
      switch record {
      case .frame(let frame):
        hasFrames = true
        return .frame(frame)
      case .end(let end): finish = end
      case .stream: continue
      default: return .line(line)
      }
    }
    return nil
  }

  /// How the input ended.
  func end(frames: Int, isStopped: Bool) -> EndRecord {
    var end = finish ?? EndRecord(status: .complete, frames: frames)
    end.frames = frames
    end.errors += errors
    if finish == nil, hasStream || isStopped {
      end.status = .interrupted
      if !isStopped {
        end.reason = "the records in \(lines.name) end without their end record: they were cut off"
      }
    }
    return end
  }

  private mutating func nextRecord() throws -> ([UInt8], AnyRecord)? {
    while true {
      do {
        guard let line = try lines.next() else { return nil }
        return (line, try decoder.decode(line))
      } catch let error as RecordError {
        guard hasStream || hasFrames || !waiting.isEmpty else {
          throw MediaError(
            "read records from", lines.name, cause: "\(error)",
            hint: "track takes what `vidproc detect` writes, det.txt, COCO or CSV")
        }
        errors += 1
        if errors <= 10, !quiet { Console.warning("a damaged record in \(lines.name): \(error)") }
      }
    }
  }
}
