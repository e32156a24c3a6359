import Media
import Pipeline
import Testing

@testable import Quality

@Suite struct QualityMeterTests {
  private func meter(interval: Int = 1) throws -> QualityMeter {
    try QualityMeter(.estimate, height: 180, interval: interval, interrupt: Interrupt())
  }

  @Test func snippetsAreScoredApart() throws {
    let meter = try meter()
    #expect(meter.isEstimate && meter.scale == "vidproc-estimate")
    for number in 0..<3 {
      try meter.add(MadePictures.reference(number), reference: MadePictures.reference(number))
    }
    try meter.endSnippet()
    try meter.endSnippet()
    for number in 0..<2 {
      try meter.add(MadePictures.distorted(number), reference: MadePictures.reference(number))
    }
    let scores = try meter.finish()
    #expect(scores.map(\.frames) == [3, 2])
    #expect(scores[0].score > 95 && scores[1].score < 70)
  }

  @Test func withAnIntervalFewerFramesAreScoredAndMotionStays() throws {
    let (all, some) = (SnippetFeatures(), SnippetFeatures(interval: 2))
    for number in 0..<5 {
      try all.add(MadePictures.distorted(number), reference: MadePictures.reference(number))
      try some.add(MadePictures.distorted(number), reference: MadePictures.reference(number))
    }
    let (whole, part) = (all.finish(), some.finish())
    #expect(part.map(\.index) == [0, 2, 4])
    for found in part { #expect(found.features == whole[found.index].features) }
  }

  @Test func smallerPicturesAreScaledAsTheLumaOfAllPlanesIs() throws {
    let reference = try MadePictures.reference(1)
    let half = try MadePictures.picture(160, 90) { x, y in (x * 3 + y * 5) % 219 + 16 }
    let alone = try LumaReader().read(half, as: reference)
    let whole = LumaPlane(try PictureFitter(ComparisonFormat(reference)).fit(half))
    #expect(alone.width == 320 && alone.height == 180)
    #expect(alone.samples == whole.samples)
  }

  /// Scores pairs by their order, as libvmaf would write them down.
  private final class Counting: VMAFEngine {
    let model = "counting"
    var interval = 1
    var pairs: [(Int64?, Int64?)] = []
    func add(_ picture: Frame, reference: Frame) throws { pairs.append((picture.pts, reference.pts)) }
    func finish() throws -> [Int: Double] {
      let scored = stride(from: 0, to: pairs.count, by: interval)
      return Dictionary(uniqueKeysWithValues: scored.map { ($0, Double(pairs[$0].0 ?? 0)) })
    }
  }

  @Test func libvmafGetsTheSecondFrameBeforeTheFirst() throws {
    let engine = Counting()
    let scorer = VMAFScorer(engine, interval: 1)
    try add([[10, 20, 30], [40]], to: scorer)
    #expect(engine.pairs.map(\.0) == [20, 10, 20, 30, 40])
    #expect(try scorer.finish() == [QualityScore(score: 20, frames: 3), QualityScore(score: 40, frames: 1)])
  }

  private func add(_ snippets: [[Int64]], to scorer: VMAFScorer) throws {
    for snippet in snippets {
      for pts in snippet {
        let frame = try MadePictures.reference(0)
        frame.pts = pts
        try scorer.add(frame, reference: frame)
      }
      try scorer.endSnippet()
    }
  }

  @Test func aSnippetThatLiesBetweenScoredPairsGoesOnUntilOneIs() throws {
    let engine = Counting()
    engine.interval = 3
    let scorer = VMAFScorer(engine, interval: 3)
    try add([[10, 20], [40], [50, 60, 70]], to: scorer)
    #expect(engine.pairs.map(\.0) == [20, 10, 20, 20, 40, 40, 40, 60, 50, 60, 70])
    #expect(
      try scorer.finish() == [
        QualityScore(score: 20, frames: 1), QualityScore(score: 40, frames: 1),
        QualityScore(score: 60, frames: 1),
      ])
  }

  @Test func withoutLibvmafTheEstimateIsTheBest() throws {
    var options = VMAFOptions()
    options.program = "/bin/false"
    guard case .vmaf = QualityMeter.Engine.best(options) else {
      Issue.record("a program that is named is used")
      return
    }
    if !VMAF.isAvailable(VMAFOptions()) {
      guard case .estimate = QualityMeter.Engine.best() else {
        Issue.record("there is no libvmaf")
        return
      }
    }
  }
}
