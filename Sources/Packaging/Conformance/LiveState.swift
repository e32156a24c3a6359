/// Follows one live playlist from update to update.
struct LiveState {
  private(set) var media: LooseMedia
  /// When it last changed, in seconds of a monotonic clock.
  private var changed: Double
  private var hasStalled = false
  /// Segments that were removed: where they are, when they may go, and the place for findings.
  private(set) var removed: [(uri: String, until: Double, place: FindingPlace)] = []

  init(_ media: LooseMedia, at now: Double) {
    self.media = media
    changed = now
  }

  /// Takes the playlist as it is now.
  mutating func take(_ new: LooseMedia, at now: Double, into findings: inout FindingList) {
    let old = media
    guard new.playlist.bytes != old.playlist.bytes else {
      let silence = now - changed
      // A poll may come a little after the limit.
      if old.isLive, !hasStalled, silence > 1.5 * Double(old.effectiveTarget) + 0.5 {
        hasStalled = true
        findings.add(
          LiveRules.late, "it was not updated in time", at: old.playlist.place(),
          declared: SecondsText.text(1.5 * Double(old.effectiveTarget)),
          measured: "more than \(SecondsText.number(silence, 1)) s")
      }
      return
    }
    media = new
    changed = now
    hasStalled = false
    let place = new.playlist.place()
    if !old.isLive {
      findings.add(LiveRules.final, "it changed after it was final", at: place)
    }
    if let was = old.targetDuration, new.targetDuration != was {
      findings.add(
        LiveRules.target, "EXT-X-TARGETDURATION changed", at: place, declared: "\(was)",
        measured: new.targetDuration.map { "\($0)" } ?? "none")
    }
    let shift = new.mediaSequence - old.mediaSequence
    let (oldEnd, newEnd) = (old.mediaSequence + old.segments.count, new.mediaSequence + new.segments.count)
    guard shift >= 0, newEnd >= oldEnd else {
      findings.add(
        LiveRules.sequence,
        shift < 0 ? "the media sequence number went back" : "segments at the end were taken away", at: place,
        declared: "\(shift < 0 ? old.mediaSequence : oldEnd)",
        measured: "\(shift < 0 ? new.mediaSequence : newEnd)")
      return
    }
    if shift > old.segments.count {
      findings.add(
        LiveRules.skipped, "\(shift - old.segments.count) segments were never seen", at: place,
        declared: "\(oldEnd)", measured: "\(new.mediaSequence)")
    }
    compare(old, new, shift, into: &findings)
    remove(old, new, shift, now, into: &findings)
  }

  private func compare(
    _ old: LooseMedia, _ new: LooseMedia, _ shift: Int, into findings: inout FindingList
  ) {
    for (was, now) in zip(old.segments.dropFirst(shift), new.segments) {
      var changes: [(String, String, String)] = []
      if was.uri != now.uri { changes.append(("URI", was.uri, now.uri)) }
      if was.duration != now.duration { changes.append(("EXTINF", was.durationText, now.durationText)) }
      if was.range != now.range {
        changes.append(("EXT-X-BYTERANGE", was.range?.attribute ?? "none", now.range?.attribute ?? "none"))
      }
      // The first segment's tag may go with the segment before it.
      if was.hasDiscontinuity != now.hasDiscontinuity, now.index > 0 {
        changes.append(("EXT-X-DISCONTINUITY", "\(was.hasDiscontinuity)", "\(now.hasDiscontinuity)"))
      }
      for (what, before, after) in changes {
        findings.add(
          LiveRules.changed, "\(what) of segment \(now.sequence) changed", at: new.place(now),
          declared: before, measured: after)
      }
    }
  }

  private mutating func remove(
    _ old: LooseMedia, _ new: LooseMedia, _ shift: Int, _ now: Double, into findings: inout FindingList
  ) {
    guard shift > 0 else { return }
    let place = new.playlist.place()
    if old.type == "EVENT" {
      findings.add(
        LiveRules.event, "\(shift) segments were removed from a playlist of type EVENT", at: place,
        declared: "\(old.mediaSequence)", measured: "\(new.mediaSequence)")
    }
    let gone = old.segments.prefix(shift)
    // A discontinuity leaves with its segment, or stays on the first one of the window.
    let keeps = new.segments.first?.hasDiscontinuity == true
    let next = shift < old.segments.count && old.segments[shift].hasDiscontinuity && !keeps
    let least = old.discontinuitySequence + gone.count(where: \.hasDiscontinuity)
    let expected = next ? least...(least + 1) : least...least
    if !expected.contains(new.discontinuitySequence), shift <= old.segments.count {
      findings.add(
        LiveRules.discontinuity, "EXT-X-DISCONTINUITY-SEQUENCE does not count what was removed", at: place,
        declared: "\(expected.lowerBound)", measured: "\(new.discontinuitySequence)")
    }
    for segment in gone where segment.range == nil {
      removed.append((segment.uri, now + segment.seconds + old.duration, old.place(segment)))
    }
  }

  /// The removed segments that must still be there; what has had its time is forgotten.
  mutating func held(at now: Double) -> [(uri: String, until: Double, place: FindingPlace)] {
    removed.removeAll { $0.until <= now }
    return removed
  }

  /// Forgets a removed segment.
  mutating func forget(_ uri: String) { removed.removeAll { $0.uri == uri } }
}
