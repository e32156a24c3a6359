import Glibc
import Media
import Testing

@testable import Analysis

@Suite("How many lines a picture holds in truth") struct ResolutionEstimatorTests {
  /// How samples between others are made.
  enum Kernel: CaseIterable { case linear, cubic, lanczos }

  private static func weight(_ kernel: Kernel, _ distance: Double) -> Double {
    let d = abs(distance)
    switch kernel {
    case .linear: return max(0, 1 - d)
    case .cubic:
      // R. Keys, "Cubic convolution interpolation for digital image processing", 1981.
      return d < 1
        ? 1.5 * d * d * d - 2.5 * d * d + 1 : d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0
    case .lanczos:
      guard d > 1e-9 else { return 1 }
      return d < 3 ? 3 * sin(.pi * d) * sin(.pi * d / 3) / (.pi * .pi * d * d) : 0
    }
  }

  /// Pseudo-random texture: smoothed noise of a seed.
  private static func texture(width: Int, height: Int, seed: UInt64) -> [[Double]] {
    var state = seed
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) - 0.5
    }
    var rows = (0..<height).map { _ in (0..<width).map { _ in noise() } }
    // Energy falls with frequency, as in pictures.
    for y in 0..<height { for x in 1..<width { rows[y][x] += 0.7 * rows[y][x - 1] } }
    for y in 1..<height { for x in 0..<width { rows[y][x] += 0.7 * rows[y - 1][x] } }
    return rows.map { $0.map { 120 + 40 * $0 } }
  }

  private static func scaled(_ values: [Double], to count: Int, _ kernel: Kernel) -> [Double] {
    let ratio = Double(values.count) / Double(count)
    return (0..<count).map { index in
      let place = (Double(index) + 0.5) * ratio - 0.5
      var (sum, weights) = (0.0, 0.0)
      for source in (Int(floor(place)) - 2)...(Int(floor(place)) + 3) {
        let factor = weight(kernel, Double(source) - place)
        sum += factor * values[max(0, min(values.count - 1, source))]
        weights += factor
      }
      return sum / weights
    }
  }

  private static func frame(_ rows: [[Double]], format: String = "gray") throws -> Frame {
    let layout = try #require(PixelFormat(name: format))
    let frame = try Frame.picture(width: rows[0].count, height: rows.count, format: layout)
    _ = frame.withPlane(0) { plane in
      for (y, row) in rows.enumerated() {
        for (x, level) in row.enumerated() {
          let code = Int(max(0, min(255, level)) * Double(1 << (layout.bitDepth - 8)))
          if layout.bitDepth > 8 {
            plane.base[y * plane.stride + 2 * x] = UInt8(code & 255)
            plane.base[y * plane.stride + 2 * x + 1] = UInt8(code >> 8)
          } else {
            plane.base[y * plane.stride + x] = UInt8(code)
          }
        }
      }
    }
    return frame
  }

  /// Pictures of 360 lines, scaled up from fewer, or not.
  private func verdict(from lines: Int?, _ kernel: Kernel, format: String = "gray") throws
    -> ResolutionEstimator.Verdict?
  {
    var estimator = ResolutionEstimator()
    for seed in 1...2 {
      let (width, height) = (200, 360)
      var rows = ResolutionEstimatorTests.texture(
        width: width * (lines ?? height) / height, height: lines ?? height, seed: UInt64(seed))
      if lines != nil {
        rows = rows.map { ResolutionEstimatorTests.scaled($0, to: width, kernel) }
        let columns = (0..<width).map { x in
          ResolutionEstimatorTests.scaled(rows.map { $0[x] }, to: height, kernel)
        }
        rows = (0..<height).map { y in columns.map { $0[y] } }
      }
      estimator.add(try ResolutionEstimatorTests.frame(rows, format: format))
    }
    return estimator.verdict
  }

  @Test(
    "scaling up is found by any interpolation", arguments: [120, 180, 200, 270, 300],
    Kernel.allCases)
  func scaled(lines: Int, kernel: Kernel) throws {
    let found = try #require(try verdict(from: lines, kernel))
    #expect(abs(found.lines - Double(lines)) <= 0.02 * Double(lines))
    #expect(found.confidence >= 0.6 && found.confidence <= 1)
  }

  @Test("something regular in one direction is not taken for scaling")
  func regular() throws {
    var estimator = ResolutionEstimator()
    for seed in 1...2 {
      var rows = ResolutionEstimatorTests.texture(width: 200, height: 360, seed: UInt64(seed))
      for y in rows.indices where y % 6 == 0 { rows[y] = rows[y].map { $0 * 0.8 + 10 } }
      estimator.add(try ResolutionEstimatorTests.frame(rows))
    }
    #expect(estimator.verdict == nil)
  }

  @Test("pictures of more than 8 bits are judged too")
  func deep() throws {
    #expect(try verdict(from: 240, .cubic, format: "gray10le")?.lines == 240)
  }

  @Test("what was not scaled has no verdict")
  func genuine() throws { #expect(try verdict(from: nil, .linear) == nil) }

  @Test("blurred pictures have no verdict", arguments: [1, 2, 3])
  func blurred(radius: Int) throws {
    var estimator = ResolutionEstimator()
    for seed in 1...2 {
      let rows = ResolutionEstimatorTests.texture(width: 160, height: 360, seed: UInt64(seed))
      let smooth = (0..<360).map { y in
        (0..<160).map { x in
          var sum = 0.0
          for d in -radius...radius { sum += rows[max(0, min(359, y + d))][x] }
          return sum / Double(2 * radius + 1)
        }
      }
      estimator.add(try ResolutionEstimatorTests.frame(smooth))
    }
    #expect(estimator.verdict == nil)
  }

  @Test("flat, tiny and missing pictures have no verdict")
  func nothing() throws {
    var estimator = ResolutionEstimator()
    #expect(estimator.verdict == nil)
    for (width, height) in [(1, 1), (127, 500), (300, 300)] {
      estimator.add(
        try ResolutionEstimatorTests.frame(
          [[Double]](repeating: [Double](repeating: 90, count: width), count: height)))
    }
    #expect(estimator.verdict == nil)
  }
}
