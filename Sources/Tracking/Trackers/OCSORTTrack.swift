/// A track of ``OCSORT``.
struct OCSORTTrack: ListedTrack {
  /// A detection and its time.
  struct Observation {
    var time = -Double.infinity
    var middle = SIMD2<Float>.zero
  }

  var id: Int
  var classID: Int32
  /// Middle, area and aspect; velocities per frame.
  var filter: BoxKalman
  /// The filter as predicted for the first missed frame.
  var frozen: BoxKalman?
  /// The corners that the filter predicts.
  var box: SIMD4<Float>
  /// The corners of the last detection.
  var observed: SIMD4<Float>
  var score: Float
  var firstTime: Double
  var lastTime: Double
  var hits = 1
  var streak = 0
  var missed = 0
  var wasConfirmed = false
  /// The direction of movement, of length 1; zero while there is none.
  var direction = SIMD2<Float>.zero
  private var frozenSteps: Float = 0
  private var missedSteps: Float = 0
  private var history = InlineArray<8, Observation>(repeating: Observation())
  private var next = 1

  init(id: Int, classID: Int32, box: SIMD4<Float>, score: Float, time: Double) {
    self.id = id
    self.classID = classID
    filter = BoxKalman(
      position: BoxForms.middleArea(box), positionVariance: SIMD4(repeating: 10),
      velocityVariance: SIMD4(10000, 10000, 10000, 0))
    self.box = box
    observed = box
    self.score = score
    firstTime = time
    lastTime = time
    history[0] = Observation(time: time, middle: (box.lowHalf + box.highHalf) * 0.5)
  }

  /// Moves the filter on.
  mutating func predict(_ steps: Float) {
    if filter.position.z + filter.velocity.z * steps <= 0 { filter.velocity.z = 0 }
    filter.predict(
      frames: steps, positionNoise: SIMD4(repeating: 1), velocityNoise: SIMD4(0.01, 0.01, 0.0001, 0))
    if missed > 0 { streak = 0 }
    missed += 1
    missedSteps += steps
    box = BoxForms.corners(middleArea: filter.position)
  }

  /// Keeps the filter at the first missed frame for ``update(_:score:at:over:)``.
  mutating func freeze() {
    guard frozen == nil else { return }
    frozen = filter
    frozenSteps = missedSteps
  }

  /// Takes in a detection.
  mutating func update(
    _ box: SIMD4<Float>, score: Float, at time: Double, over directionTime: Double
  ) {
    let middle = (box.lowHalf + box.highHalf) * 0.5
    direction = Self.unit(middle - reference(at: time, over: directionTime))
    let measured = BoxForms.middleArea(box)
    if let frozen { replay(from: frozen, to: measured) }
    filter.update(measured, noise: SIMD4(1, 1, 10, 10))
    frozen = nil
    missedSteps = 0
    self.box = BoxForms.corners(middleArea: filter.position)
    observed = box
    self.score = score
    lastTime = time
    hits += 1
    streak += 1
    missed = 0
    history[next] = Observation(time: time, middle: middle)
    next = (next + 1) % 8
  }

  /// Goes over the gap again along the straight line between the detections at its ends (Cao 2023, section
  /// 4.1).
  private mutating func replay(from start: BoxKalman, to end: SIMD4<Float>) {
    let gap = max(missed, 1)
    let first = BoxForms.middleSize(observed)
    let last = BoxForms.middleSize(BoxForms.corners(middleArea: end))
    let step = gap > 1 ? max(0, missedSteps - frozenSteps) / Float(gap - 1) : 0
    var state = start
    for k in 1...gap {
      let point = first + (last - first) * (Float(k) / Float(gap))
      state.update(BoxForms.middleArea(BoxForms.corners(middleSize: point)), noise: SIMD4(1, 1, 10, 10))
      guard k < gap else { break }
      if state.position.z + state.velocity.z * step <= 0 { state.velocity.z = 0 }
      state.predict(
        frames: step, positionNoise: SIMD4(repeating: 1), velocityNoise: SIMD4(0.01, 0.01, 0.0001, 0))
    }
    filter = state
  }

  /// The place of the oldest detection within a time before now, of the last one where there is none.
  private func reference(at time: Double, over span: Double) -> SIMD2<Float> {
    var best = -1
    var last = 0
    for k in 0..<8 where history[k].time > -.infinity {
      if history[k].time > history[last].time || history[last].time == -.infinity { last = k }
      if time - history[k].time <= span, best < 0 || history[k].time < history[best].time { best = k }
    }
    return history[best >= 0 ? best : last].middle
  }

  /// How much the way to a detection agrees with the track's direction: 0.5 - angle / pi, -0.5 to 0.5 (Cao
  /// 2023, section 4.2).
  func consistency(with box: SIMD4<Float>, at time: Double, over span: Double) -> Float {
    let way = Self.unit((box.lowHalf + box.highHalf) * 0.5 - reference(at: time, over: span))
    let cosine = min(1, max(-1, (way * direction).sum()))
    return ElementaryFunctions.arcsine(cosine) / .pi
  }

  private static func unit(_ vector: SIMD2<Float>) -> SIMD2<Float> {
    vector / ((vector * vector).sum().squareRoot() + 1e-6)
  }

  var ended: EndedTrack {
    EndedTrack(
      trackID: id, classID: classID, firstTime: firstTime, lastTime: lastTime, hits: hits,
      wasConfirmed: wasConfirmed)
  }
}
