import Records

/// What is known of the tracks that live: their last detections, and what was written of them.
struct TrackBook {
  /// A detection of a track, by the place of its frame among those that are held.
  struct Sighting {
    var frame: Int
    var time: Double
    var box: Box
    var score: Float
  }

  private struct Entry {
    var isConfirmed = false
    var classID: Int?
    /// The sum of scores of each label, the first first.
    var votes: [(label: String, sum: Float)]
    var last: Sighting
    var before: Sighting?
    var written: TrackHistory?

    mutating func vote(_ object: DetectedObject) {
      let score = object.score.isFinite ? object.score : 0
      if let place = votes.firstIndex(where: { $0.label == object.label }) {
        votes[place].sum += score
      } else {
        votes.append((object.label, score))
      }
    }
  }

  private var entries: [Int: Entry] = [:]
  /// Tracks that ended when no frame was left to say so.
  var leftover: [EndedTrack] = []
  private(set) var confirmedCount = 0

  /// Notes a detection.
  mutating func see(_ found: TrackedDetection, _ object: DetectedObject, at time: Double, frame: Int) {
    let sighting = Sighting(frame: frame, time: time, box: object.box, score: object.score)
    let isConfirmed = found.state == .confirmed
    if isConfirmed, entries[found.trackID]?.isConfirmed != true { confirmedCount += 1 }
    if var entry = entries[found.trackID] {
      entry.before = entry.last
      entry.last = sighting
      entry.isConfirmed = entry.isConfirmed || isConfirmed
      entry.vote(object)
      entries[found.trackID] = entry
    } else {
      entries[found.trackID] = Entry(
        isConfirmed: isConfirmed, classID: object.classID, votes: [(object.label, object.score)],
        last: sighting)
    }
  }

  /// Whether a track was ever believed.
  func isConfirmed(_ id: Int) -> Bool { entries[id]?.isConfirmed ?? false }

  /// The label that a track's detections had most, weighed by their scores; nil for no track.
  func label(_ id: Int) -> String? {
    guard let votes = entries[id]?.votes, var best = votes.first else { return nil }
    for vote in votes.dropFirst() where vote.sum > best.sum { best = vote }
    return best.label
  }

  /// The class of a track's objects in the model.
  func classID(_ id: Int) -> Int? { entries[id]?.classID }

  /// The last two detections where frames lie between them.
  func gap(_ id: Int) -> (start: Sighting, end: Sighting)? {
    guard let entry = entries[id], let before = entry.before, entry.last.frame - before.frame > 1,
      entry.last.time > before.time
    else { return nil }
    return (before, entry.last)
  }

  /// Follows the places of frames when those at the front are dropped.
  mutating func shift(by count: Int) {
    for id in entries.keys {
      entries[id]?.last.frame -= count
      entries[id]?.before?.frame -= count
    }
  }

  /// Notes what was written of a track.
  mutating func write(_ id: Int, _ object: DetectedObject, _ record: FrameRecord, _ anchor: EventAnchor) {
    if entries[id]?.written == nil {
      entries[id]?.written = TrackHistory(
        trackID: id, label: object.label, classID: object.classID, anchor: anchor)
    }
    entries[id]?.written?.add(box: object.box, score: object.score, pts: record.pts, time: record.time)
  }

  /// Forgets a track that ended.
  /// - Returns: its record; nil where nothing was written of it.
  mutating func close(_ id: Int) -> TrackRecord? {
    entries.removeValue(forKey: id)?.written?.trackRecord
  }
}
