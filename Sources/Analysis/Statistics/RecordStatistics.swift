import Records

/// Counts what records of objects, tracks and events say, by class and over time.
///
/// It takes the records of a stream as they come, from `detect` or `track`. A frame whose record has no list of
/// objects was not looked at, and counts for nothing but the frames of intervals. Every box that a frame lists counts,
/// those of tracks that are lost for a moment too. Memory is bounded: by the number of classes (1000 at the most,
/// the others together as one) and by the tracks in view.
///
/// Times that go back by more than 30 seconds begin a new timeline: all tracks end, and their identities stand for
/// others. A track that is not seen for as long ends too; where its identity comes back, that is another stay of the
/// same track.
public struct RecordStatistics: Sendable {
  /// The name under which the classes count together that are beyond the limit.
  static let otherLabel = "(other)"
  private static let labelLimit = 1000

  /// Frames that were taken.
  public private(set) var frames = 0
  /// Frames that were looked at.
  public private(set) var looks = 0
  private var numbers: [String: Int] = [:]
  private var labels: [LabelTally] = []
  /// Classes of the frame that is being read.
  private var touched: [Int] = []
  private var tracks = OpenTracks()
  private var trackCount = 0
  private var events = EventTally()
  private var hasEvents = false
  private var pages: NumberPages?
  private var complete: [IntervalRecord] = []
  private var upstream: SummaryRecord?
  private var picture = Box()
  private var timeBase: Double?
  private var now: Double?
  private var first: Double?
  private var last: Double?

  /// Counts nothing yet.
  /// - Parameters:
  ///   - stream: what the records belong to; one without a size leaves shares of the picture out.
  ///   - interval: seconds of an interval record; nil for none.
  public init(stream: StreamRecord = StreamRecord(), interval: Double? = 1) {
    add(stream)
    if let interval, interval.isFinite, interval > 0 { pages = NumberPages(length: interval) }
  }

  /// Takes that the stream goes on as another: the size of its pictures, and what timestamps count in.
  public mutating func add(_ stream: StreamRecord) {
    picture = Box(width: Float(max(0, stream.width)), height: Float(max(0, stream.height)))
    let tick = stream.timeBase.doubleValue
    timeBase = tick.isFinite && tick > 0 ? tick : nil
  }

  /// Takes a frame.
  public mutating func add(_ frame: FrameRecord) {
    let time = advance(to: moment(frame))
    frames += 1
    guard let objects = frame.objects else {
      pages?.add(at: time, objects: nil)
      return
    }
    looks += 1
    for object in objects {
      let label = number(object.label)
      let isTrack = object.trackID.map { tracks.see($0, label: label, at: time, look: looks) }
      if !touched.contains(label) { touched.append(label) }
      labels[label].add(object, area: share(object.box), isTrack: isTrack ?? false)
    }
    let counts = touched.map { (label: $0, count: labels[$0].endFrame(at: time)) }
    touched.removeAll(keepingCapacity: true)
    pages?.add(at: time, objects: counts)
    count(tracks.sweep(at: time))
  }

  /// Takes a track that has ended: its length counts instead of what was seen of it in frames.
  public mutating func add(_ track: TrackRecord) {
    let label = number(track.label)
    // All zeros is what a record without times says.
    let times =
      isTime(track.firstTime) && isTime(track.lastTime) && track.lastTime >= track.firstTime
      && (track.lastTime != 0 || track.firstTime != 0)
    let seconds = track.seconds.isFinite && track.seconds > 0 ? track.seconds : nil
    if times {
      labels[label].see(from: track.firstTime, to: track.lastTime)
      (first, last) = (
        min(first ?? track.firstTime, track.firstTime), max(last ?? track.lastTime, track.lastTime)
      )
    }
    let length =
      seconds ?? (times && track.lastTime > track.firstTime ? track.lastTime - track.firstTime : nil)
    if let ended = tracks.end(track.trackID, label: label, seconds: length) { count([ended]) }
  }

  /// Takes what happened at a line or in a zone.
  public mutating func add(_ event: EventRecord) {
    hasEvents = true
    events.add(event)
    if isTime(event.time) {
      (first, last) = (min(first ?? event.time, event.time), max(last ?? event.time, event.time))
    }
  }

  /// Takes the summary of the stage before: its counts at lines and in zones are more exact than those from events.
  public mutating func add(_ summary: SummaryRecord) {
    if summary.counts != nil || summary.occupancy != nil { upstream = summary }
  }

  /// The intervals that are complete, with the mean numbers of objects in a frame that was looked at: `objects` for
  /// all, and those of the classes that were seen by their labels. To be asked for after every frame.
  public mutating func takeIntervals() -> [IntervalRecord] {
    defer { complete = [] }
    return complete + takePages(all: false)
  }

  /// Ends all tracks, and fills the summary's labels, objects, tracks, counts and occupancy.
  /// - Returns: the intervals that are left.
  public mutating func finish(into summary: inout SummaryRecord) -> [IntervalRecord] {
    count(tracks.closeAll())
    let labels = statistics
    var objects: OrderedValues<Double> = [:]
    for entry in labels where entry.objects > 0 { objects[entry.label] = entry.mean }
    summary.labels = labels
    if looks > 0 { summary.objects = objects }
    if !tracks.isEmpty { summary.tracks = trackCount }
    if hasEvents || upstream != nil {
      summary.counts = upstream?.counts ?? events.rows
      let zones = events.occupancy(over: max(0, (last ?? 0) - (first ?? 0)))
      summary.occupancy = upstream?.occupancy ?? (zones.isEmpty ? nil : zones)
    }
    defer { complete = [] }
    return complete + takePages(all: true)
  }

  /// The classes, those with the most boxes first; tracks that have not ended are not in it.
  public var statistics: [LabelStatistics] {
    labels.map { $0.statistics(looks: looks, hasTracks: !tracks.isEmpty) }
      .sorted { ($0.objects, $0.tracks ?? 0, $1.label) > ($1.objects, $1.tracks ?? 0, $0.label) }
  }
}

extension RecordStatistics {
  /// The time of a frame in seconds; that of the frame before where it has none.
  private func moment(_ frame: FrameRecord) -> Double {
    if frame.time == 0, frame.pts != 0, let timeBase { return Double(frame.pts) * timeBase }
    return isTime(frame.time) ? frame.time : now ?? 0
  }

  /// Whether a number can be a time: some 30 000 years are enough.
  private func isTime(_ seconds: Double) -> Bool { abs(seconds) <= 1e12 }

  /// Goes on to a time.
  private mutating func advance(to time: Double) -> Double {
    if let now, time < now - OpenTracks.patience {
      count(tracks.closeAll(forgets: true))
      complete += takePages(all: true)
      pages?.restart()
      self.now = time
    } else {
      now = max(now ?? time, time)
    }
    (first, last) = (min(first ?? time, time), max(last ?? time, time))
    return time
  }

  private mutating func takePages(all: Bool) -> [IntervalRecord] {
    let names = labels.map(\.label)
    return pages?.take(all: all) { names[$0] } ?? []
  }

  /// The number of a class.
  private mutating func number(_ label: String) -> Int {
    if let number = numbers[label] { return number }
    let isKnown = labels.count < RecordStatistics.labelLimit
    let name = isKnown ? label : RecordStatistics.otherLabel
    if let number = numbers[name] { return number }
    numbers[name] = labels.count
    labels.append(LabelTally(name))
    return labels.count - 1
  }

  private mutating func count(_ ended: [OpenTracks.Ended]) {
    for track in ended {
      labels[track.label].dwell.add(track.seconds)
      guard !track.isRepeated else { continue }
      labels[track.label].tracks += 1
      trackCount += 1
    }
  }

  /// The part of the picture that a box takes; nil where that is not known.
  private func share(_ box: Box) -> Double? {
    guard picture.area > 0, box.x.isFinite, box.y.isFinite, box.width.isFinite, box.height.isFinite,
      box.width >= 0, box.height >= 0
    else { return nil }
    return Double(box.intersection(picture).area) / Double(picture.area)
  }
}
