import Media
import Pipeline
import Records
import Synchronization
import Vision

/// One analysis of one source: reads it once, measures its pictures on several threads, and gives the results to
/// the analysers in order.
///
/// Where pictures are only made small (cuts alone are wanted), that is done on the reading thread, while the picture
/// is still in the cache, and no other threads are started.
public final class AnalysisPass {
  private let options: AnalysisOptions
  private let taps: PacketTap
  private let looks: @Sendable () throws -> [any PictureLook]

  /// Prepares an analysis.
  /// - Parameters:
  ///   - taps: sees the source's packets; the same that the source's options were given.
  ///   - looks: makes what looks at sampled pictures, for each thread.
  public init(
    options: AnalysisOptions, taps: PacketTap,
    looks: @escaping @Sendable () throws -> [any PictureLook] = { [] }
  ) {
    self.options = options
    self.taps = taps
    self.looks = looks
  }

  /// Reads the source to its end.
  /// - Parameters:
  ///   - problems: told the faults that were met, as they become known.
  ///   - tags: pools what models see.
  ///   - deliver: takes what is found, on one thread at a time; it is not called after this has returned.
  /// - Returns: the summary, without what is known of the source beforehand, and how the source ended.
  /// - Throws: MediaError where reading fails, and what `deliver` throws.
  public func run(
    _ source: any FrameSource, interrupt: Interrupt, problems: @escaping ([ProblemRecord]) -> Void = { _ in },
    tags: TagPooling = TagPooling(), deliver: @escaping (AnalysisItem) throws -> Void
  ) throws -> (summary: SummaryRecord, end: EndRecord) {
    let analysers = AnalyserSet(options, stream: source.stream, tracks: taps.tracks(of: source))
    let book = AnalysisBook(
      analysers, stream: source.stream, options: options, tags: tags, deliver: deliver)
    let end: EndRecord
    if options.onlyMakesSmallPictures {
      let meter = PictureMeter(options, looks: [])
      end = try read(source, interrupt: interrupt, problems: problems) { try book.take(meter.measure($0)) }
    } else {
      end = try runPool(source, interrupt: interrupt, problems: problems, book: book)
    }
    return (try book.finish(), end)
  }

  /// Measures on several threads; a thread of its own gives the results to the book.
  private func runPool(
    _ source: any FrameSource, interrupt: Interrupt, problems: @escaping ([ProblemRecord]) -> Void,
    book: AnalysisBook
  ) throws -> EndRecord {
    let threads = max(1, options.threads)
    let pool = OrderedPool<AnalysisStep, MeasuredStep>(count: threads, capacity: 4 * threads + 4) {
      [options, looks] in
      let meter = PictureMeter(options, looks: try looks())
      return { steps in try steps.map { try meter.measure($0) } }
    }
    // The book is the worker's alone until that has been joined.
    let confined = Confined(book)
    let consumer = Worker {
      do {
        while let step = try pool.next() { try confined.value.take(step) }
      } catch {
        pool.fail(error)
        throw error
      }
    }
    do {
      let end = try read(source, interrupt: interrupt, problems: problems) { try pool.submit($0) }
      pool.close()
      try consumer.join()
      pool.join()
      return end
    } catch {
      pool.fail(error)
      // What ended the consumer is what ended the work.
      var first = error
      do { try consumer.join() } catch { first = error }
      pool.join()
      throw first
    }
  }

  private func read(
    _ source: any FrameSource, interrupt: Interrupt, problems: @escaping ([ProblemRecord]) -> Void,
    submit: (AnalysisStep) throws -> Void
  ) throws -> EndRecord {
    let reader = StepReader(source.stream, options: options, taps: taps)
    guard source.stream.isLive == true else {
      while let item = try source.next() {
        let found = source.takeProblems()
        if !found.isEmpty { problems(found) }
        try reader.steps(for: item, problems: found, submit: submit)
      }
      let found = source.takeProblems()
      if !found.isEmpty { problems(found) }
      try submit(reader.lastStep(problems: found))
      return source.end
    }
    let waiting = Mutex<[ProblemRecord]>([])
    let pump = FramePump(backpressure: .drop, depth: 4)
    let end = try pump.run(source, pace: false, interrupt: interrupt) { found in
      problems(found)
      waiting.withLock { $0 += found }
    } consume: { item in
      let found = waiting.withLock { waiting in
        defer { waiting = [] }
        return waiting
      }
      try reader.steps(for: item, problems: found, submit: submit)
    }
    try submit(reader.lastStep(problems: waiting.withLock { $0 }))
    return end
  }
}

/// Collects the packets of a source until the next step takes them; used by the reading thread and the one that
/// submits.
public final class PacketTap: Sendable {
  private let waiting = Mutex<[PacketFacts]>([])
  private let isOpen: Bool

  /// - Parameter isOpen: whether packets are wanted at all.
  public init(isOpen: Bool) { self.isOpen = isOpen }

  /// What a source's options take as `onPacket`; nil where nobody wants packets.
  public var onPacket: (@Sendable (Packet, StreamInfo) -> Void)? {
    guard isOpen else { return nil }
    return { [self] packet, info in waiting.withLock { $0.append(PacketFacts(packet, info)) } }
  }

  /// The packets since the last call.
  func take() -> [PacketFacts] {
    guard isOpen else { return [] }
    return waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }

  /// The streams that a source decodes; none where it is a stream of frames.
  func tracks(of source: any FrameSource) -> [StreamInfo] { (source as? DecodingSource)?.tracks ?? [] }
}

extension PacketFacts {
  /// What a packet of a stream says.
  init(_ packet: Packet, _ info: StreamInfo) {
    self.init(
      stream: info.index, kind: info.kind, pts: packet.pts, dts: packet.dts, duration: packet.duration,
      timeBase: info.timeBase, size: packet.size, isKeyframe: packet.isKeyframe, isCorrupt: packet.isCorrupt,
      isDiscarded: packet.isDiscarded)
  }
}
