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
  }

  /// Seconds of the last picture.
  var seconds: Double { Double(lastPTS ?? 0) / Double(plan.timeBase.den) }

  /// Where the last picture ends, in output ticks: one frame after its beginning.
  var end: Int64 {
    let frame =
      plan.frameRate.map { rescale(1, from: $0.inverse, to: plan.timeBase) } ?? plan.timeBase.den / 25
    return (lastPTS ?? 0) + max(1, frame)
  }

  /// The source timestamp of an output time, or just before it.
  func sourcePTS(ofOutput ticks: Int64) -> Int64 {
    origin + rescale(ticks, from: plan.timeBase, to: stream.timeBase, rounding: .down)
  }

  /// Prepares one picture, nil at the end of the input.
  mutating func prepare(_ frame: Frame?) throws -> [PreparedPicture] {
    if plan.preparation.isEmpty {
      guard let frame else { return [] }
      return try tagged(frame, ticks: (frame.pts ?? 0) - origin, base: stream.timeBase).map { [$0] } ?? []
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
      if let picture = try tagged(result, ticks: result.pts ?? 0, base: graph.outputTimeBase) {
        pictures.append(picture)
      }
    }
    return pictures
  }

  private mutating func tagged(_ frame: Frame, ticks: Int64, base: Rational) throws -> PreparedPicture? {
    var pts = rescale(ticks, from: base, to: plan.timeBase)
    guard pts >= firstWanted else { return nil }
    if let last = lastPTS, pts <= last { pts = last + 1 }
    let index = grid.index(ticks: pts, timeBase: plan.timeBase)
    var starts: Int?
    if index != lastIndex {
      segment += 1
      starts = segment
      lastIndex = index
    }
    lastPTS = pts
    frames += 1
    return PreparedPicture(frame: try frame.reference(), pts: pts, startsSegment: starts)
  }
}
