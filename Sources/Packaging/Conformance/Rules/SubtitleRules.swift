/// What holds for subtitles.
enum SubtitleRules {
  static let header = ConformanceRule(
    "subtitle.header", "RFC 8216bis 3.1.4",
    "A segment of subtitles is WebVTT in UTF-8 and begins with WEBVTT.")
  static let map = ConformanceRule(
    "subtitle.timestamp-map", "HLS Authoring 5.3",
    "A WebVTT segment has an X-TIMESTAMP-MAP with LOCAL and MPEGTS.")
  static let timing = ConformanceRule(
    "subtitle.cue-timing", "RFC 8216bis 3.1.4", "A cue has a start and a later end.")
  static let place = ConformanceRule(
    "subtitle.cue-place", "RFC 8216bis 3.1.4", .warning, "A cue lies within the time of its segment.")
  static let duration = ConformanceRule(
    "subtitle.duration", "HLS Authoring 5.5", "A playlist of subtitles lasts as long as the content.")

  static let all = [header, map, timing, place, duration]

  /// Checks a segment.
  /// - Parameters:
  ///   - window: the segment's seconds in the playlist.
  static func check(
    _ segment: WebVTTSegment, window: Range<Double>, at place: FindingPlace, into findings: inout FindingList
  ) {
    if !segment.isUTF8 || !segment.hasHeader {
      findings.add(
        header, segment.isUTF8 ? "it does not begin with WEBVTT" : "it is not UTF-8", at: place,
        time: window.lowerBound)
    }
    if !segment.hasTimestampMap || segment.offset == nil {
      findings.add(
        map, segment.hasTimestampMap ? "X-TIMESTAMP-MAP cannot be read" : "it has no X-TIMESTAMP-MAP",
        at: place, time: window.lowerBound)
    }
    for bad in segment.badLines {
      findings.add(
        timing, "line \(bad.line) is no timing of a cue", at: place, declared: String(bad.text.prefix(60)),
        time: window.lowerBound)
    }
  }

  /// Checks that cues lie in their segments.
  /// - Parameter origin: the presentation time of the playlist's start in seconds.
  static func checkPlaces(
    _ cues: [(cue: WebVTTSegment.Cue, offset: Double, window: Range<Double>, place: FindingPlace)],
    origin: Double, into findings: inout FindingList
  ) {
    for item in cues {
      let start = item.cue.start + item.offset - origin
      let end = item.cue.end + item.offset - origin
      // Half a second is what players' own tolerances forgive.
      guard end < item.window.lowerBound - 0.5 || start > item.window.upperBound + 0.5 else { continue }
      findings.add(
        Self.place, "the cue in line \(item.cue.line) is shown when its segment is not", at: item.place,
        declared:
          "\(SecondsText.text(item.window.lowerBound)) to \(SecondsText.text(item.window.upperBound))",
        measured: "\(SecondsText.text(start)) to \(SecondsText.text(end))", time: item.window.lowerBound)
    }
  }
}
