import Records
import Testing

@testable import Detection

@Suite struct FrameSamplingTests {
  /// Which of the frames at these ticks are looked at.
  private func taken(every interval: Seconds?, _ ticks: [Int64], timeBase: Rational) -> [Int64] {
    var cursor = FrameSampling.Cursor(FrameSampling(every: interval), timeBase: timeBase)
    return ticks.filter { cursor.takes($0) }
  }

  @Test func everyFrameWithoutAnInterval() {
    #expect(taken(every: nil, [0, 1, 5], timeBase: Rational(1, 25)) == [0, 1, 5])
  }

  @Test func aRateIsKeptOverAnyLength() {
    // An hour at 29.97 frames a second, five looks a second.
    let frames = (0..<107_892).map { Int64($0) * 1001 }
    let looks = taken(every: Seconds(Rational(1, 5)), frames, timeBase: Rational(1, 30000))
    #expect(abs(looks.count - 18_000) <= 1)
    #expect(zip(looks, looks.dropFirst()).allSatisfy { (4004...8008).contains($1 - $0) })
  }

  @Test func gapsAreNotMadeUpFor() {
    let looks = taken(every: Seconds(Rational(1)), [0, 5, 10, 95, 96, 100, 110], timeBase: Rational(1, 10))
    #expect(looks == [0, 10, 95, 100, 110])
  }

  @Test func theGridBeginsAtTheFirstFrame() {
    let looks = taken(every: Seconds(Rational(2)), [7, 8, 9, 10, 11], timeBase: Rational(1, 1))
    #expect(looks == [7, 9, 11])
  }
}
