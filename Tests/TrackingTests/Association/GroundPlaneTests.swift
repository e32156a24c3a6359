import Testing

@testable import Tracking

@Suite struct GroundPlaneTests {
  /// A box whose feet are in a row, as high as the ground of a horizon at row 100 says, times a factor.
  private static func box(row: Float, times factor: Float = 1) -> SIMD4<Float> {
    let height = 0.4 * (row - 100) * factor
    return SIMD4(0, row - height, height * 0.4, row)
  }

  private static func learnt(shift: Float = 0) -> GroundPlane {
    var numbers = SeededNumbers(4)
    var plane = GroundPlane(memory: 10)
    for _ in 0..<100 {
      plane.advance(by: 0.04)
      for _ in 0..<5 {
        let row = Float.random(in: 200...600, using: &numbers)
        let factor = Float.random(in: 0.93...1.07, using: &numbers)
        plane.observe(box(row: row, times: factor) + SIMD4(0, shift, 0, shift), probability: 0.9)
      }
      plane.observe(SIMD4(0, 100, 300, 520) + SIMD4(0, shift, 0, shift), probability: 0.6)
    }
    plane.advance(by: 0.04)
    return plane
  }

  @Test func heightsThatFitAreTakenAndOthersStandOut() {
    let plane = Self.learnt()
    for row in stride(from: Float(220), to: 600, by: 40) {
      #expect(plane.deviation(Self.box(row: row)) < 1)
      #expect(plane.deviation(Self.box(row: row, times: 2)) > 9)
      #expect(plane.deviation(Self.box(row: row, times: 0.5)) > 9)
    }
  }

  @Test func aShiftOfThePictureChangesNothing() {
    let (plain, moved) = (Self.learnt(), Self.learnt(shift: 512))
    let box = Self.box(row: 300, times: 1.3)
    let difference = plain.deviation(box) - moved.deviation(box + SIMD4(0, 512, 0, 512))
    #expect(abs(difference) < 0.02 * plain.deviation(box))
  }

  @Test func whatIsNotKnownSaysNothing() {
    var plane = GroundPlane(memory: 10)
    #expect(plane.deviation(Self.box(row: 300, times: 5)) == 0)
    // One row alone says little of rows far away.
    for _ in 0..<100 {
      plane.observe(Self.box(row: 300), probability: 0.9)
      plane.advance(by: 0.04)
    }
    #expect(plane.deviation(Self.box(row: 590)) < 4)
  }
}
