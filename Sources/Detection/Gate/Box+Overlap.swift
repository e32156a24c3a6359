import Records

extension Box {
  /// The area that both cover over the area of the smaller, 0 to 1.
  func intersectionOverSmaller(_ other: Box) -> Float {
    intersection(other).area / max(min(area, other.area), .leastNormalMagnitude)
  }

  /// The share of this box that the others cover, 0 to 1; where they overlap each other, counted twice.
  func share(coveredBy others: [Box]) -> Float {
    guard area > 0 else { return 0 }
    return min(1, others.reduce(0) { $0 + intersection($1).area } / area)
  }

  /// Whether an edge of this box lies on one of `region`'s that is not the frame's as well: what it shows may
  /// go on outside.
  func isCut(by region: Box, frameWidth: Float, frameHeight: Float, slack: Float) -> Bool {
    (region.x > 0 && x <= region.x + slack) || (region.y > 0 && y <= region.y + slack)
      || (region.maxX < frameWidth && maxX >= region.maxX - slack)
      || (region.maxY < frameHeight && maxY >= region.maxY - slack)
  }
}
