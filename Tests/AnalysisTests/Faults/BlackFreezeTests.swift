import Records
import Testing
import Vision

@testable import Analysis

@Suite("Black and frozen stretches") struct BlackFreezeTests {
  /// Pictures of which a share of the pixels has a level, and the rest is white.
  private func picture(_ index: Int, level: Int, share: Double) -> MeasuredPicture {
    var measures = PictureMeasures()
    measures.histogram = [UInt32](repeating: 0, count: 256)
    measures.histogram[level] = UInt32(share * 10000)
    measures.histogram[235] += 10000 - UInt32(share * 10000)
    return MeasuredPicture(facts: Made.facts(index), small: Made.small(), measures: measures)
  }

  private func black(
    _ format: PictureFormat = PictureFormat(width: 1280, height: 720), frames: Int = 250,
    _ level: (Int) -> (Int, Double)
  ) -> ([FindingRecord], StretchesSummary?) {
    let analyser = BlackAnalyser(format)
    var output = AnalyserOutput()
    var summary = SummaryRecord()
    for index in 0..<frames {
      let (level, share) = level(index)
      analyser.add(picture(index, level: level, share: share), to: &output)
    }
    analyser.finish(at: Double(frames) / 25, into: &summary, output: &output)
    return (output.findings, summary.black)
  }

  @Test("a black stretch is exact to a frame at both ends") func exact() {
    let (findings, summary) = black { (50...130).contains($0) ? (16, 0.99) : (120, 1) }
    #expect(findings.map(\.start) == [2])
    #expect(findings.map(\.end) == [5.24])
    #expect(findings.map(\.frame) == [50])
    #expect(findings.map(\.endFrame) == [131])
    #expect(findings.first?.severity == .warning)
    #expect(summary?.count == 1)
    #expect(abs((summary?.share ?? 0) - 0.324) < 1e-9)
  }

  @Test("one that reaches the end ends with the media, and a shorter one than two seconds is none")
  func ends() {
    let (findings, _) = black { (20..<69).contains($0) || $0 >= 190 ? (16, 1) : (120, 1) }
    #expect(findings.map(\.start) == [7.6])
    #expect(findings.map(\.end) == [10])
    #expect(findings.first?.endFrame == nil)
    #expect(findings.first?.severity == .info)
  }

  @Test("black is a tenth of the range at most, over 98 of 100 pixels") func levels() {
    #expect(black { _ in (37, 0.98) }.0.count == 1)
    #expect(black { _ in (38, 1) }.0.isEmpty)
    #expect(black { _ in (16, 0.97) }.0.isEmpty)
    var full = PictureFormat(width: 1280, height: 720)
    full.isFullRange = true
    #expect(black(full) { _ in (25, 1) }.0.count == 1)
    #expect(black(full) { _ in (26, 1) }.0.isEmpty)
  }

  private func freeze(_ frames: [(difference: Double?, luma: UInt8)]) -> [FindingRecord] {
    let analyser = FreezeAnalyser()
    var output = AnalyserOutput()
    var summary = SummaryRecord()
    for (index, frame) in frames.enumerated() {
      var measures = PictureMeasures()
      measures.difference = frame.difference
      analyser.add(
        MeasuredPicture(facts: Made.facts(index), small: Made.small(luma: frame.luma), measures: measures),
        to: &output)
    }
    analyser.finish(at: Double(frames.count) / 25, into: &summary, output: &output)
    #expect(summary.freeze?.count == output.findings.count)
    return output.findings
  }

  @Test("a freeze begins with the frame that is repeated") func frozen() {
    let frames = (0..<200).map { (50...119).contains($0) ? (0.2, UInt8(100)) : (Double?(3), UInt8(100)) }
    let findings = freeze(frames.map { ($0.0, $0.1) })
    #expect(findings.map(\.frame) == [49])
    #expect(findings.map(\.end) == [4.8])
    #expect(freeze((0..<200).map { _ in (0.5, 100) }).isEmpty)
  }

  @Test("a fade is no freeze, however slow") func fade() {
    // A level in ten frames: 0.1 a frame is less than the noise.
    #expect(freeze((0..<200).map { (0.1, UInt8(100 + $0 / 10)) }).isEmpty)
    #expect(freeze((0..<200).map { _ in (0.1, 100) }).count == 1)
  }

  @Test("no frames and one frame are no stretch") func few() {
    #expect(freeze([]).isEmpty)
    #expect(freeze([(nil, 100)]).isEmpty)
    #expect(black(frames: 0) { _ in (16, 1) }.0.isEmpty)
  }
}
