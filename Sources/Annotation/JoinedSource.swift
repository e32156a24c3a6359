import Media
import Pipeline
import Records

/// Another source's frames with the records of an NDJSON file, joined by time.
///
/// Boxes and points are scaled from the size that the file's `stream` record declares to the frames' own.
public final class JoinedSource: FrameSource {
  /// What is read.
  public var stream: StreamRecord { source.stream }

  private let source: any FrameSource
  private let records: RecordsFile
  private var entry: RecordsFile.Entry?
  private var frames = 0
  private var matched = 0
  private var recordsEnded = false

  /// Joins frames and records.
  /// - Parameter path: the NDJSON file; "-" is standard input.
  /// - Throws: MediaError when the file cannot be read or holds no frame records.
  public init(_ source: any FrameSource, records path: String, interrupt: Interrupt) throws {
    self.source = source
    records = try RecordsFile(path, interrupt: interrupt)
    entry = try records.next()
    guard entry != nil else {
      throw MediaError(
        "read records from", records.name, cause: "it holds no frame records",
        hint: "--records takes what `vidproc detect --emit records` writes")
    }
  }

  /// The next item; nil at the end of what arrived.
  public func next() throws -> StreamItem? {
    let item = try source.next()
    guard case .video(var video)? = item else { return item }
    frames += 1
    guard let found = try entry(at: Timestamp(video.frame.pts ?? 0, stream.timeBase)) else { return item }
    matched += 1
    var record = found.record
    record.frame = video.record.frame
    record.pts = video.record.pts
    record.time = video.record.time
    record.isKeyframe = video.record.isKeyframe ?? record.isKeyframe
    if let size = found.size, size != (stream.width, stream.height) {
      let x = Float(stream.width) / Float(size.width)
      let y = Float(stream.height) / Float(size.height)
      record.objects = record.objects?.map { $0.scaled(x: x, y: y) }
    }
    video.record = record
    video.otherLines += found.lines
    return .video(video)
  }

  /// The records of a moment; those of earlier moments are passed over.
  private func entry(at time: Timestamp) throws -> RecordsFile.Entry? {
    while let candidate = entry {
      let moment = moment(of: candidate)
      // Ticks of the same length are equal or not; others are rounded.
      let tolerance =
        moment.timeBase == time.timeBase ? 0 : 0.45 / max(1, stream.frameRate?.doubleValue ?? 60)
      let distance = moment.seconds - time.seconds
      if moment == time || abs(distance) <= tolerance {
        try advance()
        return candidate
      }
      if moment > time { return nil }
      try advance()
    }
    return nil
  }

  private func moment(of entry: RecordsFile.Entry) -> Timestamp {
    if let time = entry.time { return time }
    // Records of another program: seconds where they are said, else ticks of the frames themselves.
    let record = entry.record
    guard record.time != 0, record.time.isFinite, abs(record.time) < 1e9 else {
      return Timestamp(record.pts, stream.timeBase)
    }
    return Timestamp(Int64((record.time * 1e6).rounded()), Rational(1, 1_000_000))
  }

  private func advance() throws {
    entry = try records.next()
    if entry == nil { recordsEnded = true }
  }

  /// How the input ended: interrupted where the records were cut off, an error where none of them fits.
  public var end: EndRecord {
    var end = source.end
    end.errors += records.errors
    guard end.status == .complete else { return end }
    if frames > 0, matched == 0 {
      end.status = .error
      end.reason =
        "none of the records in \(records.name) is of a time that \(stream.source) has: are they of this video?"
    } else if recordsEnded, let reason = records.reasonForEnd {
      end.status = .interrupted
      end.reason = reason
    }
    return end
  }

  /// Places that were damaged, since the last call.
  public func takeProblems() -> [ProblemRecord] { source.takeProblems() + records.takeProblems() }
}
