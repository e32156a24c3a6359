/// What holds for playlists that change.
enum LiveRules {
  static let sequence = ConformanceRule(
    "live.media-sequence", "RFC 8216bis 6.2.2",
    "The media sequence number goes up by one with each segment that is removed, and never back.")
  static let changed = ConformanceRule(
    "live.segment-changed", "RFC 8216bis 6.2.1",
    "A segment keeps its number, URI, EXTINF and tags from update to update.")
  static let skipped = ConformanceRule(
    "live.segments-skipped", "RFC 8216bis 6.2.2", .warning,
    "Every update has a segment in common with the one before.")
  static let event = ConformanceRule(
    "live.event-removed", "RFC 8216bis 4.4.3.5", "No segment is removed from a playlist of type EVENT.")
  static let window = ConformanceRule(
    "live.window", "RFC 8216bis 6.2.2",
    "Segments are removed only while the rest lasts three target durations or more.")
  static let six = ConformanceRule(
    "live.six-segments", "HLS Authoring 8.11", "A live playlist has at least six segments.")
  static let late = ConformanceRule(
    "live.update", "RFC 8216bis 6.2.1",
    "A live playlist is updated within 1.5 target durations of the update before.")
  static let target = ConformanceRule(
    "live.target-duration", "RFC 8216bis 6.2.1", "EXT-X-TARGETDURATION never changes.")
  static let discontinuity = ConformanceRule(
    "live.discontinuity-sequence", "RFC 8216bis 6.2.2",
    "EXT-X-DISCONTINUITY-SEQUENCE goes up by one with each EXT-X-DISCONTINUITY that is removed.")
  static let discontinuityMissing = ConformanceRule(
    "live.discontinuity-sequence-missing", "HLS Authoring 8.17", .warning,
    "A live playlist that has EXT-X-DISCONTINUITY has EXT-X-DISCONTINUITY-SEQUENCE.")
  static let early = ConformanceRule(
    "live.removed-early", "RFC 8216bis 6.2.2",
    "A segment's file stays for its own duration and that of the longest playlist that held it.")
  static let final = ConformanceRule(
    "live.final-changed", "RFC 8216bis 6.2.1", "A playlist with EXT-X-ENDLIST or of type VOD does not change."
  )
  static let gone = ConformanceRule(
    "live.unreachable", "RFC 8216bis 6.2.1", "A live playlist can be read whole at any time.")

  static let all = [
    sequence, changed, skipped, event, window, six, late, target, discontinuity, discontinuityMissing, early,
    final, gone,
  ]

  /// Checks one state of a live playlist.
  static func check(_ media: LooseMedia, into findings: inout FindingList) {
    guard media.isLive, !media.isIFramesOnly, media.type == nil else { return }
    let place = media.playlist.place()
    let hasRemoved = media.mediaSequence > 1
    let least = 3 * media.effectiveTarget
    if hasRemoved, media.duration < Double(least) - 0.5 {
      findings.add(
        window, "the window is less than three target durations", at: place, declared: "\(least) s",
        measured: SecondsText.text(media.duration))
    }
    if hasRemoved, media.segments.count < 6 {
      findings.add(
        six, "a live playlist of \(media.segments.count) segments", at: place, declared: "6",
        measured: "\(media.segments.count)")
    }
    if media.segments.contains(where: \.hasDiscontinuity),
      media.playlist.first("EXT-X-DISCONTINUITY-SEQUENCE") == nil
    {
      findings.add(discontinuityMissing, "EXT-X-DISCONTINUITY without its sequence number", at: place)
    }
  }
}
