import Media
import Records

/// Reads vidproc's frame stream: NUT with raw video, PCM, and one text stream that carries the records.
///
/// A stream without its `end` record was cut off; `end` then says interrupted.
public final class FrameStreamReader: FrameSource {
  /// What is read.
  public private(set) var stream = StreamRecord()

  private let demuxer: Demuxer
  private let options: SourceOptions
  private let packet: Packet
  private let textIndex: Int
  private let videoInfo: StreamInfo
  private let videoDecoder: Decoder
  private var audio: [(info: StreamInfo, decoder: Decoder, track: Int)] = []
  private var decoder = RecordDecoder()
  private var window: ReadWindow
  /// Records whose picture has not come yet, and a picture whose records have not.
  private var waiting: (time: Timestamp, record: FrameRecord, lines: [[UInt8]])?
  private var held: (time: Timestamp, item: VideoItem)?
  private var upstreamEnd: EndRecord?
  private var pending: [StreamItem] = []
  private var failure: MediaError?
  private var interrupted = false
  private var delivered = 0
  private var problems: [ProblemRecord] = []
  private var ended = false

  /// Whether an opened NUT input is a frame stream, and not just any NUT file.
  static func recognises(_ demuxer: Demuxer) -> Bool {
    demuxer.formatName == "nut"
      && demuxer.streams.contains { $0.kind == .subtitle && $0.parameters.codecName == "text" }
      && demuxer.streams.contains { $0.kind == .video && $0.parameters.codecName == "rawvideo" }
  }

  /// Reads the stream's head.
  /// - Throws: MediaError when it does not begin with a `stream` record.
  public init(_ demuxer: Demuxer, options: SourceOptions) throws {
    self.demuxer = demuxer
    self.options = options
    window = ReadWindow(options)
    packet = try Packet()
    guard let text = demuxer.streams.first(where: { $0.kind == .subtitle }),
      let video = demuxer.streams.first(where: { $0.kind == .video })
    else { throw MediaError("read", demuxer.name, cause: "it has no frames and records") }
    textIndex = text.index
    videoInfo = video
    videoDecoder = try Decoder(video, name: demuxer.name, threads: 1)
    var early: [Packet] = []
    stream = try FrameStreamReader.head(demuxer, textIndex: textIndex, into: packet, early: &early)
    let sounds = demuxer.streams.filter { $0.kind == .audio }
    for (info, track) in zip(sounds, stream.audio) where options.audio {
      audio.append((info, try Decoder(info, name: demuxer.name, threads: 1), track.track))
    }
    if !options.audio { stream.audio = [] }
    window.begin(stream, firstPTS: stream.startPTS, audioTracks: audio.count)
    for packet in early { try take(packet) }
  }

  /// Reads up to the `stream` record. It comes first, but a copy by another program may have moved a few
  /// packets before it; those are kept.
  private static func head(_ demuxer: Demuxer, textIndex: Int, into packet: Packet, early: inout [Packet])
    throws
    -> StreamRecord
  {
    var decoder = RecordDecoder()
    while early.count < 64, try demuxer.read(into: packet) {
      guard packet.streamIndex == textIndex else {
        early.append(try packet.reference())
        continue
      }
      guard let line = packet.bytes.split(separator: 10).first,
        case .stream(let record) = try decoder.decode(line)
      else { break }
      return record
    }
    throw MediaError("read", demuxer.name, cause: "it does not begin with a stream record")
  }

  /// The next item; nil at the end of what arrived.
  public func next() throws -> StreamItem? {
    while true {
      while !pending.isEmpty {
        let item = pending.removeFirst()
        switch window.admit(item) {
        case .take(let item):
          if case .video = item { delivered += 1 }
          return item
        case .skip: continue
        case .stop:
          ended = true
          upstreamEnd = upstreamEnd ?? EndRecord(status: .complete, frames: delivered, dropped: 0, errors: 0)
          return nil
        }
      }
      guard !ended else { return nil }
      do {
        guard try demuxer.read(into: packet) else {
          ended = true
          releaseHeld(force: true)
          continue
        }
        try take(packet)
      } catch let error as MediaError {
        ended = true
        if error.isInterruption { interrupted = true } else { failure = error }
      }
    }
  }

  private func take(_ packet: Packet) throws {
    if packet.streamIndex == textIndex {
      try takeText(packet)
    } else if packet.streamIndex == videoInfo.index {
      try takeVideo(packet)
    } else if let sound = audio.first(where: { $0.info.index == packet.streamIndex }) {
      _ = try sound.decoder.send(packet)
      while let frame = try sound.decoder.receive() {
        frame.pts = frame.pts.map { value in
          rescale(value, from: sound.info.timeBase, to: Rational(1, Int64(max(1, frame.sampleRate))))
            - audioOffset(frame.sampleRate)
        }
        pending.append(.audio(track: sound.track, frame))
      }
    }
  }

  private func audioOffset(_ rate: Int) -> Int64 {
    guard let offset = stream.ptsOffset, offset != 0 else { return 0 }
    return rescale(offset, from: stream.timeBase, to: Rational(1, Int64(max(1, rate))))
  }

  private func takeText(_ packet: Packet) throws {
    let lines = packet.bytes.split(separator: 10)
    guard let first = lines.first else { return }
    do {
      switch try decoder.decode(first) {
      case .frame(let record):
        let time = Timestamp(packet.pts ?? 0, demuxer.streams[textIndex].timeBase)
        waiting = (time, record, lines.dropFirst().map { Array($0) })
        releaseHeld()
      case .end(let record):
        upstreamEnd = record
      default:
        // What a stage came to stands before the end.
        if let last = lines.last, lines.count > 1, case .end(let record) = try decoder.decode(last) {
          upstreamEnd = record
        }
      }
    } catch {
      var problem = ProblemRecord(what: "a damaged record was passed over: \(error)")
      problem.stream = textIndex
      problems.append(problem)
    }
  }

  private func takeVideo(_ packet: Packet) throws {
    let time = Timestamp(packet.pts ?? 0, videoInfo.timeBase)
    guard
      packet.size
        >= (PixelFormat(name: stream.pixelFormat)?.byteCount(width: stream.width, height: stream.height) ?? 0)
    else { throw MediaError("read", demuxer.name, cause: "the stream was cut in the middle of a frame") }
    _ = try videoDecoder.send(packet)
    while let frame = try videoDecoder.receive() {
      let pts = time.rescaled(to: stream.timeBase).ticks - (stream.ptsOffset ?? 0)
      frame.pts = pts
      frame.color = stream.color
      frame.sampleAspect = stream.sampleAspect
      frame.isInterlaced = stream.fieldOrder.map { $0 != .progressive } ?? false
      frame.topFieldFirst = stream.fieldOrder == .topTop || stream.fieldOrder == .topBottom
      releaseHeld(force: true)
      let record = FrameRecord(frame: delivered + pending.count, pts: pts, time: 0, objects: nil)
      held = (time, VideoItem(frame: frame, record: record))
      releaseHeld()
    }
  }

  /// Joins the held picture with its records and passes it on; by force also without them.
  private func releaseHeld(force: Bool = false) {
    guard let (time, arrived) = held else { return }
    var item = arrived
    let pts = item.frame.pts ?? 0
    // A stream copy may have moved the first record by a tick; its own pts tells then.
    if let records = waiting, records.time == time || records.record.pts == pts {
      item.record = records.record
      item.otherLines = records.lines
      waiting = nil
    } else if !force {
      return
    }
    item.record.pts = pts
    item.record.time = Timestamp(pts, stream.timeBase).seconds
    pending.append(.video(item))
    held = nil
  }

  /// How the input ended.
  public var end: EndRecord {
    if let failure {
      return EndRecord(status: .error, frames: delivered, dropped: 0, errors: 0, reason: failure.description)
    }
    if var end = upstreamEnd, !interrupted {
      end.frames = delivered
      end.errors += videoDecoder.errors
      return end
    }
    return EndRecord(
      status: .interrupted, frames: delivered, dropped: 0, errors: videoDecoder.errors,
      reason: interrupted
        ? nil : "the frame stream ended without its end record: the stage before was cut off")
  }

  /// Places that were damaged, since the last call.
  public func takeProblems() -> [ProblemRecord] {
    defer { problems = [] }
    return problems
  }
}
