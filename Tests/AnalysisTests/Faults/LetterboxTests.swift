import Media
import Records
import Testing
import Vision

@testable import Analysis

@Suite("Bars around the picture") struct LetterboxTests {
  private let format = PictureFormat(width: 200, height: 120, sampleAspect: 2)

  /// A moving picture within bars of a level; `dim` scales its contrast.
  private func frame(
    _ index: Int, bars: (top: Int, bottom: Int, left: Int, right: Int), level: Int = 16, dim: Double = 1,
    text: Bool = false
  ) throws -> Frame {
    try Made.grey(200, 120) { x, y in
      if y < bars.top || y >= 120 - bars.bottom || x < bars.left || x >= 200 - bars.right {
        return text && (105..<111).contains(y) && (60..<140).contains(x) && x % 3 > 0 ? 220 : level
      }
      return 16 + Int(dim * Double(Made.texture(Double(x + 3 * index), Double(y)) - 16))
    }
  }

  private func run(_ frames: [Frame]) -> (LetterboxSummary, [FindingRecord]) {
    let analyser = LetterboxAnalyser(format)
    var output = AnalyserOutput()
    var summary = SummaryRecord()
    for picture in Made.lined(frames) { analyser.add(picture, to: &output) }
    analyser.finish(at: Double(frames.count) / 25, into: &summary, output: &output)
    return (summary.letterbox ?? LetterboxSummary(), output.findings)
  }

  @Test("bars are exact, and the crop is even") func exact() throws {
    let (summary, findings) = run(try (0..<100).map { try frame($0, bars: (15, 14, 0, 0)) })
    #expect(summary.isPresent)
    #expect([summary.top, summary.bottom, summary.left, summary.right] == [15, 14, 0, 0])
    #expect(summary.crop == Box(x: 0, y: 16, width: 200, height: 90))
    #expect(abs((summary.aspect ?? 0) - 400.0 / 90) < 1e-9)
    #expect(findings.count == 1)
  }

  @Test("bars at the sides, on all sides, and of another colour") func sides() throws {
    let sides = run(try (0..<60).map { try frame($0, bars: (0, 0, 25, 25)) }).0
    #expect([sides.top, sides.bottom, sides.left, sides.right] == [0, 0, 25, 25])
    let all = run(try (0..<60).map { try frame($0, bars: (12, 12, 40, 40)) }).0
    #expect([all.top, all.bottom, all.left, all.right] == [12, 12, 40, 40])
    let blue = run(try (0..<60).map { try frame($0, bars: (12, 12, 0, 0), level: 190) }).0
    #expect([blue.top, blue.bottom] == [12, 12])
  }

  @Test("a picture without bars has none") func none() throws {
    let (summary, findings) = run(try (0..<60).map { try frame($0, bars: (0, 0, 0, 0)) })
    #expect(!summary.isPresent)
    #expect(summary.crop == Box(x: 0, y: 0, width: 200, height: 120))
    #expect(findings.isEmpty)
  }

  @Test("dark scenes and fades neither make bars nor take them away") func dark() throws {
    func light(_ index: Int) -> Double { index < 50 ? Double(index) / 50 : index < 100 ? 0.02 : 1 }
    let (bars, findings) = run(
      try (0..<200).map { try frame($0, bars: (16, 16, 0, 0), dim: light($0)) })
    #expect([bars.top, bars.bottom] == [16, 16])
    #expect(findings.count == 1)
    let (whole, none) = run(try (0..<200).map { try frame($0, bars: (0, 0, 0, 0), dim: light($0)) })
    #expect(!whole.isPresent)
    #expect(none.isEmpty)
  }

  @Test("subtitles within a bar leave it as it is") func subtitles() throws {
    let (summary, findings) = run(
      try (0..<200).map { try frame($0, bars: (20, 20, 0, 0), text: ($0 / 50) % 2 == 1) })
    #expect([summary.top, summary.bottom] == [20, 20])
    #expect(findings.count == 1)
  }

  @Test("text on black alone is no picture within bars") func titles() throws {
    let (summary, findings) = run(try (0..<100).map { try frame($0, bars: (120, 0, 0, 0), text: true) })
    #expect(!summary.isPresent)
    #expect(findings.isEmpty)
  }

  @Test("another aspect for some seconds is told with its place") func changes() throws {
    let (summary, findings) = run(
      try (0..<350).map { try frame($0, bars: (100..<225).contains($0) ? (0, 0, 0, 0) : (16, 16, 0, 0)) })
    #expect(summary.top == 16)
    #expect(findings.map(\.start) == [0, 4, 9])
    #expect(findings.map(\.end) == [4, 9, 14])
  }

  @Test("no frames, tiny frames") func few() throws {
    #expect(run([]).0.crop == nil)
    let tiny = try Made.grey(1, 1) { _, _ in 100 }
    #expect(!run([tiny, tiny]).0.isPresent)
  }
}
