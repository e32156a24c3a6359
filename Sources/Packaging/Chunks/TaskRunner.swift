import Glibc
import Media
import Pipeline
import Records

/// Does the tasks of a divided ladder, and puts their work together.
///
/// The bytes are those that `TranscodeJob` makes of the same plan in one process.
public struct TaskRunner {
  /// The plan that is followed.
  public let plan: LadderTaskPlan
  private let input: TranscodeInput
  private let sharing: SharedAnalysis
  private let analyses: AnalysisFolder
  private let observer: TranscodeObserver
  private let interrupt: Interrupt

  private var planned: TranscodePlan { plan.job.plan }
  /// Where tasks put their segments. A transport stream's are not final, since their counters go on from chunk
  /// to chunk: they lie apart, so that a late task never writes over what is stitched.
  private var parts: String { planned.container == .ts ? analyses.path + "/parts" : root }
  private var published: @Sendable (FileRecord) throws -> Void {
    if planned.container == .ts { return { _ in } }
    return observer.published
  }
  private var root: String { plan.job.output }
  private var key: JobKey {
    JobKey(generation: plan.job.generation, input: plan.job.identity, plan: plan.job.plan)
  }

  /// - Throws: MediaError when the input is not the one that was planned for.
  public init(
    _ plan: LadderTaskPlan, input: TranscodeInput, interrupt: Interrupt, observer: TranscodeObserver
  ) throws {
    guard input.identity == plan.job.identity, let sharing = plan.job.plan.sharing else {
      throw MediaError(
        "follow the plan for", plan.job.input, cause: "the input is not what it was",
        hint: "make the plan anew")
    }
    self.plan = plan
    self.input = input
    self.sharing = sharing
    self.interrupt = interrupt
    self.observer = observer
    analyses = try AnalysisFolder(
      plan.job.output,
      key: JobKey(generation: plan.job.generation, input: plan.job.identity, plan: plan.job.plan))
  }

  /// Does one task, or says that it is done already.
  public func run(_ task: LadderTask) throws -> EndRecord {
    try plan.check(task)
    if isFinished {
      observer.noted("\(root) is finished already: nothing to do")
      return EndRecord(status: .complete, frames: 0, dropped: 0, errors: 0)
    }
    try analyses.make()
    // Stitched meanwhile, from what another worker made of the same task.
    defer { if isFinished { JobFolder.removeTree(analyses.path) } }
    if isDone(task) {
      observer.noted("\(task.phase.rawValue) task \(task.number) is done already")
      return EndRecord(status: .complete, frames: 0, dropped: 0, errors: 0)
    }
    switch task.phase {
    case .analysis: return try analyse(task.number)
    case .quality: return try choose()
    case .encode where task.number == plan.job.chunks: return try encodeSound(task.number)
    case .encode: return try encode(task.number)
    }
  }

  /// What an encoding task has published; nil where it is not done.
  private func result(_ task: Int) -> Journal? {
    analyses.result(task, in: place(task))
  }

  /// Where an encoding task's files lie: sound and copies are final at once.
  private func place(_ task: Int) -> String { task == plan.job.chunks ? root : parts }

  /// Whether the ladder is stitched already.
  private var isFinished: Bool {
    let path = root + "/" + Journal.name
    guard access(path, R_OK) == 0, let bytes = try? OutputFolder.read(path) else { return false }
    let journal = Journal(bytes)
    return journal.isFinished && journal.key == key
  }

  private func analyse(_ chunk: Int) throws -> EndRecord {
    let pass = try AnalysisPass(
      plan: planned, sharing: sharing, input: input, folder: analyses, interrupt: interrupt)
    guard
      let facts = try pass.run(chunk, before: 0, progressed: { observer.progressed($0, 0, 0) })
    else { return pass.end ?? EndRecord(status: .interrupted, frames: 0, dropped: 0, errors: 0) }
    return EndRecord(status: .complete, frames: facts.frames, dropped: 0, errors: 0)
  }

  private func choose() throws -> EndRecord {
    guard let goal = planned.quality else {
      throw PackagingFormatError(
        operation: "choose", subject: root, cause: "no quality was asked for",
        hint: "--plan with --quality")
    }
    let facts = try allFacts()
    let choice = try QualitySearch(
      plan: planned, sharing: sharing, goal: goal, input: input, analyses: analyses, interrupt: interrupt
    ).run(facts)
    for record in choice.records { try observer.chose(record) }
    return EndRecord(status: .complete, frames: choice.measured, dropped: 0, errors: 0)
  }

  /// The plan with the renditions that were chosen.
  private func followed() throws -> TranscodePlan {
    guard planned.quality != nil else { return planned }
    guard let choice = analyses.choice else {
      try refuse([0], of: .quality)
      return planned
    }
    return planned.following(choice)
  }

  private func encode(_ chunk: Int) throws -> EndRecord {
    let known = try allFacts()
    let transcode = try followed()
    guard chunk < known.count else { return try finish(chunk, Journal([]), frames: 0) }
    var before = ChunkTotals()
    for facts in known[..<chunk] { before.add(facts) }
    let first = chunk / sharing.stretch * sharing.stretch
    let stretch = Array(known[first..<min(known.count, first + sharing.stretch)])
    let pass = try RungsPass(
      plan: transcode, sharing: sharing, input: input, root: parts, analyses: analyses, observer: observer,
      interrupt: interrupt, published: published)
    let made = try pass.run(
      known[chunk], after: before,
      rates: ChunkRates(transcode, sharing: sharing, stretch: stretch).of(chunk - first),
      progressed: { observer.progressed($0, $1, 0) })
    guard let made else {
      return pass.end ?? EndRecord(status: .interrupted, frames: 0, dropped: 0, errors: 0)
    }
    return try finish(chunk, made, frames: known[chunk].frames, errors: pass.takeErrors())
  }

  private func encodeSound(_ task: Int) throws -> EndRecord {
    let transcode = try followed()
    let board = ChunkBoard()
    for facts in try allFacts() { board.add(facts) }
    board.finish()
    let folder = try OutputFolder(shared: root)
    try sideJobs(folder, transcode).before()
    let errors = try SoundFeed(
      plan: transcode, input: input, board: board, folder: folder, observer: observer, interrupt: interrupt,
      published: observer.published
    ).run()
    guard let errors else { return EndRecord(status: .interrupted, frames: 0, dropped: 0, errors: 0) }
    return try finish(task, folder.journal, frames: 0, errors: errors)
  }

  private func sideJobs(_ folder: OutputFolder, _ transcode: TranscodePlan) -> SideJobs {
    SideJobs(
      plan: transcode, input: input, folder: folder, interrupt: interrupt, observer: observer,
      published: observer.published)
  }

  /// Notes what a task has published.
  private func finish(_ task: Int, _ made: Journal, frames: Int, errors: Int = 0) throws -> EndRecord {
    try analyses.note(made, of: task)
    return EndRecord(status: .complete, frames: frames, dropped: 0, errors: errors)
  }

  private func isDone(_ task: LadderTask) -> Bool {
    switch task.phase {
    case .analysis: analyses.facts(task.number) != nil
    case .quality: analyses.choice != nil
    case .encode: result(task.number) != nil
    }
  }

  /// What all analyses found, up to the title's end.
  private func allFacts() throws -> [ChunkFacts] {
    var known: [ChunkFacts] = []
    var missing: [Int] = []
    for chunk in 0..<plan.job.chunks {
      guard let facts = analyses.facts(chunk) else {
        missing.append(chunk)
        continue
      }
      known.append(facts)
      if facts.isLast { break }
    }
    try refuse(missing, of: .analysis)
    guard known.last?.isLast == true else {
      throw MediaError(
        "follow the plan for", plan.job.input, cause: "the input is longer than it was planned to be",
        hint: "make the plan anew")
    }
    return known
  }

  private func refuse(_ missing: [Int], of phase: TaskPhase) throws {
    guard !missing.isEmpty else { return }
    let shown = missing.prefix(12).map(String.init).joined(separator: ", ")
    throw MediaError(
      "go on with", root,
      cause: "\(phase.rawValue) task\(missing.count > 1 ? "s" : "") \(shown)"
        + (missing.count > 12 ? " and \(missing.count - 12) more are" : missing.count > 1 ? " are" : " is")
        + " not done",
      hint: "--phase \(phase.rawValue) --task \(missing[0])")
  }

  /// Publishes the ladder when all tasks are done.
  public func stitch(force: Bool) throws -> EndRecord {
    let folder = try JobFolder(root, key: key, force: force, canRewind: true, observer: observer)
    if folder.isFinished {
      for record in folder.publishedFiles(existing: true) { try observer.published(record) }
      observer.noted("\(root) is finished already: nothing to do")
      AnalysisFolder.removeAll(in: root)
      return EndRecord(status: .complete, frames: 0, dropped: 0, errors: 0)
    }
    let known = try allFacts()
    let transcode = try followed()
    // The last task made the sound.
    let tasks = Array(0..<known.count) + [plan.job.chunks]
    let made = tasks.map(result)
    try refuse(zip(tasks, made).filter { $1 == nil }.map(\.0), of: .encode)
    let work = folder.work
    var gathering = TaskGathering(folder: work, plan: transcode)
    for (task, journal) in zip(tasks, made) {
      if let journal { try gathering.add(journal, from: place(task)) }
    }
    for record in folder.publishedFiles(existing: false) { try observer.published(record) }
    try sideJobs(work, transcode).after()
    try PlaylistPublisher(plan: transcode, folder: work, published: observer.published).run()
    try folder.finish()
    AnalysisFolder.removeAll(in: root)
    return EndRecord(
      status: .complete, frames: known.reduce(0) { $0 + $1.frames }, dropped: 0, errors: 0)
  }
}
