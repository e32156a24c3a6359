// For square roots, which a build without optimization calls there.
import Glibc
import Records

extension Point {
  /// The distance to another point in pixels.
  func distance(to other: Point) -> Double {
    let (x, y) = (Double(other.x) - Double(x), Double(other.y) - Double(y))
    return (x * x + y * y).squareRoot()
  }

  /// The distance in pixels to the nearest place between two points.
  func distance(toSegmentFrom start: Point, to end: Point) -> Double {
    let (dx, dy) = (Double(end.x) - Double(start.x), Double(end.y) - Double(start.y))
    let (x, y) = (Double(x) - Double(start.x), Double(y) - Double(start.y))
    let length = dx * dx + dy * dy
    let part = length > 0 ? max(0, min(1, (x * dx + y * dy) / length)) : 0
    let (offX, offY) = (x - part * dx, y - part * dy)
    return (offX * offX + offY * offY).squareRoot()
  }

  /// The distance in pixels to the line through two different points.
  func distance(toLineThrough start: Point, _ end: Point) -> Double {
    let (dx, dy) = (Double(end.x) - Double(start.x), Double(end.y) - Double(start.y))
    let cross = dx * (Double(y) - Double(start.y)) - dy * (Double(x) - Double(start.x))
    return cross.magnitude / start.distance(to: end)
  }
}

extension Polygon {
  /// The length of its sides together, in pixels.
  var perimeter: Double {
    edges.reduce(0) { $0 + $1.from.distance(to: $1.to) }
  }
}
