import Records

/// A line at which objects are counted, in pixels.
///
/// Who looks from the first point to the second has the side that `in` leads to at the right hand: below a
/// line that is drawn from left to right. Only its length between the two points counts.
public struct CountingLine: Sendable, Equatable {
  /// The name.
  public let name: String
  /// The first point.
  public let start: Point
  /// The second point.
  public let end: Point

  private let origin: SIMD2<Double>
  private let way: SIMD2<Double>
  private let length: Double

  /// Makes a line.
  /// - Throws: ``ShapeError`` where the points are not finite, or one and the same.
  public init(name: String, from start: Point, to end: Point) throws(ShapeError) {
    self.name = name
    self.start = start
    self.end = end
    length = start.distance(to: end)
    guard length > 0, length.isFinite else {
      throw ShapeError("the line \(name)", cause: "its two points are one", hint: "draw it across the way")
    }
    origin = SIMD2(start)
    way = SIMD2(end) - origin
  }

  /// Takes a line from a shape of two points.
  /// - Parameters:
  ///   - width: the width of the picture in pixels, 0 where it is not known.
  ///   - height: the height of the picture in pixels, 0 where it is not known.
  /// - Throws: ``ShapeError`` where it has another number of points, or cannot be placed.
  public init(_ shape: NamedShape, width: Int, height: Int) throws(ShapeError) {
    let points = try shape.placed(as: "line", width: width, height: height)
    guard points.count == 2 else {
      throw ShapeError("the line \(shape.name)", cause: "it has \(points.count) points, and must have 2")
    }
    try self.init(name: shape.name, from: points[0], to: points[1])
  }

  /// The distance from the line, prolonged without end, in pixels; above 0 on the right-hand side.
  func distance(_ point: Point) -> Double {
    let offset = SIMD2(point) - origin
    // The sign comes from products of 32-bit numbers alone, so that it is right for places on the line too.
    return (way.x * offset.y - way.y * offset.x) / length
  }

  /// Whether the straight way between two places on different sides goes between the line's ends.
  func isPassed(from a: Point, to b: Point) -> Bool {
    let (from, step) = (SIMD2(a), SIMD2(b) - SIMD2(a))
    let (first, second) = (SIMD2(start) - from, SIMD2(end) - from)
    let one = step.x * first.y - step.y * first.x
    let other = step.x * second.y - step.y * second.x
    return one == 0 || other == 0 || (one > 0) != (other > 0)
  }
}

extension SIMD2<Double> {
  /// A point's numbers.
  fileprivate init(_ point: Point) { self.init(Double(point.x), Double(point.y)) }
}

extension NamedShape {
  /// The points in pixels.
  /// - Throws: ``ShapeError`` for parts of a picture of unknown size, and for points that are not finite.
  func placed(as kind: String, width: Int, height: Int) throws(ShapeError) -> [Point] {
    guard !isRelative || (width > 0 && height > 0) else {
      throw ShapeError(
        "the \(kind) \(name)", cause: "its points are parts of a picture whose size is not known",
        hint: "give them in pixels")
    }
    guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
      throw ShapeError("the \(kind) \(name)", cause: "its points are not finite")
    }
    return points(width: width, height: height)
  }
}
