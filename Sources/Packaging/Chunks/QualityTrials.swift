import Glibc
import Media
import Pipeline
import Quality
import Records

/// Trial encodes of a title's snippets, measured.
final class QualityTrials {
  private let plan: TranscodePlan
  private let sharing: SharedAnalysis
  private let goal: QualityGoal
  private let snippets: QualitySnippets
  private let interrupt: Interrupt
  private let reader: ChunkPictures
  private let height: Int
  /// The scale of what was measured.
  private(set) var scale = ""
  /// Whether it was estimated.
  private(set) var isEstimate: Bool
  /// Pictures that were encoded.
  private(set) var measured = 0

  init(
    plan: TranscodePlan, sharing: SharedAnalysis, goal: QualityGoal, input: TranscodeInput,
    snippets: QualitySnippets, interrupt: Interrupt
  ) throws {
    self.plan = plan
    self.sharing = sharing
    self.goal = goal
    self.snippets = snippets
    self.interrupt = interrupt
    isEstimate = goal.isEstimated
    height = input.source.stream.height
    reader = try ChunkPictures(plan: plan, sharing: sharing, input: input, isDraft: false)
  }

  /// One encode of all snippets.
  private final class Trial {
    let rendition: VideoRendition
    let quantiser: Double
    let size: Double
    let meter: QualityMeter
    var rates: [(planned: Double, taken: Double)] = []

    init(_ rendition: VideoRendition, quantiser: Double, size: Double, meter: QualityMeter) {
      self.rendition = rendition
      self.quantiser = quantiser
      self.size = size
      self.meter = meter
    }
  }

  /// Encodes all snippets in several ways; each snippet is read once.
  /// - Parameter wanted: a quantiser, a rendition, and every how manyth picture is measured.
  /// - Returns: for each of these, a point a snippet.
  func run(_ wanted: [(quantiser: Double, rendition: VideoRendition, interval: Int)]) throws
    -> [[QuantiserPoint]]
  {
    let trials = try wanted.map { quantiser, rendition, interval in
      Trial(
        rendition, quantiser: quantiser,
        size: RateAllocation.sizeFactor(
          from: (sharing.width, sharing.height), to: (rendition.width, rendition.height)),
        meter: try QualityMeter(goal.engine, height: height, interval: interval, interrupt: interrupt))
    }
    for snippet in snippets.all {
      let pictures = try reader.read(from: snippet.start, frames: snippet.frames)
      guard pictures.count == snippet.frames else {
        throw MediaError(
          "measure", "snippets", cause: "\(pictures.count) of \(snippet.frames) pictures are there",
          hint: "the input changed meanwhile: --force starts over")
      }
      for trial in trials { try encode(snippet, pictures, trial) }
    }
    return try trials.map(points)
  }

  private func encode(_ snippet: QualitySnippet, _ pictures: [PreparedPicture], _ trial: Trial) throws {
    guard !interrupt.isStopped else { throw MediaError("measure", "snippets", cause: "it was stopped") }
    let seconds = Double(snippet.frames) / snippets.frameRate
    let fineness = exp2((sharing.quantiser - trial.quantiser) / 6)
    let part = RateAllocation.Chunk(statistics: snippet.statistics, seconds: seconds)
    let rate = max(
      Double(part.lowest(trial.size)),
      snippet.statistics.bits(fineness: fineness, size: trial.size) / seconds)
    let encode = try SnippetEncode(
      trial.rendition, plan: plan, statistics: snippet.path, bitrate: Int(rate))
    for picture in pictures { try encode.send(picture) }
    for (picture, reference) in zip(try encode.finish(), pictures) {
      try trial.meter.add(picture, reference: reference.frame)
    }
    try trial.meter.endSnippet()
    trial.rates.append((rate, Double(encode.bytes) * 8 / seconds))
    measured += snippet.frames
  }

  private func points(_ trial: Trial) throws -> [QuantiserPoint] {
    let scores = try trial.meter.finish()
    (scale, isEstimate) = (trial.meter.scale, trial.meter.isEstimate)
    guard scores.count == trial.rates.count else {
      throw MediaError("measure", "snippets", cause: "\(scores.count) of \(trial.rates.count) were scored")
    }
    return zip(trial.rates, scores).map { rate, score in
      // What came out is the encode of another quantiser than planned, by as much as its rate is another.
      let off = log2(max(0.25, min(4, rate.taken / rate.planned))) / 1.05 * 6
      return QuantiserPoint(
        quantiser: trial.quantiser - off, quality: score.score,
        rate: rate.planned * exp2(off / 6 * 1.05))
    }
  }
}
