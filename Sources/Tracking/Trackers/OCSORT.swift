/// OC-SORT (Cao et al., "Observation-Centric SORT: Rethinking SORT for Robust Multi-Object Tracking", CVPR
/// 2023, arXiv:2203.14360), after its reference code.
///
/// SORT with the direction of movement in the cost (OCM), a second match with the last detection of a lost
/// track (OCR), and a filter that goes over a gap again when the track is found (ORU). Frames count in steps
/// of ``OCSORTParameters/frameTime``; detections and tracks are compared within a class; boxes that do not
/// touch are no candidates. The virtual path of ORU has one point for each missed frame, at equal distances.
public struct OCSORT: MultiObjectTracker {
  /// The settings.
  public let parameters: OCSORTParameters
  private var tracks: [OCSORTTrack] = []
  private var detections = DetectionSet()
  private var candidates = CandidatePairs()
  private var assignment = GatedAssignment()
  private var clock = TrackerClock()
  private var steps: Float = 0
  private var identities = 0
  private var trackOfColumn: [Int32] = []
  private var isMatched: [Bool] = []
  private var rows: [Int32] = []
  private var columns: [Int32] = []
  private var rowBoxes: [SIMD4<Float>] = []
  private var columnBoxes: [SIMD4<Float>] = []
  private var rowDegree: [Int32] = []
  private var columnDegree: [Int32] = []

  /// A tracker with no track.
  public init(parameters: OCSORTParameters = OCSORTParameters()) { self.parameters = parameters }

  /// One of the three associations.
  private enum Stage { case prediction, lowScore, lastDetection }

  /// Follows the objects into the next frame.
  public mutating func update(_ frame: TrackerFrame, into output: inout TrackerOutput) {
    output.begin(detections: frame.detections.count)
    steps = Float(clock.advance(to: frame.time) / parameters.frameTime)
    tracks.expire(clock, after: parameters.maximumLost + parameters.frameTime, into: &output)
    detections.load(frame)
    trackOfColumn.removeAll(keepingCapacity: true)
    for _ in 0..<detections.count { trackOfColumn.append(-1) }
    isMatched.removeAll(keepingCapacity: true)
    for index in tracks.indices {
      tracks[index].predict(steps)
      isMatched.append(false)
    }
    associate(.prediction)
    if parameters.usesLowScores { associate(.lowScore) }
    associate(.lastDetection)
    for index in tracks.indices where !isMatched[index] { tracks[index].freeze() }
    for column in trackOfColumn.indices { report(column, &output) }
    finishFrame(&output)
  }

  /// Ends all tracks.
  public mutating func finish(into output: inout TrackerOutput) {
    tracks.endAll(into: &output)
  }

  private mutating func associate(_ stage: Stage) {
    rows.removeAll(keepingCapacity: true)
    rowBoxes.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
    columnBoxes.removeAll(keepingCapacity: true)
    for index in isMatched.indices where !isMatched[index] {
      rows.append(Int32(index))
      rowBoxes.append(stage == .lastDetection ? tracks[index].observed : tracks[index].box)
    }
    for column in trackOfColumn.indices where trackOfColumn[column] < 0 {
      let score = detections.scores[column]
      let isHigh = score > parameters.minimumScore
      let isLow = score > parameters.lowScore && score < parameters.minimumScore
      guard stage == .lowScore ? isLow : isHigh else { continue }
      columns.append(Int32(column))
      columnBoxes.append(detections.boxes[column])
    }
    if rows.isEmpty || columns.isEmpty { return }
    candidates.find(rows: rowBoxes, columns: columnBoxes)
    let isUnique = stage == .prediction && countCandidates()
    assignment.begin(rows: rows.count, columns: columns.count)
    for pair in candidates.pairs {
      let (row, column) = (Int(pair.row), Int(pair.column))
      let index = Int(rows[row])
      let detection = Int(columns[column])
      guard tracks[index].classID == detections.classes[detection] else { continue }
      let iou = Overlap.iou(rowBoxes[row], columnBoxes[column])
      if isUnique, iou <= parameters.minimumIoU { continue }
      var weight = iou
      if stage == .prediction {
        weight +=
          parameters.directionWeight * detections.scores[detection]
          * tracks[index].consistency(
            with: detections.boxes[detection], at: clock.time, over: directionTime)
      }
      assignment.add(row: row, column: column, weight: weight)
    }
    assignment.solve()
    for row in rows.indices where assignment.columnOfRow[row] >= 0 {
      let place = Int(assignment.columnOfRow[row])
      guard Overlap.iou(rowBoxes[row], columnBoxes[place]) >= parameters.minimumIoU else { continue }
      let (index, column) = (Int(rows[row]), Int(columns[place]))
      isMatched[index] = true
      trackOfColumn[column] = Int32(index)
      tracks[index].update(
        detections.boxes[column], score: detections.scores[column], at: clock.time,
        over: directionTime)
    }
  }

  private var directionTime: Double { Double(parameters.directionFrames) * parameters.frameTime * (1 + 1e-6) }

  /// Whether no row and no column has two candidates above the least IoU, and some has one: the code then
  /// takes these as they are.
  private mutating func countCandidates() -> Bool {
    rowDegree.removeAll(keepingCapacity: true)
    columnDegree.removeAll(keepingCapacity: true)
    for _ in rows { rowDegree.append(0) }
    for _ in columns { columnDegree.append(0) }
    var most: Int32 = 0
    for pair in candidates.pairs {
      let (row, column) = (Int(pair.row), Int(pair.column))
      guard tracks[Int(rows[row])].classID == detections.classes[Int(columns[column])],
        Overlap.iou(rowBoxes[row], columnBoxes[column]) > parameters.minimumIoU
      else { continue }
      rowDegree[row] += 1
      columnDegree[column] += 1
      most = max(most, rowDegree[row], columnDegree[column])
    }
    return most == 1
  }

  private mutating func report(_ column: Int, _ output: inout TrackerOutput) {
    if trackOfColumn[column] < 0 {
      guard detections.scores[column] > parameters.minimumScore else { return }
      identities += 1
      trackOfColumn[column] = Int32(tracks.count)
      tracks.append(
        OCSORTTrack(
          id: identities, classID: detections.classes[column], box: detections.boxes[column],
          score: detections.scores[column], time: clock.time))
    }
    let index = Int(trackOfColumn[column])
    let isShown =
      tracks[index].streak >= parameters.minimumHits || clock.frames <= parameters.minimumHits
    if isShown { tracks[index].wasConfirmed = true }
    output.detections[Int(detections.source[column])] = TrackedDetection(
      trackID: tracks[index].id, state: isShown ? .confirmed : .tentative,
      corners: BoxForms.corners(middleArea: tracks[index].filter.position),
      velocity: tracks[index].filter.velocity.lowHalf / Float(parameters.frameTime),
      age: clock.time - tracks[index].firstTime)
  }

  private mutating func finishFrame(_ output: inout TrackerOutput) {
    let longest = max(parameters.maximumLost, clock.interval) * (1 + 1e-6)
    let now = clock.time
    tracks.end(into: &output) { now - $0.lastTime > longest }
    for index in tracks.indices where tracks[index].missed > 0 && tracks[index].wasConfirmed {
      output.lost.append(
        LostTrack(
          trackID: tracks[index].id, classID: tracks[index].classID, score: tracks[index].score,
          corners: tracks[index].box,
          velocity: tracks[index].filter.velocity.lowHalf / Float(parameters.frameTime),
          age: now - tracks[index].firstTime, missing: now - tracks[index].lastTime, isCoasting: false))
    }
  }
}
