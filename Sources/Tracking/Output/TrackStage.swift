import Records

/// What leaves a ``TrackStage``, in the order in which it came.
public enum TrackedItem<Payload> {
  /// A frame with its objects' identities, what came with it, and the tracks that ended with it.
  case frame(FrameRecord, Payload, ended: [TrackRecord])
  /// What has no record of its own, such as sound.
  case other(Payload)
}

/// How much is held back, and what is written.
public struct TrackStageOptions: Sendable {
  /// Seconds for which frames wait, so that a track has its identity from its first detection on;
  /// `.infinity` holds the whole input.
  public var backfill = 0.0
  /// Gaps of up to this many seconds are filled by boxes between the two ends.
  public var interpolate = 0.0
  /// Whether a followed object has the box that its track's filter says, which is steadier and on average nearer
  /// to the truth than the detector's.
  public var filtersBoxes = true
  /// Whether an object may change its class; its label is then the one that it had most, weighed by the scores.
  public var isAgnostic = false
  /// Whether objects without an identity are left in.
  public var keepsUntracked = true
  /// Whether the place of a believed object that was missed for a moment is written, as `lost`.
  public var writesLost = true
  /// The place on a box that a track's path follows.
  public var anchor = EventAnchor.auto

  /// Nothing is held back, and everything is written.
  public init() {}

  var delay: Double { max(backfill, interpolate) }
}

/// Gives the objects of frame records their identities, velocities and ages.
///
/// Frames are held back for as long as is asked for, so that the beginnings of tracks and short gaps can still be
/// filled in; without that each frame leaves at once. A frame whose record has no list of objects was not looked
/// at: it passes as it is, and the tracks go on over it by its time.
public final class TrackStage<Payload> {
  private struct Held {
    var record: FrameRecord?
    /// What came with it, until it leaves: pictures are large.
    var payload: Payload?
    /// The track of each object, 0 for none.
    var ids: [Int] = []
    var ended: [EndedTrack] = []
  }

  private var tracker: any MultiObjectTracker
  private let options: TrackStageOptions
  private var frame = TrackerFrame()
  private var output = TrackerOutput()
  private var held: [Held] = []
  private var first = 0
  private var book = TrackBook()
  private var labels = LabelNumbers()
  private var newest = -Double.infinity
  private var isFinished = false

  /// How many tracks were believed so far.
  public var trackCount: Int { book.confirmedCount }

  /// Prepares to follow the objects of one stream.
  /// - Parameters:
  ///   - width: The frames' width in pixels, 0 where it is unknown.
  ///   - height: The frames' height in pixels, 0 where it is unknown.
  public init(
    _ tracker: any MultiObjectTracker, width: Int, height: Int,
    options: TrackStageOptions = TrackStageOptions()
  ) {
    self.tracker = tracker
    self.options = options
    frame.size = SIMD2(Float(width), Float(height))
  }

  /// Takes the next frame.
  /// - Parameters:
  ///   - motion: How the picture moved since the frame before, where that was measured.
  ///   - appearance: What the objects look like: vectors of unit length one after another, zeros where nobody
  ///     knows; empty where nobody looked.
  public func take(
    _ record: FrameRecord, _ payload: Payload, motion: AffineMotion? = nil, appearance: [Float] = []
  ) {
    newest = max(newest, record.time)
    guard let objects = record.objects else {
      held.append(Held(record: record, payload: payload))
      return
    }
    load(objects, at: record.time, motion, appearance)
    tracker.update(frame, into: &output)
    var item = Held(record: record, payload: payload)
    item.ids.reserveCapacity(objects.count)
    item.ended = output.ended
    var followed = objects
    for index in objects.indices {
      let found = output.detections[index]
      item.ids.append(found.trackID)
      guard found.trackID != 0 else { continue }
      if options.filtersBoxes { followed[index].box = Box(corners: found.corners) }
      followed[index].state = found.state.name
      followed[index].age = found.age.nearest(partsOfOne: 1e4)
      followed[index].velocity = Point(x: found.velocity.x.hundredths, y: found.velocity.y.hundredths)
      book.see(found, followed[index], at: record.time, frame: held.count)
      if options.interpolate > 0 { interpolate(to: followed[index], found) }
    }
    if options.writesLost {
      for lost in output.lost where lost.isCoasting {
        followed.append(object(lost))
        item.ids.append(lost.trackID)
      }
    }
    item.record?.objects = followed
    held.append(item)
  }

  /// Keeps something without a record in its place among the frames.
  public func pass(_ payload: Payload) { held.append(Held(record: nil, payload: payload)) }

  /// No more frames come: everything leaves, and all tracks end.
  public func finish() {
    guard !isFinished else { return }
    isFinished = true
    tracker.finish(into: &output)
    if let last = held.indices.last(where: { $0 >= first && held[$0].record != nil }) {
      held[last].ended += output.ended
    } else {
      book.leftover = output.ended
    }
  }

  /// Tracks that ended after the last frame had left; to be asked for at the very end.
  public func takeLeftover() -> [TrackRecord] {
    defer { book.leftover = [] }
    return book.leftover.compactMap { book.close($0.trackID) }
  }

  /// The next item that need not wait any more; nil where there is none.
  public func next() -> TrackedItem<Payload>? {
    guard first < held.count, mayLeave(held[first]) else { return nil }
    let item = held[first]
    guard let payload = item.payload else { return nil }
    held[first] = Held(record: nil, payload: nil)
    first += 1
    if first > 64, first * 2 > held.count { forget() }
    guard var record = item.record else { return .other(payload) }
    if let objects = record.objects { record.objects = identified(objects, item.ids, record) }
    return .frame(record, payload, ended: item.ended.compactMap { book.close($0.trackID) })
  }

  private func mayLeave(_ item: Held) -> Bool {
    guard !isFinished, options.delay > 0, let record = item.record else { return true }
    return newest - record.time > options.delay
  }

  /// Drops what has left.
  private func forget() {
    held.removeFirst(first)
    book.shift(by: first)
    first = 0
  }

  private func load(
    _ objects: [DetectedObject], at time: Double, _ motion: AffineMotion?, _ appearance: [Float]
  ) {
    frame.time = time
    frame.cameraMotion = motion
    frame.appearance = appearance
    frame.appearanceLength = objects.isEmpty ? frame.appearanceLength : appearance.count / objects.count
    frame.detections.removeAll(keepingCapacity: true)
    for (index, object) in objects.enumerated() {
      let box = object.box
      frame.detections.append(
        TrackerDetection(
          left: box.x, top: box.y, width: box.width, height: box.height, score: object.score,
          classID: options.isAgnostic ? 0 : labels.number(object.label),
          appearance: hasAppearance(index) ? Int32(index) : -1))
    }
  }

  /// Whether the appearance of a detection is known.
  private func hasAppearance(_ index: Int) -> Bool {
    let start = index * frame.appearanceLength
    return frame.appearanceLength > 0
      && frame.appearance[start..<start + frame.appearanceLength].contains { $0 != 0 }
  }

  private func object(_ lost: LostTrack) -> DetectedObject {
    var object = DetectedObject(
      label: book.label(lost.trackID) ?? labels.name(lost.classID), classID: book.classID(lost.trackID),
      score: lost.score.tenThousandths,
      box: Box(corners: lost.corners))
    object.state = TrackState.lost.name
    object.age = lost.age.nearest(partsOfOne: 1e4)
    object.velocity = Point(x: lost.velocity.x.hundredths, y: lost.velocity.y.hundredths)
    return object
  }

  /// The objects as they leave: those of tracks that are believed by now have their identity.
  private func identified(_ objects: [DetectedObject], _ ids: [Int], _ record: FrameRecord)
    -> [DetectedObject]
  {
    var kept: [DetectedObject] = []
    kept.reserveCapacity(objects.count)
    for (index, id) in ids.enumerated() {
      var object = objects[index]
      if id != 0, book.isConfirmed(id) {
        object.trackID = id
        if options.isAgnostic, let label = book.label(id) { object.label = label }
        // What was tentative then is believed now.
        if object.state == TrackState.tentative.name { object.state = TrackState.confirmed.name }
        book.write(id, object, record, options.anchor)
      } else {
        object.trackID = nil
        guard options.keepsUntracked else { continue }
      }
      kept.append(object)
    }
    return kept
  }

  /// Fills the frames between a track's last detection and this one, where they still wait.
  private func interpolate(to end: DetectedObject, _ found: TrackedDetection) {
    guard let gap = book.gap(found.trackID), gap.end.time - gap.start.time <= options.interpolate else {
      return
    }
    let start = max(first, gap.start.frame + 1)
    for place in start..<max(start, gap.end.frame) {
      guard place < held.count, let record = held[place].record, record.objects != nil else { continue }
      let part = Float((record.time - gap.start.time) / (gap.end.time - gap.start.time))
      guard part > 0, part < 1 else { continue }
      var object = end
      object.box = Box(gap.start.box, gap.end.box, part: part)
      object.score = (gap.start.score + (gap.end.score - gap.start.score) * part).tenThousandths
      (object.landmarks, object.keypoints, object.area) = (nil, nil, nil)
      object.state = "interpolated"
      object.age = max(0, found.age - (gap.end.time - record.time)).nearest(partsOfOne: 1e4)
      if let lost = held[place].ids.lastIndex(of: found.trackID) {
        held[place].record?.objects?[lost] = object
      } else {
        held[place].record?.objects?.append(object)
        held[place].ids.append(found.trackID)
      }
    }
  }
}

extension Float {
  fileprivate var tenThousandths: Float { (self * 10000).rounded() / 10000 }
}

extension TrackState {
  /// The state as records say it.
  var name: String {
    switch self {
    case .tentative: "tentative"
    case .confirmed: "confirmed"
    case .lost: "lost"
    }
  }
}

extension Box {
  /// The box of these corners (left, top, right, bottom).
  fileprivate init(corners: SIMD4<Float>) {
    self.init(
      x: corners.x.hundredths, y: corners.y.hundredths, width: (corners.z - corners.x).hundredths,
      height: (corners.w - corners.y).hundredths)
  }

  /// The box that lies a part of the way from one to another, 0 to 1.
  init(_ start: Box, _ end: Box, part: Float) {
    func between(_ a: Float, _ b: Float) -> Float { (a + (b - a) * part).hundredths }
    self.init(
      x: between(start.x, end.x), y: between(start.y, end.y), width: between(start.width, end.width),
      height: between(start.height, end.height))
  }
}

/// Numbers for labels, as trackers compare classes.
private struct LabelNumbers {
  private var numbers: [String: Int32] = [:]
  private var names: [String] = []

  mutating func number(_ label: String) -> Int32 {
    if let number = numbers[label] { return number }
    let number = Int32(names.count)
    numbers[label] = number
    names.append(label)
    return number
  }

  func name(_ number: Int32) -> String { names.indices.contains(Int(number)) ? names[Int(number)] : "" }
}
