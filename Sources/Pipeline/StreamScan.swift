import Media
import Records

/// What reading all packets of one elementary stream tells.
struct StreamScan {
  let info: StreamInfo
  private(set) var packets = 0
  private(set) var discarded = 0
  private(set) var bytes: Int64 = 0
  private(set) var damaged = 0
  private(set) var beginsWithKeyframe: Bool?
  private var presentation: FrameTimes
  private var decoding: FrameTimes
  private var lastKeyframe: (pts: Int64?, dts: Int64?)?
  private var keyframeInterval: Int64?

  init(_ info: StreamInfo) {
    self.info = info
    presentation = FrameTimes(timeBase: info.timeBase)
    decoding = FrameTimes(timeBase: info.timeBase)
  }

  /// The packets that are shown.
  var shown: Int { packets - discarded }

  /// How far pictures lie apart: by their presentation times, or by decoding times, which are as far apart,
  /// where the container leaves presentation times out (AVI, MPEG-1 program streams).
  private var spacing: FrameTimes {
    presentation.count >= shown || presentation.count >= decoding.count ? presentation : decoding
  }

  private var firstTick: Int64? { presentation.first ?? decoding.first }

  private var endTick: Int64? {
    var ends = [presentation.end, decoding.end]
    if presentation.count < shown, let first = firstTick, let rate = spacing.rate(candidates: declaredRates) {
      ends.append(first + rescale(Int64(shown), from: rate.inverse, to: info.timeBase))
    }
    return ends.compactMap { $0 }.max()
  }

  private var declaredRates: [Rational] { [info.realFrameRate, info.averageFrameRate].compactMap { $0 } }

  mutating func add(_ packet: Packet) {
    packets += 1
    bytes += Int64(packet.size)
    if packet.isCorrupt { damaged += 1 }
    if beginsWithKeyframe == nil { beginsWithKeyframe = packet.isKeyframe }
    if packet.isDiscarded {
      discarded += 1
      return
    }
    if let pts = packet.pts { presentation.add(pts, duration: packet.duration) }
    if let dts = packet.dts { decoding.add(dts, duration: packet.duration) }
    guard packet.isKeyframe, info.kind == .video else { return }
    if let last = lastKeyframe {
      var distance: Int64?
      if let pts = packet.pts, let before = last.pts {
        distance = pts - before
      } else if let dts = packet.dts, let before = last.dts {
        distance = dts - before
      }
      if let distance { keyframeInterval = max(keyframeInterval ?? 0, distance) }
    }
    lastKeyframe = (packet.pts, packet.dts)
  }

  mutating func finish() {
    presentation.finish()
    decoding.finish()
  }

  private func seconds(_ ticks: Int64?) -> Double? { ticks.map { Timestamp($0, info.timeBase).seconds } }

  /// The first moment in seconds; nil when nothing is timed.
  var start: Double? { seconds(firstTick) }

  /// The end of what is shown last, in seconds; nil when nothing is timed.
  var end: Double? { seconds(endTick) }

  /// The length in seconds; by the frame rate where nothing is timed.
  var duration: Double? {
    if let first = firstTick, let end = endTick, end > first { return seconds(end - first) }
    guard info.kind == .video, firstTick == nil, shown > 0, let rate = info.averageFrameRate else {
      return nil
    }
    return Double(shown) / rate.doubleValue
  }

  /// Puts what was counted in place of what the headers say.
  func apply(to record: inout ElementaryStreamRecord) {
    record.packets = packets
    if packets == 0 {
      record.startTime = nil
      record.duration = nil
      record.bitRate = nil
      record.frames = info.kind == .video ? 0 : nil
      return
    }
    record.startTime = start ?? record.startTime
    record.duration = duration ?? record.duration
    if let duration = record.duration, duration > 0, info.kind != .attachment {
      record.bitRate = Int64((Double(bytes) * 8 / duration).rounded())
    }
    guard info.kind == .video else { return }
    record.frames = shown
    record.frameRateMode = spacing.mode
    record.minFrameDuration = seconds(spacing.shortest)
    record.maxFrameDuration = seconds(spacing.longest)
    record.keyframeIntervalMax = seconds(keyframeInterval)
    let counted = spacing.rate(candidates: declaredRates)
    record.averageFrameRate = counted ?? record.averageFrameRate
    if spacing.mode == .constant, let counted, declaredRates.contains(counted) { record.frameRate = counted }
  }

  /// What is wrong with the stream as a whole.
  var problems: [ProblemRecord] {
    var found: [ProblemRecord] = []
    func add(_ what: String, time: Double? = nil, count: Int? = nil) {
      found.append(ProblemRecord(what: what, time: time, stream: info.index, count: count))
    }
    guard info.kind == .video || info.kind == .audio else { return found }
    if packets == 0 { add("it has no packets") }
    if beginsWithKeyframe == false, info.kind == .video {
      add("it does not begin with a keyframe", time: start)
    }
    if spacing.repeats > 0 { add("a presentation time comes more than once", count: spacing.repeats) }
    if let declared = info.declaredFrames, packets > 0, packets < declared, info.kind == .video {
      add("the container declares \(declared) frames, but \(packets) are there", count: declared - packets)
    }
    return found
  }
}
