import Records

/// What is done about a frame.
public struct GateDecision: Sendable, Hashable {
  /// Whether all of it is looked at, some regions, or nothing.
  public var extent: DetectionExtent
  /// The regions, in pixels of the frame; empty for the other extents.
  public var regions: [Box]
  /// The regions as one model input, where the detector looks at them so.
  public var mosaic: Mosaic?

  /// Describes a decision.
  public init(_ extent: DetectionExtent, regions: [Box] = [], mosaic: Mosaic? = nil) {
    self.extent = extent
    self.regions = regions
    self.mosaic = mosaic
  }
}

/// Decides which frames a detector looks at, and where.
///
/// The decisions depend on the motion and the times alone, so that they are the same however many looks are
/// under way. `GateMemory` puts the results together again.
public struct MotionGate: Sendable {
  private let width: Float
  private let height: Float
  private let policy: GatePolicy
  private let look: RegionLook
  private var lastFull: Double?
  /// When each cell of the mask last moved, in seconds.
  private var moved: [Double] = []
  private var wasReady = false
  private var lastTime = -Double.infinity

  /// Prepares for frames of one size.
  public init(width: Int, height: Int, policy: GatePolicy = GatePolicy(), look: RegionLook) {
    self.width = Float(width)
    self.height = Float(height)
    self.policy = policy
    self.look = look
  }

  /// Decides about the next frame.
  /// - Parameters:
  ///   - motion: what moved in it.
  ///   - time: its time in seconds.
  public mutating func decide(_ motion: MotionResult, time: Double) -> GateDecision {
    if motion.mask.shares.count != moved.count || motion.isSceneChange {
      moved = Array(repeating: -.infinity, count: motion.mask.shares.count)
    }
    mark(motion.mask, time: time)
    // Where frames are rare, a place still counts as moving in the frame after its last motion.
    let since = min(time - policy.linger, lastTime)
    lastTime = time
    // The first frame with a known background ends the time in which nothing is known of motion.
    guard motion.isReady, wasReady, let last = lastFull, time >= last, time - last < policy.fullEvery else {
      wasReady = motion.isReady
      return full(time)
    }
    let regions = regions(motion.mask, since: since)
    if regions.isEmpty { return GateDecision(.held) }
    let covered = regions.reduce(0) { $0 + $1.area } / (width * height)
    guard covered <= policy.maximumCoverage else { return full(time) }
    switch look {
    case .none: return full(time)
    case .separate: return GateDecision(.regions, regions: regions)
    case .mosaic(let packer):
      guard let mosaic = packer.pack(regions) else { return full(time) }
      return GateDecision(.regions, regions: regions, mosaic: mosaic)
    }
  }

  private mutating func full(_ time: Double) -> GateDecision {
    lastFull = time
    return GateDecision(.full)
  }

  /// Notes the groups of cells that move, passing over those that are too small.
  private mutating func mark(_ mask: MotionMask, time: Double) {
    guard mask.shares.contains(where: { $0 > 0 }) else { return }
    let limit = policy.minimumArea * width * height
    let groups = CellComponents.find(
      columns: mask.columns, rows: mask.rows, reach: (1, 1), isSet: { mask.shares[$0] > 0 })
    for group in groups {
      let area = group.reduce(0) { $0 + mask.shares[$1] } * mask.side * mask.side
      guard area >= limit else { continue }
      for index in group { moved[index] = time }
    }
  }

  /// The parts of the frame that moved of late, with their margins, joined where that costs less.
  private func regions(_ mask: MotionMask, since: Double) -> [Box] {
    guard moved.contains(where: { $0 >= since }) else { return [] }
    let groups = CellComponents.find(
      columns: mask.columns, rows: mask.rows, reach: (2, 2), isSet: { moved[$0] >= since })
    let boxes = groups.map { group -> Box in
      let columns = group.map { $0 % mask.columns }
      let rows = group.map { $0 / mask.columns }
      let left = Float(columns.min() ?? 0) * mask.side
      let top = Float(rows.min() ?? 0) * mask.side
      return expanded(
        Box(
          x: left, y: top, width: Float((columns.max() ?? 0) + 1) * mask.side - left,
          height: Float((rows.max() ?? 0) + 1) * mask.side - top))
    }
    return RegionJoining(gap: policy.context * max(width, height) / 2, maximum: policy.maximumRegions)
      .join(boxes, separate: look == .separate)
  }

  /// A box with its margins, cut to the frame, its corners whole even numbers.
  private func expanded(_ box: Box) -> Box {
    let context = policy.context * max(width, height)
    let x = max(policy.margin * box.width, context)
    let y = max(policy.margin * box.height, context)
    let left = max(0, ((box.x - x) / 2).rounded(.down) * 2)
    let top = max(0, ((box.y - y) / 2).rounded(.down) * 2)
    let right = min(width, ((box.maxX + x) / 2).rounded(.up) * 2)
    let bottom = min(height, ((box.maxY + y) / 2).rounded(.up) * 2)
    return Box(x: left, y: top, width: right - left, height: bottom - top)
  }
}

/// Joins regions where one look at their union costs less than looks at both.
struct RegionJoining {
  /// What a region costs on each axis beside its own pixels.
  var gap: Float
  /// The most regions that may be left, where they are looked at one by one.
  var maximum: Int

  /// Joins greedily, the best pair first.
  func join(_ boxes: [Box], separate: Bool) -> [Box] {
    var boxes = boxes
    while boxes.count > 1 {
      var best: (gain: Float, first: Int, second: Int)?
      for first in boxes.indices {
        for second in boxes.indices.dropFirst(first + 1) {
          let gain = cost(boxes[first]) + cost(boxes[second]) - cost(boxes[first].union(boxes[second]))
          if gain > best?.gain ?? -.infinity { best = (gain, first, second) }
        }
      }
      guard let best, best.gain >= 0 || (separate && boxes.count > maximum) else { break }
      boxes[best.first] = boxes[best.first].union(boxes[best.second])
      boxes.remove(at: best.second)
    }
    return boxes
  }

  private func cost(_ box: Box) -> Float { (box.width + gap) * (box.height + gap) }
}
