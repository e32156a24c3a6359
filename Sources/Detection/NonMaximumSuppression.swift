import Records

/// What is done with candidates that overlap.
public enum Suppression: Sendable, Equatable {
  /// Nothing: the model has no two candidates for one object.
  case none
  /// The best of them is kept as it is.
  case greedy
  /// The best of them is kept, at the mean of all of them weighted by their scores (MediaPipe's WEIGHTED).
  case blended
}

/// Non-maximum suppression: of candidates that overlap, the best remains.
///
/// The overlap is the intersection over union of the corners in floats, and a box is suppressed where it is
/// greater than the threshold, as in torchvision's `nms`; among equal scores the earlier candidate comes first.
/// The caps are those of Ultralytics' `non_max_suppression`.
public struct NonMaximumSuppression: Sendable {
  /// What is done with those that overlap.
  public var mode: Suppression
  /// Boxes whose intersection over union is greater stand for one object.
  public var overlap: Float
  /// Whether boxes of different classes may stand for one object.
  public var agnostic: Bool
  /// How many candidates remain at the most, the best ones.
  public var maximum: Int
  /// How many candidates are looked at, the best ones.
  public var limit: Int

  /// Sets the thresholds.
  public init(
    mode: Suppression = .greedy, overlap: Float = 0.45, agnostic: Bool = false, maximum: Int = 300,
    limit: Int = 30000
  ) {
    self.mode = mode
    self.overlap = overlap
    self.agnostic = agnostic
    self.maximum = maximum
    self.limit = limit
  }

  /// What remains of candidates, best first. Those with a score or a box that is not finite are dropped.
  public func apply(to candidates: [Candidate]) -> [Candidate] {
    let order = ranked(candidates)
    switch mode {
    case .none: return order.prefix(maximum).map { candidates[$0] }
    case .greedy: return greedy(candidates, order).map { candidates[$0] }
    case .blended: return blended(candidates, order)
    }
  }

  /// The indices of the finite candidates, the greatest score first, the lower index first among equals.
  private func ranked(_ candidates: [Candidate]) -> [Int] {
    // A key whose order is the wanted one: the score's bits turned so that greater floats give smaller
    // integers, then the index.
    var keys: [UInt64] = []
    keys.reserveCapacity(candidates.count)
    for (index, candidate) in candidates.enumerated() where candidate.isFinite {
      let bits = (candidate.score + 0).bitPattern
      let ascending = bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
      keys.append(UInt64(~ascending) << 32 | UInt64(UInt32(truncatingIfNeeded: index)))
    }
    keys.sort()
    return keys.prefix(max(limit, 0)).map { Int($0 & 0xFFFF_FFFF) }
  }

  private func greedy(_ candidates: [Candidate], _ order: [Int]) -> [Int] {
    var kept: [Int] = []
    var groups = Groups(agnostic: agnostic)
    for index in order {
      guard kept.count < maximum else { break }
      let corners = Corners(candidates[index].box)
      let group = groups.index(of: candidates[index].classID)
      if groups.boxes[group].contains(where: { $0.overlap(corners) > overlap }) { continue }
      groups.boxes[group].append(corners)
      kept.append(index)
    }
    return kept
  }

  private func blended(_ candidates: [Candidate], _ order: [Int]) -> [Candidate] {
    var rest = order
    var result: [Candidate] = []
    while let first = rest.first, result.count < maximum {
      let best = candidates[first]
      let corners = Corners(best.box)
      var blend = Blend(best)
      var others: [Int] = []
      for index in rest.dropFirst() {
        let candidate = candidates[index]
        if agnostic || candidate.classID == best.classID, Corners(candidate.box).overlap(corners) > overlap {
          blend.add(candidate)
        } else {
          others.append(index)
        }
      }
      result.append(blend.mean(of: best))
      rest = others
    }
    return result
  }
}

extension Candidate {
  /// Whether the score, the box and the points are numbers.
  var isFinite: Bool {
    (score + box.x + box.y + box.width + box.height).isFinite && box.maxX.isFinite && box.maxY.isFinite
      && points.allSatisfy { ($0.x + $0.y).isFinite }
  }
}

/// A box as torchvision has it.
private struct Corners {
  let left: Float
  let top: Float
  let right: Float
  let bottom: Float
  let area: Float

  init(_ box: Box) {
    (left, top, right, bottom) = (box.x, box.y, box.maxX, box.maxY)
    area = (right - left) * (bottom - top)
  }

  func overlap(_ other: Corners) -> Float {
    let width = min(right, other.right) - max(left, other.left)
    let height = min(bottom, other.bottom) - max(top, other.top)
    guard width > 0, height > 0 else { return 0 }
    let common = width * height
    return common / (area + other.area - common)
  }
}

/// The boxes that were kept, by class, so that a box is compared with those of its own class alone.
private struct Groups {
  let agnostic: Bool
  var boxes: [[Corners]] = []
  private var places: [Int: Int] = [:]

  init(agnostic: Bool) { self.agnostic = agnostic }

  mutating func index(of classID: Int) -> Int {
    let key = agnostic ? 0 : classID
    if let place = places[key] { return place }
    places[key] = boxes.count
    boxes.append([])
    return boxes.count - 1
  }
}

/// Sums of corners and points, weighted by scores.
private struct Blend {
  private var weight: Float = 0
  private var corners = SIMD4<Float>()
  private var points: [SIMD2<Float>]

  init(_ first: Candidate) {
    points = [SIMD2<Float>](repeating: SIMD2(), count: first.points.count)
    add(first)
  }

  mutating func add(_ candidate: Candidate) {
    let box = candidate.box
    weight += candidate.score
    corners += SIMD4(box.x, box.y, box.maxX, box.maxY) * candidate.score
    for (index, point) in candidate.points.prefix(points.count).enumerated() {
      points[index] += SIMD2(point.x, point.y) * candidate.score
    }
  }

  /// The best candidate at the mean place; as it is where the scores sum up to nothing.
  func mean(of best: Candidate) -> Candidate {
    guard weight > 0 else { return best }
    var result = best
    let mean = corners / weight
    result.box = Box(x: mean[0], y: mean[1], width: mean[2] - mean[0], height: mean[3] - mean[1])
    for index in result.points.indices {
      result.points[index].x = points[index].x / weight
      result.points[index].y = points[index].y / weight
    }
    return result
  }
}
