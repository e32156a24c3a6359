import Records
import Testing
import Vision

@testable import Analysis

@Suite("Frames that repeat the one before") struct DuplicatesTests {
  private func run(
    _ count: Int, rate: Double = 30, _ repeats: (Int) -> Bool, motion: (Int) -> Double = { _ in 1 }
  )
    -> (DuplicatesSummary, [FindingRecord])
  {
    let analyser = DuplicatesAnalyser()
    var output = AnalyserOutput()
    var summary = SummaryRecord()
    for index in 0..<count {
      var measures = PictureMeasures()
      if index > 0 {
        // Repeats carry coding noise; motion varies by a quarter.
        let vary = 1 + 0.25 * Double(index * 7 % 5 - 2) / 2
        measures.difference = repeats(index) ? 0.08 * vary : motion(index) * vary
        measures.greatestDifference = repeats(index) ? 1.5 * vary : 25 * motion(index) * vary
      }
      analyser.add(
        MeasuredPicture(facts: Made.facts(index, rate: rate), small: Made.small(), measures: measures),
        to: &output)
    }
    analyser.finish(at: Double(count) / rate, into: &summary, output: &output)
    return (summary.duplicates ?? DuplicatesSummary(), output.findings)
  }

  @Test("24 frames in 30 are one repeat in five") func pulldown() {
    let (summary, findings) = run(300) { $0 % 5 == 4 }
    #expect(summary.count == 60)
    #expect(summary.cadence == "1 of 5")
    #expect(summary.effectiveFrameRate == 24)
    #expect(findings.count == 1)
    #expect(findings.first?.severity == .info)
  }

  @Test("24 frames in 60 are 3:2") func threeTwo() {
    let (summary, _) = run(600, rate: 60) { [1, 2, 4].contains($0 % 5) }
    #expect(summary.count == 360)
    #expect(summary.cadence == "3:2")
    #expect(summary.effectiveFrameRate == 24)
  }

  @Test("animation on twos holds each picture for two frames") func twos() {
    #expect(run(240) { $0 % 2 == 1 }.0.cadence == "1 of 2")
  }

  @Test("repeats at odd places are a stutter without a pattern") func stutter() {
    let places: Set = [31, 58, 59, 60, 97, 141, 142, 180, 203, 231]
    let (summary, findings) = run(300) { places.contains($0) }
    #expect(summary.count == 10)
    #expect(summary.cadence == nil)
    #expect(findings.first?.severity == .warning)
    #expect(findings.first?.values?["longest_row"] == 3)
  }

  @Test("a still picture is none, alone or between moving ones") func still() {
    #expect(run(200, { _ in true }).0.count == 0)
    #expect(run(300, { (100..<180).contains($0) }).0.count == 0)
  }

  @Test("motion that slows down and cuts are no repeats") func motion() {
    #expect(run(300, { _ in false }, motion: { 0.55 + 0.45 * Double(abs($0 % 60 - 30)) / 30 }).0.count == 0)
    #expect(run(300, { _ in false }, motion: { $0 % 40 == 0 ? 40 : 1 }).0.count == 0)
  }

  @Test("no frames and one frame") func few() {
    #expect(run(0, { _ in false }).0.count == 0)
    #expect(run(1, { _ in false }).0.effectiveFrameRate == nil)
    #expect(run(10, { $0 % 5 == 4 }).0.count == 2)
  }
}
