/// The default tracker: a cascade of associations like ByteTrack's, in units that no detector, frame rate or
/// resolution changes.
///
/// Each frame: scores become beliefs (``ScoreScale``), from which heights that do not fit the ground take
/// (``GroundPlane``); tracks move on by the seconds that went by, and by the camera's motion, given or told
/// from the detections (``DetectionMotion``). Then detections are matched: confirmed and lost tracks first
/// with those of high belief, then with those of low belief, tracks not yet confirmed last; where there are
/// appearance vectors, lost tracks are looked for away from their predictions. The similarity is IoU times
/// height IoU of boxes that are expanded by the prediction's uncertainty. Detections of low belief count less
/// in the filter. A track is confirmed by the sum of its beliefs, and a confirmed one that goes behind
/// another is output for a moment at its predicted place.
public struct CascadeTracker: MultiObjectTracker {
  /// The settings.
  public let parameters: CascadeParameters
  var tracks: [CascadeTrack] = []
  var detections = DetectionSet()
  /// The belief in each detection.
  var beliefs: [Float] = []
  /// The track of each detection, -1 for none.
  var trackOfColumn: [Int32] = []
  var clock = TrackerClock()
  var scale: ScoreScale
  var planes: [ClassPlane] = []
  private var adaptation: NoiseAdaptation
  var work = CascadeWork()
  var bank = AppearanceBank()
  private var size = SIMD2<Float>.zero
  private var identities = 0

  /// A tracker with no track.
  public init(parameters: CascadeParameters = CascadeParameters()) {
    self.parameters = parameters
    adaptation = NoiseAdaptation(rate: parameters.adaptationRate, target: parameters.adaptationTarget)
    scale = ScoreScale(medianBelief: parameters.medianBelief)
  }

  /// Follows the objects into the next frame.
  public mutating func update(_ frame: TrackerFrame, into output: inout TrackerOutput) {
    output.begin(detections: frame.detections.count)
    let step = Float(clock.advance(to: frame.time))
    size = frame.size
    tracks.expire(clock, after: parameters.maximumLost, into: &output)
    detections.load(frame)
    judge(step)
    if !bank.prepare(length: frame.appearanceLength) {
      for index in tracks.indices { tracks[index].slot = -1 }
    }
    for index in tracks.indices { tracks[index].predict(by: step, adaptation.factors, parameters) }
    trackOfColumn.removeAll(keepingCapacity: true)
    for _ in 0..<detections.count { trackOfColumn.append(-1) }
    followCamera(frame.cameraMotion)
    associate(frame)
    for column in trackOfColumn.indices { take(column, frame, &output) }
    finishFrame(&output)
    adaptation.advance()
  }

  /// Ends all tracks.
  public mutating func finish(into output: inout TrackerOutput) { tracks.endAll(into: &output) }

  private mutating func followCamera(_ motion: AffineMotion?) {
    if let motion, motion.isFinite {
      for index in tracks.indices { tracks[index].move(by: motion) }
    } else if parameters.estimatesCamera {
      let shift = estimateShift()
      guard shift != .zero else { return }
      for index in tracks.indices { tracks[index].shift(by: shift) }
    }
  }

  /// Gives a detection to its track, or starts one.
  private mutating func take(_ column: Int, _ frame: TrackerFrame, _ output: inout TrackerOutput) {
    let belief = beliefs[column]
    var index = Int(trackOfColumn[column])
    if index >= 0 {
      tracks[index].update(
        box: detections.boxes[column], score: detections.scores[column], belief: belief, time: clock.time,
        &adaptation, parameters)
    } else {
      guard belief >= parameters.newBelief else { return }
      identities += 1
      index = tracks.count
      tracks.append(
        CascadeTrack(
          id: identities, classID: detections.classes[column], box: detections.boxes[column],
          score: detections.scores[column], belief: belief, time: clock.time, parameters))
      trackOfColumn[column] = Int32(index)
    }
    if detections.appearance[column] >= 0, belief >= parameters.highBelief {
      var slot = tracks[index].slot
      bank.blend(
        &slot, with: detections.appearance[column], of: frame, keeping: parameters.appearanceMemory)
      tracks[index].slot = slot
    }
    if tracks[index].state == .confirmed { scale.observeBelieved(detections.scores[column]) }
    output.detections[Int(detections.source[column])] = TrackedDetection(
      trackID: tracks[index].id, state: tracks[index].state, corners: tracks[index].box,
      velocity: tracks[index].filter.velocity.lowHalf, age: clock.time - tracks[index].firstTime)
  }

  /// Ends tracks that were not seen for too long, and says where the others are that were not seen.
  private mutating func finishFrame(_ output: inout TrackerOutput) {
    let longest = max(parameters.maximumLost, 2 * clock.interval) * (1 + 1e-6)
    markHidden()
    for index in tracks.indices where !tracks[index].isMatched {
      if tracks[index].state == .confirmed { tracks[index].state = .lost }
      let missing = clock.time - tracks[index].lastTime
      if tracks[index].state == .lost, missing <= longest { report(index, missing, &output) }
    }
    let (now, tentative) = (clock.time, parameters.tentativeLost)
    // The bank is taken out so that the closure may change it.
    var slots = AppearanceBank()
    swap(&slots, &bank)
    tracks.end(into: &output) { track in
      guard !track.isMatched else { return false }
      let ends = now - track.lastTime > (track.state == .tentative ? tentative : longest)
      if ends { slots.release(track.slot) }
      return ends
    }
    swap(&slots, &bank)
  }

  private mutating func report(_ index: Int, _ missing: Double, _ output: inout TrackerOutput) {
    output.lost.append(
      LostTrack(
        trackID: tracks[index].id, classID: tracks[index].classID, score: tracks[index].score,
        corners: tracks[index].box, velocity: tracks[index].filter.velocity.lowHalf,
        age: clock.time - tracks[index].firstTime, missing: missing,
        isCoasting: tracks[index].isHidden))
  }

  /// Marks the confirmed tracks that went behind a seen object a moment ago.
  private mutating func markHidden() {
    work.begin()
    for index in tracks.indices where !tracks[index].isMatched {
      tracks[index].isHidden = false
      tracks[index].innovation = .zero
      guard tracks[index].state != .tentative, tracks[index].hits >= parameters.coastHits,
        clock.time - tracks[index].lastTime <= parameters.coastTime,
        tracks[index].inside(size) >= parameters.coastInside
      else { continue }
      work.addRow(index, tracks[index].box, margin: .zero)
    }
    if work.rows.isEmpty { return }
    for column in trackOfColumn.indices where trackOfColumn[column] >= 0 {
      work.addColumn(column, detections.boxes[column])
    }
    guard work.prepare() else { return }
    for pair in work.candidates.pairs {
      let box = work.boxes[Int(pair.row)]
      let common = Overlap.intersection(box, work.columnBoxes[Int(pair.column)])
      if common >= parameters.coastCover * Overlap.area(box) {
        tracks[Int(work.rows[Int(pair.row)])].isHidden = true
      }
    }
  }
}
