import Records

/// Turns a path into coverage: how much of each pixel lies inside, 0 to 255.
///
/// Exact areas of the polygons, summed from signed trapezoids along each row (as FreeType's smooth rasteriser
/// and font-rs do). Memory is kept from one use to the next.
struct Rasterizer {
  /// Coverage of the last window, row by row.
  private(set) var coverage: [UInt8] = []
  private var cells: [Float] = []
  private var stride = 0
  private var width: Float = 0
  private var height: Float = 0

  /// Computes the coverage of the pixels in `window`.
  mutating func rasterize(_ path: Path, in window: PixelRect) {
    stride = window.width + 2
    width = Float(window.width)
    height = Float(window.height)
    let count = stride * window.height
    if cells.count < count { cells = [Float](repeating: 0, count: count) }
    let (first, last) = (Float(window.rows.lowerBound), Float(window.rows.upperBound))
    for contour in path.contours where contour.bottom > first && contour.top < last {
      add(contour, origin: window)
    }
    let pixels = window.width * window.height
    if coverage.count < pixels { coverage = [UInt8](repeating: 0, count: pixels) }
    Rasterizer.sum(&cells, stride, into: &coverage, rows: window.height, columns: window.width)
  }

  /// Sums the cells up along each row, and empties them.
  private static func sum(
    _ cells: inout [Float], _ stride: Int, into coverage: inout [UInt8], rows: Int, columns: Int
  ) {
    var cells = cells.mutableSpan
    var coverage = coverage.mutableSpan
    for row in 0..<rows {
      var sum: Float = 0
      let from = row * stride
      let to = row * columns
      for column in 0..<columns {
        sum += cells[from + column]
        cells[from + column] = 0
        // A thousandth stands for the rounding of the sums.
        coverage[to + column] = sum < 0.001 ? 0 : UInt8(min(255, sum * 255 + 0.5))
      }
      cells[from + columns] = 0
      cells[from + columns + 1] = 0
    }
  }

  private mutating func add(_ contour: Path.Contour, origin: PixelRect) {
    let (x, y) = (Float(origin.columns.lowerBound), Float(origin.rows.lowerBound))
    guard let end = contour.points.last else { return }
    var previous = Point(x: end.x - x, y: end.y - y)
    for point in contour.points {
      let next = Point(x: point.x - x, y: point.y - y)
      clip(previous, next, contour.weight)
      previous = next
    }
  }

  /// Cuts an edge at the window's sides; what lies to the left counts for the whole row, to the right for
  /// none.
  private mutating func clip(_ a: Point, _ b: Point, _ weight: Float) {
    guard a.y != b.y else { return }
    var (top, bottom) = a.y < b.y ? (a, b) : (b, a)
    // Outlines run clockwise on the screen, so edges that rise enclose what is to their right.
    let sign = a.y < b.y ? -weight : weight
    guard bottom.y > 0, top.y < height else { return }
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    if top.y < 0 { top = Point(x: top.x - top.y * slope, y: 0) }
    if bottom.y > height { bottom = Point(x: bottom.x - (bottom.y - height) * slope, y: height) }
    if min(top.x, bottom.x) >= 0, max(top.x, bottom.x) <= width { return add(top, bottom, sign) }
    if min(top.x, bottom.x) >= width { return }
    var cuts = [top, bottom]
    for side in [Float(0), width] where (top.x < side) != (bottom.x < side) && slope != 0 {
      let y = min(bottom.y, max(top.y, top.y + (side - top.x) / slope))
      cuts.append(Point(x: side, y: y))
    }
    if cuts.count > 2 { cuts.sort { $0.y < $1.y } }
    for index in 1..<cuts.count {
      let (from, to) = (cuts[index - 1], cuts[index])
      let middle = (from.x + to.x) / 2
      guard middle < width else { continue }
      if middle <= 0 {
        add(Point(x: 0, y: from.y), Point(x: 0, y: to.y), sign)
      } else {
        add(
          Point(x: max(0, min(width, from.x)), y: from.y), Point(x: max(0, min(width, to.x)), y: to.y), sign)
      }
    }
  }

  /// Adds an edge that lies inside the window, from its upper end to its lower one.
  private mutating func add(_ top: Point, _ bottom: Point, _ sign: Float) {
    guard bottom.y > top.y else { return }
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    var x = top.x
    var row = Int(top.y)
    while Float(row) < bottom.y {
      let line = row * stride
      let rise = min(Float(row + 1), bottom.y) - max(Float(row), top.y)
      let next = max(0, min(width, x + slope * rise))
      addSpan(line, min(x, next), max(x, next), rise * sign)
      x = next
      row += 1
    }
  }

  /// Spreads an edge's height within one row over the pixels that it crosses.
  private mutating func addSpan(_ line: Int, _ left: Float, _ right: Float, _ rise: Float) {
    let first = Int(left)
    let last = Int(right.rounded(.up))
    if last <= first + 1 {
      let part = 0.5 * (left + right) - Float(first)
      cells[line + first] += rise - rise * part
      cells[line + first + 1] += rise * part
      return
    }
    let scale = 1 / (right - left)
    let leftPart = left - Float(first)
    let start = 0.5 * scale * (1 - leftPart) * (1 - leftPart)
    let rightPart = right - Float(last) + 1
    let end = 0.5 * scale * rightPart * rightPart
    cells[line + first] += rise * start
    if last == first + 2 {
      cells[line + first + 1] += rise * (1 - start - end)
    } else {
      let second = scale * (1.5 - leftPart)
      cells[line + first + 1] += rise * (second - start)
      for column in (first + 2)..<(last - 1) { cells[line + column] += rise * scale }
      let before = second + Float(last - first - 3) * scale
      cells[line + last - 1] += rise * (1 - before - end)
    }
    cells[line + last] += rise * end
  }
}
