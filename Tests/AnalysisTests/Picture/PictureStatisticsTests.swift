import Media
import Records
import Testing
import Vision

@testable import Analysis

@Suite("What the pictures are like") struct PictureStatisticsTests {
  private let format = PictureFormat(width: 320, height: 240, frameRate: 10)

  /// A small picture of one colour.
  private func small(_ luma: UInt8, _ blue: UInt8 = 128, _ red: UInt8 = 128) -> SmallPicture {
    SmallPicture(
      cell: 2, width: 160, height: 120, luma: [UInt8](repeating: luma, count: 160 * 120), chromaWidth: 80,
      chromaHeight: 60, blue: [UInt8](repeating: blue, count: 4800), red: [UInt8](repeating: red, count: 4800)
    )
  }

  /// Measures of a picture whose levels go evenly from one to another.
  private func measures(_ levels: ClosedRange<Int> = 16...235, edgeWidth: Double? = 1.5) -> PictureMeasures {
    var measures = PictureMeasures()
    measures.histogram = (0...255).map { levels.contains($0) ? 100 : 0 }
    measures.mean = Double(levels.lowerBound + levels.upperBound) / 2
    measures.deviation = Double(levels.count) / 3.46
    measures.edgeWidth = edgeWidth
    measures.sharpness = edgeWidth == nil ? 0 : 80
    measures.detail = 1
    return measures
  }

  private func run(
    _ pictures: [(SmallPicture, PictureMeasures?)], format: PictureFormat? = nil
  ) -> (summary: SummaryRecord, metrics: [OrderedValues<Double>]) {
    let statistics = PictureStatistics(format ?? self.format)
    var metrics: [OrderedValues<Double>] = []
    var output = AnalyserOutput()
    for (index, picture) in pictures.enumerated() {
      output.metrics = [:]
      let facts = FrameFacts(index: index, pts: Int64(index), time: Double(index) / 10)
      statistics.add(MeasuredPicture(facts: facts, small: picture.0, measures: picture.1), to: &output)
      metrics.append(output.metrics)
    }
    var summary = SummaryRecord()
    statistics.finish(at: Double(pictures.count) / 10, into: &summary, output: &output)
    return (summary, metrics)
  }

  @Test("light, colour and motion are parts of the nominal range")
  func levels() throws {
    let (summary, metrics) = run([(small(16), measures(16...16)), (small(26, 128, 240), measures(16...235))])
    #expect(metrics[0]["luma"] == 0 && metrics[0]["contrast"] == 1 / 3.46 / 219)
    #expect(metrics[0]["saturation"] == 0 && metrics[1]["saturation"] == 1)
    #expect(metrics[0]["motion"] == nil && metrics[1]["motion"] == 10)
    let picture = try #require(summary.picture)
    #expect(picture.motion == 10)
    #expect(picture.brightness == 0.2500 || picture.brightness == 0.25)
    #expect(picture.clippedBlack == 0.5023 && picture.clippedWhite == 0.0023)
    #expect(summary.video?.sizeClass == "SD")
  }

  @Test("full range reaches from 0 to 255")
  func fullRange() {
    let full = PictureFormat(width: 320, height: 240, isFullRange: true)
    let (summary, metrics) = run([(small(255), measures(0...255))], format: full)
    #expect(metrics[0]["luma"] == 0.5)
    #expect(summary.picture?.clippedBlack == 0.0039)
  }

  @Test("pictures without measures still give light, colour and motion")
  func withoutMeasures() {
    let (summary, metrics) = run([(small(100), nil), (small(104), nil)])
    #expect(metrics[1].keys == ["luma", "saturation", "motion"])
    #expect(summary.picture?.quality == nil && summary.picture?.siMean == nil)
  }

  @Test("nothing at all gives an empty summary")
  func nothing() {
    let (summary, _) = run([])
    #expect(summary.picture == PictureSummary())
  }

  @Test("frames without anything to see, and fades beside them, have no quality")
  func fades() throws {
    let black = (small(16), measures(16...17, edgeWidth: nil))
    let fade = (1...5).map { step in (small(40), measures(16...(16 + 30 * step), edgeWidth: 8)) }
    let shown = (0..<40).map { _ in (small(100), measures()) }
    let (summary, metrics) = run([black, black] + fade + shown + fade.reversed() + [black])
    let clean = try #require(PictureQuality(measures(), in: format)?.score)
    #expect(metrics[..<7].allSatisfy { $0["quality"] == nil })
    #expect(metrics[47 + 5]["quality"] == nil)
    let picture = try #require(summary.picture)
    #expect(abs(try #require(picture.quality) - clean) < 0.01)
    #expect(picture.qualityMin == picture.quality)
    let (dark, _) = run([black, black, black])
    #expect(dark.picture?.quality == nil && dark.picture?.qualityParts == nil)
  }

  @Test("the lowest quality is that of the worst second")
  func worstSecond() throws {
    let (good, bad) = ((small(100), measures()), (small(100), measures(edgeWidth: 6)))
    let pictures = (0..<60).map { (20..<30).contains($0) ? bad : good }
    let picture = try #require(run(pictures).summary.picture)
    let worst = try #require(PictureQuality(measures(edgeWidth: 6), in: format)?.score)
    #expect(abs(try #require(picture.qualityMin) - worst) < 0.01)
    #expect(try #require(picture.quality) > worst + 20)
  }

  @Test("the costs of all faults and the quality add up to 100")
  func parts() throws {
    var faulty = measures(30...90, edgeWidth: 4)
    (faulty.noise, faulty.blockiness, faulty.banding, faulty.detail) = (6, 40, 30, 0.1)
    let quality = try #require(PictureQuality(faulty, in: format))
    #expect(abs(quality.parts.reduce(quality.score, +) - 100) < 1e-9)
    #expect(quality.parts.allSatisfy { $0 > 0 })
    #expect(PictureQuality.faults.count == quality.parts.count)
  }

  @Test("every fault lowers the quality, the more the worse it is")
  func monotone() throws {
    func scores(_ change: (inout PictureMeasures, Double) -> Void) throws -> [Double] {
      try (0...4).map { degree in
        var changed = measures()
        change(&changed, Double(degree))
        return try #require(PictureQuality(changed, in: format)).score
      }
    }
    let groups = [
      try scores { $0.edgeWidth = 1.5 + $1 }, try scores { $0.noise = 1 + 5 * $1 },
      try scores { $0.blockiness = 20 * $1 }, try scores { $0.banding = 20 * $1 },
      try scores { $0.detail = 1 - 0.2 * $1 }, try scores { $0 = measures(16...(235 - Int(50 * $1))) },
    ]
    for group in groups { #expect(zip(group, group.dropFirst()).allSatisfy { $0 > $1 }) }
  }

  @Test(
    "sizes fall into classes, however they stand",
    arguments: [
      (1278, 718, "SD"), (1280, 544, "HD"), (960, 720, "HD"), (720, 1280, "HD"), (2560, 1440, "HD"),
      (3840, 1600, "UHD"), (2880, 2160, "UHD"), (7680, 4320, "8K"), (16, 16, "SD"),
    ])
  func sizeClass(width: Int, height: Int, expected: String) {
    #expect(SizeClass(width: width, height: height).rawValue == expected)
  }
}
