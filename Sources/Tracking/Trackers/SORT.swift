/// SORT (Bewley et al., "Simple Online and Realtime Tracking", ICIP 2016, arXiv:1602.00763), after its
/// reference code.
///
/// A Kalman filter over middle, area and aspect; one assignment by IoU; an object is output after so many
/// consecutive detections. Where the code counts frames, this counts seconds in steps of
/// ``SORTParameters/frameTime``. Detections and tracks are compared within a class. Two deviations: pairs
/// that do not touch are never matched beforehand (the code matches and then drops them), and a state whose
/// area would become negative stays instead of being dropped as NaN.
public struct SORT: MultiObjectTracker {
  /// The settings.
  public let parameters: SORTParameters
  private var tracks: [Track] = []
  private var detections = DetectionSet()
  private var candidates = CandidatePairs()
  private var assignment = GatedAssignment()
  private var boxes: [SIMD4<Float>] = []
  private var clock = TrackerClock()
  private var identities = 0

  fileprivate struct Track: ListedTrack {
    var id: Int
    var classID: Int32
    var filter: BoxKalman
    var score: Float
    var firstTime: Double
    var lastTime: Double
    var hits = 1
    var streak = 0
    var missed = 0
    var wasConfirmed = false
  }

  /// A tracker with no track.
  public init(parameters: SORTParameters = SORTParameters()) { self.parameters = parameters }

  /// Follows the objects into the next frame.
  public mutating func update(_ frame: TrackerFrame, into output: inout TrackerOutput) {
    output.begin(detections: frame.detections.count)
    let steps = Float(clock.advance(to: frame.time) / parameters.frameTime)
    tracks.expire(clock, after: parameters.maximumLost + parameters.frameTime, into: &output)
    detections.load(frame)
    predict(steps)
    match()
    for column in 0..<detections.count { take(column, into: &output) }
    finishFrame(&output)
  }

  /// Ends all tracks.
  public mutating func finish(into output: inout TrackerOutput) {
    tracks.endAll(into: &output)
  }

  private mutating func predict(_ steps: Float) {
    boxes.removeAll(keepingCapacity: true)
    for index in tracks.indices {
      if tracks[index].filter.position.z + tracks[index].filter.velocity.z * steps <= 0 {
        tracks[index].filter.velocity.z = 0
      }
      tracks[index].filter.predict(
        frames: steps, positionNoise: SIMD4(repeating: 1), velocityNoise: SIMD4(0.01, 0.01, 0.0001, 0))
      if tracks[index].missed > 0 { tracks[index].streak = 0 }
      tracks[index].missed += 1
      boxes.append(BoxForms.corners(middleArea: tracks[index].filter.position))
    }
  }

  private mutating func match() {
    candidates.find(rows: boxes, columns: detections.boxes)
    assignment.begin(rows: boxes.count, columns: detections.count)
    for pair in candidates.pairs {
      let (row, column) = (Int(pair.row), Int(pair.column))
      guard tracks[row].classID == detections.classes[column] else { continue }
      assignment.add(
        row: row, column: column, weight: Overlap.iou(boxes[row], detections.boxes[column]))
    }
    assignment.solve()
  }

  private mutating func take(_ column: Int, into output: inout TrackerOutput) {
    let box = detections.boxes[column]
    var index = Int(assignment.rowOfColumn[column])
    if index >= 0, Overlap.iou(boxes[index], box) >= parameters.minimumIoU {
      tracks[index].filter.update(BoxForms.middleArea(box), noise: SIMD4(1, 1, 10, 10))
      tracks[index].hits += 1
      tracks[index].streak += 1
      tracks[index].missed = 0
      tracks[index].lastTime = clock.time
      tracks[index].score = detections.scores[column]
    } else {
      index = tracks.count
      identities += 1
      tracks.append(
        Track(
          id: identities, classID: detections.classes[column],
          filter: BoxKalman(
            position: BoxForms.middleArea(box), positionVariance: SIMD4(repeating: 10),
            velocityVariance: SIMD4(10000, 10000, 10000, 0)),
          score: detections.scores[column], firstTime: clock.time, lastTime: clock.time))
    }
    let isShown = tracks[index].streak >= parameters.minimumHits || clock.frames <= parameters.minimumHits
    if isShown { tracks[index].wasConfirmed = true }
    output.detections[Int(detections.source[column])] = TrackedDetection(
      trackID: tracks[index].id, state: isShown ? .confirmed : .tentative,
      corners: BoxForms.corners(middleArea: tracks[index].filter.position),
      velocity: tracks[index].velocity(parameters.frameTime),
      age: clock.time - tracks[index].firstTime)
  }

  private mutating func finishFrame(_ output: inout TrackerOutput) {
    let longest = max(parameters.maximumLost, clock.interval) * (1 + 1e-6)
    let now = clock.time
    tracks.end(into: &output) { $0.missed > 0 && now - $0.lastTime > longest }
    for track in tracks where track.missed > 0 && track.wasConfirmed {
      output.lost.append(
        LostTrack(
          trackID: track.id, classID: track.classID, score: track.score,
          corners: BoxForms.corners(middleArea: track.filter.position),
          velocity: track.velocity(parameters.frameTime), age: now - track.firstTime,
          missing: now - track.lastTime, isCoasting: false))
    }
  }
}

extension SORT.Track {
  fileprivate func velocity(_ frameTime: Double) -> SIMD2<Float> {
    filter.velocity.lowHalf / Float(frameTime)
  }

  var ended: EndedTrack {
    EndedTrack(
      trackID: id, classID: classID, firstTime: firstTime, lastTime: lastTime, hits: hits,
      wasConfirmed: wasConfirmed)
  }
}
