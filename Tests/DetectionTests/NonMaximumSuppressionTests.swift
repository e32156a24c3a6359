import Records
import Testing

@testable import Detection

struct NonMaximumSuppressionTests {
  private func candidate(
    _ score: Float, _ x: Float, _ y: Float = 0, _ width: Float = 10, _ height: Float = 10, class id: Int = 0,
    points: [CandidatePoint] = []
  ) -> Candidate {
    Candidate(classID: id, score: score, box: Box(x: x, y: y, width: width, height: height), points: points)
  }

  @Test func keepsTheBestOfThoseThatOverlap() {
    let kept = NonMaximumSuppression(overlap: 0.5)
      .apply(to: [candidate(0.6, 1), candidate(0.9, 0), candidate(0.8, 30), candidate(0.7, 31)])
    #expect(kept.map(\.score) == [0.9, 0.8])
  }

  /// A third of the union is common to both: suppressed below that threshold, kept at it, as in torchvision.
  @Test func suppressesOnlyAboveTheThreshold() {
    let both = [candidate(0.9, 0), candidate(0.8, 5)]
    let third: Float = 50 / (100 + 100 - 50)
    #expect(NonMaximumSuppression(overlap: third).apply(to: both).count == 2)
    #expect(NonMaximumSuppression(overlap: third.nextDown).apply(to: both).count == 1)
  }

  @Test func classesAreApartUnlessAgnostic() {
    let both = [candidate(0.9, 0, class: 1), candidate(0.8, 0, class: 2)]
    #expect(NonMaximumSuppression().apply(to: both).count == 2)
    #expect(NonMaximumSuppression(agnostic: true).apply(to: both).map(\.classID) == [1])
  }

  @Test func theEarlierOfEqualScoresComesFirst() {
    let kept = NonMaximumSuppression().apply(to: [candidate(0.5, 40), candidate(0.5, 0), candidate(0.5, 20)])
    #expect(kept.map(\.box.x) == [40, 0, 20])
    #expect(NonMaximumSuppression().apply(to: [candidate(0.5, 1), candidate(0.5, 0)]).map(\.box.x) == [1])
  }

  @Test func capsTheBest() {
    let many = (0..<50).map { candidate(Float($0) / 100, Float($0) * 20) }
    #expect(NonMaximumSuppression(maximum: 3).apply(to: many).map(\.score) == [0.49, 0.48, 0.47])
    #expect(NonMaximumSuppression(limit: 4).apply(to: many).count == 4)
    #expect(NonMaximumSuppression(mode: .none, maximum: 2).apply(to: many).map(\.score) == [0.49, 0.48])
    #expect(NonMaximumSuppression(maximum: 0).apply(to: many).isEmpty)
  }

  @Test(arguments: [Suppression.none, .greedy, .blended])
  func dropsWhatIsNotFinite(_ mode: Suppression) {
    let odd = [
      candidate(.nan, 0), candidate(.infinity, 100), candidate(0.5, .nan), candidate(0.5, 200, .infinity),
      candidate(0.5, 300, 0, .nan), candidate(0.5, 3e38, 0, 3e38),
      candidate(0.5, 400, points: [CandidatePoint(x: .nan, y: 0)]), candidate(0.4, 500),
    ]
    #expect(NonMaximumSuppression(mode: mode).apply(to: odd).map(\.box.x) == [500])
  }

  @Test func aBoxWithoutAreaSuppressesNothing() {
    let kept = NonMaximumSuppression().apply(to: [candidate(0.9, 5, 5, 0, 0), candidate(0.8, 5, 5, 0, 0)])
    #expect(kept.count == 2)
    #expect(NonMaximumSuppression(mode: .blended).apply(to: kept).count == 2)
  }

  /// Weights 3 to 1: the mean of the left edges 0 and 4 is 1, of the right ones 11, of the points 2.
  @Test func blendsByScore() {
    let kept = NonMaximumSuppression(mode: .blended, overlap: 0.3).apply(to: [
      candidate(0.25, 4, points: [CandidatePoint(x: 5, y: 8)]),
      candidate(0.75, 0, points: [CandidatePoint(x: 1, y: 0, score: 0.5)]), candidate(0.5, 50),
    ])
    #expect(kept.count == 2)
    #expect(kept[0].score == 0.75)
    #expect(kept[0].box == Box(x: 1, y: 0, width: 10, height: 10))
    #expect(kept[0].points == [CandidatePoint(x: 2, y: 2, score: 0.5)])
    #expect(kept[1].box.x == 50)
  }

  /// Against the definition, pair by pair, on boxes of a fixed pseudo-random sequence.
  @Test func agreesWithTheDefinition() {
    var state: UInt32 = 7
    func random() -> Float {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / Float(1 << 24)
    }
    let candidates = (0..<400).map { _ in
      candidate(
        random(), random() * 80, random() * 80, 5 + random() * 30, 5 + random() * 30, class: Int(random() * 3)
      )
    }
    var expected: [Candidate] = []
    for one in candidates.sorted(by: { $0.score > $1.score })
    where !expected.contains(where: {
      $0.classID == one.classID && $0.box.intersectionOverUnion(one.box) > 0.4
    }) {
      expected.append(one)
    }
    #expect(NonMaximumSuppression(overlap: 0.4).apply(to: candidates) == expected)
    #expect(expected.count < 300 && expected.count > 30)
  }
}
