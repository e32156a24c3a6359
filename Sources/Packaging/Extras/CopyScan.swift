import Media
import Records

/// What reading the packets of a video stream once, without decoding, tells of whether its segments could be
/// published as they are.
struct CopyScan {
  /// What stands in the way; nil for nothing.
  private(set) var obstacle: String?
  private(set) var sizes = SegmentSizes()

  private let grid: SegmentGrid
  private let units: AccessUnits
  private let clock: CopyClock
  private var index: Int64?
  private var start: Int64 = 0
  private var bytes = 0
  private var group: (first: Int64, last: Int64)?

  init(_ plan: TranscodePlan, units: AccessUnits, clock: CopyClock) throws(PackagingFormatError) {
    grid = try SegmentGrid(duration: plan.segment)
    self.units = units
    self.clock = clock
  }

  /// Reads a stream to its end, or to the first obstacle.
  mutating func read(_ demuxer: Demuxer, stream: Int) throws {
    demuxer.select([stream])
    let packet = try Packet()
    while obstacle == nil, try demuxer.read(into: packet) {
      if packet.streamIndex == stream { add(packet) }
    }
    finish()
  }

  /// No more packets will come.
  mutating func finish() {
    guard obstacle == nil else { return }
    if let group { close(end: clock.end(after: group.last)) } else { obstacle = "it has no pictures" }
  }

  /// Adds the next packet in decoding order.
  mutating func add(_ packet: Packet) {
    guard obstacle == nil else { return }
    guard !packet.isCorrupt else { return stop("a packet is damaged") }
    guard !packet.isDiscarded else { return stop("an edit list cuts into it") }
    guard let pts = packet.pts.map({ clock.ticks($0) }) else { return stop("a packet has no time") }
    if packet.isKeyframe {
      addKeyframe(pts, packet.bytes)
    } else {
      guard let group else { return stop("it does not begin with a keyframe") }
      guard pts > group.first else {
        return stop("a group of pictures at \(clock.text(group.first)) is open")
      }
      guard grid.index(ticks: pts, timeBase: clock.output) == index else {
        return stop("there is no keyframe where a segment begins at \(clock.text(pts))")
      }
      self.group?.last = max(group.last, pts)
    }
    bytes += packet.size
  }

  private mutating func addKeyframe(_ pts: Int64, _ data: [UInt8]) {
    let contents = units.contents(of: data)
    guard contents.isWhole else { return stop("the picture at \(clock.text(pts)) is damaged") }
    guard !contents.hasParameterSets else {
      return stop("parameter sets stand among the pictures")
    }
    if let group, pts <= group.last { return stop("a group of pictures at \(clock.text(pts)) is open") }
    let next = grid.index(ticks: pts, timeBase: clock.output)
    if index == nil {
      guard pts == 0 else { return stop("its first keyframe is not its first picture") }
    }
    if next != index {
      guard contents.isIDR else { return stop("the keyframe at \(clock.text(pts)) is no IDR picture") }
      if index != nil { close(end: pts) }
      index = next
      start = pts
      bytes = 0
    }
    group = (pts, pts)
  }

  private mutating func close(end: Int64) {
    sizes.append(bytes: bytes, duration: Rational(end - start, clock.output.den))
  }

  private mutating func stop(_ obstacle: String) { self.obstacle = obstacle }
}

/// The source's times as the output counts them, the same as for pictures that are decoded.
struct CopyClock: Sendable {
  /// Seconds a tick in the output.
  let output: Rational
  private let source: Rational
  private let origin: Int64
  private let frame: Int64

  init(_ plan: TranscodePlan, stream: StreamRecord) {
    output = plan.timeBase
    source = stream.timeBase
    origin = stream.startPTS ?? 0
    frame = plan.frameRate.map { rescale(1, from: $0.inverse, to: plan.timeBase) } ?? plan.timeBase.den / 25
  }

  /// A source timestamp in output ticks from the first picture.
  func ticks(_ pts: Int64) -> Int64 { rescale(pts - origin, from: source, to: output) }

  /// Where the last picture ends: one frame after its beginning.
  func end(after last: Int64) -> Int64 { last + max(1, frame) }

  /// Seconds, for people.
  func text(_ ticks: Int64) -> String {
    DecimalText.thousandths(Rational(ticks, output.den)) + " s"
  }
}
