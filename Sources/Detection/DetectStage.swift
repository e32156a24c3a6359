import Media
import Pipeline
import Records

/// Looks at a source's pictures with one or several detectors, in threads of their own, and gives the items on
/// in order, with what was found in the pictures' records.
///
/// Sendable because one thread submits and one takes: each variable belongs to one of the two, and what goes
/// between them goes through the pool.
public final class DetectStage: @unchecked Sendable {
  /// How the stage works.
  public struct Options: Sendable {
    /// Threads that look at pictures.
    public var workers = 1
    /// Pictures that a thread looks at, at once.
    public var batch = 1
    /// Which frames are looked at.
    public var sampling = FrameSampling()
    /// What is let through of the findings.
    public var filter = ObjectFilter()
    /// The detectors; each worker has one of each.
    public var detectors: [any DetectorFactory] = []
    /// Finds what moves, without a model; its objects join the others'.
    public var motion: MotionTask?
    /// Lets pictures be looked at only where something moves.
    public var gate: GatePolicy?
    /// Cuts pictures into overlapping tiles.
    public var tiling: Tiling?
    /// Where the time goes.
    public var times: StageTimes?

    /// Looks at every frame with nothing.
    public init() {}
  }

  private struct Job: Sendable {
    var item: VideoItem
    var regions: [Box]?
    var mosaic: Mosaic?
    /// What moves, where that is asked for.
    var motion: [DetectedObject] = []
    var decision: GateDecision?
    var objects: [DetectedObject]
    var looked = true
  }

  private enum Step: Sendable {
    case passed(StreamItem)
    case looked(Job)
  }

  private let options: Options
  private let stream: StreamRecord
  private let pool: OrderedPool<Job, Step>
  private var cursor: FrameSampling.Cursor
  // Used by the thread that submits.
  private var motion: MotionPass?
  // Used by the thread that takes the results.
  private var memory: GateMemory?
  private let extent: Box?

  /// Prepares to look at the pictures of a stream.
  /// - Throws: MediaError where a detector cannot be made.
  public init(_ stream: StreamRecord, options: Options) throws {
    self.options = options
    self.stream = stream
    cursor = FrameSampling.Cursor(options.sampling, timeBase: stream.timeBase)
    extent = options.filter.extent(width: stream.width, height: stream.height)
    if options.motion != nil || options.gate != nil {
      let looks = options.detectors.map { $0.regionLook(width: stream.width, height: stream.height) }
      // Detectors that want regions in different ways look at whole frames, when something moves.
      let look = looks.allSatisfy { $0 == looks.first } ? looks.first ?? .none : .none
      motion = try MotionPass(stream, task: options.motion, gate: options.gate, look: look)
      memory = options.gate.map { GateMemory(width: stream.width, height: stream.height, policy: $0) }
    }
    pool = DetectStage.makePool(options)
  }

  private static func makePool(_ options: Options) -> OrderedPool<Job, Step> {
    // Two frames a thread: one that is looked at, one that is ready.
    OrderedPool(
      count: options.workers, capacity: options.workers * options.batch * 2, batch: options.batch
    ) {
      let detectors = try options.detectors.map { try $0.makeDetector() }
      return { jobs in
        var jobs = jobs
        let looks = jobs.map { Look($0.item.frame, regions: $0.regions, mosaic: $0.mosaic) }
        for detector in detectors {
          for (index, found) in try detector.detect(looks).enumerated() { jobs[index].objects += found }
        }
        return jobs.map { .looked($0) }
      }
    }
  }

  /// Takes an item; waits while enough are on their way. One thread calls this, in the source's order.
  public func submit(_ item: StreamItem) throws {
    guard case .video(let video) = item, cursor.takes(video.frame.pts ?? video.record.pts) else {
      return try pool.submit(finished: .passed(item))
    }
    var job = Job(item: video, regions: nil, objects: [])
    try options.times.measure(.order) {
      job.regions = extent.map { [$0] }
      if let seen = try motion?.see(video) {
        job.motion = seen.objects
        job.decision = seen.decision
        if let decision = seen.decision {
          job.looked = decision.extent != .held
          job.mosaic = decision.mosaic
          if decision.extent == .regions { job.regions = decision.regions }
        }
      }
      if job.decision?.extent != .regions, let tiling = options.tiling {
        job.regions = tiling.regions(in: extent, width: video.frame.width, height: video.frame.height)
      }
    }
    if options.detectors.isEmpty || !job.looked {
      try pool.submit(finished: .looked(job))
    } else {
      try pool.submit(job)
    }
  }

  /// No more items will come.
  public func close() { pool.close() }

  /// Ends with an error.
  public func fail(_ error: any Error) { pool.fail(error) }

  /// Waits for the threads to end.
  public func join() { pool.join() }

  /// The next item in order, with what was found in it; nil after the last one. Another thread than the one
  /// that submits may call this, one at a time.
  public func next() throws -> DetectedItem? {
    guard let step = try pool.next() else { return nil }
    switch step {
    case .passed(let item): return DetectedItem(item: item, wasLookedAt: false)
    case .looked(let job): return options.times.measure(.order) { finish(job) }
    }
  }

  private func finish(_ job: Job) -> DetectedItem {
    var item = job.item
    var objects = job.objects
    if let tiling = options.tiling, let regions = job.regions, job.decision?.extent != .regions {
      objects = tiling.merge(objects, regions: regions)
    }
    if let decision = job.decision {
      objects = memory?.merge(decision, found: objects) ?? objects
      item.record.detection = decision.extent
    }
    objects += job.motion
    objects = options.filter.apply(to: objects, width: item.frame.width, height: item.frame.height)
    item.record.objects = (item.record.objects ?? []) + objects.map { $0.rounded() }
    return DetectedItem(item: .video(item), wasLookedAt: true)
  }
}

/// An item on its way out of detection.
public struct DetectedItem: Sendable {
  /// The item; a picture's record says what was found in it.
  public var item: StreamItem
  /// False for sound, and for pictures between the samples.
  public var wasLookedAt: Bool
}
