import Media
import Pipeline
import Records

/// Reads the input chunk by chunk: goes on where it stands when the next chunk is asked for, and opens the
/// input anew for any other.
///
/// Used from one thread.
final class ChunkPictures {
  /// What was met while a chunk was read.
  struct Extent {
    /// Where its segments begin, in output ticks.
    var starts: [Int64] = []
    /// Where the next picture begins, or the title ends, in output ticks.
    var end: Int64 = 0
    var frames = 0
    var isLast = false
  }

  private let plan: TranscodePlan
  private let input: TranscodeInput
  private let reopen: (SourceOptions) throws -> any FrameSource
  private let isDraft: Bool
  private let grid: SegmentGrid
  private let segments: Int64
  private var source: (any FrameSource)?
  private var timeline: Timeline?
  private var waiting: [PreparedPicture] = []
  private var chunk = -1
  private var atEnd = false
  private var remaining: Int?
  private var reported = 0
  /// How the input ended, when it did before the chunk's end.
  private(set) var end: EndRecord?

  /// - Parameter isDraft: whether pictures may be decoded faster and less exactly.
  init(plan: TranscodePlan, sharing: SharedAnalysis, input: TranscodeInput, isDraft: Bool) throws {
    guard let reopen = input.reopen else {
      throw MediaError("read", input.source.stream.source, cause: "it can be read only once")
    }
    self.plan = plan
    self.input = input
    self.reopen = reopen
    self.isDraft = isDraft
    grid = try SegmentGrid(duration: plan.segment)
    segments = Int64(sharing.segments)
  }

  /// Damage that was passed over since it was asked for last.
  func takeProblems() -> [ProblemRecord] { source?.takeProblems() ?? [] }

  /// Damaged places that were passed over since it was asked for last.
  func takeErrors() -> Int {
    let errors = source?.end.errors ?? 0
    defer { reported = errors }
    return errors - reported
  }

  /// Hands over each picture of a chunk; segments are numbered from 1 in the chunk.
  /// - Parameter before: pictures in the chunks before it, for a limit on frames.
  /// - Returns: nil when the input was cut off or reading was stopped; `end` says how.
  func read(_ wanted: Int, before: Int, _ body: (PreparedPicture) throws -> Void) throws -> Extent? {
    if wanted != chunk + 1 || source == nil { try open(wanted, before: before) }
    chunk = wanted
    var extent = Extent()
    while true {
      while let picture = waiting.first {
        guard grid.index(ticks: picture.pts, timeBase: plan.timeBase) / segments <= Int64(wanted) else {
          extent.end = picture.pts
          return extent
        }
        waiting.removeFirst()
        var numbered = picture
        if picture.startsSegment != nil {
          extent.starts.append(picture.pts)
          numbered.startsSegment = extent.starts.count
        }
        extent.frames += 1
        try body(numbered)
      }
      if atEnd {
        extent.end = timeline?.end ?? 0
        extent.isLast = true
        return extent
      }
      guard try readOn() else { return nil }
    }
  }

  /// Reads one item.
  /// - Returns: false when the input was cut off.
  private func readOn() throws -> Bool {
    guard let source else { return false }
    let item = remaining == 0 ? nil : try source.next()
    if case .video(let video) = item {
      // Pictures that only filters look at lie before the chunk.
      if (video.frame.pts ?? 0) >= firstSourcePTS {
        remaining = remaining.map { $0 - 1 }
      }
      waiting += try timeline?.prepare(video.frame) ?? []
    } else if item == nil {
      end = source.end
      guard remaining == 0 || source.end.status == .complete else { return false }
      end?.status = .complete
      waiting += try timeline?.prepare(nil) ?? []
      atEnd = true
    }
    return true
  }

  private var firstSourcePTS = Int64.min

  /// Reads a few pictures from anywhere; the next chunk is then looked for anew.
  /// - Parameter ticks: time of the first one, in output ticks.
  func read(from ticks: Int64, frames: Int) throws -> [PreparedPicture] {
    try open(at: ticks, isBeginning: ticks == 0, before: 0)
    remaining = nil
    while waiting.count < frames, !atEnd { guard try readOn() else { break } }
    let pictures = Array(waiting.prefix(frames))
    waiting = []
    source = nil
    return pictures
  }

  private func open(_ chunk: Int, before: Int) throws {
    let start = grid.start(of: Int64(chunk) * segments)
    let ticks = rescale(start.num, from: Rational(1, start.den), to: plan.timeBase, rounding: .up)
    try open(at: ticks, isBeginning: chunk == 0, before: before)
  }

  private func open(at ticks: Int64, isBeginning: Bool, before: Int) throws {
    let stream = input.source.stream
    var options = input.options
    options.audio = false
    options.onPacket = nil
    options.isDraft = isDraft
    remaining = input.options.limit.map { max(0, $0 - before) }
    options.limit = nil
    let resume = ResumePoint(ticks: isBeginning ? nil : ticks, index: 1)
    let timeline = try Timeline(plan, stream: stream, resume: resume)
    firstSourcePTS = .min
    if !isBeginning {
      // A second earlier, so that filters that look around have what they look at.
      firstSourcePTS = timeline.sourcePTS(ofOutput: ticks)
      let lead = plan.preparation.isEmpty ? 0 : rescale(1, from: Rational(1, 1), to: stream.timeBase)
      options.startPTS = firstSourcePTS - lead
    }
    self.timeline = timeline
    waiting = []
    atEnd = false
    end = nil
    source = try reopen(options)
    reported = 0
  }
}
