import Media
import Records

/// Follows the times of one stream, in the container's order.
struct StreamTimes {
  private struct Piece {
    var time: Int64
    var duration: Int64
  }

  let stream: Int
  let kind: StreamInfo.Kind
  private let timeBase: Rational
  private let options: TimestampsOptions
  private var order = PresentationOrder<Piece>()
  private(set) var spacing: SpacingTally
  private(set) var packets = 0
  private(set) var missing = 0
  private(set) var notShown = 0
  private(set) var first: Int64?
  private(set) var end: Int64?
  private var lastDecoding: Int64?
  private var delay: Int64?
  private var isReordered = false
  private var hasHoles = false
  private var untimed = 0
  private var expected: Int64?
  private var lastSound: Int64?
  private var isSoundRounded = true
  private(set) var nonMonotonic: FindingRuns
  private(set) var jumps: FindingRuns
  private(set) var gaps: FindingRuns
  private(set) var overlaps: FindingRuns

  init(_ packet: PacketFacts, options: TimestampsOptions) {
    stream = packet.stream
    kind = packet.kind
    timeBase = packet.timeBase
    self.options = options
    spacing = SpacingTally(timeBase: packet.timeBase)
    nonMonotonic = FindingRuns("decoding_time", stream: packet.stream)
    jumps = FindingRuns("time_jump", stream: packet.stream)
    gaps = FindingRuns(packet.kind == .audio ? "audio_gap" : "frame_gap", stream: packet.stream)
    overlaps = FindingRuns(packet.kind == .audio ? "audio_overlap" : "frame_overlap", stream: packet.stream)
  }

  private func seconds(_ ticks: Int64) -> Double { Timestamp(ticks, timeBase).seconds }

  private func ticks(_ seconds: Double) -> Int64 {
    let count = seconds / timeBase.doubleValue
    return count.isFinite ? Int64(max(-1e17, min(1e17, count.rounded(.up)))) : 1
  }

  mutating func add(_ packet: PacketFacts) {
    packets += 1
    checkDecoding(packet)
    guard let time = presentation(of: packet) else {
      if packet.dts == nil { missing += 1 }
      hasHoles = true
      return
    }
    guard !packet.isDiscarded else {
      notShown += 1
      return
    }
    let piece = Piece(time: time, duration: max(0, packet.duration))
    if kind == .video {
      if let next = order.add(piece, time: time) { settlePicture(next) }
    } else {
      settleSound(piece)
    }
  }

  /// When a packet is shown. MPEG program streams give some packets a decoding time alone: where pictures are not
  /// reordered, presentation follows by the same time each.
  private mutating func presentation(of packet: PacketFacts) -> Int64? {
    if let time = packet.pts {
      if let decoding = packet.dts {
        let delay = time &- decoding
        if let known = self.delay, known != delay { isReordered = true }
        self.delay = delay
      }
      return time
    }
    guard let decoding = packet.dts else { return nil }
    guard let delay else { return packets == untimed + 1 ? waitless(decoding) : nil }
    return isReordered ? nil : decoding.addingReportingOverflow(delay).partialValue
  }

  /// Before any presentation time the decoding time stands for it (AVI).
  private mutating func waitless(_ decoding: Int64) -> Int64 {
    untimed += 1
    return decoding
  }

  private mutating func checkDecoding(_ packet: PacketFacts) {
    guard let decoding = packet.dts else { return }
    defer { lastDecoding = decoding }
    guard let before = lastDecoding else { return }
    let step = seconds(decoding &- before)
    if step < -options.backwardJump || step > options.forwardJump {
      jumps.add(
        from: seconds(before), to: seconds(decoding),
        what:
          "the time jumps by \(step.inSeconds), from \(seconds(before).inSeconds) to \(seconds(decoding).inSeconds)",
        severity: .error, amount: abs(step))
      for piece in order.drain() { settlePicture(piece) }
      spacing.restart()
      expected = nil
    } else if decoding <= before {
      nonMonotonic.add(
        from: seconds(decoding), to: seconds(before),
        what: decoding == before
          ? "a decoding time comes twice" : "a decoding time is \((-step).inSeconds) before the one before",
        severity: .error, amount: -step)
    }
  }

  private mutating func extend(_ piece: Piece) {
    if let first, first <= piece.time {} else { first = piece.time }
    let stop = piece.time.addingReportingOverflow(piece.duration).partialValue
    if let end, end >= stop {} else { end = stop }
  }

  private mutating func settlePicture(_ piece: Piece) {
    extend(piece)
    let repeats = spacing.repeats
    spacing.add(piece.time)
    if spacing.repeats > repeats {
      overlaps.add(
        from: seconds(piece.time), to: seconds(piece.time), what: "a frame has the time of the one before",
        severity: .warning)
    }
  }

  private mutating func settleSound(_ piece: Piece) {
    extend(piece)
    defer {
      expected = piece.duration > 0 ? piece.time.addingReportingOverflow(piece.duration).partialValue : nil
      lastSound = piece.time
    }
    if isSoundRounded, let first, piece.time != first {
      isSoundRounded =
        Int128(piece.time - first) * Int128(timeBase.num) * 1000 % Int128(max(1, timeBase.den)) == 0
    }
    guard let expected, lastSound != nil else { return }
    let difference = piece.time - expected
    // A millisecond, a tick, and the rounding of a time and a duration to milliseconds.
    let tolerance = ticks(0.001) + 1 + (isSoundRounded ? ticks(0.001) : 0)
    if difference > tolerance {
      gaps.add(
        from: seconds(expected), to: seconds(piece.time),
        what: "there is no sound for \(seconds(difference).inSeconds)", severity: .warning,
        amount: seconds(difference))
    } else if difference < -tolerance {
      overlaps.add(
        from: seconds(piece.time), to: seconds(expected),
        what: "sound begins \(seconds(-difference).inSeconds) before the sound before it has ended",
        severity: .warning, amount: seconds(-difference))
    }
  }

  /// No more packets will come.
  mutating func finish() {
    for piece in order.drain() { settlePicture(piece) }
    if let last = spacing.previous, end == last, let usual = spacing.usual { end = last + usual }
    guard kind == .video, !hasHoles else { return }
    let usual = spacing.usual ?? 0
    for gap in spacing.gaps {
      let lost = seconds(gap.end - gap.start - usual)
      let frames = usual > 0 ? max(1, ((gap.end - gap.start) + usual / 2) / usual - 1) : 1
      gaps.add(
        from: seconds(gap.start + usual), to: seconds(gap.end),
        what: "\(frames == 1 ? "a frame is" : "\(frames) frames are") missing (\(lost.inSeconds))",
        severity: .warning,
        amount: lost)
    }
  }

  /// Gaps that were only counted.
  var moreGaps: Int { hasHoles ? 0 : spacing.moreGaps }
  /// Start of what is shown, in seconds.
  var start: Double? { first.map(seconds) }
  /// End of what is shown, in seconds.
  var stop: Double? { end.map(seconds) }
  /// The greatest deviation of a picture from the even grid, in seconds.
  var jitter: Double? { spacing.jitter.map(seconds) }

  /// All findings, by place within each kind.
  mutating func findings() -> [FindingRecord] {
    jumps.finish() + nonMonotonic.finish() + gaps.finish() + overlaps.finish()
  }
}
