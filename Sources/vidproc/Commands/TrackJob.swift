import Glibc
import Media
import Pipeline
import Records
import Tracking

/// What travels through the tracking stage beside the frames' records.
enum TrackPayload {
  /// A frame record alone.
  case record
  /// A record of another kind, as it came.
  case line([UInt8])
  /// A picture with its record.
  case picture(VideoItem)
  /// Sound.
  case sound(track: Int, Frame)
}

/// Where tracked frames go.
protocol TrackSink: AnyObject {
  /// Takes the stream's record.
  func begin(_ stream: StreamRecord) throws
  /// Takes a frame's record with what came with it, and the records that belong to its moment.
  func write(_ record: FrameRecord, _ payload: TrackPayload, events: [EventRecord], ended: [TrackRecord])
    throws
  /// Takes what is no frame.
  func pass(_ payload: TrackPayload) throws
  /// Takes what the whole came to.
  func finish(_ end: EndRecord, summary: SummaryRecord, events: [EventRecord], ended: [TrackRecord]) throws
}

/// One run of `track` after its input was opened: the stage, the events, and the order in which all is written.
final class TrackJob {
  private let stage: TrackStage<TrackPayload>
  private let sink: any TrackSink
  private var events: EventCounter?
  private var found: [EventRecord] = []
  private(set) var frames = 0
  /// What is known of the one thing that a person pointed at.
  private var followed: TrackHistory?
  private let anchor: EventAnchor

  init(_ stage: TrackStage<TrackPayload>, events: EventCounter?, anchor: EventAnchor, sink: any TrackSink) {
    self.anchor = anchor
    self.stage = stage
    self.events = events
    self.sink = sink
  }

  /// Takes a frame's record.
  func take(
    _ record: FrameRecord, _ payload: TrackPayload, motion: AffineMotion? = nil, appearance: [Float] = []
  ) throws {
    stage.take(record, payload, motion: motion, appearance: appearance)
    try drain()
  }

  /// Takes a picture in which one thing is followed.
  func follow(_ object: DetectedObject?, in video: VideoItem) throws {
    var record = video.record
    if let object = object?.rounded() {
      record.objects = (record.objects ?? []) + [object]
      if followed == nil {
        followed = TrackHistory(trackID: object.trackID ?? 1, label: object.label, anchor: anchor)
      }
      if object.state != "lost" {
        followed?.add(box: object.box, score: object.score, pts: record.pts, time: record.time)
      }
    }
    try write(record, .picture(video), ended: [])
  }

  /// Keeps anything else in its place.
  func pass(_ payload: TrackPayload) throws {
    stage.pass(payload)
    try drain()
  }

  /// Writes what is left, the summary, and the end.
  func finish(_ end: EndRecord) throws {
    stage.finish()
    try drain()
    let ended = stage.takeLeftover() + (followed.map { [$0.trackRecord] } ?? [])
    found.removeAll(keepingCapacity: true)
    events?.finish(into: &found)
    var summary = SummaryRecord(command: "track", frames: frames)
    summary.tracks = stage.trackCount + (followed == nil ? 0 : 1)
    if let events {
      (summary.counts, summary.occupancy) = (events.counts, events.occupancy)
    }
    var end = end
    end.frames = frames
    try sink.finish(end, summary: summary, events: found, ended: ended)
  }

  private func drain() throws {
    while let item = stage.next() {
      switch item {
      case .other(let payload): try sink.pass(payload)
      case .frame(let record, let payload, let ended):
        try write(record, payload, ended: ended)
      }
    }
  }

  /// Writes a frame's record that is complete, with what its objects did.
  private func write(_ record: FrameRecord, _ payload: TrackPayload, ended: [TrackRecord]) throws {
    frames += 1
    found.removeAll(keepingCapacity: true)
    count(record, ended)
    try sink.write(record, payload, events: found, ended: ended)
  }

  private func count(_ record: FrameRecord, _ ended: [TrackRecord]) {
    if record.objects != nil { events?.update(record, into: &found) }
    for track in ended { events?.ended(trackID: track.trackID, into: &found) }
  }
}

/// Writes NDJSON, a frame at once, or in large pieces where nobody waits for it.
final class TrackRecordSink: TrackSink {
  private let output: RecordOutput
  private var encoder = RecordEncoder()
  private let pieces: Int

  /// - Parameter isBatch: whether the input is a file, so that nobody waits for a single record.
  init(_ output: RecordOutput, isBatch: Bool) {
    self.output = output
    pieces = isBatch ? 1 << 16 : 0
  }

  func begin(_ stream: StreamRecord) throws {
    encoder.append(stream)
    try flush()
  }

  func write(_ record: FrameRecord, _ payload: TrackPayload, events: [EventRecord], ended: [TrackRecord])
    throws
  {
    encoder.append(record)
    if case .picture(let item) = payload { for line in item.otherLines { encoder.append(line: line) } }
    for event in events { encoder.append(event) }
    for track in ended { encoder.append(track) }
    try flush()
  }

  func pass(_ payload: TrackPayload) throws {
    if case .line(let line) = payload {
      encoder.append(line: line)
      try flush()
    }
  }

  func finish(_ end: EndRecord, summary: SummaryRecord, events: [EventRecord], ended: [TrackRecord]) throws {
    for event in events { encoder.append(event) }
    for track in ended { encoder.append(track) }
    encoder.append(summary)
    encoder.append(end)
    try output.write(lines: encoder.take())
  }

  private func flush() throws {
    if encoder.count > pieces { try output.write(lines: encoder.take()) }
  }
}

/// Writes another tool's text form: objects with identities alone.
final class TrackTextSink: TrackSink {
  private var format: any ObjectFormat
  private let output: RecordOutput
  private var bytes: [UInt8] = []

  init(_ format: any ObjectFormat, output: RecordOutput) {
    self.format = format
    self.output = output
  }

  func begin(_ stream: StreamRecord) throws { bytes += format.begin(stream, models: []) }

  func write(_ record: FrameRecord, _ payload: TrackPayload, events: [EventRecord], ended: [TrackRecord])
    throws
  {
    var record = record
    record.objects = record.objects?.filter { $0.trackID != nil }
    bytes += format.frame(record)
    if bytes.count > 1 << 16 { try flush() }
  }

  func pass(_ payload: TrackPayload) throws {}

  func finish(_ end: EndRecord, summary: SummaryRecord, events: [EventRecord], ended: [TrackRecord]) throws {
    bytes += format.end()
    try flush()
  }

  private func flush() throws {
    try output.write(lines: bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Passes frames on with their records.
final class TrackFrameSink: TrackSink {
  private let writer: FrameStreamWriter

  init(_ writer: FrameStreamWriter) { self.writer = writer }

  func begin(_ stream: StreamRecord) throws { try writer.begin(stream) }

  func write(_ record: FrameRecord, _ payload: TrackPayload, events: [EventRecord], ended: [TrackRecord])
    throws
  {
    guard case .picture(var item) = payload else { return }
    item.record = record
    for event in events { item.otherLines.append(RecordEncoder.line(event)) }
    for track in ended { item.otherLines.append(RecordEncoder.line(track)) }
    try writer.write(.video(item))
  }

  func pass(_ payload: TrackPayload) throws {
    if case .sound(let track, let frame) = payload { try writer.write(.audio(track: track, frame)) }
  }

  func finish(_ end: EndRecord, summary: SummaryRecord, events: [EventRecord], ended: [TrackRecord]) throws {
    let lines = events.map { RecordEncoder.line($0) } + ended.map { RecordEncoder.line($0) }
    try writer.finish(end, after: lines + [RecordEncoder.line(summary)])
  }
}
