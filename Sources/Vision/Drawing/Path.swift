import Glibc
import Records

/// Closed outlines to be filled, in pixels from the picture's top left corner (0, 0 is the corner itself).
///
/// All outlines run the same way round, so that those that overlap join; one that runs the other way is a
/// hole.
public struct Path: Sendable {
  struct Contour: Sendable {
    var points: [Point]
    /// How opaque it is, 0 to 1.
    var weight: Float
    /// The rows between which it lies.
    var top: Float
    var bottom: Float
  }

  private(set) var contours: [Contour] = []

  /// A path without outlines.
  public init() {}

  /// Whether there is nothing to fill.
  public var isEmpty: Bool { contours.isEmpty }

  /// Adds a polygon; points that are not finite make it be left out.
  /// - Parameters:
  ///   - weight: how opaque it is, 0 to 1.
  ///   - isHole: whether it is taken away from what it lies in.
  public mutating func addPolygon(_ points: [Point], weight: Float = 1, isHole: Bool = false) {
    guard points.count > 2, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return }
    var area: Float = 0
    var previous = points[points.count - 1]
    var (top, bottom) = (previous.y, previous.y)
    for point in points {
      top = min(top, point.y)
      bottom = max(bottom, point.y)
      area += previous.x * point.y - point.x * previous.y
      previous = point
    }
    guard area != 0 else { return }
    contours.append(
      Contour(
        points: (area < 0) != isHole ? points.reversed() : points, weight: weight, top: top, bottom: bottom))
  }

  /// Adds a rectangle with rounded corners.
  public mutating func addRoundedRectangle(_ box: Box, radius: Float, isHole: Bool = false) {
    let radius = max(0, min(radius, box.width / 2, box.height / 2))
    guard radius > 0.25 else {
      addPolygon(
        [
          Point(x: box.x, y: box.y), Point(x: box.maxX, y: box.y), Point(x: box.maxX, y: box.maxY),
          Point(x: box.x, y: box.maxY),
        ], isHole: isHole)
      return
    }
    let steps = Path.steps(radius) / 4 + 1
    var points: [Point] = []
    points.reserveCapacity(4 * (steps + 1))
    let centers = [
      Point(x: box.maxX - radius, y: box.maxY - radius), Point(x: box.x + radius, y: box.maxY - radius),
      Point(x: box.x + radius, y: box.y + radius), Point(x: box.maxX - radius, y: box.y + radius),
    ]
    for (corner, center) in centers.enumerated() {
      for step in 0...steps {
        let turn = (Float(corner) + Float(step) / Float(steps)) / 4
        points.append(Path.onCircle(center, radius, turn))
      }
    }
    addPolygon(points, isHole: isHole)
  }

  /// Adds a disc.
  public mutating func addDisc(_ center: Point, radius: Float, weight: Float = 1) {
    guard radius > 0 else { return }
    let steps = Path.steps(radius)
    addPolygon(
      (0..<steps).map { Path.onCircle(center, radius, Float($0) / Float(steps)) }, weight: weight)
  }

  /// Adds a straight line with round ends.
  public mutating func addLine(_ a: Point, _ b: Point, width: Float, weight: Float = 1) {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = (dx * dx + dy * dy).squareRoot()
    let radius = width / 2
    guard length > 0.01, length.isFinite else { return addDisc(a, radius: radius, weight: weight) }
    let (ux, uy) = (dx / length, dy / length)
    // Half a circle round each end, joined by the sides.
    let steps = max(2, Path.steps(radius) / 2)
    var points: [Point] = []
    for (center, sign) in [(a, Float(-1)), (b, Float(1))] {
      for step in 0...steps {
        let angle = Float(step) / Float(steps) * .pi - .pi / 2
        let (c, s) = (Path.cosine(angle) * sign, Path.sine(angle) * sign)
        points.append(
          Point(x: center.x + radius * (ux * c - uy * s), y: center.y + radius * (uy * c + ux * s)))
      }
    }
    addPolygon(points, weight: weight)
  }

  /// Adds a band along points, whose width and weight go from the first point's to the last one's.
  public mutating func addRibbon(_ points: [Point], widths: ClosedRange<Float>, weights: ClosedRange<Float>) {
    guard points.count > 1 else { return }
    let last = Float(points.count - 1)
    var sides: [(left: Point, right: Point)] = []
    for index in points.indices {
      let before = points[max(0, index - 1)]
      let after = points[min(points.count - 1, index + 1)]
      let (dx, dy) = (after.x - before.x, after.y - before.y)
      let length = max(0.001, (dx * dx + dy * dy).squareRoot())
      let half = (widths.lowerBound + (widths.upperBound - widths.lowerBound) * Float(index) / last) / 2
      let (nx, ny) = (-dy / length * half, dx / length * half)
      let point = points[index]
      sides.append((Point(x: point.x + nx, y: point.y + ny), Point(x: point.x - nx, y: point.y - ny)))
    }
    for index in 1..<points.count {
      let middle = (Float(index) - 0.5) / last
      let weight = weights.lowerBound + (weights.upperBound - weights.lowerBound) * middle
      addPolygon(
        [sides[index - 1].left, sides[index].left, sides[index].right, sides[index - 1].right],
        weight: weight)
    }
  }

  /// The rows and columns that the outlines reach, within a picture.
  func bounds(in picture: PixelRect) -> PixelRect {
    var (minX, minY, maxX, maxY) = (
      Float.infinity, Float.infinity, -Float.infinity, -Float.infinity
    )
    for contour in contours {
      for point in contour.points {
        minX = min(minX, point.x)
        maxX = max(maxX, point.x)
        minY = min(minY, point.y)
        maxY = max(maxY, point.y)
      }
    }
    return PixelRect(enclosing: minX, minY, maxX, maxY).intersection(picture)
  }
}

extension Path {
  /// The columns that the outlines reach within these rows.
  func columns(in rows: Range<Int>) -> Range<Int> {
    let (top, bottom) = (Float(rows.lowerBound), Float(rows.upperBound))
    var (left, right) = (Float.infinity, -Float.infinity)
    for contour in contours where contour.bottom >= top && contour.top <= bottom {
      guard var previous = contour.points.last else { continue }
      for point in contour.points {
        let (upper, lower) = previous.y < point.y ? (previous, point) : (point, previous)
        previous = point
        guard lower.y >= top, upper.y <= bottom else { continue }
        let slope = lower.y > upper.y ? (lower.x - upper.x) / (lower.y - upper.y) : 0
        let from = upper.y < top ? upper.x + (top - upper.y) * slope : upper.x
        let to = lower.y > bottom ? lower.x - (lower.y - bottom) * slope : lower.x
        left = min(left, from, to)
        right = max(right, from, to)
      }
    }
    return PixelRect(enclosing: left, top, right, bottom).columns
  }
}

// MARK: Circles

extension Path {
  private static func cosine(_ angle: Float) -> Float { Glibc.cosf(angle) }
  private static func sine(_ angle: Float) -> Float { Glibc.sinf(angle) }

  /// Sides of a polygon that is a circle to a twentieth of a pixel.
  private static func steps(_ radius: Float) -> Int {
    max(12, min(128, Int(10 * max(1, radius).squareRoot()) / 4 * 4))
  }

  private static func onCircle(_ center: Point, _ radius: Float, _ turn: Float) -> Point {
    let angle = turn * 2 * .pi
    return Point(x: center.x + radius * cosine(angle), y: center.y + radius * sine(angle))
  }
}
