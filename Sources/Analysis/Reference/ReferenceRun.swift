import Media
import Pipeline
import Quality
import Records
import Synchronization
import Vision

/// One run of a comparison: its threads and queues.
final class ReferenceRun: Sendable {
  /// A frame of one of the clips with its mark.
  struct MarkedFrame: Sendable {
    var frame: Frame
    var mark: FrameMark
    var pts: Int64
    var seconds: Double
  }

  /// A frame of the clip and its partner.
  struct Pair: Sendable {
    var own: MarkedFrame
    var partner: MarkedFrame?
  }

  struct Compared: Sendable {
    var frame: ReferenceFrame
    var comparison: PictureComparison?
    /// What was compared, for VMAF.
    var pictures: (Frame, Frame)?
  }

  /// What the threads leave behind.
  struct Outcome: Sendable {
    var findings: [FindingRecord] = []
    var (offset, dropped, doubled, unmatched) = (0, 0, 0, 0)
    var (ownEnd, referenceEnd): (EndRecord?, EndRecord?)
    var problems: [ProblemRecord] = []
  }

  private let options: ReferenceOptions
  let offset: Int
  let ownQueue = BoundedQueue<MarkedFrame>(capacity: 3)
  let referenceQueue = BoundedQueue<MarkedFrame>(capacity: 3)
  let format = Mutex<ComparisonFormat?>(nil)
  let outcome = Mutex(Outcome())
  // The sources and the engine are each used by one thread at a time: a source by its reader, until that has ended.
  let distorted: Confined<any FrameSource>
  let reference: Confined<any FrameSource>
  private let vmaf: Confined<(any VMAFEngine)?>
  let streams: (distorted: StreamRecord, reference: StreamRecord)

  init(
    options: ReferenceOptions, distorted: any FrameSource, reference: any FrameSource, offset: Int,
    vmaf: (any VMAFEngine)?
  ) {
    self.options = options
    self.offset = offset
    streams = (distorted.stream, reference.stream)
    self.distorted = Confined(distorted)
    self.reference = Confined(reference)
    self.vmaf = Confined(vmaf)
  }

  func run(onFrame: (ReferenceFrame) throws -> Void) throws -> ReferenceResult {
    let pool = makePool()
    let stopped = MediaError.interrupted("compare", streams.distorted.source)
    let workers = [readOwn(), readReference(), matchPairs(into: pool)]
    defer {
      ownQueue.fail(stopped)
      referenceQueue.fail(stopped)
      pool.fail(stopped)
      for worker in workers { try? worker.join() }
      pool.join()
    }
    var book = ReferenceBook(options.metrics)
    var kept: [ReferenceFrame] = []
    while var compared = try pool.next() {
      if let comparison = compared.comparison { compared.frame.metrics = book.add(comparison) }
      guard let engine = vmaf.value else {
        try onFrame(compared.frame)
        continue
      }
      if let (own, partner) = compared.pictures { try engine.add(own, reference: partner) }
      kept.append(compared.frame)
    }
    // The last result comes when all that is read was matched.
    for worker in workers { try worker.join() }
    if let engine = vmaf.value {
      let values = try engine.finish()
      var number = 0
      for var frame in kept {
        if frame.partner != nil {
          if let value = values[number] {
            frame.metrics["vmaf"] = value
            book.add(vmaf: value)
          }
          number += 1
        }
        try onFrame(frame)
      }
    }
    return result(book)
  }

  private func result(_ book: ReferenceBook) -> ReferenceResult {
    var result = ReferenceResult()
    result.summary.source = streams.reference.source
    book.fill(&result.summary)
    result.summary.vmafModel = vmaf.value?.model
    if let format = format.withLock({ $0 }) {
      result.summary.width = format.width
      result.summary.height = format.height
    }
    outcome.withLock { outcome in
      result.summary.offset = outcome.offset
      result.summary.dropped = outcome.dropped
      result.summary.doubled = outcome.doubled
      result.summary.unmatched = outcome.unmatched
      result.findings = outcome.findings
      result.end = outcome.ownEnd ?? result.end
      result.referenceEnd = outcome.referenceEnd ?? result.referenceEnd
      result.problems = outcome.problems
    }
    return result
  }

  private func makePool() -> OrderedPool<Pair, Compared> {
    let threads = max(1, options.threads)
    let metrics = options.metrics
    let keepsPictures = vmaf.value != nil
    return OrderedPool(count: threads, capacity: 2 * threads) { [self] in
      let comparing = PairComparer(metrics, keepsPictures: keepsPictures)
      return { [self] pairs in
        let target = format.withLock { $0 }
        return try pairs.map { try comparing.compare($0, in: target) }
      }
    }
  }
}

/// Compares pairs. One thread uses it at a time.
private final class PairComparer {
  private let comparer: PictureComparer
  private let keepsPictures: Bool
  private var fitter: PictureFitter?

  init(_ metrics: Set<ReferenceMetric>, keepsPictures: Bool) {
    var wanted: PictureComparer.Metrics = []
    if metrics.contains(.ssim) { wanted.insert(.ssim) }
    if metrics.contains(.msSSIM) { wanted.insert(.msSSIM) }
    comparer = PictureComparer(wanted)
    self.keepsPictures = keepsPictures
  }

  func compare(_ pair: ReferenceRun.Pair, in target: ComparisonFormat?) throws(MediaError)
    -> ReferenceRun.Compared
  {
    var frame = ReferenceFrame(index: pair.own.mark.index, pts: pair.own.pts, time: pair.own.seconds)
    guard let partner = pair.partner, let target else { return ReferenceRun.Compared(frame: frame) }
    let fit = fitter ?? PictureFitter(target)
    fitter = fit
    let own = try fit.fit(pair.own.frame)
    let other = try fit.fit(partner.frame)
    frame.partner = partner.mark.index
    return ReferenceRun.Compared(
      frame: frame, comparison: try comparer.compare(own, with: other),
      pictures: keepsPictures ? (own, other) : nil)
  }
}
