/// A track of ``CascadeTracker``.
struct CascadeTrack: ListedTrack {
  var id: Int
  var classID: Int32
  var state = TrackState.tentative
  /// Whether the track is matched in this frame.
  var isMatched = true
  /// Whether the track went behind a seen object a moment ago.
  var isHidden = false
  /// The slot of the appearance vector, -1 for none.
  var slot: Int32 = -1
  /// The score of the last detection, as given.
  var score: Float
  /// The sum of the beliefs in its detections.
  var evidence: Float
  /// Middle, width and height in pixels; velocities per second.
  var filter: BoxKalman
  /// The corners that the filter says.
  var box: SIMD4<Float>
  /// The last innovation in standard deviations, zero where the frame before had none.
  var innovation = SIMD4<Float>.zero
  var firstTime: Double
  var lastTime: Double
  var hits = 1
  var wasConfirmed = false

  /// More evidence than this does not count.
  private static let evidenceLimits: ClosedRange<Float> = -6...8

  /// Starts with a detection.
  init(
    id: Int, classID: Int32, box: SIMD4<Float>, score: Float, belief: Float, time: Double,
    _ parameters: CascadeParameters
  ) {
    self.id = id
    self.classID = classID
    self.box = box
    self.score = score
    evidence = belief
    firstTime = time
    lastTime = time
    let middle = BoxForms.middleSize(box)
    let unit = Self.unit(middle)
    let place = Self.pair(parameters.measurementNoise, parameters.sizeMeasurementNoise) * unit
    let speed = Self.pair(parameters.initialVelocity, parameters.initialSizeVelocity) * unit
    filter = BoxKalman(position: middle, positionVariance: place * place, velocityVariance: speed * speed)
    if belief >= parameters.instantBelief { confirm() }
  }

  /// The size that noise is a part of: the mean of the height and of the height of a person of the same area
  /// (as wide as two fifths of the height), so that flat objects such as cars are not taken for small ones.
  @inline(__always) static func unit(_ middle: SIMD4<Float>) -> Float {
    let height = max(middle.w, 1)
    return 0.5 * (height + (2.5 * max(middle.z, 1) * height).squareRoot())
  }

  @inline(__always) private static func pair(_ place: Float, _ size: Float) -> SIMD4<Float> {
    SIMD4(place, place, size, size)
  }

  /// The variance of a detection; the lower the belief, the greater.
  @inline(__always)
  static func noise(_ middle: SIMD4<Float>, _ belief: Float, _ parameters: CascadeParameters) -> SIMD4<Float>
  {
    let doubt = 1 + parameters.scoreNoise * (1 - min(1, max(0, belief / 4)))
    let deviation =
      pair(parameters.measurementNoise, parameters.sizeMeasurementNoise) * (unit(middle) * doubt)
    return deviation * deviation
  }

  /// Moves on by a time: constant velocity with white acceleration, and a random walk of the place
  /// (Bar-Shalom et al. 2001, section 6.2.2).
  @inline(__always)
  mutating func predict(by seconds: Float, _ factors: SIMD4<Float>, _ parameters: CascadeParameters) {
    let unit = Self.unit(filter.position)
    let walk = Self.pair(parameters.positionNoise, parameters.sizeNoise) * factors * unit
    let push = Self.pair(parameters.velocityNoise, parameters.sizeVelocityNoise) * factors * unit
    let power = push * push
    filter.predict(
      by: seconds, positionNoise: walk * walk * seconds + power * (seconds * seconds * seconds / 3),
      covarianceNoise: power * (seconds * seconds / 2), velocityNoise: power * seconds)
    filter.position.z = max(filter.position.z, 1)
    filter.position.w = max(filter.position.w, 1)
    box = BoxForms.corners(middleSize: filter.position)
    isMatched = false
  }

  /// Takes in a detection.
  @inline(__always)
  mutating func update(
    box detected: SIMD4<Float>, score newScore: Float, belief: Float, time: Double,
    _ adaptation: inout NoiseAdaptation, _ parameters: CascadeParameters
  ) {
    let middle = BoxForms.middleSize(detected)
    let noise = Self.noise(middle, belief, parameters)
    let deviation = (filter.positionVariance + noise).squareRoot()
    let surprise = ((middle - filter.position) / deviation).clamped(
      lowerBound: SIMD4(repeating: -2), upperBound: SIMD4(repeating: 2))
    if innovation != .zero { adaptation.observe(innovation, surprise) }
    innovation = surprise
    filter.update(middle, noise: noise)
    box = BoxForms.corners(middleSize: filter.position)
    score = newScore
    evidence = min(
      Self.evidenceLimits.upperBound, max(Self.evidenceLimits.lowerBound, evidence + belief))
    hits += 1
    lastTime = time
    if state == .lost || (hits >= parameters.confirmHits && evidence >= parameters.confirmBelief) {
      confirm()
    }
  }

  private mutating func confirm() {
    state = .confirmed
    wasConfirmed = true
  }

  /// Follows the camera.
  mutating func move(by motion: AffineMotion) {
    filter.move(by: motion)
    box = BoxForms.corners(middleSize: filter.position)
  }

  /// Moves by a shift of the picture.
  mutating func shift(by shift: SIMD2<Float>) {
    filter.position.x += shift.x
    filter.position.y += shift.y
    box += SIMD4(lowHalf: shift, highHalf: shift)
  }

  /// The part of the box that lies in a picture of a size; 1 where the size is unknown.
  func inside(_ size: SIMD2<Float>) -> Float {
    guard size.x > 0, size.y > 0 else { return 1 }
    return Overlap.intersection(box, SIMD4(lowHalf: .zero, highHalf: size)) / max(Overlap.area(box), 1e-3)
  }

  var ended: EndedTrack {
    EndedTrack(
      trackID: id, classID: classID, firstTime: firstTime, lastTime: lastTime, hits: hits,
      wasConfirmed: wasConfirmed)
  }
}
