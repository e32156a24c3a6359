/// What holds for timestamps and durations.
enum TimingRules {
  static let decodeTime = ConformanceRule(
    "timing.decode-time", "HLS Authoring 7.3",
    "A fragment's decode time is the end of the one before it, unless at a discontinuity.")
  static let continuity = ConformanceRule(
    "timing.continuity", "HLS Authoring 7.1",
    "A segment's timestamps go on where the one before ended, unless at a discontinuity.")
  static let duration = ConformanceRule(
    "timing.extinf", "HLS Authoring 8.1", "EXTINF is within a video frame of the segment's real duration.")
  static let drift = ConformanceRule(
    "timing.drift", "HLS Authoring 8.1",
    "The sum of EXTINF over any segments in a row is within a video frame of their real duration.")
  static let tooLong = ConformanceRule(
    "timing.target-duration", "HLS Authoring 7.7",
    "No segment's media is longer than the target duration by more than half a second.")

  static let all = [decodeTime, continuity, duration, drift, tooLong]
}

/// Follows the timestamps of a rendition from segment to segment.
struct TimelineCheck {
  private struct Segment {
    var start: Double
    var end: Double
    var declared: Double
    var frame: Double
    var place: FindingPlace
    var time: Double
  }

  /// The end of the segment before, by kind of stream, with the tolerance of a gap.
  private var ends: [String: (end: Double, tolerance: Double)] = [:]
  private var decodeEnds: [UInt32: UInt64] = [:]
  private var last: Segment?
  private var declaredSum = 0.0
  private var origin: Double?
  private var drifts = (low: 0.0, high: 0.0)
  private var hasDrifted = false
  /// What unrolls the 33-bit clock of a transport stream, in seconds.
  private var turn = 0.0

  /// Takes a segment.
  /// - Parameter fragments: what the fragments of an MP4 segment say, with the timescales.
  /// - Returns: its start and end in seconds of presentation time.
  mutating func take(
    _ tracks: [SegmentTrack], fragments: [TrackFragment], timescales: [UInt32: UInt32],
    declared: Double, target: Int, isTransportStream: Bool, isDiscontinuity: Bool, time: Double,
    at place: FindingPlace, into findings: inout FindingList
  ) -> (start: Double, end: Double)? {
    if isDiscontinuity { breakOff(target: target, into: &findings) }
    let hasJumped = checkDecodeTimes(fragments, timescales, time, place, &findings)
    guard
      let primary = tracks.first(where: { $0.kind == .video }) ?? tracks.first(where: { $0.kind == .audio }),
      let first = primary.start, let final = primary.end
    else { return nil }
    let seconds = primary.seconds
    if isTransportStream, let last {
      let whole = 8_589_934_592.0 / 90000
      while Double(first) * seconds + turn < last.end - whole / 2 { turn += whole }
    }
    let (start, end) = (Double(first) * seconds + turn, Double(final) * seconds + turn)
    for track in tracks where track.kind == .video || track.kind == .audio {
      check(track, turn, hasJumped, time, place, &findings)
    }
    if let last {
      settle(last, measured: start - last.start, target: target, into: &findings)
    }
    if let origin {
      let drift = declaredSum - (start - origin)
      drifts = (min(drifts.low, drift), max(drifts.high, drift))
      let frame = primary.frameSeconds
      if !hasDrifted, drifts.high - drifts.low > frame + 0.002 {
        hasDrifted = true
        findings.add(
          TimingRules.drift, "the sum of EXTINF and the media drift apart by more than a frame", at: place,
          declared: SecondsText.text(declaredSum), measured: SecondsText.text(start - origin), time: time)
      }
    } else {
      origin = start
    }
    declaredSum += declared
    last = Segment(
      start: start, end: end, declared: declared, frame: primary.frameSeconds, place: place, time: time)
    return (start, end)
  }

  /// Ends a run of segments that belong together: at a discontinuity, a gap, or the end.
  mutating func breakOff(target: Int, into findings: inout FindingList) {
    if let last { settle(last, measured: last.end - last.start, target: target, into: &findings) }
    self = TimelineCheck()
  }

  private func settle(
    _ segment: Segment, measured: Double, target: Int, into findings: inout FindingList
  ) {
    guard measured > 0 else { return }
    if measured > Double(target) + 0.5 {
      findings.add(
        TimingRules.tooLong, "the segment's media is longer than the target duration allows",
        at: segment.place, declared: "\(target) s", measured: SecondsText.text(measured), time: segment.time)
    }
    if abs(segment.declared - measured) > segment.frame + 0.001 {
      findings.add(
        TimingRules.duration, "EXTINF is not the duration of the segment's media", at: segment.place,
        declared: SecondsText.text(segment.declared), measured: SecondsText.text(measured),
        time: segment.time)
    }
  }

  private mutating func check(
    _ track: SegmentTrack, _ turn: Double, _ hasJumped: Bool, _ time: Double, _ place: FindingPlace,
    _ findings: inout FindingList
  ) {
    guard let first = track.start, let final = track.end else { return }
    let key = track.kind.rawValue
    let start = Double(first) * track.seconds + turn
    let tolerance = track.gapTolerance
    if let before = ends[key], !hasJumped, abs(start - before.end) > max(tolerance, before.tolerance) {
      findings.add(
        TimingRules.continuity,
        start > before.end
          ? "a gap of \(SecondsText.text(start - before.end)) in the \(key) before it"
          : "the \(key) overlaps the segment before by \(SecondsText.text(before.end - start))",
        at: place, declared: SecondsText.text(before.end), measured: SecondsText.text(start), time: time)
    }
    ends[key] = (Double(final) * track.seconds + turn, tolerance)
  }

  private mutating func checkDecodeTimes(
    _ fragments: [TrackFragment], _ timescales: [UInt32: UInt32], _ time: Double, _ place: FindingPlace,
    _ findings: inout FindingList
  ) -> Bool {
    var hasJumped = false
    for fragment in fragments {
      let scale = Double(max(1, timescales[fragment.trackID] ?? 1))
      if let expected = decodeEnds[fragment.trackID], expected != fragment.decodeTime {
        let off = Double(fragment.decodeTime) / scale - Double(expected) / scale
        // A millisecond is what coarse timescales round away.
        if abs(off) > max(0.001, 1 / scale) {
          hasJumped = true
          findings.add(
            TimingRules.decodeTime,
            "the decode time of track \(fragment.trackID) is off by \(SecondsText.text(off))", at: place,
            declared: "\(expected)", measured: "\(fragment.decodeTime)", time: time)
        }
      }
      decodeEnds[fragment.trackID] = fragment.decodeTime &+ fragment.duration
    }
    return hasJumped
  }
}

extension SegmentTrack {
  /// Times between pictures in seconds, in order.
  var intervals: [Double] {
    zip(times, times.dropFirst()).map { Double($1 - $0) * seconds }
  }

  /// The longest frame in seconds.
  var frameSeconds: Double { intervals.max() ?? (longestPacket > 0 ? Double(longestPacket) * seconds : 0.1) }

  /// How far the next segment's start may lie from this one's end, in seconds.
  var gapTolerance: Double {
    guard kind == .video else { return max(0.005, Double(longestPacket) * seconds / 2) }
    let intervals = intervals
    guard let low = intervals.min(), let high = intervals.max() else { return 0.1 }
    // Where frames come evenly a missing one is told; where they do not, the last one's length is unknown.
    return high - low < 0.0025 ? high / 2 : high + 0.002
  }
}
