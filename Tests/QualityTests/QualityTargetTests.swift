import Testing

@testable import Quality

@Suite struct QualityTargetTests {
  /// A size whose quality is `quality` at CRF 24, with the usual slopes.
  private func candidate(_ height: Int, cap: Double, quality: Double, rate: Double) -> QualityCandidate {
    QualityCandidate(
      width: height * 16 / 9, height: height, cap: cap,
      curve: TitleCurve([
        QualitySample(weight: 1, points: [QuantiserPoint(quantiser: 24, quality: quality, rate: rate)])
      ]))
  }

  @Test func theBestRungReachesTheTarget() throws {
    let ladder = QualityTarget(93).ladder([
      candidate(1080, cap: 5e6, quality: 92, rate: 3e6), candidate(720, cap: 2.5e6, quality: 84, rate: 1.5e6),
      candidate(480, cap: 1e6, quality: 70, rate: 0.8e6),
    ])
    let top = try #require(ladder.rungs.first)
    #expect(top.height == 1080)
    #expect(abs(top.quality - 93) < 1e-6)
    #expect(top.rate > 3e6 && top.rate < 4e6)
    #expect(ladder.rungs.map(\.place) == [0, 1, 2])
    for (above, below) in zip(ladder.rungs, ladder.rungs.dropFirst()) {
      #expect(above.rate / below.rate >= 1.5 - 1e-9)
      #expect(above.quality > below.quality)
    }
    #expect(ladder.rungs[1].rate <= 2.5e6 && ladder.rungs[2].rate <= 1e6)
  }

  @Test func theLaddersRateIsACap() throws {
    let ladder = QualityTarget(93).ladder([candidate(1080, cap: 5e6, quality: 80, rate: 6e6)])
    let top = try #require(ladder.rungs.first)
    #expect(top.rate == 5e6)
    #expect(top.quality < 80)
    #expect(top.reason.contains("does not reach 93"))
  }

  @Test func aRungThatCostsNoLessThanTheOneAboveIsLeftOut() {
    let ladder = QualityTarget(93).ladder([
      candidate(720, cap: 2.5e6, quality: 95, rate: 0.9e6),
      candidate(480, cap: 1e6, quality: 88, rate: 0.6e6),
    ])
    #expect(ladder.rungs.map(\.height) == [720])
    #expect(ladder.dropped.map(\.height) == [480])
    #expect(ladder.dropped.first?.reason.contains("no more than this one's 1000 kb/s") == true)
  }

  @Test func aSizeThatIsBeatenAtItsRateIsReplaced() {
    // At a million bits a second 720 rows are as good as at twice as much.
    let ladder = QualityTarget(95).ladder([
      candidate(720, cap: 2.5e6, quality: 94, rate: 1.9e6), candidate(480, cap: 1e6, quality: 80, rate: 1e6),
    ])
    #expect(ladder.rungs.map(\.height) == [720, 720])
    #expect(ladder.rungs.last?.place == 1)
    #expect(ladder.rungs.last?.reason.contains("better than 480 rows") == true)
  }

  @Test func aSmallerSizeThatReachesTheTargetForLessIsTheBest() {
    // A soft source: nothing is lost at 720 rows.
    let ladder = QualityTarget(93).ladder([
      candidate(1080, cap: 5e6, quality: 93, rate: 4e6), candidate(720, cap: 2.5e6, quality: 93, rate: 2e6),
      candidate(480, cap: 1e6, quality: 85, rate: 1e6),
    ])
    #expect(ladder.rungs.first?.height == 720)
    #expect(ladder.dropped.first?.height == 1080)
  }

  @Test func aSmallSizeIsNotTrustedFarBelowWhatWasMeasured() {
    let ladder = QualityTarget(95).ladder([
      candidate(1080, cap: .infinity, quality: 95, rate: 4e6),
      candidate(480, cap: .infinity, quality: 85, rate: 0.2e6),
    ])
    #expect(ladder.rungs.map(\.height) == [1080])
  }

  @Test func rungsThatLookTheSameGoFurtherApart() {
    let near = QualityTarget(97).ladder([
      candidate(720, cap: 2.5e6, quality: 97, rate: 2.4e6),
      candidate(480, cap: 2e6, quality: 97, rate: 2.3e6),
    ])
    let ratio = near.rungs[0].rate / near.rungs[1].rate
    #expect(ratio > 1.5 && ratio <= 2.2 + 1e-9)
  }

  @Test func noCandidateGivesNoRung() {
    #expect(QualityTarget(93).ladder([]) == QualityLadder(rungs: [], dropped: []))
  }
}

@Suite struct QualityTargetSamplingTests {
  private func curve(_ points: [QuantiserPoint]) -> TitleCurve {
    TitleCurve([QualitySample(weight: 1, points: points)])
  }

  @Test func theNextEncodeIsMadeWhereTheTargetIsExpected() throws {
    let target = QualityTarget(93)
    let first = target.firstQuantiser
    #expect(first > 18 && first < 26)
    let easy = curve([QuantiserPoint(quantiser: first, quality: 96.5, rate: 1e6)])
    let next = try #require(target.nextQuantiser(easy, cap: .infinity, measured: [first]))
    #expect(next > first + 4 && next <= first + 8)
    let known = curve([
      QuantiserPoint(quantiser: first, quality: 96.5, rate: 1e6),
      QuantiserPoint(quantiser: next, quality: 93.1, rate: 0.5e6),
    ])
    #expect(target.nextQuantiser(known, cap: .infinity, measured: [first, next]) == nil)
  }

  @Test func higherTargetsBeginFiner() {
    #expect(QualityTarget(97).firstQuantiser < QualityTarget(93).firstQuantiser)
    #expect(QualityTarget(70).firstQuantiser <= 34)
    #expect(QualityTarget(99.9).firstQuantiser >= 16)
  }
}
