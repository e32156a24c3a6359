import Analysis
import Foundation
import Media
import Packaging
import Pipeline
import Records

/// One input of `analyze`, from its opening to its last file.
struct AnalyzeJob {
  let command: AnalyzeCommand
  let source: String
  let policies: [Policy]
  /// Threads for this input.
  let threads: Int
  /// Whether progress is shown.
  var showsProgress = true
  /// What the summary carries, so that a batch knows what it has done.
  var fingerprint: String?

  /// What came of an input.
  struct Result {
    let collection: AnalysisCollection
    let end: EndRecord
    /// Whether all that there is was analysed; a live source has no end until somebody stops it.
    var isWhole: Bool { end.isWhole(of: collection.stream) }
  }

  /// Analyses the input and writes the result.
  /// - Returns: what was found, and how the input ended.
  func run(into makeWriter: (StreamRecord) throws -> any AnalysisWriter) throws -> Result {
    let interrupt = Interrupt(parent: Signals.interrupt)
    let head = try InputHead(of: source, interrupt: interrupt)
    if head.isRecords {
      let lines = try RecordLines(source, interrupt: interrupt, prefix: head.taken)
      return try RecordStatisticsJob(job: self, lines: lines).run(into: makeWriter)
    }
    let begun = Interrupt.now()
    var options = AnalysisOptions()
    options.analysers = command.what.analysers
    options.interval = command.what.interval.value > .zero ? command.what.interval.value.doubleValue : nil
    options.minimumSceneLength = command.what.minSceneLength?.value.doubleValue
    options.deliversFrames = command.what.perFrame || command.emit == .frames
    options.thumbnailWidth = command.products.needsThumbnails ? 320 : nil
    options.threads = threads
    let tap = PacketTap(isOpen: options.analysers.contains(where: \.readsPackets))
    let reader = try SourceOpening.open(
      source, options: sourceOptions(options, tap), interrupt: interrupt, beginning: head.taken)
    let looks = try ModelLooks.make(
      analysers: options.analysers, model: command.what.models.model, labels: command.what.models.labels,
      engine: command.what.models.engine, threads: threads)
    let collection = AnalysisCollection()
    collection.stream = reader.stream
    let writer = try makeWriter(reader.stream)
    try writer.begin(reader.stream)
    let progress = ProgressReporter(
      "analyze", mode: command.common.progress, quiet: command.common.quiet || !showsProgress)
    // The collection and the writer are the pass's thread's alone until `run` has returned.
    let shared = Confined((collection: collection, writer: writer))
    let pass = AnalysisPass(options: options, taps: tap, looks: looks)
    let quiet = command.common.quiet
    var (summary, end) = try pass.run(
      reader, interrupt: interrupt, problems: { Problems.show($0, quiet: quiet) }
    ) { item in
      try take(item, shared.value.collection, shared.value.writer, progress)
    }
    summary.source = source
    SourceSummary.fill(&summary, from: reader)
    if end.status == .complete, let reference = command.against.reference {
      try ReferenceJob(job: self, reference: reference, interrupt: interrupt).run(
        into: &summary, collection, writer)
    }
    summary.seconds = AnalyzeJob.rounded(Double(Interrupt.now() - begun) / 1e9)
    try conclude(&summary, &end, collection, writer)
    return Result(collection: collection, end: end)
  }

  /// Writes the summary, checks it, makes the files that are wanted, and ends.
  func conclude(
    _ summary: inout SummaryRecord, _ end: inout EndRecord, _ collection: AnalysisCollection,
    _ writer: any AnalysisWriter
  ) throws {
    summary = summary.rounded(decimals: 6)
    summary.fingerprint = fingerprint
    collection.summary = summary
    try writer.write(summary)
    if end.isWhole(of: collection.stream) {
      for policy in policies {
        for check in policy.evaluate(
          summary, findings: collection.findings, intervals: collection.intervals)
        {
          collection.checks.append(check)
          try writer.write(check)
        }
      }
      try AnalyzeProducts(job: self, collection: collection).make { try writer.write($0) }
    }
    try writer.finish(end, collection)
  }

  private func take(
    _ item: AnalysisItem, _ collection: AnalysisCollection, _ writer: any AnalysisWriter,
    _ progress: ProgressReporter
  ) throws {
    switch item {
    case .frame(let video): try writer.write(.video(video))
    case .sound(let track, let frame): try writer.write(.audio(track: track, frame))
    case .scene(var scene, let thumbnail):
      if thumbnail != nil, let folder = command.products.thumbnails {
        scene.thumbnail = AnalyzeProducts.thumbnail(
          scene.scene, of: source, in: AnalysisProductsGroup.path(folder, for: source))
      }
      collection.add(scene, thumbnail: thumbnail)
      try writer.write(scene)
    case .finding(let finding):
      collection.add(finding)
      try writer.write(finding)
    case .interval(let interval):
      collection.add(interval)
      try writer.write(interval)
    case .progress(let time, let frames):
      progress.update(time: time, duration: collection.stream.duration, frames: frames)
    }
  }

  private func sourceOptions(_ options: AnalysisOptions, _ tap: PacketTap) -> SourceOptions {
    var source = command.input.sourceOptions
    source.onPacket = tap.onPacket
    source.requiresVideo = false
    source.audio = source.audio && (options.readsSound || command.emit == .frames)
    return source
  }

  /// Four decimals.
  static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
