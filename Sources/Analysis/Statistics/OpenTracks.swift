/// The tracks that may still be seen: from when to when they were, and as what.
///
/// Memory depends on what is in view: a track that was not seen for long is closed.
struct OpenTracks: Sendable {
  /// Seconds after which a track that was not seen is closed.
  static let patience = 30.0
  /// Tracks that are open at once at the most, however long they were not seen.
  static let limit = 65_536

  /// A track that ended.
  struct Ended: Sendable, Equatable {
    var label: Int
    /// Seconds from its first sight to its last.
    var seconds: Double
    /// Whether its identity was closed before, and then seen again.
    var isRepeated: Bool
  }

  private struct Track: Sendable {
    /// The class that most of its boxes have (Boyer and Moore's majority vote).
    var label: Int
    var votes: Int
    var first: Double
    var last: Double
    /// The frame in which it was seen last, counted as they come.
    var look: Int
  }

  private var open: [Int: Track] = [:]
  /// Identities that were closed for lack of sight, and whose record may still come.
  private var closed: Set<Int> = []
  private var lastSweep = -Double.infinity
  /// Tracks whose identity came back before they were closed.
  private var over: [Ended] = []

  /// Whether there never was any.
  private(set) var isEmpty = true

  /// Takes a sight of a track.
  /// - Parameter look: the number of the frame, as frames come.
  /// - Returns: false where the track was already seen in the frame.
  mutating func see(_ id: Int, label: Int, at time: Double, look: Int) -> Bool {
    isEmpty = false
    if let track = open[id], track.last < time - OpenTracks.patience {
      over.append(ended(id, track))
      open[id] = nil
      closed.insert(id)
    }
    guard var track = open[id] else {
      open[id] = Track(label: label, votes: 1, first: time, last: time, look: look)
      return true
    }
    guard track.look != look else { return false }
    track.look = look
    track.first = min(track.first, time)
    track.last = max(track.last, time)
    if track.label == label {
      track.votes += 1
    } else if track.votes == 0 {
      (track.label, track.votes) = (label, 1)
    } else {
      track.votes -= 1
    }
    open[id] = track
    return true
  }

  /// Takes that a track has ended, and what its record says of it.
  /// - Parameter seconds: from its first sight to its last; nil where the record does not say.
  /// - Returns: the track; nil where it was counted before.
  mutating func end(_ id: Int, label: Int, seconds: Double?) -> Ended? {
    isEmpty = false
    let track = open.removeValue(forKey: id)
    if closed.contains(id) { return track.map { ended(id, $0) } }
    return Ended(
      label: label, seconds: seconds ?? track.map { $0.last - $0.first } ?? 0, isRepeated: false)
  }

  /// Closes the tracks that were not seen for long before `time`, by identity.
  mutating func sweep(at time: Double) -> [Ended] {
    defer { over = [] }
    guard time >= lastSweep + 1 || open.count > OpenTracks.limit else { return over }
    lastSweep = time
    var found = over + close { $0.last < time - OpenTracks.patience }
    if open.count > OpenTracks.limit {
      let median = open.values.map(\.look).sorted()[open.count / 2]
      found += close { $0.look <= median }
    }
    return found
  }

  /// Closes all tracks, by identity.
  /// - Parameter forgets: whether the same identities stand for other tracks from now on.
  mutating func closeAll(forgets: Bool = false) -> [Ended] {
    defer { over = [] }
    let found = over + close { _ in true }
    if forgets {
      closed = []
      lastSweep = -.infinity
    }
    return found
  }

  private mutating func close(_ isOver: (Track) -> Bool) -> [Ended] {
    let ending = open.filter { isOver($0.value) }.sorted { $0.key < $1.key }
    if closed.count + ending.count > 2 * OpenTracks.limit { closed = [] }
    return ending.map { id, track in
      open[id] = nil
      defer { closed.insert(id) }
      return ended(id, track)
    }
  }

  private func ended(_ id: Int, _ track: Track) -> Ended {
    Ended(label: track.label, seconds: track.last - track.first, isRepeated: closed.contains(id))
  }
}
