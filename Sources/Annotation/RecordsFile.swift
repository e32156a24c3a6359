import Media
import Pipeline
import Records

/// Reads frame records from NDJSON, one after another, holding no more than one of them.
final class RecordsFile {
  /// A frame's record with the other lines of its instant, and what they are measured in.
  struct Entry {
    var record: FrameRecord
    var lines: [[UInt8]]
    /// The moment, where the file says its time base.
    var time: Timestamp?
    /// Size in pixels that boxes are given for; nil for the frame's own.
    var size: (width: Int, height: Int)?
  }

  var name: String { source.name }
  private let source: RecordLines
  private var decoder = RecordDecoder()
  private var stream: StreamRecord?
  private var upcoming: Entry?
  private var early: [[UInt8]] = []
  private var endRecord: EndRecord?
  private(set) var problems: [ProblemRecord] = []
  private(set) var errors = 0

  /// Opens a file; "-" is standard input.
  /// - Throws: MediaError when it cannot be opened.
  init(_ path: String, interrupt: Interrupt) throws(MediaError) {
    source = try RecordLines(path, interrupt: interrupt)
  }

  /// The next frame's records; nil at the end.
  /// - Throws: MediaError when reading fails, or the file is no NDJSON at all.
  func next() throws -> Entry? {
    while let line = try nextLine() {
      let record: AnyRecord
      do {
        record = try decoder.decode(line)
      } catch {
        if stream == nil, upcoming == nil, early.isEmpty {
          throw MediaError(
            "read records from", name, cause: "\(error)",
            hint: "--records takes what `vidproc detect --emit records` writes")
        }
        errors += 1
        if problems.count < 100 {
          problems.append(ProblemRecord(what: "a damaged record in \(name): \(error)"))
        }
        continue
      }
      switch record {
      case .stream(let record): stream = record
      case .end(let record): endRecord = record
      case .frame(let record):
        let time = stream.flatMap { $0.timeBase.isZero ? nil : Timestamp(record.pts, $0.timeBase) }
        let entry = Entry(
          record: record, lines: upcoming == nil ? early : [], time: time,
          size: stream.flatMap { $0.width > 0 && $0.height > 0 ? ($0.width, $0.height) : nil })
        early = []
        defer { upcoming = entry }
        if let upcoming { return upcoming }
      default:
        if upcoming != nil { upcoming?.lines.append(line) } else { early.append(line) }
      }
    }
    defer { upcoming = nil }
    return upcoming
  }

  /// After `next` gave nil: why the records are not all there; nil where they are.
  var reasonForEnd: String? {
    if let end = endRecord, end.status != .complete {
      return "the records in \(name) end early: \(end.reason ?? end.status.rawValue)"
    }
    return stream != nil && endRecord == nil
      ? "the records in \(name) end without their end record: they were cut off" : nil
  }

  func takeProblems() -> [ProblemRecord] {
    defer { problems = [] }
    return problems
  }

  private func nextLine() throws -> [UInt8]? {
    while true {
      do {
        return try source.next()
      } catch let error as RecordError {
        errors += 1
        problems.append(ProblemRecord(what: "a record in \(name) was passed over: \(error)"))
      }
    }
  }
}
