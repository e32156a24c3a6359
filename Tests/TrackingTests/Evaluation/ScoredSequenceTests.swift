import Testing

@testable import Tracking

@Suite struct ScoredSequenceTests {
  /// A row of a 100 pixels wide box at `x`.
  private func row(
    _ frame: Int, _ id: Int, _ x: Double, counted: Bool = true, class value: Double = 1, line: Int = 0
  ) -> TrackTable.Row {
    .init(
      frame: frame, id: id, box: TrackBox(x: x, y: 0, width: 100, height: 100), isCounted: counted,
      classValue: value, line: line)
  }

  private func sequence(
    _ truth: [TrackTable.Row], _ tracked: [TrackTable.Row], _ benchmark: Benchmark, length: Int? = nil
  ) throws(TrackDataError) -> ScoredSequence {
    try ScoredSequence(
      truth: TrackTable(name: "gt.txt", rows: truth), tracked: TrackTable(name: "result.txt", rows: tracked),
      length: length, benchmark: benchmark)
  }

  @Test func flaggedRowsAreLeftOutWhereTheBenchmarkSaysSo() throws {
    let truth = [row(1, 1, 0), row(1, 2, 200, counted: false)]
    let tracked = [row(1, 7, 0), row(1, 8, 200)]
    #expect(try sequence(truth, tracked, .mot15).truthIDs.count == 1)
    #expect(try sequence(truth, tracked, .mot15).trackedIDs.count == 2)
    #expect(try sequence(truth, tracked, .none).truthIDs.count == 2)
  }

  /// Class, and whether a box on such an object is taken out by MOT17 and by MOT20.
  @Test(
    arguments: [
      (2, true, true), (3, false, false), (6, false, true), (7, true, true), (8, true, true),
      (9, false, false),
      (12, true, true), (13, false, false),
    ])
  func boxesOnDistractorsAreTakenOut(classID: Int, mot17: Bool, mot20: Bool) throws {
    let truth = [row(1, 1, 0), row(1, 2, 500, counted: false, class: Double(classID))]
    let tracked = [row(1, 7, 0), row(1, 8, 510)]
    for (benchmark, isTaken) in [(Benchmark.mot16, mot17), (.mot17, mot17), (.mot20, mot20), (.mot15, false)]
    {
      let scored = try sequence(truth, tracked, benchmark)
      #expect(scored.truthIDs.count == 1)
      #expect(scored.trackedIDs.count == (isTaken ? 1 : 2), "\(benchmark)")
    }
  }

  @Test func boxThatFitsAPersonBetterThanADistractorStays() throws {
    let truth = [row(1, 1, 0), row(1, 2, 30, class: 8)]
    #expect(try sequence(truth, [row(1, 7, 2)], .mot17).trackedIDs.count == 1)
    #expect(try sequence(truth, [row(1, 7, 28)], .mot17).trackedIDs.isEmpty)
    // Less than half of both is no match.
    #expect(try sequence([row(1, 2, 0, class: 8)], [row(1, 7, 34)], .mot17).trackedIDs.count == 1)
  }

  @Test func identitiesCountFromZeroInTheirOrder() throws {
    let truth = [row(2, 900, 0), row(2, 3, 200), row(1, 900, 0)]
    let scored = try sequence(truth, [row(2, 1_000_000_007, 0)], .mot15)
    #expect(scored.truthIDs == [1, 1, 0])
    #expect(scored.truthCounts == [1, 2])
    #expect(scored.trackedCounts == [1])
    #expect(scored.frames.count == 2)
  }

  @Test func identityTwiceInAFrameIsRefused() {
    let twice = [row(4, 6, 0, line: 2), row(3, 6, 0, line: 3), row(4, 6, 500, line: 9)]
    #expect {
      try sequence([], twice, .mot15)
    } throws: {
      "\($0)".hasPrefix("cannot score result.txt, line 9: id 6 stands twice in frame 4 (first at line 2")
    }
    #expect {
      try sequence(twice, [], .mot15)
    } throws: {
      "\($0)".hasPrefix("cannot score gt.txt, line 9: id 6 stands twice in frame 4")
    }
  }

  @Test func frameBeyondTheSequenceIsRefused() throws {
    #expect(try sequence([row(3, 1, 0)], [row(5, 1, 0)], .mot15).frames.count == 5)
    #expect {
      try sequence([row(3, 1, 0)], [row(5, 1, 0, line: 1)], .mot15, length: 4)
    } throws: {
      "\($0)".hasPrefix("cannot score result.txt, line 1: frame 5 of a sequence of 4 frames")
    }
  }

  @Test func frameNumbersBeyondReasonAreRefused() {
    #expect {
      try sequence([row(1, 1, 0)], [row(1_000_000_000_000, 1, 0)], .mot15)
    } throws: {
      "\($0)".contains("a sequence of 1000000000000 frames (10000000 are the most)")
    }
  }

  @Test func classesThatTheBenchmarkLacksAreRefused() throws {
    for value in [-1, 0, 14, 4.4852] {
      #expect(throws: TrackDataError.self) { try sequence([row(1, 1, 0, class: value)], [], .mot17) }
      #expect(try sequence([row(1, 1, 0, class: value)], [], .mot15).truthIDs.count == 1)
    }
    #expect(throws: TrackDataError.self) { try sequence([row(1, 1, 0)], [row(1, 1, 0, class: 3)], .mot20) }
  }

  @Test func boxesWithoutAreaTouchNothing() throws {
    let flat = TrackBox(x: 10, y: 10, width: 0, height: 20)
    let inverse = TrackBox(x: 30, y: 30, width: -20, height: -20)
    let whole = TrackBox(x: 0, y: 0, width: 100, height: 100)
    for box in [flat, inverse] {
      #expect(box.intersectionOverUnion(whole) == 0)
      #expect(box.intersectionOverUnion(box) == 0)
    }
    #expect(whole.intersectionOverUnion(TrackBox(x: 0, y: 0, width: 100, height: 50)) == 0.5)
  }
}
