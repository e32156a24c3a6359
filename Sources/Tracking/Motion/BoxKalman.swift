/// A Kalman filter of four coordinates that move at constant velocity, in SIMD arithmetic.
///
/// Where the initial covariance, the process noise and the measurement noise are diagonal, as in SORT,
/// DeepSORT and their successors, the 8x8 covariance stays four independent 2x2 blocks, one per coordinate;
/// each block is updated in closed form (Kalman 1960; Welch and Bishop, TR 95-041). A coordinate with no
/// velocity variance has a constant-position model.
public struct BoxKalman: Sendable, Hashable {
  /// The estimated coordinates.
  public var position: SIMD4<Float>
  /// Their velocities per unit of time.
  public var velocity: SIMD4<Float>
  /// The variances of the coordinates.
  public var positionVariance: SIMD4<Float>
  /// The covariances of each coordinate with its own velocity.
  public var covariance: SIMD4<Float>
  /// The variances of the velocities.
  public var velocityVariance: SIMD4<Float>

  /// Starts at a measurement, at rest.
  @inline(__always)
  public init(
    position: SIMD4<Float>, positionVariance: SIMD4<Float>, velocityVariance: SIMD4<Float>
  ) {
    self.position = position
    velocity = .zero
    self.positionVariance = positionVariance
    covariance = .zero
    self.velocityVariance = velocityVariance
  }

  /// Moves the state on by a time; the noise is added after it.
  @inline(__always)
  public mutating func predict(
    by step: Float, positionNoise: SIMD4<Float>, covarianceNoise: SIMD4<Float> = .zero,
    velocityNoise: SIMD4<Float>
  ) {
    position += velocity * step
    positionVariance += (covariance * 2 + velocityVariance * step) * step + positionNoise
    covariance += velocityVariance * step + covarianceNoise
    velocityVariance += velocityNoise
  }

  /// Moves the state on by a number of frames, each of which adds the same noise.
  ///
  /// For a whole number of steps it is what as many single steps give (the sums are written out); between
  /// them it follows the same polynomials, so that frames may come at any distance.
  @inline(__always)
  public mutating func predict(
    frames n: Float, positionNoise: SIMD4<Float>, velocityNoise: SIMD4<Float>
  ) {
    let linear = max(0, n * (n - 1) / 2)
    let square = max(0, n * (n - 1) * (2 * n - 1) / 6)
    predict(
      by: n, positionNoise: positionNoise * n + velocityNoise * square,
      covarianceNoise: velocityNoise * linear, velocityNoise: velocityNoise * n)
  }

  /// Takes in a measurement of the four coordinates.
  @inline(__always)
  public mutating func update(_ measured: SIMD4<Float>, noise: SIMD4<Float>) {
    let inverse = 1 / (positionVariance + noise)
    let gain = positionVariance * inverse
    let velocityGain = covariance * inverse
    let innovation = measured - position
    position += gain * innovation
    velocity += velocityGain * innovation
    velocityVariance -= velocityGain * covariance
    covariance -= gain * covariance
    positionVariance -= gain * positionVariance
  }

  /// Follows the camera: the first two coordinates move as a point, the last two (width and height) grow with
  /// the motion's scale along their axes.
  ///
  /// The covariance between x and y that a rotation brings is dropped; rotations between frames are small.
  @inline(__always)
  mutating func move(by motion: AffineMotion) {
    let middle = motion.apply(position.lowHalf)
    let turned = motion.turn(velocity.lowHalf)
    let scale = motion.scale
    position = SIMD4(lowHalf: middle, highHalf: position.highHalf * scale)
    velocity = SIMD4(lowHalf: turned, highHalf: velocity.highHalf * scale)
    let square = scale * scale
    positionVariance *= square
    covariance *= square
    velocityVariance *= square
  }
}
