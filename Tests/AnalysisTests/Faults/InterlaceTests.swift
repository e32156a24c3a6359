import Media
import Records
import Testing
import Vision

@testable import Analysis

@Suite("How fields lie in time") struct InterlaceTests {
  /// Frames whose even rows show one instant, and whose odd rows another.
  private func frames(_ count: Int, _ instants: (Int) -> (upper: Double, lower: Double)) throws
    -> [MeasuredPicture]
  {
    let frames = try (0..<count).map { index in
      let instant = instants(index)
      return try Made.grey(160, 120) { x, y in
        let time = y % 2 == 0 ? instant.upper : instant.lower
        return Made.texture(Double(x) + 2.5 * time, Double(y) + 0.8 * time)
      }
    }
    return Made.lined(frames)
  }

  private func run(_ pictures: [MeasuredPicture], declared: FieldOrder? = nil) -> (
    InterlaceSummary, [FindingRecord]
  ) {
    var options = InterlaceOptions()
    options.declared = declared
    let analyser = InterlaceAnalyser(options: options)
    var output = AnalyserOutput()
    var summary = SummaryRecord()
    for picture in pictures { analyser.add(picture, to: &output) }
    analyser.finish(at: Double(pictures.count) / 25, into: &summary, output: &output)
    return (summary.interlace ?? InterlaceSummary(), output.findings)
  }

  @Test("progressive frames") func progressive() throws {
    let pictures = try frames(75) { (2 * Double($0), 2 * Double($0)) }
    let (summary, findings) = run(pictures, declared: .progressive)
    #expect(summary.verdict == "progressive")
    #expect(summary.judged > 70)
    #expect(findings.isEmpty)
    #expect(run(pictures, declared: .topTop).1.map(\.severity) == [.info])
  }

  @Test("upper field first, and what the stream says of it") func upperFirst() throws {
    let pictures = try frames(75) { (2 * Double($0), 2 * Double($0) + 1) }
    let (summary, findings) = run(pictures, declared: .progressive)
    #expect(summary.verdict == "top_first")
    #expect(summary.interlacedShare > 0.95)
    #expect(findings.map(\.severity) == [.warning])
    #expect(findings.map(\.start) == [0])
    #expect(findings.map(\.end) == [3])
    #expect(run(pictures, declared: .topTop).1.isEmpty)
    #expect(run(pictures, declared: .bottomTop).1.isEmpty)
    #expect(run(pictures, declared: .bottomBottom).1.map(\.severity) == [.error])
  }

  @Test("lower field first") func lowerFirst() throws {
    let pictures = try frames(75) { (2 * Double($0) + 1, 2 * Double($0)) }
    #expect(run(pictures).0.verdict == "bottom_first")
    #expect(run(pictures, declared: .topTop).1.map(\.severity) == [.error])
  }

  @Test("3:2 pulldown") func telecine() throws {
    // Film frames A B C D become A/A B/B B/C C/D D/D, upper field before the slash.
    let pattern = [(0, 0), (1, 1), (1, 2), (2, 3), (3, 3)]
    let pictures = try frames(100) { index in
      let (upper, lower) = pattern[index % 5]
      let base = index / 5 * 4
      return (2 * Double(base + upper), 2 * Double(base + lower))
    }
    let (summary, findings) = run(pictures, declared: .progressive)
    #expect(summary.verdict == "telecine")
    #expect(abs(summary.interlacedShare - 0.4) < 0.03)
    #expect(findings.count == 1)
  }

  @Test("an interlaced part of a progressive video is told with its place") func mixed() throws {
    let pictures = try frames(200) { (2 * Double($0), 2 * Double($0) + ((75..<150).contains($0) ? 1 : 0)) }
    let (summary, findings) = run(pictures, declared: .progressive)
    #expect(summary.verdict == "mixed")
    #expect(findings.count == 1)
    #expect(abs((findings.first?.start ?? 0) - 3) <= 1)
    #expect(abs((findings.first?.end ?? 0) - 6) <= 1)
  }

  @Test("still and missing pictures are not judged") func still() throws {
    let (summary, findings) = run(try frames(50) { _ in (0, 0) }, declared: .topTop)
    #expect(summary.judged == 0)
    #expect(findings.isEmpty)
    #expect(run([]).0.verdict == "progressive")
  }
}
