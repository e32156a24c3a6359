import Analysis
import Media
import Pipeline
import Records

/// Statistics over the records of detect or track.
struct RecordStatisticsJob {
  let job: AnalyzeJob
  let lines: RecordLines

  /// Reads the records to their end and writes what they come to.
  func run(into makeWriter: (StreamRecord) throws -> any AnalysisWriter) throws -> AnalyzeJob.Result {
    try refuseWhatNeedsPictures()
    var reader = FrameRecordReader(
      lines, quiet: job.command.common.quiet, command: "analyze",
      takes: "what `vidproc detect` or `track` writes")
    let stream = try reader.begin()
    let collection = AnalysisCollection()
    collection.stream = stream
    let writer = try makeWriter(stream)
    try writer.begin(stream)
    let interval = job.command.what.interval.value
    var statistics = RecordStatistics(stream: stream, interval: interval > .zero ? interval.doubleValue : nil)
    var frames = 0
    func deliver(_ intervals: [IntervalRecord]) throws {
      for record in intervals {
        collection.add(record)
        try writer.write(record)
      }
    }
    while Signals.pending == nil, let item = try reader.next() {
      switch item {
      case .frame(let frame):
        frames += 1
        statistics.add(frame)
        if job.command.what.perFrame { try writer.write(frame) }
      case .other(_, .track(let track)): statistics.add(track)
      case .other(_, .event(let event)): statistics.add(event)
      case .other(_, .summary(let summary)): statistics.add(summary)
      case .other: break
      case .stream(let stream): statistics.add(stream)
      }
      try deliver(statistics.takeIntervals())
    }
    var summary = SummaryRecord(command: "analyze", frames: frames)
    summary.source = stream.source.isEmpty ? lines.name : stream.source
    try deliver(statistics.finish(into: &summary))
    var end = reader.end(frames: frames, isStopped: Signals.pending != nil)
    try job.conclude(&summary, &end, collection, writer)
    return AnalyzeJob.Result(collection: collection, end: end)
  }

  private func refuseWhatNeedsPictures() throws {
    let command = job.command
    let wanted = [
      ("--report", command.products.report), ("--contact-sheet", command.products.contactSheet),
      ("--thumbnails", command.products.thumbnails), ("--keyframes", command.products.keyframes),
      ("--split", command.products.split), ("--reference", command.against.reference),
      ("--emit frames", command.emit == .frames ? "" : nil),
    ]
    guard let (option, _) = wanted.first(where: { $0.1 != nil }) else { return }
    throw MediaError(
      "analyze", lines.name, cause: "it carries records (NDJSON), and \(option) needs pictures",
      hint: "name the video itself, or let the stage before it write frames: --emit frames")
  }
}
