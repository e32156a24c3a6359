import Foundation
import Records
import Testing

@testable import Tracking

@Suite struct TrackScoreTests {
  private func score(_ truth: String, _ result: String, _ benchmark: Benchmark, length: Int? = nil) throws
    -> TrackScore
  {
    let truth = try TrackTable(text: Array(truth.utf8), name: "gt.txt", isTruth: true)
    let result = try TrackTable(text: Array(result.utf8), name: "result.txt", isTruth: false)
    return TrackScore(
      try ScoredSequence(truth: truth, tracked: result, length: length, benchmark: benchmark))
  }

  /// All numbers of a score, by their keys in its record.
  private func values(_ score: TrackScore) throws -> [String: Double] {
    let record = score.record(sequence: "s", tracker: "t", benchmark: .mot15)
    let line = try JSONSerialization.jsonObject(with: Data(RecordEncoder.line(record)))
    return try #require(line as? [String: Any]).compactMapValues { ($0 as? NSNumber)?.doubleValue }
  }

  private func expect(_ score: TrackScore, equals golden: [String: Double]) throws {
    let values = try values(score)
    for (key, value) in golden {
      let found = try #require(values[key])
      #expect(abs(found - value) < 1e-12, "\(key): \(found) instead of \(value)")
    }
  }

  @Test func flaggedGroundTruthScoresAsInTrackEval() throws {
    let one = try score(GoldenScores.flaggedOneTruth, GoldenScores.flaggedOneResult, .mot15, length: 9)
    let two = try score(GoldenScores.flaggedTwoTruth, GoldenScores.flaggedTwoResult, .mot15, length: 7)
    try expect(one, equals: GoldenScores.flaggedOne)
    try expect(two, equals: GoldenScores.flaggedTwo)
    try expect(TrackScore(combining: [one, two]), equals: GoldenScores.flaggedCombined)
  }

  @Test(arguments: [Benchmark.mot16, .mot17])
  func classedGroundTruthScoresAsInTrackEval(benchmark: Benchmark) throws {
    let one = try score(GoldenScores.classedOneTruth, GoldenScores.classedOneResult, benchmark, length: 8)
    let two = try score(GoldenScores.classedTwoTruth, GoldenScores.classedTwoResult, benchmark, length: 7)
    try expect(one, equals: GoldenScores.classedOne)
    try expect(two, equals: GoldenScores.classedTwo)
    try expect(TrackScore(combining: [one, two]), equals: GoldenScores.classedCombined)
  }

  @Test func perfectResultScoresOne() throws {
    let rows = "1,4,0,0,10,20,1\n2,4,1,0,10,20,1\n2,9,50,0,10,20,1"
    let score = try score(rows, rows, .none)
    #expect(score.hota.hota.allSatisfy { $0 == 1 } && score.hota.locA.allSatisfy { $0 == 1 })
    #expect(score.clear.mota == 1 && score.clear.smota == 1 && score.clear.mostlyTracked == 2)
    #expect(score.identity.f1 == 1)
    #expect(score.frames == 2 && score.truthIDs == 2 && score.trackedBoxes == 3)
  }

  @Test func changeOfIdentityIsASwitchAndAGapAFragmentation() throws {
    let truth = (1...6).map { "\($0),1,0,0,10,20,1" }.joined(separator: "\n")
    let switched = (1...6).map { "\($0),\($0 < 4 ? 1 : 2),0,0,10,20,1" }.joined(separator: "\n")
    let one = try score(truth, switched, .mot15)
    #expect(one.clear.identitySwitches == 1 && one.clear.fragmentations == 0)
    #expect(one.identity.truePositives == 3 && one.identity.falseNegatives == 3)
    #expect(abs(one.hota.assA[0] - 0.5) < 1e-12 && one.hota.detA[0] == 1)
    // A frame without the object, but with another box, ends the stretch.
    let broken = truth.replacing("4,1,0,0", with: "4,1,900,0")
    let two = try score(truth, broken, .mot15)
    #expect(two.clear.identitySwitches == 0 && two.clear.fragmentations == 1)
    #expect(two.clear.falseNegatives == 1 && two.clear.falsePositives == 1)
  }

  @Test func pairOfTheFrameBeforeStaysThoughAnotherFitsBetter() throws {
    let truth = "1,1,0,0,100,100,1\n2,1,0,0,100,100,1"
    let result = "1,5,0,0,100,100,1\n2,6,0,0,100,100,1\n2,5,20,0,100,100,1"
    let score = try score(truth, result, .mot15)
    #expect(score.clear.identitySwitches == 0 && score.clear.falsePositives == 1)
  }

  @Test func emptySidesScoreAsInTrackEval() throws {
    let rows = "1,1,0,0,10,20,1\n2,1,0,0,10,20,1"
    let missing = try score(rows, "", .mot15)
    #expect(missing.clear.falseNegatives == 2 && missing.clear.mostlyLost == 1)
    #expect(missing.clear.mostlyLostRatio == 1 && missing.clear.mota == 0 && missing.clear.frames == 0)
    #expect(missing.hota.locA[3] == 1 && missing.hota.falseNegatives[3] == 2)
    #expect(missing.identity.falseNegatives == 2)
    let extra = try score("", rows, .mot15)
    #expect(extra.clear.falsePositives == 2 && extra.clear.mota == 0 && extra.hota.falsePositives[3] == 2)
    #expect(extra.identity.falsePositives == 2)
    let all = TrackScore(combining: [missing, extra])
    #expect(all.clear.mota == -1 && all.hota.detA[0] == 0)
  }

  @Test func curvesAreToldWhereAsked() throws {
    let score = try score("1,1,0,0,10,20,1", "1,1,0,0,10,20,1", .mot15)
    #expect(score.record(sequence: "s", tracker: "t", benchmark: .mot15).curves == nil)
    let curves = score.record(sequence: "s", tracker: "t", benchmark: .mot15, curves: true).curves
    #expect(curves?["hota"]?.count == 19 && curves?["alpha"]?.first == 0.05)
  }
}
