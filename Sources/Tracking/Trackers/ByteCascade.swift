/// What ByteTrack and BoT-SORT have in common: a first association with the detections of high score, a
/// second one with those of low score, a third for tracks that were seen once.
struct ByteCascade {
  /// The coordinates that the Kalman filter follows.
  enum Model {
    /// Middle, width over height, height; noise in parts of the height (DeepSORT, ByteTrack).
    case aspect
    /// Middle, width, height; noise in parts of the width and of the height (BoT-SORT).
    case size
  }

  /// A track.
  struct Track: ListedTrack {
    var id: Int
    var classID: Int32
    var filter: BoxKalman
    var box: SIMD4<Float>
    var score: Float
    var firstTime: Double
    var lastTime: Double
    var hits = 1
    var isActivated = false
    var isLost = false
    var isRemoved = false
    var slot: Int32 = -1
  }

  let model: Model
  let parameters: ByteParameters
  private var tracks: [Track] = []
  private var detections = DetectionSet()
  private var candidates = CandidatePairs()
  private var assignment = GatedAssignment()
  private var bank = AppearanceBank()
  private var clock = TrackerClock()
  private var identities = 0
  private var trackOfColumn: [Int32] = []
  private var isMatched: [Bool] = []
  private var rows: [Int32] = []
  private var columns: [Int32] = []
  private var rowBoxes: [SIMD4<Float>] = []
  private var columnBoxes: [SIMD4<Float>] = []

  init(model: Model, parameters: ByteParameters) {
    self.model = model
    self.parameters = parameters
  }

  /// One of the three associations.
  private enum Stage { case high, low, unconfirmed }

  mutating func update(_ frame: TrackerFrame, into output: inout TrackerOutput) {
    output.begin(detections: frame.detections.count)
    let steps = Float(clock.advance(to: frame.time) / parameters.frameTime)
    tracks.expire(clock, after: parameters.maximumLost + parameters.frameTime, into: &output)
    detections.load(frame)
    prepareAppearance(frame)
    predict(steps)
    if let motion = frame.cameraMotion, motion.isFinite, parameters.usesCameraMotion {
      for index in tracks.indices {
        tracks[index].filter.move(by: motion)
        tracks[index].box = corners(tracks[index].filter.position)
      }
    }
    trackOfColumn.removeAll(keepingCapacity: true)
    for _ in 0..<detections.count { trackOfColumn.append(-1) }
    isMatched.removeAll(keepingCapacity: true)
    for _ in tracks.indices { isMatched.append(false) }
    associate(.high, gate: parameters.matchThreshold, frame)
    associate(.low, gate: parameters.secondThreshold, frame)
    for index in tracks.indices where tracks[index].isActivated && !isMatched[index] {
      tracks[index].isLost = true
    }
    associate(.unconfirmed, gate: parameters.unconfirmedThreshold, frame)
    for index in tracks.indices where !tracks[index].isActivated && !isMatched[index] {
      tracks[index].isRemoved = true
    }
    startTracks(frame)
    removeDuplicates()
    report(&output)
  }

  mutating func finish(into output: inout TrackerOutput) {
    tracks.endAll(into: &output)
  }

  private mutating func prepareAppearance(_ frame: TrackerFrame) {
    guard !bank.prepare(length: frame.appearanceLength) else { return }
    for index in tracks.indices { tracks[index].slot = -1 }
  }

  private mutating func predict(_ steps: Float) {
    for index in tracks.indices {
      if tracks[index].isLost {
        // What is not seen does not grow.
        tracks[index].filter.velocity.w = 0
        if model == .size { tracks[index].filter.velocity.z = 0 }
      }
      let noise = noise(tracks[index].filter.position)
      tracks[index].filter.predict(
        frames: steps, positionNoise: noise.position, velocityNoise: noise.velocity)
      tracks[index].box = corners(tracks[index].filter.position)
    }
  }

  private mutating func associate(_ stage: Stage, gate: Float, _ frame: TrackerFrame) {
    rows.removeAll(keepingCapacity: true)
    rowBoxes.removeAll(keepingCapacity: true)
    for index in isMatched.indices where !isMatched[index] {
      let track = tracks[index]
      guard stage == .unconfirmed ? !track.isActivated : track.isActivated else { continue }
      if stage == .low, track.isLost { continue }
      rows.append(Int32(index))
      rowBoxes.append(track.box)
    }
    columns.removeAll(keepingCapacity: true)
    columnBoxes.removeAll(keepingCapacity: true)
    for column in trackOfColumn.indices where trackOfColumn[column] < 0 {
      let score = detections.scores[column]
      let isHigh = score > parameters.highScore
      guard stage == .low ? score > parameters.lowScore && score < parameters.highScore : isHigh else {
        continue
      }
      columns.append(Int32(column))
      columnBoxes.append(detections.boxes[column])
    }
    if rows.isEmpty || columns.isEmpty { return }
    candidates.find(rows: rowBoxes, columns: columnBoxes)
    assignment.begin(rows: rows.count, columns: columns.count)
    for pair in candidates.pairs {
      let (row, column) = (Int(pair.row), Int(pair.column))
      let index = Int(rows[row])
      let detection = Int(columns[column])
      guard tracks[index].classID == detections.classes[detection] else { continue }
      let iou = Overlap.iou(rowBoxes[row], columnBoxes[column])
      var cost = 1 - iou
      if stage != .low {
        if parameters.fusesScore { cost = 1 - iou * detections.scores[detection] }
        if 1 - iou <= parameters.proximityThreshold,
          let distance = bank.distance(tracks[index].slot, detections.appearance[detection], of: frame),
          distance / 2 <= parameters.appearanceThreshold
        {
          cost = min(cost, max(0, distance / 2))
        }
      }
      assignment.add(row: row, column: column, weight: gate - cost)
    }
    assignment.solve()
    for row in rows.indices where assignment.columnOfRow[row] >= 0 {
      take(Int(columns[Int(assignment.columnOfRow[row])]), by: Int(rows[row]), stage, frame)
    }
  }

  private mutating func take(_ column: Int, by index: Int, _ stage: Stage, _ frame: TrackerFrame) {
    isMatched[index] = true
    trackOfColumn[column] = Int32(index)
    tracks[index].filter.update(
      measured(detections.boxes[column]), noise: measurementNoise(tracks[index].filter.position))
    tracks[index].box = corners(tracks[index].filter.position)
    tracks[index].score = detections.scores[column]
    tracks[index].lastTime = clock.time
    tracks[index].hits += 1
    tracks[index].isActivated = true
    tracks[index].isLost = false
    guard stage != .low else { return }
    var slot = tracks[index].slot
    bank.blend(
      &slot, with: detections.appearance[column], of: frame, keeping: parameters.appearanceMemory)
    tracks[index].slot = slot
  }

  private mutating func startTracks(_ frame: TrackerFrame) {
    for column in trackOfColumn.indices where trackOfColumn[column] < 0 {
      let score = detections.scores[column]
      guard score > parameters.highScore, score >= parameters.newScore else { continue }
      identities += 1
      let position = measured(detections.boxes[column])
      let start = initialVariance(position)
      trackOfColumn[column] = Int32(tracks.count)
      var slot: Int32 = -1
      bank.blend(&slot, with: detections.appearance[column], of: frame, keeping: 0)
      tracks.append(
        Track(
          id: identities, classID: detections.classes[column],
          filter: BoxKalman(
            position: position, positionVariance: start.position, velocityVariance: start.velocity),
          box: detections.boxes[column], score: score, firstTime: clock.time, lastTime: clock.time,
          isActivated: clock.frames == 1, slot: slot))
      isMatched.append(true)
    }
  }

  /// Of a seen and a lost track at one place, the older remains.
  private mutating func removeDuplicates() {
    rows.removeAll(keepingCapacity: true)
    rowBoxes.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
    columnBoxes.removeAll(keepingCapacity: true)
    for index in tracks.indices where !tracks[index].isRemoved {
      if tracks[index].isLost {
        rows.append(Int32(index))
        rowBoxes.append(tracks[index].box)
      } else {
        columns.append(Int32(index))
        columnBoxes.append(tracks[index].box)
      }
    }
    if rows.isEmpty || columns.isEmpty { return }
    candidates.find(rows: rowBoxes, columns: columnBoxes)
    for pair in candidates.pairs {
      let (lost, seen) = (Int(rows[Int(pair.row)]), Int(columns[Int(pair.column)]))
      guard tracks[lost].classID == tracks[seen].classID,
        1 - Overlap.iou(tracks[lost].box, tracks[seen].box) < parameters.duplicateDistance
      else { continue }
      let lostLife = tracks[lost].lastTime - tracks[lost].firstTime
      let seenLife = tracks[seen].lastTime - tracks[seen].firstTime
      tracks[seenLife > lostLife ? lost : seen].isRemoved = true
    }
  }

  private mutating func report(_ output: inout TrackerOutput) {
    for column in trackOfColumn.indices where trackOfColumn[column] >= 0 {
      let track = tracks[Int(trackOfColumn[column])]
      output.detections[Int(detections.source[column])] = TrackedDetection(
        trackID: track.id, state: track.isActivated && !track.isRemoved ? .confirmed : .tentative,
        corners: track.box, velocity: velocity(track), age: clock.time - track.firstTime)
    }
    let longest = max(parameters.maximumLost, clock.interval) * (1 + 1e-6)
    let now = clock.time
    var slots = AppearanceBank()
    swap(&slots, &bank)
    tracks.end(into: &output) { track in
      let ends = track.isRemoved || (track.isLost && now - track.lastTime > longest)
      if ends { slots.release(track.slot) }
      return ends
    }
    swap(&slots, &bank)
    for index in tracks.indices where tracks[index].isLost {
      output.lost.append(
        LostTrack(
          trackID: tracks[index].id, classID: tracks[index].classID, score: tracks[index].score,
          corners: tracks[index].box, velocity: velocity(tracks[index]),
          age: now - tracks[index].firstTime, missing: now - tracks[index].lastTime, isCoasting: false))
    }
  }

  private func velocity(_ track: Track) -> SIMD2<Float> {
    track.filter.velocity.lowHalf / Float(parameters.frameTime)
  }
}

extension ByteCascade.Track {
  var ended: EndedTrack {
    EndedTrack(
      trackID: id, classID: classID, firstTime: firstTime, lastTime: lastTime, hits: hits,
      wasConfirmed: isActivated)
  }
}
