import Media
import Pipeline
import Records

/// Encodes a title's sound beside its chunks: boundaries come from the analysis, samples from a reading of the
/// input's sound alone.
struct SoundFeed {
  let plan: TranscodePlan
  let input: TranscodeInput
  let board: ChunkBoard
  let folder: OutputFolder
  let observer: TranscodeObserver
  let interrupt: Interrupt
  let published: @Sendable (FileRecord) throws -> Void

  /// Works to the title's end.
  /// - Returns: the damaged places that were passed over; nil when it was cut off.
  func run() throws -> Int? {
    guard !plan.audio.isEmpty, let reopen = input.reopen else { return 0 }
    let sounds = Fan<SoundMessage>(plan.audio.count, depth: 64)
    let failures = FirstFailure(interrupt: interrupt) { sounds.fail($0) }
    var workers: [Worker] = []
    for (index, rendition) in plan.audio.enumerated() {
      let existing = Set((folder.journal.segments[rendition.name] ?? []).map(\.index))
      let (plan, folder, published) = (plan, folder, published)
      workers.append(
        Worker {
          try failures.guarding {
            try AudioRenditionEncoder(
              rendition, plan: plan, folder: folder, existing: existing, publish: published
            ).run(sounds.queues[index])
          }
        })
    }
    var isWhole = false
    var errors = 0
    do {
      var options = input.options
      options.video = false
      options.limit = nil
      let source = try reopen(options)
      isWhole = try feed(source, sounds)
      let problems = source.takeProblems()
      if !problems.isEmpty { observer.met(problems) }
      errors = source.end.errors
      if !isWhole { sounds.close() }
    } catch {
      failures.record(error)
    }
    for worker in workers { try? worker.join() }
    try failures.rethrow()
    return isWhole ? errors : nil
  }

  private func feed(_ source: any FrameSource, _ sounds: Fan<SoundMessage>) throws -> Bool {
    let stream = input.source.stream
    let origin = stream.startPTS ?? 0
    var waiting: (track: Int, frame: Frame, seconds: Double)?
    func take() throws -> Bool {
      while let item = try source.next() {
        guard case .audio(let track, let frame) = item, plan.audio.contains(where: { $0.track == track })
        else { continue }
        let base = Rational(1, Int64(max(1, frame.sampleRate)))
        let shifted = try frame.reference()
        shifted.pts = (frame.pts ?? 0) - rescale(origin, from: stream.timeBase, to: base)
        waiting = (track, shifted, Timestamp(shifted.pts ?? 0, base).seconds)
        return true
      }
      return false
    }
    func hand(until seconds: Double) throws {
      while true {
        if waiting == nil { guard try take() else { return } }
        guard let next = waiting, next.seconds < seconds else { return }
        for (index, rendition) in plan.audio.enumerated() where rendition.track == next.track {
          try sounds.queues[index].push(.samples(next.frame))
        }
        waiting = nil
      }
    }
    var chunk = 0
    var segment = 0
    while true {
      guard let facts = board.facts(chunk) else { return false }
      for start in facts.starts {
        segment += 1
        try sounds.push(.boundary(segment, Rational(start, plan.timeBase.den)))
      }
      let end = Rational(facts.end, plan.timeBase.den)
      // A frame-limited reading takes no more sound than pictures.
      try hand(until: facts.isLast && input.options.limit == nil ? .infinity : end.doubleValue)
      // Cut off is not ended: nothing is published of what is there by half.
      guard !interrupt.isStopped, source.end.status == .complete || waiting != nil else { return false }
      try sounds.push(.reached(end))
      chunk += 1
      if facts.isLast {
        try sounds.push(.videoEnd(end))
        try sounds.push(.end)
        return true
      }
    }
  }
}
