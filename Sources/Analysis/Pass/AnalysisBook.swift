import Media
import Pipeline
import Records

/// What an analysis delivers while it runs.
public enum AnalysisItem: Sendable {
  /// A frame with its metrics; only where frames are asked for.
  case frame(VideoItem)
  /// Sound on its way through; only where frames are asked for.
  case sound(track: Int, Frame)
  /// A scene, and a small picture of it where they are kept.
  case scene(SceneRecord, thumbnail: Frame?)
  /// Something that was found.
  case finding(FindingRecord)
  /// A stretch of time.
  case interval(IntervalRecord)
  /// How far it is: seconds of media, and frames; after every frame.
  case progress(time: Double, frames: Int)
}

/// The analysers at work: takes measured steps in order, on one thread, and delivers what they tell.
final class AnalysisBook {
  private let analysers: AnalyserSet
  private let options: AnalysisOptions
  private let deliver: (AnalysisItem) throws -> Void
  private var scenes: SceneBook
  private var whole = TagPooling.Accumulator()
  private var intervals: IntervalBook?
  private let tags: TagPooling
  private var lastSampledSecond = -Double.infinity
  private(set) var frames = 0
  private(set) var lastTime = 0.0
  private var frameEnd = 0.0
  private let frameDuration: Double

  init(
    _ analysers: AnalyserSet, stream: StreamRecord, options: AnalysisOptions, tags: TagPooling,
    deliver: @escaping (AnalysisItem) throws -> Void
  ) {
    self.analysers = analysers
    self.options = options
    self.deliver = deliver
    self.tags = tags
    scenes = SceneBook(tags: tags)
    frameDuration = stream.frameRate?.inverse.doubleValue ?? 0
    intervals = options.interval.map { IntervalBook(length: $0, writers: analysers.writers) }
  }

  /// Takes the next step.
  func take(_ measured: MeasuredStep) throws {
    var output = AnalyserOutput()
    for problem in measured.step.problems { analysers.add(problem, to: &output) }
    for packet in measured.step.packets { analysers.add(packet, to: &output) }
    switch measured.step.content {
    case .picture(let job): try take(job, measured, &output)
    case .sound(let track, let frame):
      try analysers.add(frame, track: track, to: &output)
      if options.deliversFrames { try deliver(.sound(track: track, frame)) }
    case .nothing: break
    }
    try tell(output)
    if intervals != nil {
      analysers.report(into: &intervals)
      for record in intervals?.take() ?? [] { try deliver(.interval(record)) }
    }
  }

  private func take(_ job: PictureJob, _ measured: MeasuredStep, _ output: inout AnalyserOutput) throws {
    frames += 1
    lastTime = job.facts.time
    frameEnd = job.facts.time + frameDuration
    if let picture = measured.measured {
      for analyser in analysers.pictures { analyser.add(picture, to: &output) }
    }
    analysers.add(job.facts, to: &output)
    if job.facts.time >= lastSampledSecond + 1 {
      lastSampledSecond = job.facts.time
      analysers.look(at: job.planar)
    }
    whole.add(measured.sightings)
    let sample =
      job.isSampled
      ? SceneBook.Sample(
        frame: job.facts.index, sightings: measured.sightings, thumbnail: measured.thumbnail) : nil
    scenes.add(frame: job.facts.index, metrics: output.metrics, sample: sample)
    intervals?.add(output.metrics, at: job.facts.time)
    try deliver(.progress(time: lastTime, frames: frames))
    guard options.deliversFrames else { return }
    var item = job.item
    var metrics = item.record.metrics ?? [:]
    for entry in output.metrics.entries { metrics[entry.key] = MetricSums.rounded(entry.value) }
    item.record.metrics = metrics
    try deliver(.frame(item))
  }

  private func tell(_ output: AnalyserOutput) throws {
    for scene in output.scenes {
      let (complete, thumbnail) = scenes.complete(scene)
      try deliver(.scene(complete, thumbnail: thumbnail))
    }
    for finding in output.findings { try deliver(.finding(finding)) }
  }

  /// Ends all analysers.
  /// - Returns: the summary of what they found.
  func finish() throws -> SummaryRecord {
    var summary = SummaryRecord(command: "analyze", frames: frames)
    var output = AnalyserOutput()
    analysers.finish(picturesEnd: frameEnd, into: &summary, output: &output)
    try tell(output)
    if intervals != nil {
      analysers.report(into: &intervals)
      for record in intervals?.take(all: true) ?? [] { try deliver(.interval(record)) }
    }
    let seen = whole.pooled(by: tags)
    summary.tags = seen.tags
    summary.objects = seen.objects
    return summary
  }
}
