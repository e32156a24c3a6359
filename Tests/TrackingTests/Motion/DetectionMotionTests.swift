import Testing

@testable import Tracking

@Suite struct DetectionMotionTests {
  @Test func whatAllHaveInCommonIsFoundAmongOutliers() {
    var motion = DetectionMotion()
    motion.begin()
    for shift in [SIMD2<Float>(10, -4), SIMD2(10, -4), SIMD2(11, -4), SIMD2(10, -5), SIMD2(90, 70)] {
      motion.add(shift)
    }
    let shift = motion.estimate(shrink: 0)
    #expect(shift == SIMD2(10, -4))
  }

  @Test func noiseAroundNothingIsNoMotion() {
    var motion = DetectionMotion()
    motion.begin()
    for x in [-3, -1, 0.5, 2, 4] as [Float] { motion.add(SIMD2(x, -x)) }
    #expect(motion.estimate(shrink: 0) == .zero)
  }

  @Test func selectionEqualsSorting() {
    var numbers = SeededNumbers(6)
    for count in 1...40 {
      let values = (0..<count).map { _ in Float(Int.random(in: 0...9, using: &numbers)) }
      for k in values.indices {
        var copy = values
        #expect(copy.select(k) == values.sorted()[k])
      }
    }
  }
}
