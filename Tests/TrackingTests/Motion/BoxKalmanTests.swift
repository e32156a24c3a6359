import Testing

@testable import Tracking

/// A Kalman filter of four coordinates and four velocities in plain 8x8 matrices.
private struct MatrixKalman {
  var state: [Double]
  var covariance: [[Double]]

  init(_ start: BoxKalman) {
    state = (0..<4).map { Double(start.position[$0]) } + [0, 0, 0, 0]
    covariance = (0..<8).map { row in
      (0..<8).map { column in
        guard row == column else { return 0 }
        return Double(row < 4 ? start.positionVariance[row] : start.velocityVariance[row - 4])
      }
    }
  }

  static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.map { row in b[0].indices.map { column in row.indices.reduce(0) { $0 + row[$1] * b[$1][column] } } }
  }

  static func transposed(_ a: [[Double]]) -> [[Double]] {
    a[0].indices.map { column in a.map { $0[column] } }
  }

  mutating func predict(_ step: Double, _ positionNoise: SIMD4<Float>, _ velocityNoise: SIMD4<Float>) {
    var transition = (0..<8).map { row in (0..<8).map { $0 == row ? 1.0 : 0.0 } }
    for k in 0..<4 { transition[k][k + 4] = step }
    state = transition.map { row in zip(row, state).reduce(0) { $0 + $1.0 * $1.1 } }
    covariance = Self.product(Self.product(transition, covariance), Self.transposed(transition))
    for k in 0..<4 {
      covariance[k][k] += Double(positionNoise[k])
      covariance[k + 4][k + 4] += Double(velocityNoise[k])
    }
  }

  /// One coordinate at a time, which is the same as all at once where the measurement noise is diagonal.
  mutating func update(_ measured: SIMD4<Float>, _ noise: SIMD4<Float>) {
    for k in 0..<4 {
      let scale = covariance[k][k] + Double(noise[k])
      let gain = (0..<8).map { covariance[$0][k] / scale }
      let innovation = Double(measured[k]) - state[k]
      let row = covariance[k]
      for a in 0..<8 {
        state[a] += gain[a] * innovation
        for b in 0..<8 { covariance[a][b] -= gain[a] * row[b] }
      }
    }
  }
}

@Suite struct BoxKalmanTests {
  private static let start = BoxKalman(
    position: SIMD4(100, 50, 20, 60), positionVariance: SIMD4(9, 9, 4, 16),
    velocityVariance: SIMD4(50, 40, 2, 1))

  @Test func equalsTheMatrixFilter() {
    var numbers = SeededNumbers(3)
    var filter = Self.start
    var reference = MatrixKalman(filter)
    for _ in 0..<200 {
      let step = Float.random(in: 0.2...3, using: &numbers)
      let place = SIMD4<Float>.random(in: 0.1...2, using: &numbers)
      let speed = SIMD4<Float>.random(in: 0.01...0.3, using: &numbers)
      filter.predict(by: step, positionNoise: place, velocityNoise: speed)
      reference.predict(Double(step), place, speed)
      if Bool.random(using: &numbers) {
        let measured = filter.position + SIMD4<Float>.random(in: -4...4, using: &numbers)
        let noise = SIMD4<Float>.random(in: 0.5...9, using: &numbers)
        filter.update(measured, noise: noise)
        reference.update(measured, noise)
      }
      for k in 0..<4 {
        #expect(abs(Double(filter.position[k]) - reference.state[k]) < 0.02)
        #expect(abs(Double(filter.velocity[k]) - reference.state[k + 4]) < 0.02)
        #expect(abs(Double(filter.positionVariance[k]) / reference.covariance[k][k] - 1) < 1e-3)
        #expect(abs(Double(filter.velocityVariance[k]) / reference.covariance[k + 4][k + 4] - 1) < 1e-3)
      }
    }
  }

  @Test(arguments: [2, 3, 7, 30]) func manyFramesAtOnceEqualSingleFrames(count: Int) {
    var once = Self.start
    var single = Self.start
    let place = SIMD4<Float>(1, 2, 3, 4)
    let speed = SIMD4<Float>(0.1, 0.2, 0.3, 0.4)
    once.predict(frames: Float(count), positionNoise: place, velocityNoise: speed)
    for _ in 0..<count { single.predict(frames: 1, positionNoise: place, velocityNoise: speed) }
    for k in 0..<4 {
      #expect(abs(once.positionVariance[k] / single.positionVariance[k] - 1) < 1e-4)
      #expect(abs(once.covariance[k] / single.covariance[k] - 1) < 1e-4)
      #expect(abs(once.velocityVariance[k] / single.velocityVariance[k] - 1) < 1e-4)
    }
  }

  @Test func aCoordinateWithoutVelocityVarianceStays() {
    var filter = BoxKalman(
      position: SIMD4(0, 0, 5, 5), positionVariance: SIMD4(repeating: 1), velocityVariance: SIMD4(1, 1, 1, 0))
    for index in 1...20 {
      filter.predict(by: 1, positionNoise: .zero, velocityNoise: .zero)
      filter.update(SIMD4(Float(index), 0, 5, 5 + Float(index)), noise: SIMD4(repeating: 1))
    }
    #expect(filter.velocity.w == 0)
    #expect(abs(filter.velocity.x - 1) < 0.1)
  }

  @Test func aCameraMotionMovesTurnsAndScales() {
    var filter = Self.start
    filter.velocity = SIMD4(1, 0, 0, 0)
    let quarterTurn = AffineMotion(
      columnX: SIMD2(0, 2), columnY: SIMD2(-2, 0), translation: SIMD2(7, -3))
    filter.move(by: quarterTurn)
    #expect(filter.position == SIMD4(-93, 197, 40, 120))
    #expect(filter.velocity == SIMD4(0, 2, 0, 0))
    #expect(filter.positionVariance == SIMD4(36, 36, 16, 64))
  }
}
