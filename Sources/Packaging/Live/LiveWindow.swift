import Records

/// What of a live stream is listed, and what has left the playlists but not the disk.
struct LiveWindow: Sendable {
  /// Microseconds of media that stay listed at the least; nil for all.
  let shortest: Int64?
  /// The segments on disk, oldest first.
  private(set) var segments: [LiveSegment] = []
  /// How many of them have left the playlists.
  private(set) var departed = 0
  /// EXT-X-DISCONTINUITY-SEQUENCE: discontinuities that have left the playlists.
  private(set) var discontinuitySequence = 0
  /// The number of the next segment where there is none before it.
  private var firstIndex = 1
  /// The longest that the playlists have been, in microseconds.
  private(set) var longest: Int64 = 0

  /// An empty window.
  init(_ settings: LiveSettings, targetDuration: Int) {
    let window = rescale(
      settings.window.num, from: Rational(1, settings.window.den), to: Rational(1, 1_000_000))
    // No playlist may become shorter than three target durations by a removal (RFC 8216 section 6.2.2).
    shortest = settings.isEvent ? nil : max(window, 3_000_000 * Int64(targetDuration))
  }

  /// What an earlier run has left.
  /// - Parameters:
  ///   - segments: those that are still there.
  ///   - past: what its journal says.
  init(_ settings: LiveSettings, targetDuration: Int, segments: [LiveSegment], past: LiveJournal.Past) {
    self.init(settings, targetDuration: targetDuration)
    self.segments = segments
    firstIndex = (past.segments.last?.index ?? past.lastIndex) + 1
    departed = segments.prefix { $0.index < past.firstListed }.count
    let missing = past.segments.filter { segment in
      segment.index >= past.firstListed && !segments.contains { $0.index == segment.index }
    }
    discontinuitySequence = past.discontinuitySequence + missing.filter(\.isDiscontinuous).count
    longest = duration(listed)
  }

  /// What the playlists list.
  var listed: ArraySlice<LiveSegment> { segments[departed...] }

  /// The number of the next segment.
  var nextIndex: Int { segments.last.map { $0.index + 1 } ?? firstIndex }

  /// EXT-X-MEDIA-SEQUENCE.
  var mediaSequence: Int { listed.first?.index ?? nextIndex }

  private func duration(_ segments: ArraySlice<LiveSegment>) -> Int64 {
    segments.reduce(0) { $0 + $1.microseconds }
  }

  /// Adds the next segment.
  /// - Returns: those that left the playlists.
  mutating func append(_ segment: LiveSegment) -> [LiveSegment] {
    segments.append(segment)
    let before = departed
    var total = duration(listed)
    longest = max(longest, total)
    if let shortest {
      while let first = listed.first, total - first.microseconds >= shortest {
        total -= first.microseconds
        if first.isDiscontinuous { discontinuitySequence += 1 }
        departed += 1
      }
    }
    return Array(segments[before..<departed])
  }

  /// Microseconds for which a segment stays on disk after it has left the playlists: its own duration and
  /// that of the longest playlist that listed it (RFC 8216 section 6.2.2).
  func grace(of segment: LiveSegment) -> Int64 { segment.microseconds + longest }

  /// Forgets the oldest segment, which is off the disk and has left the playlists.
  mutating func forgetFirst() {
    guard departed > 0 else { return }
    segments.removeFirst()
    departed -= 1
  }
}
