/// The points of a ladder in the plane of bits a second and quality.
public struct RateQualityCurve {
  /// A rendition's place.
  public struct Point: Sendable, Equatable {
    /// Bits a second.
    public var rate: Double
    /// Quality: more is better.
    public var quality: Double

    /// Describes a place.
    public init(rate: Double, quality: Double) {
      self.rate = rate
      self.quality = quality
    }
  }

  /// The points.
  public let points: [Point]
  /// The points on the upper convex hull, by their places in `points`, by rate.
  public let hull: [Int]

  /// Finds the hull: the points that a straight line between others does not pass above, from the lowest rate to the
  /// best quality. The rate is taken as it is, not its logarithm, so that a point under the hull is one that a mix of
  /// two others in time beats.
  public init(_ points: [Point]) {
    self.points = points
    let order = points.indices.sorted {
      (points[$0].rate, -points[$0].quality) < (points[$1].rate, -points[$1].quality)
    }
    var hull: [Int] = []
    for index in order {
      let point = points[index]
      // No better than one at a lower rate.
      if let last = hull.last, points[last].quality >= point.quality { continue }
      while hull.count > 1 {
        let (first, middle) = (points[hull[hull.count - 2]], points[hull[hull.count - 1]])
        let cross =
          (middle.rate - first.rate) * (point.quality - first.quality)
          - (middle.quality - first.quality) * (point.rate - first.rate)
        guard cross >= 0 else { break }
        hull.removeLast()
      }
      hull.append(index)
    }
    self.hull = hull
  }

  /// By how much the hull is better than a point at its rate; 0 on the hull.
  public func distanceBelowHull(_ index: Int) -> Double {
    let point = points[index]
    guard let first = hull.first, let last = hull.last, !hull.contains(index) else { return 0 }
    if point.rate <= points[first].rate { return max(0, points[first].quality - point.quality) }
    if point.rate >= points[last].rate { return max(0, points[last].quality - point.quality) }
    for (left, right) in zip(hull, hull.dropFirst()) where point.rate <= points[right].rate {
      let (from, to) = (points[left], points[right])
      let part = (point.rate - from.rate) / (to.rate - from.rate)
      return max(0, from.quality + part * (to.quality - from.quality) - point.quality)
    }
    return 0
  }
}
