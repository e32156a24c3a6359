/// A polygon in pixels.
public struct Polygon: Sendable, Equatable {
  /// Its corners, in order.
  public var points: [Point]

  /// A polygon with these corners.
  public init(_ points: [Point]) { self.points = points }

  /// A rectangle.
  public init(_ box: Box) {
    points = [
      Point(x: box.x, y: box.y), Point(x: box.maxX, y: box.y), Point(x: box.maxX, y: box.maxY),
      Point(x: box.x, y: box.maxY),
    ]
  }

  /// The rectangle around it.
  public var bounds: Box {
    guard let first = points.first else { return Box() }
    var (left, top, right, bottom) = (first.x, first.y, first.x, first.y)
    for point in points {
      (left, right) = (min(left, point.x), max(right, point.x))
      (top, bottom) = (min(top, point.y), max(bottom, point.y))
    }
    return Box(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// Its sides, from corner to corner in order; the last one leads back to the first corner.
  public var edges: [(from: Point, to: Point)] {
    points.indices.map { (points[$0], points[$0 + 1 < points.count ? $0 + 1 : 0]) }
  }

  /// The area in square pixels by the shoelace formula; where sides cross, parts cancel each other out.
  public var area: Double {
    let twice = edges.reduce(0.0) {
      $0 + Double($1.from.x) * Double($1.to.y) - Double($1.to.x) * Double($1.from.y)
    }
    return twice.magnitude / 2
  }

  /// Whether a point lies inside, by the even-odd rule; the left and upper edges belong to it. A point whose
  /// numbers are not finite lies outside.
  public func contains(_ point: Point) -> Bool {
    guard var previous = points.last else { return false }
    var isInside = false
    for corner in points {
      if (corner.y > point.y) != (previous.y > point.y),
        point.x < (previous.x - corner.x) * (point.y - corner.y) / (previous.y - corner.y) + corner.x
      {
        isInside.toggle()
      }
      previous = corner
    }
    return isInside
  }

  /// The polygon in a picture of another size.
  public func scaled(x: Float, y: Float) -> Polygon {
    Polygon(points.map { Point(x: $0.x * x, y: $0.y * y) })
  }
}
