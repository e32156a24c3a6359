import Media
import Pipeline
import Records

/// Encodes all renditions of a chunk side by side, after its analysis: x264's second pass.
///
/// Used from one thread; each rendition works on a thread of its own.
final class RungsPass {
  private let plan: TranscodePlan
  private let root: String
  private let analyses: AnalysisFolder
  private let reader: ChunkPictures
  private let observer: TranscodeObserver
  private let interrupt: Interrupt
  private let published: @Sendable (FileRecord) throws -> Void

  init(
    plan: TranscodePlan, sharing: SharedAnalysis, input: TranscodeInput, root: String,
    analyses: AnalysisFolder, observer: TranscodeObserver, interrupt: Interrupt,
    published: @escaping @Sendable (FileRecord) throws -> Void
  ) throws {
    self.plan = plan
    self.root = root
    self.analyses = analyses
    self.observer = observer
    self.interrupt = interrupt
    self.published = published
    reader = try ChunkPictures(plan: plan, sharing: sharing, input: input, isDraft: false)
  }

  private var errors = 0

  /// Damaged places that were passed over since it was asked for last.
  func takeErrors() -> Int {
    defer { errors = 0 }
    return errors
  }

  /// How the input ended; nil while it goes on.
  var end: EndRecord? { reader.end }

  /// Encodes one chunk.
  /// - Parameters:
  ///   - facts: what its analysis found.
  ///   - before: the chunks before it, summed up.
  ///   - rates: bits a second for each rendition of the plan.
  ///   - progressed: told the seconds that were encoded.
  /// - Returns: what was published; nil when the input was cut off, or reading was stopped.
  func run(
    _ facts: ChunkFacts, after before: ChunkTotals, rates: [Int], progressed: (Double, Int) -> Void
  ) throws -> Journal? {
    let folder = try OutputFolder(shared: root)
    guard facts.frames > 0 else { return folder.journal }
    let pictures = Fan<PictureMessage>(plan.encodedRenditions.count, depth: 1)
    let failures = FirstFailure(interrupt: interrupt) { pictures.fail($0) }
    var workers: [Worker] = []
    for (index, rendition) in plan.encodedRenditions.enumerated() {
      let chunk = RungChunk(
        statistics: analyses.statistics(facts.chunk), bitrate: rates[index],
        firstSegment: before.segments + 1)
      let (plan, published) = (plan, published)
      workers.append(
        Worker {
          try failures.guarding {
            try VideoRenditionEncoder(
              rendition, plan: plan, folder: folder, isResumed: !chunk.isFirst, chunk: chunk,
              publish: published
            ).run(pictures.queues[index])
          }
        })
    }
    var isWhole = false
    var frames = 0
    do {
      let extent = try reader.read(facts.chunk, before: before.frames) { picture in
        var numbered = picture
        numbered.startsSegment = picture.startsSegment.map { $0 + before.segments }
        try pictures.push(.picture(numbered))
        frames += 1
        progressed(Double(picture.pts) / Double(plan.timeBase.den), frames)
      }
      if let extent {
        guard extent.frames == facts.frames, extent.starts == facts.starts else {
          throw MediaError(
            "encode", "chunk \(facts.chunk) into \(root)",
            cause: "it is not what was analysed: \(extent.frames) pictures from "
              + "\(extent.starts.first ?? 0) on in place of \(facts.frames) from \(facts.starts.first ?? 0)",
            hint: "the input changed meanwhile: --force starts over")
        }
        try pictures.push(.end(facts.end))
        isWhole = true
      } else {
        pictures.close()
      }
    } catch {
      failures.record(error)
    }
    for worker in workers { try? worker.join() }
    let problems = reader.takeProblems()
    if !problems.isEmpty { observer.met(problems) }
    errors += reader.takeErrors()
    try failures.rethrow()
    return isWhole ? folder.journal : nil
  }
}

/// Chunks in a row, summed up.
struct ChunkTotals: Sendable, Hashable {
  var segments = 0
  var frames = 0

  mutating func add(_ facts: ChunkFacts) {
    segments += facts.starts.count
    frames += facts.frames
  }
}
