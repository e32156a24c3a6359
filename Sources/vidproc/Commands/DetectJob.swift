import Detection
import Foundation
import Inference
import Media
import Pipeline
import Records

/// One run of `detect`: the stage, and what goes in and out of it.
final class DetectJob {
  /// The models at work.
  let models: [ModelRecord]
  /// Objects that were found.
  private(set) var objects = 0

  private let command: DetectCommand
  private let stage: DetectStage
  private let times: StageTimes?
  private let begun = Interrupt.now()
  private var begunFrames: UInt64?
  private var frames = 0
  private var looked = 0
  private var crops: CropWriter?
  /// Whether nobody reads what is written any more, while pictures of objects are still wanted.
  private var readerGone = false

  init(_ command: DetectCommand, _ stream: StreamRecord, mask: PictureMask?, times: StageTimes?) throws {
    self.command = command
    self.times = times
    let cores = command.models.threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
    var options = DetectStage.Options()
    var request = DetectorRequest()
    request.tasks = command.task?.tasks ?? (command.models.model.isEmpty ? [.objects] : [])
    request.models = command.models.model.uniqued()
    request.labels = try command.models.labels.map { try TextFile.labels($0) }
    request.decoder = command.models.decoder
    request.inputWidth = command.models.inputSize?.width
    request.inputHeight = command.models.inputSize?.height
    request.engine = command.models.engine
    request.threads = cores
    request.fullPrecision = command.models.precision == .full
    request.batch = command.models.batch
    request.minimumScore = command.filters.minScore
    request.overlap = command.filters.iou
    request.agnostic = command.filters.agnostic
    request.cacheFolder = UserFolders.compiledModels
    request.times = times
    request.regions = command.gate != nil
    // A file gives many frames at once: each core looks at one of its own. A live source gives one at a time,
    // which is done soonest by all cores together.
    request.streams = stream.isLive == true ? 1 : cores
    options.detectors =
      request.tasks.isEmpty && request.models.isEmpty ? [] : try DetectorBuilder.build(request)
    // One more than run at once, so that a picture is always ready.
    options.workers = request.streams + 1
    options.batch = command.models.batch
    options.sampling = FrameSampling(every: command.interval)
    options.filter = try command.filters.filter(stream, mask: mask)
    if command.task?.motion == true { options.motion = MotionTask() }
    if command.gate != nil { options.gate = GatePolicy() }
    options.tiling = try command.tile.map { text in
      let input = options.detectors.lazy.compactMap(\.input).first
      return try Tiling(text, inputWidth: input?.width ?? 640, inputHeight: input?.height ?? 640)
    }
    options.times = times
    models = options.detectors.map(\.record) + (options.motion == nil ? [] : [MotionTask.record])
    if let classes = options.filter.classes { try ObjectFilter.check(classes, known: models) }
    crops = try command.crops.map { try CropWriter(folder: $0, stream: stream) }
    stage = try DetectStage(stream, options: options)
  }

  /// Reads to the end of the source, and writes what comes out.
  func run(
    _ reader: any FrameSource, into sink: any FrameSink, interrupt: Interrupt, common: CommonOptions
  ) throws -> EndRecord {
    let stream = reader.stream
    try send {
      try sink.begin(stream)
      if let records = sink as? RecordSink { for model in models { try records.write(model) } }
    }
    let progress = ProgressReporter(
      "detect", mode: common.progress, quiet: common.quiet || common.progress == .auto)
    // `self` and the sink are this worker's alone until it has been joined.
    let shared = Confined((job: self, sink: sink, progress: progress, duration: stream.duration))
    let writer = Worker { [stage] in
      do {
        while let item = try stage.next() {
          let (job, sink, progress, duration) = shared.value
          try job.write(item, to: sink)
          if case .video(let video) = item.item {
            progress.update(time: video.record.time, duration: duration, frames: job.frames)
          }
        }
      } catch {
        stage.fail(error)
        throw error
      }
    }
    let pump = FramePump(backpressure: stream.isLive == true ? .drop : .block, depth: 4)
    let source = TimedSource(reader, times: times)
    do {
      let end = try pump.run(
        source, pace: false, interrupt: interrupt,
        problems: { Problems.show($0, quiet: common.quiet) }, consume: { try stage.submit($0) })
      stage.close()
      try writer.join()
      stage.join()
      try send { try sink.finish(end) }
      return end
    } catch {
      stage.fail(error)
      // What ended the writer is what ended the work.
      var first = error
      do { try writer.join() } catch { first = error }
      stage.join()
      if (first as? MediaError)?.isBrokenPipe != true {
        var broken = EndRecord(status: .error, frames: frames, dropped: 0, errors: 0)
        broken.reason = "\(first)"
        try sink.finish(broken)
      }
      throw first
    }
  }

  private func write(_ detected: DetectedItem, to sink: any FrameSink) throws {
    guard case .video(var video) = detected.item else { return try send { try sink.write(detected.item) } }
    if begunFrames == nil { begunFrames = Interrupt.now() }
    frames += 1
    if frames == 1, !(sink is RecordSink) {
      // In a frame stream the models' records travel with the first frame.
      video.otherLines = models.map { RecordEncoder.line($0) } + video.otherLines
    }
    guard detected.wasLookedAt else {
      if command.emit == .frames { try send { try sink.write(.video(video)) } }
      return
    }
    looked += 1
    objects += video.record.objects?.count ?? 0
    try crops?.take(video)
    try send { try sink.write(.video(video)) }
  }

  /// Where pictures are stored beside, the work goes on without a reader of the output.
  private func send(_ body: () throws -> Void) throws {
    guard !readerGone else { return }
    do { try body() } catch let error as MediaError where error.isBrokenPipe && crops != nil {
      readerGone = true
    }
  }

  /// Where the time went, on standard error.
  func report() {
    guard let times else { return }
    var summary = SummaryRecord(command: "detect", frames: looked)
    let now = Interrupt.now()
    summary.seconds = DetectJob.rounded(Double(now - begun) / 1e9)
    let running = Double(now - (begunFrames ?? begun)) / 1e9
    summary.fps = running > 0 ? (Double(looked) / running * 10).rounded() / 10 : nil
    var parts: OrderedValues<Double> = [:]
    for part in StageTimes.Part.allCases { parts["\(part)"] = DetectJob.rounded(times.seconds(part)) }
    summary.timing = parts
    Console.line(String(decoding: RecordEncoder.line(summary), as: UTF8.self))
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1e4).rounded() / 1e4 }
}

extension DetectCommand {
  /// Seconds between looks.
  var interval: Seconds? { every ?? fps.map { Seconds($0.inverse) } }
}

/// Counts the time that a source takes for its items.
private final class TimedSource: FrameSource {
  private let source: any FrameSource
  private let times: StageTimes?

  init(_ source: any FrameSource, times: StageTimes?) {
    self.source = source
    self.times = times
  }

  var stream: StreamRecord { source.stream }
  func next() throws -> StreamItem? { try times.measure(.decode) { try source.next() } }
  var end: EndRecord { source.end }
  func takeProblems() -> [ProblemRecord] { source.takeProblems() }
}
