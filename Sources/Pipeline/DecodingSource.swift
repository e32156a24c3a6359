import Media
import Records

/// Decodes a file, an address, a device or a container on standard input into upright frames and audio.
///
/// The frames keep the source's size, pixel format and timestamps; rotation is applied. Damage is counted
/// and passed over.
public final class DecodingSource: FrameSource {
  /// What is read.
  public private(set) var stream = StreamRecord()

  var demuxer: Demuxer
  let reopen: (() throws -> Demuxer)?
  let options: SourceOptions
  var video: VideoTrackDecoder?
  var audio: [AudioTrackDecoder] = []
  var jumps: TimestampJumps
  private let packet: Packet
  private var pending: [StreamItem] = []
  private var pendingOffset = 0
  private var drained = false
  private var problems: [ProblemRecord] = []
  private var delivered = 0
  private var window: ReadWindow
  private var failure: MediaError?
  private var interrupted = false
  private var recorder: StreamRecorder?

  /// Decodes what `demuxer` reads.
  /// - Parameters:
  ///   - demuxer: an opened input whose streams are known.
  ///   - reopen: opens the same input anew, for sources that may drop and come back.
  /// - Throws: MediaError when there is no video stream or no picture of it can be decoded.
  public init(
    _ demuxer: Demuxer, options: SourceOptions, isLive: Bool = false, reopen: (() throws -> Demuxer)? = nil
  ) throws {
    self.demuxer = demuxer
    self.options = options
    self.reopen = options.reconnects ? reopen : nil
    packet = try Packet()
    window = ReadWindow(options)
    jumps = TimestampJumps(enabled: demuxer.mayJump)
    try openTracks()
    if let recording = options.recording {
      let taken = Set(audio.map(\.info.index) + (video.map { [$0.info.index] } ?? []))
      recorder = try StreamRecorder(
        path: recording.path, segment: recording.segment,
        streams: demuxer.streams.filter { taken.contains($0.index) }
      ) { _ in }
    }
    try seekToStart()
    try prime()
    try stepBackIfLate()
    describe(isLive: isLive)
    try skipToStart()
  }

  /// Reads on to the first picture that is wanted, so that the stream's start is known; keeps none before it.
  private func skipToStart() throws {
    guard options.start != nil, video != nil else { return }
    while true {
      pending.removeAll { window.isBefore($0) }
      let first = pending.lazy.compactMap { item -> Int64? in
        if case .video(let picture) = item { return picture.frame.pts }
        return nil
      }.first
      if let first {
        stream.startPTS = first
        return
      }
      guard try step() else {
        if let failure { throw failure }
        throw MediaError(
          "read", demuxer.name, cause: "it ends before --start", hint: "`vidproc probe` tells its length")
      }
    }
  }

  private func openTracks() throws {
    let wanted = demuxer.streams.filter { $0.kind == .video }
    if options.video {
      let audioOnly = wanted.isEmpty && demuxer.streams.contains { $0.kind == .audio }
      if let best = wanted.first(where: \.isDefault) ?? wanted.first {
        video = try VideoTrackDecoder(
          best, name: demuxer.name, threads: options.threads, isDraft: options.isDraft)
      } else if options.requiresVideo || !audioOnly {
        throw MediaError(
          "read", demuxer.name,
          cause: audioOnly ? "it has no video stream, only audio" : "it has no video stream")
      }
    }
    audio = []
    for info in demuxer.streams where info.kind == .audio && options.audio {
      do {
        audio.append(try AudioTrackDecoder(info, name: demuxer.name))
      } catch let error as MediaError {
        report(ProblemRecord(what: error.description), stream: info.index)
      }
    }
    var indices = Set(audio.map(\.info.index))
    if let video { indices.insert(video.info.index) }
    demuxer.select(indices)
  }

  private func report(_ problem: ProblemRecord, stream: Int?) {
    var problem = problem
    problem.stream = stream
    problems.append(problem)
  }

  /// The first timestamp that is wanted, where reading can begin near it; nil to read from the beginning.
  private var seekTarget: Int64? {
    guard let video, demuxer.isSeekable else { return nil }
    if let target = options.startPTS { return target }
    guard let start = options.start, start > .zero, !video.looksVariable else { return nil }
    let origin = video.info.startTime ?? 0
    return origin + rescale(start.num, from: Rational(1, start.den), to: video.info.timeBase, rounding: .down)
  }

  private func seekToStart(earlierBy seconds: Int64 = 0) throws {
    guard let video, let target = seekTarget else { return }
    let margin = rescale(seconds, from: Rational(1, 1), to: video.info.timeBase)
    try demuxer.seek(stream: video.info.index, to: max(target - margin, video.info.startTime ?? Int64.min))
    video.didSeek()
  }

  /// Containers without an index seek to any packet, and decoding begins at a later keyframe: where that is too
  /// late, goes back further.
  private func stepBackIfLate() throws {
    for seconds: Int64 in [5, 30, 1 << 30] {
      guard let video, let target = seekTarget, let first = video.firstFrame?.pts,
        first > max(target, video.info.startTime ?? target)
      else { return }
      pending = []
      try openTracks()
      try seekToStart(earlierBy: seconds)
      try prime()
    }
  }

  /// Reads on until the first picture is there, so that the stream can be described.
  private func prime() throws {
    guard let video else { return }
    while video.firstFrame == nil {
      guard try step() else {
        if let failure { throw failure }
        let cause =
          video.errors > 0 ? "no picture could be decoded (\(video.errors) damaged)" : "it has no pictures"
        throw MediaError("read", demuxer.name, cause: cause)
      }
    }
  }

  private func describe(isLive: Bool) {
    stream.source = demuxer.name
    stream.isLive = isLive ? true : nil
    if let video { video.describe(&stream) }
    if isLive { stream.duration = nil } else { stream.duration = stream.duration ?? demuxer.duration }
    if let duration = options.duration, !isLive {
      stream.duration = min(stream.duration ?? duration.doubleValue, duration.doubleValue)
      stream.frames = nil
    }
    if options.start != nil || options.limit != nil { stream.frames = options.limit }
    window.begin(stream, firstPTS: video?.origin, audioTracks: audio.count, hasVideo: video != nil)
    stream.audio = audio.enumerated().map { $1.describe(track: $0) }
  }

  /// The next item; nil at the end of what arrived.
  public func next() throws -> StreamItem? {
    while true {
      while pendingOffset < pending.count {
        let item = pending[pendingOffset]
        pendingOffset += 1
        switch window.admit(item) {
        case .take(let item):
          if case .video = item { delivered += 1 }
          return item
        case .skip: continue
        case .stop:
          pending = []
          pendingOffset = 0
          try finishRecording()
          return nil
        }
      }
      pending.removeAll(keepingCapacity: true)
      pendingOffset = 0
      guard try step() else {
        if let failure { throw failure }
        return nil
      }
    }
  }

  /// Reads one packet and decodes it into `pending`.
  /// - Returns: false when there is nothing more.
  private func step() throws -> Bool {
    guard !drained else { return false }
    do {
      if try demuxer.read(into: packet) {
        try decode(packet)
        return true
      }
      if try reconnect(after: nil) { return true }
    } catch let error as MediaError {
      if error.isInterruption {
        interrupted = true
      } else if try reconnect(after: error) {
        return true
      } else {
        failure = error
      }
    }
    drained = true
    try finishRecording()
    try drain()
    return true
  }

  private func decode(_ packet: Packet) throws {
    let index = packet.streamIndex
    if let onPacket = options.onPacket, let info = tracks.first(where: { $0.index == index }) {
      onPacket(packet, info)
    }
    if let video, index == video.info.index {
      jumps.apply(to: packet, timeBase: video.info.timeBase)
      if packet.isCorrupt { video.countCorruptPacket() }
      try recorder?.write(packet, stream: video.info)
      try video.decode(packet, isWanted: isWanted(packet)) { pending.append(.video($0)) }
      for problem in video.takeProblems() { report(problem, stream: index) }
    } else if let track = audio.firstIndex(where: { $0.info.index == index }) {
      jumps.apply(to: packet, timeBase: audio[track].info.timeBase)
      try recorder?.write(packet, stream: audio[track].info)
      try audio[track].decode(packet) { pending.append(.audio(track: track, $0)) }
    }
  }

  private func isWanted(_ packet: Packet) -> Bool {
    guard let start = options.startPTS, let pts = packet.pts else { return true }
    return pts >= start
  }

  private func finishRecording() throws {
    try recorder?.finish()
    recorder = nil
  }

  private func drain() throws {
    try video?.decode(nil) { pending.append(.video($0)) }
    if let video { for problem in video.takeProblems() { report(problem, stream: video.info.index) } }
    for (track, decoder) in audio.enumerated() {
      try decoder.decode(nil) { pending.append(.audio(track: track, $0)) }
    }
  }

  /// Opens a dropped source anew, with longer and longer pauses, for as long as the time-out allows.
  private func reconnect(after error: MediaError?) throws -> Bool {
    guard let reopen, !demuxer.interrupt.isStopped else { return false }
    let begun = Interrupt.now()
    let patience = UInt64((options.timeout ?? 30) * 1e9)
    var pause = 0.25
    report(
      ProblemRecord(
        what: "the source dropped (\(error?.description ?? "end of stream")); reconnecting", kind: .source),
      stream: nil)
    while !demuxer.interrupt.isStopped, Interrupt.now() - begun < patience {
      Clock.sleep(seconds: pause, unless: demuxer.interrupt)
      pause = min(pause * 2, 4)
      guard let fresh = try? reopen(), !fresh.streams.isEmpty else { continue }
      try drain()
      demuxer = fresh
      jumps.sourceReturned(after: Double(Interrupt.now() - begun) / 1e9)
      if let old = video {
        video = try VideoTrackDecoder(continuing: old, streams: fresh.streams, name: fresh.name)
      }
      audio = try audio.map {
        try AudioTrackDecoder(continuing: $0, streams: fresh.streams, name: fresh.name)
      }
      demuxer.select(Set(audio.map(\.info.index) + (video.map { [$0.info.index] } ?? [])))
      report(ProblemRecord(what: "the source is back", kind: .source), stream: nil)
      return true
    }
    return false
  }

  /// The streams that are decoded: the video first, where there is one, then the audio tracks in order.
  public var tracks: [StreamInfo] { (video.map { [$0.info] } ?? []) + audio.map(\.info) }

  /// What the headers say of the input as a whole.
  public var container: ContainerRecord { ContainerRecord(headersOf: demuxer) }

  /// How the input ended.
  public var end: EndRecord {
    let errors = (video?.errors ?? 0) + audio.reduce(0) { $0 + $1.errors }
    var end = EndRecord(
      status: interrupted ? .interrupted : .complete, frames: delivered, dropped: 0, errors: errors)
    if let failure {
      end.status = .error
      end.reason = failure.description
    }
    return end
  }

  /// Places that were damaged, since the last call.
  public func takeProblems() -> [ProblemRecord] {
    defer { problems = [] }
    return problems
  }
}
