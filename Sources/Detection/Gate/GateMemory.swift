import Records

/// Remembers the objects of earlier looks, and puts them together with what a look at a frame found.
///
/// It takes the results in the order of the frames. An object is kept where it was seen last until a look
/// covers its place: one at the whole frame, or regions over most of it.
public struct GateMemory: Sendable {
  private let width: Float
  private let height: Float
  private let policy: GatePolicy
  private var held: [DetectedObject] = []

  /// An empty memory for frames of one size.
  public init(width: Int, height: Int, policy: GatePolicy = GatePolicy()) {
    self.width = Float(width)
    self.height = Float(height)
    self.policy = policy
  }

  /// The objects of a frame.
  /// - Parameters:
  ///   - decision: what was done about it.
  ///   - found: what the look found, each thing once, in pixels of the frame; nothing for a frame that was
  ///     not looked at.
  /// - Returns: those found, and then those held from frames before.
  public mutating func merge(_ decision: GateDecision, found: [DetectedObject]) -> [DetectedObject] {
    switch decision.extent {
    case .full: held = found
    case .regions: held = merged(found, regions: decision.regions)
    default: break
    }
    return held
  }

  private func merged(_ found: [DetectedObject], regions: [Box]) -> [DetectedObject] {
    let whole = found.filter { object in !isFragment(object, regions) }
    var matched = Set<Int>()
    // Each object found, surest first, stands for the held one that it overlaps most.
    for index in whole.indices.sorted(by: { (whole[$0].score, $1) > (whole[$1].score, $0) }) {
      var best: (overlap: Float, index: Int)?
      for candidate in held.indices where !matched.contains(candidate) {
        guard held[candidate].isSameClass(as: whole[index]) else { continue }
        let overlap = held[candidate].box.intersectionOverUnion(whole[index].box)
        if overlap >= 0.3, overlap > best?.overlap ?? 0 { best = (overlap, candidate) }
      }
      if let best { matched.insert(best.index) }
    }
    let kept = held.indices.filter { index in
      !matched.contains(index) && held[index].box.share(coveredBy: regions) < policy.lookedAt
        && !whole.contains {
          $0.isSameClass(as: held[index]) && $0.box.intersectionOverSmaller(held[index].box) > 0.6
        }
    }
    return whole + kept.map { held[$0] }
  }

  /// Whether an object is the part of a held one that a region happened to show.
  private func isFragment(_ object: DetectedObject, _ regions: [Box]) -> Bool {
    let inside = regions.max { a, b in
      a.intersection(object.box).area < b.intersection(object.box).area
    }
    let slack = 0.004 * max(width, height)
    guard let region = inside,
      object.box.isCut(by: region, frameWidth: width, frameHeight: height, slack: slack)
    else { return false }
    return held.contains {
      $0.isSameClass(as: object) && $0.box.share(coveredBy: regions) < policy.lookedAt
        && $0.box.intersectionOverSmaller(object.box) >= 0.5
    }
  }
}

extension DetectedObject {
  /// Whether two objects may be the same thing.
  func isSameClass(as other: DetectedObject) -> Bool { classID == other.classID && label == other.label }
}
