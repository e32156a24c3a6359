/// The buffers of one association.
struct CascadeWork {
  /// The tracks and the detections that take part.
  var rows: [Int32] = []
  var columns: [Int32] = []
  /// The predicted boxes, and the same expanded on each side by twice the margin.
  var boxes: [SIMD4<Float>] = []
  var rowBoxes: [SIMD4<Float>] = []
  var columnBoxes: [SIMD4<Float>] = []
  var margins: [SIMD4<Float>] = []
  var candidates = CandidatePairs()
  var assignment = GatedAssignment()
  var motion = DetectionMotion()

  /// Starts over.
  mutating func begin() {
    rows.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
    boxes.removeAll(keepingCapacity: true)
    rowBoxes.removeAll(keepingCapacity: true)
    columnBoxes.removeAll(keepingCapacity: true)
    margins.removeAll(keepingCapacity: true)
  }

  /// Adds a track whose box may be expanded by a margin on each side.
  @inline(__always)
  mutating func addRow(_ index: Int, _ box: SIMD4<Float>, margin: SIMD2<Float>) {
    rows.append(Int32(index))
    boxes.append(box)
    let outward = SIMD4(lowHalf: -margin, highHalf: margin)
    margins.append(outward)
    rowBoxes.append(box + outward + outward)
  }

  /// Adds a detection.
  @inline(__always)
  mutating func addColumn(_ column: Int, _ box: SIMD4<Float>) {
    columns.append(Int32(column))
    columnBoxes.append(box)
  }

  /// Finds the candidates and makes the assignment ready for them.
  /// - Returns: Whether there can be any.
  mutating func prepare() -> Bool {
    if rows.isEmpty || columns.isEmpty { return false }
    candidates.find(rows: rowBoxes, columns: columnBoxes)
    assignment.begin(rows: rows.count, columns: columns.count)
    return !candidates.pairs.isEmpty
  }
}

extension CascadeTracker {
  /// The steps of the cascade.
  private enum Stage { case high, low, tentative }

  /// Matches the detections with the tracks.
  mutating func associate(_ frame: TrackerFrame) {
    run(.high, frame)
    run(.low, frame)
    if frame.appearanceLength > 0 { find(frame) }
    run(.tentative, frame)
  }

  private mutating func run(_ stage: Stage, _ frame: TrackerFrame) {
    work.begin()
    let recent = max(parameters.secondLost, 1.5 * clock.interval)
    for index in tracks.indices where !tracks[index].isMatched {
      guard (tracks[index].state == .tentative) == (stage == .tentative) else { continue }
      if stage == .low, clock.time - tracks[index].lastTime > recent { continue }
      var margin = SIMD2<Float>.zero
      if stage != .low {
        let variance = tracks[index].filter.positionVariance
        margin = parameters.buffer * SIMD2(variance.x.squareRoot(), variance.y.squareRoot())
      }
      work.addRow(index, tracks[index].box, margin: margin)
    }
    if work.rows.isEmpty { return }
    let range =
      stage == .low ? parameters.lowBelief..<parameters.highBelief : parameters.highBelief..<Float.infinity
    for column in trackOfColumn.indices where trackOfColumn[column] < 0 && range.contains(beliefs[column]) {
      work.addColumn(column, detections.boxes[column])
    }
    guard work.prepare() else { return }
    addCandidates(stage, frame)
    work.assignment.solve()
    takeMatches()
  }

  private mutating func addCandidates(_ stage: Stage, _ frame: TrackerFrame) {
    let gate: Float
    switch stage {
    case .high: gate = parameters.minimumIoU
    case .low: gate = parameters.secondIoU
    case .tentative: gate = parameters.tentativeIoU
    }
    for pair in work.candidates.pairs {
      let (row, column) = (Int(pair.row), Int(pair.column))
      let index = Int(work.rows[row])
      let detection = Int(work.columns[column])
      guard tracks[index].classID == detections.classes[detection] else { continue }
      let first = work.boxes[row] + work.margins[row]
      let second = work.columnBoxes[column] + work.margins[row]
      var similarity = Overlap.iou(first, second) * Overlap.heightIoU(first, second)
      if frame.appearanceLength > 0, stage != .low,
        let distance = bank.distance(tracks[index].slot, detections.appearance[detection], of: frame)
      {
        if distance / 2 <= parameters.appearanceDistance { similarity = max(similarity, 1 - distance / 2) }
        if tracks[index].state == .lost, distance / 2 >= parameters.appearanceVeto { continue }
      }
      guard similarity >= gate else { continue }
      let missing = Float(clock.time - tracks[index].lastTime)
      var weight = similarity - min(0.2, parameters.lostPenalty * missing)
      weight *= 1 - parameters.scoreFuse * min(1, max(0, (4 - beliefs[detection]) / 8))
      work.assignment.add(row: row, column: column, weight: max(weight, 1e-4))
    }
  }

  private mutating func takeMatches() {
    for row in work.rows.indices {
      let column = work.assignment.columnOfRow[row]
      guard column >= 0 else { continue }
      let index = work.rows[row]
      tracks[Int(index)].isMatched = true
      trackOfColumn[Int(work.columns[Int(column)])] = index
    }
  }

  /// Looks for lost tracks by appearance alone, within a reach that grows with the time.
  private mutating func find(_ frame: TrackerFrame) {
    work.begin()
    for index in tracks.indices where !tracks[index].isMatched && tracks[index].slot >= 0 {
      guard tracks[index].state != .tentative else { continue }
      let missing = Float(clock.time - tracks[index].lastTime)
      let reach = parameters.findReach * CascadeTrack.unit(tracks[index].filter.position) * (1 + missing)
      work.addRow(index, tracks[index].box, margin: SIMD2(repeating: reach / 2))
    }
    if work.rows.isEmpty { return }
    for column in trackOfColumn.indices
    where trackOfColumn[column] < 0 && beliefs[column] >= parameters.highBelief {
      work.addColumn(column, detections.boxes[column])
    }
    guard work.prepare() else { return }
    for pair in work.candidates.pairs {
      let index = Int(work.rows[Int(pair.row)])
      let detection = Int(work.columns[Int(pair.column)])
      guard tracks[index].classID == detections.classes[detection],
        let distance = bank.distance(tracks[index].slot, detections.appearance[detection], of: frame),
        Overlap.sizeRatio(tracks[index].box, detections.boxes[detection]) > 0.5
      else { continue }
      work.assignment.add(
        row: Int(pair.row), column: Int(pair.column), weight: parameters.findDistance - distance / 2)
    }
    work.assignment.solve()
    takeMatches()
  }

  /// The shift that the tracks of the frame before have in common, from a rough matching.
  mutating func estimateShift() -> SIMD2<Float> {
    work.begin()
    for index in tracks.indices where tracks[index].lastTime >= clock.time - clock.step {
      work.addRow(index, Overlap.expanded(tracks[index].box, by: 0.3), margin: .zero)
    }
    for column in trackOfColumn.indices where beliefs[column] >= parameters.highBelief {
      work.addColumn(column, Overlap.expanded(detections.boxes[column], by: 0.3))
    }
    guard work.rows.count >= parameters.cameraTracks, work.columns.count >= parameters.cameraTracks,
      work.prepare()
    else { return .zero }
    for pair in work.candidates.pairs {
      let (row, column) = (Int(pair.row), Int(pair.column))
      guard tracks[Int(work.rows[row])].classID == detections.classes[Int(work.columns[column])] else {
        continue
      }
      work.assignment.add(
        row: row, column: column, weight: Overlap.iou(work.boxes[row], work.columnBoxes[column]))
    }
    work.assignment.solve()
    work.motion.begin()
    for row in work.rows.indices where work.assignment.columnOfRow[row] >= 0 {
      let to = BoxForms.middleSize(work.columnBoxes[Int(work.assignment.columnOfRow[row])])
      work.motion.add(to.lowHalf - BoxForms.middleSize(work.boxes[row]).lowHalf)
    }
    guard work.motion.count >= parameters.cameraTracks else { return .zero }
    return work.motion.estimate(shrink: parameters.cameraShrink)
  }
}
