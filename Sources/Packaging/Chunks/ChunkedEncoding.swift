import Glibc
import Media
import Pipeline
import Records
import Synchronization

/// Makes a ladder chunk by chunk with shared analysis, in one process: the analysis runs ahead, the renditions
/// follow as soon as the stretch of chunks that their rate is balanced over is analysed, the sound beside them.
///
/// A rerun keeps the chunks that were analysed and those that were encoded whole. The bytes are those that
/// separate tasks for each chunk make.
struct ChunkedEncoding {
  var plan: TranscodePlan
  let sharing: SharedAnalysis
  let input: TranscodeInput
  let folder: OutputFolder
  let analyses: AnalysisFolder
  let observer: TranscodeObserver
  let interrupt: Interrupt
  let published: @Sendable (FileRecord) throws -> Void
  /// Chunks that are encoded at the same time; the output does not depend on it.
  let jobs: Int
  /// Whether playlists are published after each chunk, as those of an event.
  let publishesEarly: Bool

  /// Does the work that is left, and notes it in the folder's journal.
  /// - Returns: how the input ended, and the plan that was followed.
  func run() throws -> (end: EndRecord, plan: TranscodePlan) {
    try analyses.make()
    guard let goal = plan.quality else { return (try encode(ChunkBoard(), ChunkProgress(observer)), plan) }
    // All of the title is analysed before its renditions are chosen.
    let board = ChunkBoard()
    let progress = ChunkProgress(observer)
    try analyse(board, progress)
    guard let facts = board.facts(before: .max) else {
      return (EndRecord(status: .interrupted, frames: 0, dropped: 0, errors: 0), plan)
    }
    let choice = try QualitySearch(
      plan: plan, sharing: sharing, goal: goal, input: input, analyses: analyses, interrupt: interrupt
    ).run(facts)
    for record in choice.records { try observer.chose(record) }
    for dropped in choice.ladder.dropped {
      observer.noted("\(dropped.width)x\(dropped.height) is left out: \(dropped.reason)")
    }
    var following = self
    following.plan = plan.following(choice)
    return (try following.encode(ChunkBoard(), progress), following.plan)
  }

  private func encode(_ board: ChunkBoard, _ progress: ChunkProgress) throws -> EndRecord {
    let results = ChunkResults()
    let soundFolder = try OutputFolder(shared: folder.root)
    let early = publishesEarly ? EarlyPlaylists(plan, sound: soundFolder, published: published) : nil
    let failures = FirstFailure(interrupt: interrupt) { _ in board.finish() }
    let confined = Confined(self)
    var workers = [
      Worker {
        try failures.guarding {
          defer { board.finish() }
          try confined.value.analyse(board, progress)
        }
      },
      Worker {
        try failures.guarding {
          let job = confined.value
          let errors = try SoundFeed(
            plan: job.plan, input: job.input, board: board, folder: soundFolder, observer: job.observer,
            interrupt: job.interrupt, published: job.published
          ).run()
          if let errors { results.add(0, errors: errors) } else { results.cutOff(nil) }
        }
      },
    ]
    // A transport stream's counters go on from chunk to chunk.
    for _ in 0..<(plan.container == .ts ? 1 : max(1, jobs)) {
      workers.append(
        Worker { try failures.guarding { try confined.value.encode(board, results, progress, early) } })
    }
    for worker in workers { try? worker.join() }
    try failures.rethrow()
    if let end = results.cut { return end }
    guard !interrupt.isStopped, let chunks = results.chunks else {
      return EndRecord(status: .interrupted, frames: 0, dropped: 0, errors: 0)
    }
    try gather(chunks, sound: soundFolder.journal)
    return EndRecord(status: .complete, frames: results.frames, dropped: 0, errors: results.errors)
  }

  private func analyse(_ board: ChunkBoard, _ progress: ChunkProgress) throws {
    let pass = try AnalysisPass(
      plan: plan, sharing: sharing, input: input, folder: analyses, interrupt: interrupt)
    var before = ChunkTotals()
    var chunk = 0
    while !interrupt.isStopped {
      let known = analyses.facts(chunk)
      guard
        let facts = try known
          ?? pass.run(chunk, before: before.frames, progressed: { progress.analysed($0) })
      else { return }
      board.add(facts)
      before.add(facts)
      if facts.isLast {
        guard before.frames > 0 else {
          throw MediaError("transcode", input.source.stream.source, cause: "it has no pictures")
        }
        return
      }
      chunk += 1
    }
  }

  /// Encodes chunk after chunk, as long as there are any that nobody has taken.
  private func encode(
    _ board: ChunkBoard, _ results: ChunkResults, _ progress: ChunkProgress, _ early: EarlyPlaylists?
  ) throws {
    let pass = try RungsPass(
      plan: plan, sharing: sharing, input: input, root: folder.root, analyses: analyses, observer: observer,
      interrupt: interrupt, published: published)
    while !interrupt.isStopped {
      let chunk = results.next()
      let first = chunk / sharing.stretch * sharing.stretch
      guard let known = board.facts(before: first + sharing.stretch), chunk < known.count else { return }
      var before = ChunkTotals()
      for facts in known[..<chunk] { before.add(facts) }
      let facts = known[chunk]
      let end = Double(facts.end) / Double(plan.timeBase.den)
      if analyses.result(chunk, in: folder.root) != nil {
        progress.skipped(chunk, seconds: facts.seconds(plan.timeBase))
      } else {
        let start = Double(facts.starts.first ?? 0) / Double(plan.timeBase.den)
        if results.isFirst && chunk > 0 {
          observer.noted("going on at \((start * 1000).rounded() / 1000) s, segment \(before.segments + 1)")
        }
        let rates = ChunkRates(plan, sharing: sharing, stretch: Array(known[first...]))
        let made = try pass.run(
          facts, after: before, rates: rates.of(chunk - first),
          progressed: { progress.encoded(chunk, seconds: min($0, end) - start, frames: $1) })
        guard let made else {
          results.cutOff(pass.end)
          return
        }
        try analyses.note(made, of: chunk)
        results.add(facts.frames, errors: pass.takeErrors())
      }
      if let made = analyses.result(chunk, in: folder.root) { try early?.add(made, of: chunk) }
      if facts.isLast { results.finish(chunk + 1) }
    }
  }

  /// Brings what the chunks have published into the folder's journal, in the order of the title.
  private func gather(_ chunks: Int, sound: Journal) throws {
    var gathering = TaskGathering(folder: folder, plan: plan)
    for chunk in 0..<chunks {
      guard let made = analyses.result(chunk, in: folder.root) else {
        throw MediaError(
          "finish", folder.root, cause: "segments of chunk \(chunk) are gone", hint: "run the command again")
      }
      try gathering.add(made, from: folder.root)
    }
    try gathering.add(sound, from: folder.root)
  }
}

/// Which chunks are taken, and how they ended. Safe from any thread.
final class ChunkResults: Sendable {
  private struct State: Sendable {
    var taken = 0
    var chunks: Int?
    var frames = 0
    var errors = 0
    var cut: EndRecord?
    var hasBegun = false
  }

  private let state = Mutex(State())

  /// The next chunk that nobody has taken.
  func next() -> Int {
    state.withLock { state in
      defer { state.taken += 1 }
      return state.taken
    }
  }

  /// Whether nothing was encoded by this process yet; true once.
  var isFirst: Bool {
    state.withLock { state in
      defer { state.hasBegun = true }
      return !state.hasBegun
    }
  }

  func add(_ frames: Int, errors: Int) {
    state.withLock {
      $0.frames += frames
      $0.errors += errors
    }
  }

  /// The title has this many chunks.
  func finish(_ chunks: Int) { state.withLock { $0.chunks = chunks } }

  /// The input ended before its time.
  func cutOff(_ end: EndRecord?) {
    let end = end ?? EndRecord(status: .interrupted, frames: 0, dropped: 0, errors: 0)
    state.withLock { $0.cut = $0.cut ?? end }
  }

  var chunks: Int? { state.withLock { $0.chunks } }
  var frames: Int { state.withLock { $0.frames } }
  var errors: Int { state.withLock { $0.errors } }
  var cut: EndRecord? { state.withLock { $0.cut } }
}
