import Testing

@testable import Quality

@Suite struct RateQualityCurveTests {
  private func curve(_ points: [(Double, Double)]) -> RateQualityCurve {
    RateQualityCurve(points.map { RateQualityCurve.Point(rate: $0.0, quality: $0.1) })
  }

  @Test func pointsUnderALineAreOffTheHull() {
    let found = curve([(1000, 70), (2000, 75), (3000, 90), (6000, 96)])
    #expect(found.hull == [0, 2, 3])
    #expect(abs(found.distanceBelowHull(1) - 5) < 1e-9)
    #expect(found.distanceBelowHull(2) == 0)
  }

  @Test func aDearerPointThatIsNoBetterIsOff() {
    let found = curve([(5000, 90), (3000, 92), (1000, 80)])
    #expect(found.hull == [2, 1])
    #expect(abs(found.distanceBelowHull(0) - 2) < 1e-9)
  }

  @Test func ofEqualRatesTheBetterCounts() {
    let found = curve([(1000, 80), (1000, 85), (1000, 82)])
    #expect(found.hull == [1])
    #expect(found.distanceBelowHull(0) == 5)
  }

  @Test func pointsOnALineAreKeptAsItsEnds() {
    #expect(curve([(1, 1), (2, 2), (3, 3)]).hull == [0, 2])
    #expect(curve([(1, 1), (2, 2), (3, 3)]).distanceBelowHull(1) == 0)
    #expect(curve([]).hull == [])
    #expect(curve([(7, 7)]).hull == [0])
  }
}
