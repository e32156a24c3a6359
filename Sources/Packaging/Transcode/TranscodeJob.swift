import Media
import Pipeline
import Records

/// Where a job's pictures and sound come from.
public struct TranscodeInput {
  /// Opens the input; nil for what can be read only once and is open already.
  public var reopen: ((SourceOptions) throws -> any FrameSource)?
  /// What was opened to see what the input holds.
  public var source: any FrameSource
  /// What to read of it.
  public var options: SourceOptions
  /// Identifies the input's content: two inputs with the same text are taken for the same.
  public var identity: String
  /// Opens the input's container without decoding; nil for what can be read only once.
  public var demux: (() throws -> Demuxer)?

  /// Collects the parts.
  public init(
    source: any FrameSource, options: SourceOptions, identity: String,
    reopen: ((SourceOptions) throws -> any FrameSource)?
  ) {
    self.source = source
    self.options = options
    self.identity = identity
    self.reopen = reopen
  }
}

/// What a job tells while it works. The closures are called from several threads.
public struct TranscodeObserver: Sendable {
  /// A file is there under its name.
  public var published: @Sendable (FileRecord) throws -> Void
  /// Pictures up to this time were read: seconds, frames so far, seconds that an earlier run had done.
  public var progressed: @Sendable (Double, Int, Double) -> Void
  /// Damage that was passed over.
  public var met: @Sendable ([ProblemRecord]) -> Void
  /// Something worth saying: what is resumed, what is there already.
  public var noted: @Sendable (String) -> Void
  /// A rendition that was chosen for the title, and why.
  public var chose: @Sendable (RenditionRecord) throws -> Void

  /// Collects the closures.
  public init(
    published: @escaping @Sendable (FileRecord) throws -> Void,
    progressed: @escaping @Sendable (Double, Int, Double) -> Void,
    met: @escaping @Sendable ([ProblemRecord]) -> Void, noted: @escaping @Sendable (String) -> Void,
    chose: @escaping @Sendable (RenditionRecord) throws -> Void = { _ in }
  ) {
    self.published = published
    self.progressed = progressed
    self.met = met
    self.noted = noted
    self.chose = chose
  }
}

/// Makes a whole ladder in a folder: decodes once, encodes the renditions side by side, publishes segments as
/// they finish and the playlists last.
public struct TranscodeJob {
  /// Changes when the same plan would give other bytes.
  static let generation = 3

  /// The plan that the job follows.
  public let plan: TranscodePlan

  private let input: TranscodeInput
  private let root: String
  private let options: TranscodeOptions
  private let interrupt: Interrupt
  private let observer: TranscodeObserver

  /// Works out the plan.
  /// - Throws: PackagingFormatError when the options do not go together.
  public init(
    _ input: TranscodeInput, root: String, options: TranscodeOptions, interrupt: Interrupt,
    observer: TranscodeObserver
  ) throws {
    self.input = input
    self.root = root
    self.options = options
    self.interrupt = interrupt
    self.observer = observer
    var plan = try TranscodePlan(input.source.stream, options: options)
    let extras = try ExtrasPlanner(
      request: options.extras, plan: plan, input: input, interrupt: interrupt
    ).extras()
    plan.add(extras.extras)
    self.plan = plan
    for note in extras.notes { observer.noted(note) }
    if input.source.stream.audio.isEmpty == false, plan.audio.isEmpty {
      observer.noted("no audio track can be decoded; the ladder is silent")
    }
  }

  /// Does the work, or as much as is left of it.
  /// - Returns: how the input ended; files are published as finished only after a complete end.
  /// - Throws: what stopped the work. What was published stays, and the same job goes on from there.
  public func run() throws -> EndRecord {
    let key = JobKey(generation: TranscodeJob.generation, input: input.identity, plan: plan)
    let folder = try JobFolder(
      root, key: key, force: options.force, canRewind: input.reopen != nil, observer: observer)
    if folder.isFinished {
      for record in folder.publishedFiles(existing: true) { try observer.published(record) }
      observer.noted("\(root) is finished already: nothing to do")
      return EndRecord(status: .complete, frames: 0, dropped: 0, errors: 0)
    }
    // A staged set is told of when it stands in its place: until then its files have other names.
    let published: @Sendable (FileRecord) throws -> Void
    if folder.isStaged { published = { _ in } } else { published = observer.published }
    let sideJobs = SideJobs(
      plan: plan, input: input, folder: folder.work, interrupt: interrupt, observer: observer,
      published: published)
    try sideJobs.before()
    var followed = plan
    let end: EndRecord
    if let sharing = plan.sharing {
      (end, followed) = try ChunkedEncoding(
        plan: plan, sharing: sharing, input: input, folder: folder.work,
        analyses: try AnalysisFolder(folder.work.root, key: key), observer: observer, interrupt: interrupt,
        published: published, jobs: options.jobs, publishesEarly: options.publishesEarly
      ).run()
    } else {
      end = try encode(into: folder, published: published)
    }
    guard end.status == .complete else { return end }
    try sideJobs.with(followed).after()
    try PlaylistPublisher(plan: followed, folder: folder.work, published: published).run()
    AnalysisFolder.removeAll(in: folder.work.root)
    try folder.finish()
    if folder.isStaged {
      for record in folder.publishedFiles(existing: false) { try observer.published(record) }
    }
    return end
  }

  private func encode(into folder: JobFolder, published: @escaping @Sendable (FileRecord) throws -> Void)
    throws -> EndRecord
  {
    let resume = try ResumePoint(folder.work, plan: plan)
    let pictures = Fan<PictureMessage>(plan.encodedRenditions.count, depth: 1)
    let sounds = Fan<SoundMessage>(plan.audio.count, depth: 64)
    let work = folder.work
    let observer = observer
    let plan = plan
    var workers: [Worker] = []
    let failures = FirstFailure(interrupt: interrupt) { error in
      pictures.fail(error)
      sounds.fail(error)
    }
    for (index, rendition) in plan.encodedRenditions.enumerated() {
      workers.append(
        Worker {
          try failures.guarding {
            try VideoRenditionEncoder(
              rendition, plan: plan, folder: work, isResumed: resume.ticks != nil, publish: published
            ).run(pictures.queues[index])
          }
        })
    }
    for (index, rendition) in plan.audio.enumerated() {
      let existing = Set((work.journal.segments[rendition.name] ?? []).map(\.index))
      workers.append(
        Worker {
          try failures.guarding {
            try AudioRenditionEncoder(
              rendition, plan: plan, folder: work, existing: existing, publish: published
            ).run(sounds.queues[index])
          }
        })
    }
    let feeder = Feeder(
      plan: plan, input: input, resume: resume, pictures: pictures, sounds: sounds, observer: observer,
      interrupt: interrupt)
    var end = EndRecord(status: .interrupted, frames: 0, dropped: 0, errors: 0)
    do {
      end = try feeder.run()
      if end.status != .complete {
        pictures.close()
        sounds.close()
      }
    } catch {
      failures.record(error)
    }
    for worker in workers { try? worker.join() }
    try failures.rethrow()
    return end
  }
}

/// Several queues that get the same messages.
final class Fan<Message: Sendable>: Sendable {
  let queues: [BoundedQueue<Message>]

  init(_ count: Int, depth: Int) { queues = (0..<count).map { _ in BoundedQueue(capacity: depth) } }

  func push(_ message: Message) throws { for queue in queues { try queue.push(message) } }
  func close() { for queue in queues { queue.close() } }
  func fail(_ error: any Error) { for queue in queues { queue.fail(error) } }
}
