import Testing

@testable import Quality

@Suite struct QuantiserCurveTests {
  private let two = QuantiserCurve([
    QuantiserPoint(quantiser: 28, quality: 84, rate: 1_000_000),
    QuantiserPoint(quantiser: 22, quality: 92, rate: 2_000_000),
  ])

  @Test func goesThroughItsPoints() {
    #expect(abs(two.quality(at: 22) - 92) < 1e-9)
    #expect(abs(two.quality(at: 28) - 84) < 1e-9)
    #expect(abs(two.rate(at: 28) - 1_000_000) < 1e-3)
  }

  @Test func whatIsMissingDoublesAsBetweenThePoints() {
    // Missing: 8 at 22, 16 at 28, so 32 at 34 and 4 at 16.
    #expect(abs(two.quality(at: 34) - 68) < 1e-9)
    #expect(abs(two.quality(at: 16) - 96) < 1e-9)
    #expect(abs(two.rate(at: 34) - 500_000) < 1e-3)
    #expect(abs(two.rate(at: 16) - 4_000_000) < 1e-2)
  }

  @Test func betweenThreePointsTheNearerPairCounts() {
    let three = QuantiserCurve(two.points + [QuantiserPoint(quantiser: 34, quality: 36, rate: 250_000)])
    #expect(abs(three.quality(at: 25) - two.quality(at: 25)) < 1e-9)
    // The missing 16 becomes 64: twice as much in three steps.
    #expect(abs(three.quality(at: 31) - 68) < 1e-9)
    #expect(abs(three.rate(at: 31) - 500_000) < 1e-3)
  }

  @Test func onePointHasTheUsualSlopes() {
    let one = QuantiserCurve([QuantiserPoint(quantiser: 24, quality: 90, rate: 1_000_000)])
    #expect(one.quality(at: 24) == 90)
    #expect(one.quality(at: 30) < 82 && one.quality(at: 30) > 78)
    #expect(one.rate(at: 30) < 500_000 && one.rate(at: 30) > 400_000)
  }

  @Test func pointsTheWrongWayRoundDoNotTurnTheCurve() {
    let odd = QuantiserCurve([
      QuantiserPoint(quantiser: 22, quality: 90, rate: 1_000),
      QuantiserPoint(quantiser: 28, quality: 91, rate: 2_000),
    ])
    #expect(odd.quality(at: 10) > odd.quality(at: 40))
    #expect(odd.rate(at: 10) > odd.rate(at: 40))
  }

  @Test func aTitleIsItsSamplesByWeight() {
    let title = TitleCurve(
      [
        QualitySample(
          weight: 0.75, points: [QuantiserPoint(quantiser: 24, quality: 90, rate: 1_000_000)],
          modelledRate: 200),
        QualitySample(
          weight: 0.25, points: [QuantiserPoint(quantiser: 24, quality: 80, rate: 2_000_000)],
          modelledRate: 400),
      ], modelledRate: 125)
    #expect(abs(title.quality(at: 24) - 87.5) < 1e-9)
    // The model gives the samples 250 and the title 125: half of 1.25 Mb/s.
    #expect(abs(title.rate(at: 24) - 625_000) < 1)
    let found = title.quantiser(quality: 92)
    #expect(abs(title.quality(at: found) - 92) < 1e-6)
    #expect(abs(title.rate(at: title.quantiser(rate: 300_000)) - 300_000) < 1)
  }
}
