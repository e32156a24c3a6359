import Records

/// What holds for the text of a media playlist.
enum MediaPlaylistRules {
  static let targetMissing = ConformanceRule(
    "media.target-duration-missing", "RFC 8216bis 4.4.3.1", "A media playlist has EXT-X-TARGETDURATION.")
  static let target = ConformanceRule(
    "media.target-duration", "RFC 8216bis 4.4.3.1",
    "No EXTINF, rounded to the nearest second, is more than the target duration.")
  static let duration = ConformanceRule(
    "media.extinf", "RFC 8216bis 4.4.4.1", "Every segment has an EXTINF with its duration in seconds.")
  static let uneven = ConformanceRule(
    "media.segment-durations", "HLS Authoring 7.6", .warning,
    "Segments, the last one aside, last about as long as each other.")
  static let empty = ConformanceRule(
    "media.empty", "RFC 8216bis 4.1", "A media playlist has segments.")
  static let order = ConformanceRule(
    "media.tag-order", "RFC 8216bis 4.4.3.2",
    "EXT-X-MEDIA-SEQUENCE and EXT-X-DISCONTINUITY-SEQUENCE stand before the first segment.")
  static let endMissing = ConformanceRule(
    "media.endlist", "RFC 8216bis 4.4.3.5", "A playlist of type VOD is final and ends with EXT-X-ENDLIST.")
  static let typeMissing = ConformanceRule(
    "media.playlist-type", "HLS Authoring 8.6",
    "A playlist of static content has EXT-X-PLAYLIST-TYPE of VOD.")
  static let range = ConformanceRule(
    "media.byte-range", "RFC 8216bis 4.4.4.2",
    "A byte range has a length, and an offset where no range of the same file precedes it.")
  static let dateTime = ConformanceRule(
    "media.program-date-time", "RFC 8216bis 4.4.4.6", .warning,
    "EXT-X-PROGRAM-DATE-TIME goes on as the segments' durations do, unless at a discontinuity.")
  static let dateTimeMissing = ConformanceRule(
    "media.program-date-time-missing", "HLS Authoring 8.4",
    "A live media playlist has EXT-X-PROGRAM-DATE-TIME.")
  static let bitRate = ConformanceRule(
    "media.bitrate", "RFC 8216bis 4.4.4.8", "EXT-X-BITRATE is within 10% of the segment's bit rate.")
  static let start = ConformanceRule(
    "media.start", "RFC 8216bis 4.4.2.2", .warning, "EXT-X-START lies within the playlist's duration.")
  static let stray = ConformanceRule(
    "media.trailing-tags", "RFC 8216bis 4.4.4", .warning, "Tags of a segment are followed by its URI.")
  static let partial = ConformanceRule(
    "media.low-latency", "RFC 8216bis 4.4.4.9", .info,
    "Partial segments and delta updates are not looked into.")

  static let all = [
    targetMissing, target, duration, uneven, empty, order, endMissing, typeMissing, range, dateTime,
    dateTimeMissing, bitRate, start, stray, partial,
  ]

  /// Checks the text of a media playlist.
  static func check(_ media: LooseMedia, into findings: inout FindingList) {
    let playlist = media.playlist
    if media.targetDuration == nil {
      findings.add(targetMissing, "EXT-X-TARGETDURATION is missing", at: playlist.place())
    }
    if media.segments.isEmpty { findings.add(empty, "it names no segment", at: playlist.place()) }
    checkDurations(media, into: &findings)
    checkEvenness(media, into: &findings)
    checkOrder(playlist, into: &findings)
    let type = playlist.first("EXT-X-PLAYLIST-TYPE")
    if media.type == "VOD" && !media.isEnded {
      findings.add(
        endMissing, "EXT-X-PLAYLIST-TYPE is VOD, and EXT-X-ENDLIST is missing: a player waits for more",
        at: playlist.place(type?.line), declared: "VOD", measured: "no EXT-X-ENDLIST")
    }
    if media.isEnded && media.type == nil && !media.isLinear {
      findings.add(
        typeMissing, "the playlist is final and has no EXT-X-PLAYLIST-TYPE", at: playlist.place(),
        declared: "none", measured: "VOD")
    }
    for bad in media.badRanges {
      findings.add(
        range, "'\(bad.text)' is no byte range, or its offset cannot be told", at: playlist.place(bad.line),
        declared: bad.text)
    }
    checkDates(media, into: &findings)
    checkStart(media, into: &findings)
    if let tag = playlist.tags.first(where: { $0.name == "EXT-X-PART" || $0.name == "EXT-X-SKIP" }) {
      findings.add(partial, "\(tag.name) is passed over", at: playlist.place(tag.line))
    }
    let segmentTags: Set = ["EXTINF", "EXT-X-BYTERANGE", "EXT-X-DISCONTINUITY", "EXT-X-GAP"]
    if case .tag(let tag)? = playlist.items.last(where: { item in
      if case .tag(let tag) = item { return segmentTags.contains(tag.name) }
      return true
    }) {
      findings.add(stray, "\(tag.name) is followed by no segment", at: playlist.place(tag.line))
    }
  }

  private static func checkDurations(_ media: LooseMedia, into findings: inout FindingList) {
    var time = 0.0
    for segment in media.segments {
      let place = media.place(segment)
      guard let value = segment.duration else {
        let text = segment.durationText
        findings.add(
          duration, text.isEmpty ? "the segment has no EXTINF" : "EXTINF '\(text)' is no number of seconds",
          at: place, declared: text.isEmpty ? nil : text, time: time)
        continue
      }
      let rounded = Int((value.doubleValue + 0.5).rounded(.down))
      if let target = media.targetDuration, rounded > target {
        findings.add(
          Self.target,
          "a segment of \(segment.durationText) s is longer than the target duration of \(target) s",
          at: place, declared: "\(target)", measured: segment.durationText, time: time)
      }
      time += value.doubleValue
    }
  }

  /// Finds segments that last more than one and a half times, or less than half, as long as most.
  private static func checkEvenness(_ media: LooseMedia, into findings: inout FindingList) {
    let most = media.segments.dropLast().map(\.seconds).sorted()
    guard !media.isIFramesOnly, most.count >= 3 else { return }
    let median = most[most.count / 2]
    for (segment, next) in zip(media.segments, media.segments.dropFirst()) {
      // A discontinuity may cut a segment short.
      guard segment.duration != nil, !next.hasDiscontinuity,
        segment.seconds > 1.5 * median || segment.seconds < 0.5 * median
      else { continue }
      findings.add(
        uneven, "a segment of \(segment.durationText) s among segments of \(SecondsText.text(median))",
        at: media.place(segment), declared: segment.durationText, measured: SecondsText.text(median))
    }
  }

  private static func checkOrder(_ playlist: LoosePlaylist, into findings: inout FindingList) {
    var hasSegments = false
    for item in playlist.items {
      switch item {
      case .uri: hasSegments = true
      case .tag(let tag):
        guard tag.name == "EXT-X-MEDIA-SEQUENCE" || tag.name == "EXT-X-DISCONTINUITY-SEQUENCE", hasSegments
        else { continue }
        findings.add(order, "\(tag.name) stands after the first segment", at: playlist.place(tag.line))
      }
    }
  }

  private static func checkDates(_ media: LooseMedia, into findings: inout FindingList) {
    if media.isLive && !media.isIFramesOnly && !media.segments.isEmpty
      && !media.segments.contains(where: { $0.programDateTime != nil })
    {
      findings.add(
        dateTimeMissing, "a live playlist without EXT-X-PROGRAM-DATE-TIME", at: media.playlist.place())
    }
    var expected: Double?
    for segment in media.segments {
      if segment.hasDiscontinuity { expected = nil }
      if let time = segment.programDateTime {
        let seconds = Double(time.milliseconds) / 1000
        if let expected, abs(seconds - expected) > 1 {
          findings.add(
            dateTime, "the clock and the segments' durations differ here by more than a second",
            at: media.place(segment), declared: time.text,
            measured: ProgramDateTime(milliseconds: Int64(expected * 1000)).text)
        }
        expected = seconds
      }
      expected = expected.map { $0 + segment.seconds }
    }
  }

  private static func checkStart(_ media: LooseMedia, into findings: inout FindingList) {
    guard let tag = media.playlist.first("EXT-X-START"),
      let offset = tag.attributes["TIME-OFFSET"].flatMap({ Double($0) }), abs(offset) > media.duration
    else { return }
    findings.add(
      start, "EXT-X-START lies outside the playlist", at: media.playlist.place(tag.line),
      declared: "\(offset) s", measured: "\(SecondsText.text(media.duration))")
  }
}
