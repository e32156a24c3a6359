import Media
import Pipeline
import Records

/// Turns source pictures into prepared ones: shared filters applied, times counted from the first picture in
/// output ticks, and segment starts decided, exactly and once for all renditions.
struct Timeline {
  private let plan: TranscodePlan
  private let stream: StreamRecord
  private let grid: SegmentGrid
  private let firstWanted: Int64
  private var graph: FilterGraph?
  private var lastPushed: Int64?
  private var segment: Int
  private var lastIndex: Int64?
  private var lastPTS: Int64?
  /// Output time of the picture at `origin`, where the grid of segments begins.
  private let start: Int64
  /// Ticks for which a picture may stand before it is shown again where a segment begins; nil for any.
  private let longestHold: Int64?
  private var lastFrame: Frame?
  /// Timestamp of the source's first picture, in its own ticks.
  let origin: Int64
  /// Pictures handed on so far.
  private(set) var frames = 0

  init(_ plan: TranscodePlan, stream: StreamRecord, resume: ResumePoint) throws {
    self.plan = plan
    self.stream = stream
    grid = try SegmentGrid(duration: plan.segment)
    origin = stream.startPTS ?? 0
    segment = resume.index - 1
    firstWanted = resume.ticks ?? Int64.min
    start = 0
    longestHold = nil
  }

  /// One stretch of a live stream, in which the source's time has no gap.
  /// - Parameters:
  ///   - origin: the source's timestamp of its first picture.
  ///   - start: the output time of that picture.
  ///   - segmentsBefore: the number of the segment before it.
  init(_ plan: TranscodePlan, stream: StreamRecord, origin: Int64, start: Int64, segmentsBefore: Int) throws {
    self.plan = plan
    self.stream = stream
    grid = try SegmentGrid(duration: plan.segment)
    self.origin = origin
    self.start = start
    segment = segmentsBefore
    firstWanted = Int64.min
    let hold = LiveSettings.longestHold
    longestHold = rescale(hold.num, from: Rational(1, hold.den), to: plan.timeBase)
  }

  /// Seconds of the last picture.
  var seconds: Double { Double(lastPTS ?? 0) / Double(plan.timeBase.den) }

  /// Where the last picture ends, in output ticks: one frame after its beginning.
  var end: Int64 {
    let frame =
      plan.frameRate.map { rescale(1, from: $0.inverse, to: plan.timeBase) } ?? plan.timeBase.den / 25
    return (lastPTS ?? start) + max(1, frame)
  }

  /// The source timestamp of an output time, or just before it.
  func sourcePTS(ofOutput ticks: Int64) -> Int64 {
    origin + rescale(ticks, from: plan.timeBase, to: stream.timeBase, rounding: .down)
  }

  /// Prepares one picture, nil at the end of the input.
  mutating func prepare(_ frame: Frame?) throws -> [PreparedPicture] {
    if plan.preparation.isEmpty {
      guard let frame else { return [] }
      return try tagged(frame, ticks: (frame.pts ?? 0) - origin, base: stream.timeBase)
    }
    if graph == nil, let frame {
      graph = try FilterGraph(
        .video(
          width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: stream.timeBase,
          sampleAspect: stream.sampleAspect, frameRate: stream.isVariable ? nil : stream.frameRate),
        chain: plan.preparation, threads: 0)
    }
    guard let graph else { return [] }
    if let frame {
      let moved = try frame.reference()
      moved.pts = (frame.pts ?? 0) - origin
      lastPushed = moved.pts
      try graph.push(moved)
    } else {
      let frame = stream.frameRate.map { rescale(1, from: $0.inverse, to: stream.timeBase) } ?? 1
      try graph.finish(at: lastPushed.map { $0 + frame })
    }
    var pictures: [PreparedPicture] = []
    while let result = try graph.pull() {
      pictures += try tagged(result, ticks: result.pts ?? 0, base: graph.outputTimeBase)
    }
    return pictures
  }

  private mutating func tagged(_ frame: Frame, ticks: Int64, base: Rational) throws -> [PreparedPicture] {
    var pts = rescale(ticks, from: base, to: plan.timeBase) + start
    guard pts >= firstWanted else { return [] }
    if let last = lastPTS, pts <= last { pts = last + 1 }
    var pictures: [PreparedPicture] = []
    if let longestHold {
      if let last = lastPTS, let shown = lastFrame, pts - last > longestHold {
        // Segments end where the grid says, also while nothing moves.
        var line = boundary(after: last)
        while line < pts {
          pictures.append(placed(try shown.reference(), at: line))
          line = boundary(after: line)
        }
      }
      lastFrame = try frame.reference()
    }
    pictures.append(placed(try frame.reference(), at: pts))
    return pictures
  }

  /// The first tick of the segment after the one that holds `ticks`.
  private func boundary(after ticks: Int64) -> Int64 {
    let next = grid.start(of: grid.index(ticks: ticks - start, timeBase: plan.timeBase) + 1)
    return start + rescale(next.num, from: Rational(1, next.den), to: plan.timeBase, rounding: .up)
  }

  private mutating func placed(_ frame: Frame, at pts: Int64) -> PreparedPicture {
    let index = grid.index(ticks: pts - start, timeBase: plan.timeBase)
    var starts: Int?
    if index != lastIndex {
      segment += 1
      starts = segment
      lastIndex = index
    }
    lastPTS = pts
    frames += 1
    return PreparedPicture(frame: frame, pts: pts, startsSegment: starts)
  }
}
