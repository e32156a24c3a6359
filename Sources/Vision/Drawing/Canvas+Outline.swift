import Records

extension Canvas {
  /// Draws the outline of a rectangle with rounded corners, its outer edge along `box`.
  /// - Parameters:
  ///   - lineWidth: pixels.
  ///   - radius: of the corners' outer edge, in pixels.
  public func outline(_ box: Box, radius: Float, lineWidth: Float, _ color: Color, opacity: Float = 1) {
    guard let box = drawable(box), lineWidth > 0 else { return }
    var path = Path()
    path.addRoundedRectangle(box, radius: radius)
    let inner = Box(
      x: box.x + lineWidth, y: box.y + lineWidth, width: box.width - 2 * lineWidth,
      height: box.height - 2 * lineWidth)
    if inner.width > 0, inner.height > 0 {
      path.addRoundedRectangle(inner, radius: max(0, radius - lineWidth), isHole: true)
    }
    // Only the frame is looked at: the corners' rows as a whole, between them the two sides.
    let all = PixelRect(enclosing: box)
    let corner = Int(max(radius, lineWidth).rounded(.up)) + 1
    let top = (all.rows.lowerBound + corner + 3).roundedDown(to: 4)
    let bottom = (all.rows.upperBound - corner).roundedDown(to: 4)
    guard top < bottom, all.width > 4 * corner else {
      return fill(path, in: all, color, opacity: opacity)
    }
    let isWhole = [box.x, box.maxX, lineWidth].allSatisfy { $0 == $0.rounded() }
    let side = Int(lineWidth.rounded(.up)) + (isWhole ? 0 : 1)
    for rows in [all.rows.lowerBound..<top, bottom..<all.rows.upperBound] {
      fill(path, in: PixelRect(columns: all.columns, rows: rows), color, opacity: opacity)
    }
    for left in [all.columns.lowerBound, all.columns.upperBound - side] {
      let part = PixelRect(columns: left..<(left + side), rows: top..<bottom)
      if isWhole {
        fill(part, color, opacity: opacity)
      } else {
        fill(path, in: part, color, opacity: opacity)
      }
    }
  }

  /// Draws the outline of a rectangle in dashes, whole at the corners.
  public func dashedOutline(_ box: Box, lineWidth: Float, _ color: Color, opacity: Float = 1) {
    guard let box = drawable(box), lineWidth > 0 else { return }
    var path = Path()
    func add(_ x: Float, _ y: Float, _ width: Float, _ height: Float) {
      path.addRoundedRectangle(Box(x: x, y: y, width: width, height: height), radius: 0)
    }
    for dash in Canvas.dashes(box.width, lineWidth) {
      for y in [box.y, box.maxY - lineWidth] { add(box.x + dash.lowerBound, y, dash.length, lineWidth) }
    }
    for dash in Canvas.dashes(box.height, lineWidth) {
      for x in [box.x, box.maxX - lineWidth] { add(x, box.y + dash.lowerBound, lineWidth, dash.length) }
    }
    let all = PixelRect(enclosing: box)
    let side = Int(lineWidth.rounded(.up)) + 1
    let top = (all.rows.lowerBound + side + 3).roundedDown(to: 4)
    let bottom = (all.rows.upperBound - side).roundedDown(to: 4)
    guard top < bottom, all.width > 4 * side else { return fill(path, in: all, color, opacity: opacity) }
    for part in [
      PixelRect(columns: all.columns, rows: all.rows.lowerBound..<top),
      PixelRect(columns: all.columns, rows: bottom..<all.rows.upperBound),
      PixelRect(columns: all.columns.lowerBound..<(all.columns.lowerBound + side), rows: top..<bottom),
      PixelRect(columns: (all.columns.upperBound - side)..<all.columns.upperBound, rows: top..<bottom),
    ] { fill(path, in: part, color, opacity: opacity) }
  }

  /// Dashes of equal length with equal gaps along a side, the first and last at its ends.
  private static func dashes(_ length: Float, _ lineWidth: Float) -> [ClosedRange<Float>] {
    let dash = max(4, 4 * lineWidth)
    let count = max(1, Int((length / dash - 1) / 2))
    let step = length / Float(2 * count + 1)
    return (0...count).map { Float(2 * $0) * step...Float(2 * $0 + 1) * step }
  }

  /// A box as it can be drawn: its numbers finite, its sides not far beyond the picture's; nil when it lies
  /// outside.
  func drawable(_ box: Box) -> Box? {
    guard box.x.isFinite, box.y.isFinite, box.width.isFinite, box.height.isFinite, box.width > 0,
      box.height > 0
    else { return nil }
    let margin: Float = 64
    let (x0, y0) = (max(-margin, box.x), max(-margin, box.y))
    let x1 = min(Float(area.width) + margin, box.maxX)
    let y1 = min(Float(area.height) + margin, box.maxY)
    guard x1 > x0, y1 > y0, x1 > 0, y1 > 0, x0 < Float(area.width), y0 < Float(area.height) else {
      return nil
    }
    return Box(x: x0, y: y0, width: x1 - x0, height: y1 - y0)
  }
}

extension ClosedRange<Float> {
  fileprivate var length: Float { upperBound - lowerBound }
}
