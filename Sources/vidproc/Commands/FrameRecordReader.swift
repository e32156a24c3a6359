import Media
import Pipeline
import Records

/// Reads NDJSON of detect and track: frames as records, everything else as it came.
struct FrameRecordReader {
  enum Item {
    case frame(FrameRecord)
    /// Any other record: its line, and what it says.
    case other([UInt8], AnyRecord)
    /// The stream anew, as where its size changes.
    case stream(StreamRecord)
  }

  private let lines: RecordLines
  private let quiet: Bool
  private let command: String
  private let takes: String
  private var decoder = RecordDecoder()
  private var waiting: [Item] = []
  private var finish: EndRecord?
  private var errors = 0
  private(set) var hasStream = false
  private var hasFrames = false

  /// - Parameters:
  ///   - command: which command reads, for messages.
  ///   - takes: what it takes, for messages.
  init(_ lines: RecordLines, quiet: Bool, command: String, takes: String) {
    self.lines = lines
    self.quiet = quiet
    self.command = command
    self.takes = takes
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
      default: waiting.append(.other(line, record))
      }
    }
    throw MediaError(
      command == "track" ? "track in" : command, lines.name, cause: "it holds no frame records",
      hint: "\(command) takes \(takes)")
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
      case .stream(let stream): return .stream(stream)
      default: return .other(line, record)
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
            hint: "\(command) takes \(takes)")
        }
        errors += 1
        if errors <= 10, !quiet { Console.warning("a damaged record in \(lines.name): \(error)") }
      }
    }
  }
}
