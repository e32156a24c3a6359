import Media
import Records

/// Cuts text tracks into WebVTT segments beside the video's (RFC 8216 section 3.5).
///
/// A cue that reaches over a boundary stands in each segment that it touches; a segment without cues is there
/// too. Times count from the first picture, which X-TIMESTAMP-MAP puts onto the media's clock.
struct SubtitlePublisher {
  let plan: TranscodePlan
  let folder: OutputFolder
  let publish: @Sendable (FileRecord) throws -> Void

  /// Publishes a track's segments.
  /// - Parameter pictures: the segments of a video rendition, whose times the track takes over.
  func run(_ rendition: SubtitleRendition, cues: [Cue], pictures: [SegmentEntry]) throws {
    let existing = (folder.journal.segments[rendition.name] ?? []).enumerated().prefix { offset, entry in
      entry.index == offset + 1 && folder.isWhole(entry.path, bytes: entry.bytes)
    }
    let store = SegmentStore(
      folder: folder, rendition: rendition.name, timescale: pictures.first?.timescale ?? 1,
      container: plan.container, existing: Set(existing.map(\.element.index)), fileExtension: "vtt",
      publish: publish)
    let end = pictures.last.map { Rational($0.end, $0.timescale) } ?? .zero
    var waiting = cues[...]
    var active: [(cue: Cue, end: Rational)] = []
    for entry in pictures {
      let from = Rational(entry.start, entry.timescale)
      let until = Rational(entry.end, entry.timescale)
      active.removeAll { $0.end <= from }
      while let cue = waiting.first, cue.start < until {
        waiting.removeFirst()
        let shownUntil = min(cue.end ?? end, end)
        if shownUntil > max(from, cue.start) { active.append((cue, shownUntil)) }
      }
      let text = header + active.map { "\n" + $0.cue.block(end: $0.end) }.joined()
      guard !store.has(entry.index) else { continue }
      try store.write(
        AssembledSegment(parts: [Array(text.utf8)]), index: entry.index, samples: active.count,
        start: entry.start, end: entry.end)
    }
  }

  /// The first picture's time on the media's clock of 90 kHz.
  private var header: String {
    let clock = plan.container == .ts ? TransportStreamAssembler.startSeconds * 90_000 : 0
    return "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:\(clock),LOCAL:00:00:00.000\n"
  }
}
