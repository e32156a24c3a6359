import Records

/// A zone in which objects are counted, in pixels.
///
/// Where it reaches the picture's border it goes on beyond it: a box that is cut off at the border has its
/// feet there, and is inside for as long as it is seen.
public struct CountingZone: Sendable, Equatable {
  /// The name.
  public let name: String
  /// The zone itself. Corners within a pixel of the picture's border lie on it.
  public let polygon: Polygon
  /// How far a place must be inside or outside to be so for certain, at the most: less in a narrow zone.
  let largestMargin: Double

  private let edges: [Edge]
  private let limit: Point?

  private struct Edge: Sendable, Equatable {
    var from: Point
    var to: Point
  }

  /// Takes a zone from a shape of three corners or more.
  /// - Parameters:
  ///   - width: the width of the picture in pixels, 0 where it is not known.
  ///   - height: the height of the picture in pixels, 0 where it is not known.
  /// - Throws: ``ShapeError`` where it has too few corners or no area, or cannot be placed.
  public init(_ shape: NamedShape, width: Int, height: Int) throws(ShapeError) {
    name = shape.name
    let subject = "the zone \(shape.name)"
    var points = try shape.placed(as: "zone", width: width, height: height)
    guard points.count >= 3 else {
      throw ShapeError(subject, cause: "it has \(points.count) corners, and must have 3 or more")
    }
    var edges = Polygon(points).edges.map { Edge(from: $0.from, to: $0.to) }
    if width > 0, height > 0 {
      let size = Point(x: Float(width), y: Float(height))
      points = points.map { Point(x: snapped($0.x, to: size.x), y: snapped($0.y, to: size.y)) }
      edges = Polygon(points).edges.map { Edge(from: $0.from, to: $0.to) }
      edges.removeAll { edge in
        max(edge.from.x, edge.to.x) <= 0 || min(edge.from.x, edge.to.x) >= size.x
          || max(edge.from.y, edge.to.y) <= 0 || min(edge.from.y, edge.to.y) >= size.y
      }
      limit = Point(x: size.x.nextDown, y: size.y.nextDown)
    } else {
      limit = nil
    }
    polygon = Polygon(points)
    self.edges = edges
    let line = polygon.edges.first { $0.from != $0.to }
    guard
      let line,
      points.contains(where: { $0.distance(toLineThrough: line.from, line.to) > 1e-3 })
    else { throw ShapeError(subject, cause: "it has no area", hint: "its corners lie on one line") }
    // A disc of radius area / perimeter fits into any polygon whose sides do not cross.
    let bounds = polygon.bounds
    let radius = polygon.area / polygon.perimeter
    largestMargin = (radius > 0 ? radius : Double(min(bounds.width, bounds.height)) / 8) / 2
  }

  /// Whether a place is inside.
  func contains(_ point: Point) -> Bool {
    guard let limit else { return polygon.contains(point) }
    return polygon.contains(Point(x: max(0, min(limit.x, point.x)), y: max(0, min(limit.y, point.y))))
  }

  /// The distance to the zone's boundary in pixels, the picture's border aside.
  func distance(_ point: Point) -> Double {
    edges.reduce(.infinity) { min($0, point.distance(toSegmentFrom: $1.from, to: $1.to)) }
  }
}

/// A coordinate, put on the picture's border where it is within a pixel of it.
private func snapped(_ value: Float, to size: Float) -> Float {
  if value.magnitude <= 1 { return 0 }
  return (value - size).magnitude <= 1 ? size : value
}
