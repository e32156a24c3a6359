import Media
import Records

/// What counts as a fault of time.
public struct TimestampsOptions: Sendable, Equatable {
  /// Kinds of the streams that the container declares, by index; those without packets are told.
  public var declared: [Int: StreamInfo.Kind] = [:]
  /// Seconds that a decoding time may go back before it counts as a jump.
  public var backwardJump = 1.0
  /// Seconds that a decoding time may go ahead before it counts as a jump.
  public var forwardJump = 10.0
  /// Seconds by which sound may begin before or after the pictures.
  public var offset = 0.1
  /// Seconds by which sound may end before or after the pictures.
  public var drift = 0.25

  /// The defaults.
  public init() {}
}

/// Judges the times of packets: gaps, overlaps, jumps, disorder, and how sound and pictures lie to each other.
///
/// Wants times as they stand in the container, before anything repairs them. Pictures are put into the order of
/// their presentation; a rate counts as constant where four of five distances are equal but for rounding, and only
/// then a longer one is a gap. Packets that an edit list cuts off are counted and passed over.
public final class TimestampsAnalyser: PacketAnalyser {
  private let options: TimestampsOptions
  private var streams: [Int: StreamTimes] = [:]
  private var arrived: [Int] = []

  /// Judges all video and audio streams.
  public init(options: TimestampsOptions = TimestampsOptions()) { self.options = options }

  /// Takes the next packet.
  public func add(_ packet: PacketFacts, to output: inout AnalyserOutput) {
    guard packet.kind == .video || packet.kind == .audio, packet.timeBase.num > 0, packet.timeBase.den > 0
    else {
      return
    }
    if streams[packet.stream] == nil {
      streams[packet.stream] = StreamTimes(packet, options: options)
      arrived.append(packet.stream)
    }
    streams[packet.stream]?.add(packet)
  }

  /// Takes a frame's facts; packets say the same.
  public func add(_ frame: FrameFacts, to output: inout AnalyserOutput) {}

  /// Tells the findings and sums up.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    var section = TimestampsSummary()
    for index in arrived.sorted() {
      guard var times = streams[index] else { continue }
      times.finish()
      if times.kind == .video {
        section.gaps += times.gaps.count + times.moreGaps
        section.overlaps += times.overlaps.count
      } else {
        section.audioGaps += times.gaps.count
        section.audioOverlaps += times.overlaps.count
      }
      section.nonMonotonic += times.nonMonotonic.count
      section.jumps += times.jumps.count
      section.missing += times.missing
      section.notShown += times.notShown
      output.findings += times.findings()
      if times.missing > 0 { output.findings.append(untimed(times)) }
      if times.notShown > 0 { output.findings.append(cut(times)) }
      streams[index] = times
    }
    for index in options.declared.keys.sorted() where streams[index] == nil {
      guard let kind = options.declared[index], kind == .video || kind == .audio else { continue }
      output.findings.append(
        finding("empty_stream", .error, "the \(kind.rawValue) stream has no packets", stream: index))
    }
    let sorted = arrived.sorted().compactMap { streams[$0] }
    let video = sorted.first { $0.kind == .video }
    let audio = sorted.first { $0.kind == .audio }
    if let video {
      section.isVariable = video.spacing.isVariable
      section.jitter = video.jitter
      if let jitter = video.jitter, jitter > 0 {
        var found = finding(
          "jitter", .info, "frames deviate from their even distance by up to \(jitter.inSeconds)",
          stream: video.stream)
        found.values = ["jitter": jitter]
        output.findings.append(found)
      }
    }
    if let video, let audio { compare(video, audio, &section, &output) }
    summary.timestamps = section
  }

  private func finding(_ name: String, _ severity: FindingSeverity, _ what: String, stream: Int)
    -> FindingRecord
  {
    var finding = FindingRecord()
    finding.finding = name
    finding.severity = severity
    finding.what = what
    finding.stream = stream
    return finding
  }

  private func untimed(_ times: StreamTimes) -> FindingRecord {
    let all = times.missing == times.packets
    var found = finding(
      "no_time", all ? .info : .warning,
      all ? "no packet has a time" : "\(times.missing) of \(times.packets) packets have no time",
      stream: times.stream)
    found.count = times.missing
    return found
  }

  private func cut(_ times: StreamTimes) -> FindingRecord {
    var found = finding(
      "edit_list", .info, "an edit list cuts off \(times.notShown) of \(times.packets) packets",
      stream: times.stream)
    found.count = times.notShown
    return found
  }

  /// How the first audio track lies to the pictures.
  private func compare(
    _ video: StreamTimes, _ audio: StreamTimes, _ section: inout TimestampsSummary,
    _ output: inout AnalyserOutput
  ) {
    guard let videoStart = video.start, let audioStart = audio.start, let videoStop = video.stop,
      let audioStop = audio.stop
    else { return }
    let offset = audioStart - videoStart
    let drift = audioStop - videoStop
    section.audioOffset = offset
    section.audioDrift = drift
    if abs(offset) > options.offset {
      var found = finding(
        "audio_offset", abs(offset) > 10 * options.offset ? .warning : .info,
        "the sound begins \(abs(offset).inSeconds) \(offset > 0 ? "after" : "before") the pictures",
        stream: audio.stream)
      found.start = min(audioStart, videoStart)
      found.end = max(audioStart, videoStart)
      found.values = ["offset": offset]
      output.findings.append(found)
    }
    if abs(drift) > options.drift, video.jumps.count + audio.jumps.count == 0 {
      var found = finding(
        "audio_length", abs(drift) > 4 * options.drift ? .warning : .info,
        "the sound ends \(abs(drift).inSeconds) \(drift > 0 ? "after" : "before") the pictures",
        stream: audio.stream)
      found.start = min(audioStop, videoStop)
      found.end = max(audioStop, videoStop)
      found.values = ["difference": drift]
      output.findings.append(found)
    }
  }
}
