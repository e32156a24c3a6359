import Media
import Records

/// Reads the segments of one media playlist in order, one at a time, and measures them.
///
/// Used by one thread. A live playlist is handed over again each time that it changed.
final class RenditionInspector {
  var report: RenditionReport
  var findings = FindingList()
  let reader: any ResourceReader
  let options: ConformanceOptions
  let interrupt: Interrupt
  /// Whether the multivariant playlist promises independent segments.
  let isIndependent: Bool

  private var timeline = TimelineCheck()
  private var packets = TransportStreamState()
  private var meter: BandwidthMeter
  private var nextSequence: Int?
  /// Seconds of EXTINF before the next segment.
  var time = 0.0
  var section: (map: LooseMedia.Map, bytes: [UInt8], content: InitializationSection)?
  var keys: [String: [UInt8]] = [:]
  private var said: Set<String> = []
  private var cues: [(cue: WebVTTSegment.Cue, offset: Double, window: Range<Double>, place: FindingPlace)] =
    []
  var last: (codecs: [String], size: String, channels: Int?)?
  var lastIFrame: (start: Double, declared: Double, frame: Double, place: FindingPlace)?

  init(
    _ media: LooseMedia, role: RenditionRole, isIndependent: Bool, reader: any ResourceReader,
    options: ConformanceOptions, interrupt: Interrupt
  ) {
    report = RenditionReport(media: media, role: role)
    self.reader = reader
    self.options = options
    self.interrupt = interrupt
    self.isIndependent = isIndependent
    meter = BandwidthMeter(targetDuration: Rational(Int64(media.effectiveTarget), 1))
  }

  /// Reads the segments that are new.
  /// - Throws: MediaError when the work is stopped.
  func take(_ media: LooseMedia) throws {
    report.media = media
    if media.isLinear { report.isLinear = true }
    for segment in media.segments where segment.sequence >= (nextSequence ?? 0) {
      if interrupt.isStopped { throw MediaError.interrupted("check", media.playlist.name) }
      if let next = nextSequence, segment.sequence > next { breakOff() }
      nextSequence = segment.sequence + 1
      report.segments.append(
        SegmentFacts(
          sequence: segment.sequence, declared: segment.seconds, hasDiscontinuity: segment.hasDiscontinuity))
      if options.readsMedia {
        if segment.isGap { breakOff() } else { try inspect(segment, media) }
      }
      time += segment.seconds
    }
  }

  /// Ends the measurements.
  /// - Parameter origin: the presentation time at which the title begins, for subtitles.
  func finish() {
    breakOff()
    report.peak = meter.peak
    report.average = meter.average
    keys = [:]
    section = nil
  }

  /// Compares the cues with their segments' times.
  func checkCues(origin: Double) {
    SubtitleRules.checkPlaces(cues, origin: origin, into: &findings)
    cues = []
  }

  func takeFindings() -> FindingList {
    defer { findings = FindingList() }
    return findings
  }

  func breakOff() {
    timeline.breakOff(target: report.media.effectiveTarget, into: &findings)
    packets.reset()
    report.frameRate.reset()
    settleIFrame(next: nil)
  }

  func once(_ rule: ConformanceRule, _ what: String, at place: FindingPlace, measured: String? = nil) {
    guard said.insert(rule.id).inserted else { return }
    findings.add(rule, what, at: place, measured: measured)
  }

  // MARK: One segment

  private func inspect(_ segment: LooseMedia.Segment, _ media: LooseMedia) throws {
    let place = media.place(segment)
    if segment.hasDiscontinuity {
      last = nil
      breakOff()
    }
    guard let (fetched, widened) = try readSegment(segment, media, at: place) else {
      report.segmentsFailed += 1
      return breakOff()
    }
    report.segmentsRead += 1
    let count = min(fetched.bytes.count - (widened?.skipped ?? 0), segment.range?.length ?? .max)
    if let range = segment.range, count < range.length {
      findings.add(
        SegmentRules.range, "the byte range passes the end of the file", at: place,
        declared: range.attribute, measured: "\(max(0, count)) bytes", time: time)
      return breakOff()
    }
    if let duration = segment.duration, duration > .zero {
      meter.append(bytes: count, duration: duration)
      checkBitRate(segment, count, at: place)
    }
    guard let bytes = try decrypted(fetched.bytes, widened, segment, media, at: place) else {
      return breakOff()
    }
    let format = SegmentFormat(bytes)
    report.format = report.format ?? format
    if let type = fetched.contentType, format != .unknown, !format.mediaTypes.contains(type) {
      once(SegmentRules.mediaType, "the server sends segments as \(type)", at: place, measured: type)
    }
    switch format {
    case .webVTT: inspectText(bytes, segment, at: place)
    case .unknown:
      if media.isIFramesOnly, segment.map != nil, segment.keys.isEmpty {
        findings.add(IFrameRules.header, "the byte range does not begin with a moof", at: place, time: time)
        breakOff()
      } else if report.role.isSubtitles {
        inspectText(bytes, segment, at: place)
      } else if !segment.keys.isEmpty {
        findings.add(
          EncryptionRules.wrong, "it decrypts to no media: the key or the initialization vector is another",
          at: place, time: time)
        breakOff()
      } else {
        findings.add(SegmentRules.format, "it is of no format that HLS knows", at: place, time: time)
        breakOff()
      }
    case .mp4, .transportStream, .packedAudio:
      try inspectMedia(bytes, format, segment, media, at: place)
    }
  }

  private func checkBitRate(_ segment: LooseMedia.Segment, _ bytes: Int, at place: FindingPlace) {
    guard let declared = segment.bitRate, segment.range == nil, segment.seconds > 0 else { return }
    let measured = Double(bytes) * 8 / segment.seconds / 1000
    guard measured < 0.9 * Double(declared) || measured > 1.1 * Double(declared) else { return }
    findings.add(
      MediaPlaylistRules.bitRate, "EXT-X-BITRATE is not the segment's bit rate", at: place,
      declared: "\(declared) kb/s", measured: "\(SecondsText.number(measured, 0)) kb/s", time: time)
  }

  private func inspectText(_ bytes: [UInt8], _ segment: LooseMedia.Segment, at place: FindingPlace) {
    let text = WebVTTSegment(bytes)
    let window = time..<max(time, time + segment.seconds)
    SubtitleRules.check(text, window: window, at: place, into: &findings)
    guard let offset = text.offset else { return }
    for cue in text.cues { cues.append((cue, offset, window, place)) }
  }

  private func inspectMedia(
    _ bytes: [UInt8], _ format: SegmentFormat, _ segment: LooseMedia.Segment, _ media: LooseMedia,
    at place: FindingPlace
  ) throws {
    let section = try initialization(segment, media, isMP4: format == .mp4)
    let isIFrame = media.isIFramesOnly
    var fragments: [TrackFragment] = []
    if format == .mp4 {
      if segment.map == nil {
        findings.add(SegmentRules.map, "fragmented MP4 without EXT-X-MAP", at: place, time: time)
      }
      if isIFrame {
        guard checkIFrameHeader(bytes, at: place) else { return breakOff() }
      } else {
        guard SegmentRules.checkBoxes(bytes, at: place, into: &findings) else { return breakOff() }
        fragments = (try? TrackFragment.all(in: bytes, section?.content)) ?? []
      }
    } else if format == .transportStream, !isIFrame {
      let faults = packets.take(bytes)
      SegmentRules.check(
        faults, hasMap: segment.map != nil, isContinued: true, at: place, into: &findings)
    } else if format == .packedAudio {
      let head = String(decoding: bytes.prefix(1024), as: UTF8.self)
      if !head.contains("com.apple.streaming.transportStreamTimestamp") {
        findings.add(SegmentRules.timestamp, "it has no timestamp in an ID3 tag", at: place, time: time)
      }
    }
    let tracks: [SegmentTrack]
    do throws(MediaError) {
      tracks = try SegmentProbe.read(
        bytes, section: section?.bytes ?? [], format: format, decodes: options.decodes, name: segment.uri,
        interrupt: interrupt)
    } catch {
      if error.isInterruption { throw error }
      findings.add(
        isIFrame ? IFrameRules.picture : SegmentRules.decoding, "it cannot be read as media: \(error)",
        at: place, time: time)
      return breakOff()
    }
    if isIFrame { return inspectIFrame(tracks, segment, at: place) }
    SegmentRules.check(
      tracks, isIndependent: isIndependent || media.isIndependent, time: time, at: place, into: &findings)
    learn(tracks, section?.content, format, segment, at: place)
    guard format != .packedAudio else { return }
    let scales = Dictionary(
      (section?.content.tracks ?? []).map { ($0.id, $0.timescale) }, uniquingKeysWith: { first, _ in first })
    let range = timeline.take(
      tracks, fragments: fragments, timescales: scales, declared: segment.seconds,
      target: media.effectiveTarget, isTransportStream: format == .transportStream, isDiscontinuity: false,
      time: time, at: place, into: &findings)
    report.segments[report.segments.count - 1].start = range?.start
    report.segments[report.segments.count - 1].end = range?.end
  }
}
