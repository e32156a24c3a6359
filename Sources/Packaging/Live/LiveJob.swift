import Media
import Pipeline
import Records

/// Makes a ladder of a source while it comes: segments and playlists in a folder that any web server serves.
///
/// Pictures that cannot be encoded in time are dropped, whole and counted, before any rendition sees them.
/// The playlists end when the source ends or somebody stops the job; when the job fails or is killed they
/// stay open, and the same job continues them.
public struct LiveJob {
  /// The plan that the job follows.
  public let plan: TranscodePlan

  private let input: TranscodeInput
  private let root: String
  private let force: Bool
  private let settings: LiveSettings
  private let interrupt: Interrupt
  private let observer: TranscodeObserver

  /// Works out the plan.
  /// - Parameters:
  ///   - root: the folder to fill.
  ///   - options: what VOD jobs take too; shared analysis, copies, subtitles and thumbnails are left
  ///     out.
  ///   - interrupt: ends the stream as its source's end would.
  /// - Throws: PackagingFormatError when the options do not go together.
  public init(
    _ input: TranscodeInput, root: String, options: TranscodeOptions, settings: LiveSettings,
    interrupt: Interrupt, observer: TranscodeObserver
  ) throws {
    self.input = input
    self.root = root
    self.settings = settings
    self.interrupt = interrupt
    self.observer = observer
    force = options.force
    guard settings.window >= options.segment * Rational(3, 1) else {
      throw PackagingFormatError(
        operation: "plan", subject: "a live window of \(settings.window.doubleValue) s",
        cause: "it must hold three segments at the least",
        hint: "a window of \((options.segment * Rational(3, 1)).doubleValue) s or more, or shorter segments")
    }
    var options = options
    options.isLive = true
    var plan = try TranscodePlan(input.source.stream, options: options)
    plan.tuneForLive(encryption: options.extras.encryption)
    self.plan = plan
    if input.source.stream.audio.isEmpty == false, plan.audio.isEmpty {
      observer.noted("no audio track can be decoded; the ladder is silent")
    }
  }

  /// Publishes until the source ends, fails or is interrupted.
  /// - Returns: how the source ended, with the pictures that were dropped.
  /// - Throws: what stopped the work. The playlists are whole, and the same job continues them.
  public func run() throws -> EndRecord {
    let folder = try LiveFolder(root, plan: plan, settings: settings, force: force)
    if folder.isContinued {
      observer.noted("continuing the stream in \(root) with segment \(folder.window.nextIndex)")
    }
    let publisher = LivePublisher(folder, plan: plan, settings: settings, published: observer.published)
    let sink = LiveSegmentSink(initializationName: folder.initializationName) { try publisher.add($0) }
    let pictures = Fan<PictureMessage>(plan.renditions.count, depth: 1)
    let sounds = Fan<SoundMessage>(plan.audio.count, depth: 64)
    let stream = input.source.stream
    let intake = LiveIntake(depth: LiveIntake.depth(stream))
    let failures = FirstFailure(interrupt: interrupt) { error in
      pictures.fail(error)
      sounds.fail(error)
      intake.fail(error)
    }
    let encoders = startEncoders(folder, sink, pictures, sounds, failures)
    let gap = LiveSettings.gap(frameRate: plan.frameRate).doubleValue
    let readers = startReading(into: intake, gap: gap, failures)
    var frames = 0
    do {
      var feeder = LiveFeeder(
        plan: plan, stream: stream, intake: intake, pictures: pictures, sounds: sounds, publisher: publisher,
        observer: observer, gap: gap, past: folder.window)
      frames = try feeder.run()
    } catch {
      failures.record(error)
    }
    for worker in encoders + readers { try? worker.join() }
    try failures.rethrow()
    var end = input.source.end
    end.frames = frames
    end.dropped += intake.dropped
    // A stage before that was cut off may come back; a stream that somebody ended is over.
    if end.isWhole(of: stream) || interrupt.isStopped { try publisher.end() }
    if frames == 0, end.status == .complete {
      throw MediaError("transcode", stream.source, cause: "it has no pictures")
    }
    return end
  }

  private func startEncoders(
    _ folder: LiveFolder, _ sink: LiveSegmentSink, _ pictures: Fan<PictureMessage>,
    _ sounds: Fan<SoundMessage>, _ failures: FirstFailure
  ) -> [Worker] {
    let (plan, work, published) = (plan, folder.work, observer.published)
    let isContinued = folder.isContinued
    var workers: [Worker] = []
    for (index, rendition) in plan.renditions.enumerated() {
      workers.append(
        Worker {
          try failures.guarding {
            try VideoRenditionEncoder(
              rendition, plan: plan, folder: work, isResumed: isContinued, live: sink, publish: published
            ).run(pictures.queues[index])
          }
        })
    }
    for (index, rendition) in plan.audio.enumerated() {
      workers.append(
        Worker {
          try failures.guarding {
            try AudioRenditionEncoder(
              rendition, plan: plan, folder: work, existing: [], live: sink, publish: published
            ).run(sounds.queues[index])
          }
        })
    }
    return workers
  }

  /// Starts the thread that reads, and the one that notices when nothing comes.
  private func startReading(into intake: LiveIntake, gap: Double, _ failures: FirstFailure) -> [Worker] {
    // The source is used by the reading thread alone until that thread has ended.
    let reader = Confined(
      LiveReader(
        source: input.source, intake: intake, gap: gap, ahead: plan.segment.doubleValue, observer: observer,
        interrupt: interrupt))
    let hasEnded = Interrupt(parent: interrupt)
    let reading = Worker {
      defer {
        hasEnded.stop()
        intake.close()
      }
      try failures.guarding { try reader.value.run() }
    }
    let watching = Worker {
      while !hasEnded.isStopped {
        Clock.sleep(seconds: 0.25, unless: hasEnded)
        try intake.tick()
      }
    }
    return [reading, watching]
  }
}
