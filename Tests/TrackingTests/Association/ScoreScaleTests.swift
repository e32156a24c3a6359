import Testing

@testable import Tracking

@Suite struct ScoreScaleTests {
  @Test(arguments: [0.01, 0.5, 1, 7, 0] as [Float]) func equalScoresGiveOneHighBelief(score: Float) {
    var scale = ScoreScale(medianBelief: 2.7)
    for _ in 0..<100 {
      scale.observe([score, score, score])
      for _ in 0..<3 { scale.observeBelieved(score) }
    }
    #expect(abs(scale.belief(score) - 2.7) < 0.5)
  }

  @Test func beliefsRiseWithTheScoreWhateverTheScale() {
    var numbers = SeededNumbers(1)
    let scores = (0..<400).map { _ in Float.random(in: 0...1, using: &numbers) }
    for (factor, shift) in [(1, 0), (100, 0), (200, -50)] as [(Float, Float)] {
      var scale = ScoreScale(medianBelief: 2.7)
      scale.observe(scores.map { $0 * factor + shift })
      let beliefs = stride(from: Float(0.05), to: 1, by: 0.05).map { scale.belief($0 * factor + shift) }
      #expect(zip(beliefs, beliefs.dropFirst()).allSatisfy { $0 <= $1 })
      #expect((beliefs.first ?? 0) < 0)
      #expect((beliefs.last ?? 0) > 1)
    }
  }

  @Test func marginsOfAnyUnitAreTheSame() {
    var numbers = SeededNumbers(2)
    let scores = (0..<300).map { _ in Float.random(in: -8...64, using: &numbers) }
    var first = ScoreScale(medianBelief: 2.7)
    var second = ScoreScale(medianBelief: 2.7)
    first.observe(scores)
    second.observe(scores.map { $0 * 4 })
    for score in scores { #expect(abs(first.belief(score) - second.belief(score * 4)) < 1e-4) }
  }

  @Test func logarithmsAndArcsinesAreRight() {
    let known: [(Float, Float)] = [(1, 0), (2.718_281_8, 1), (0.001, -6.907_755), (1e6, 13.815_511)]
    for (x, value) in known { #expect(abs(ElementaryFunctions.logarithm(x) - value) < 2e-6) }
    for (x, value) in [(0, 0), (0.5, 0.523_598_8), (-1, -1.570_796_3), (1, 1.570_796_3)] as [(Float, Float)] {
      #expect(abs(ElementaryFunctions.arcsine(x) - value) < 2e-6)
    }
  }
}
