import Records
import Vision

extension Annotator {
  /// Draws zones and lines with what they have counted; a zone without counts shows who stands in it.
  func drawZones(_ objects: [DetectedObject], _ placement: inout LabelPlacement) {
    let width = measures.lineWidth
    let (pictureWidth, pictureHeight) = (canvas.area.width, canvas.area.height)
    for (index, zone) in options.zones.enumerated() {
      let points = limited(zone.points(width: pictureWidth, height: pictureHeight))
      let color = options.style.colors[zone.name] ?? Palette.scene(index + 1)
      var inside = Path()
      inside.addPolygon(points)
      canvas.fill(inside, color, opacity: 0.16 * options.style.opacity)
      var border = Path()
      for (from, to) in zip(points, points.dropFirst() + points.prefix(1)) {
        border.addLine(from, to, width: width)
      }
      canvas.fill(border, color, opacity: 0.9 * options.style.opacity)
      let polygon = Polygon(points)
      let within = objects.count { polygon.contains(TrailMemory.place($0.box, options.style.trailAnchor)) }
      let text = counts.text(zone.name) ?? "\(within)"
      if let top = points.min(by: { $0.y < $1.y }) {
        label(zone.name, text, near: top, color, isCentered: false, &placement)
      }
    }
    for (index, line) in options.lines.enumerated() {
      let points = limited(line.points(width: pictureWidth, height: pictureHeight))
      guard points.count == 2 else { continue }
      let color = options.style.colors[line.name] ?? Palette.scene(index)
      var path = Path()
      path.addLine(points[0], points[1], width: width * 3 + 2)
      canvas.fill(path, .black, opacity: 0.45 * options.style.opacity)
      path = Path()
      path.addLine(points[0], points[1], width: width * 1.6)
      for point in points { path.addDisc(point, radius: width * 2) }
      canvas.fill(path, color, opacity: options.style.opacity)
      let middle = Point(x: (points[0].x + points[1].x) / 2, y: (points[0].y + points[1].y) / 2)
      label(line.name, counts.text(line.name), near: middle, color, isCentered: true, &placement)
    }
  }

  /// Points far outside the picture are brought near, so that sums stay exact.
  private func limited(_ points: [Point]) -> [Point] {
    let (x, y) = (Float(canvas.area.width) * 4 + 64, Float(canvas.area.height) * 4 + 64)
    return points.map { Point(x: max(-x, min(x, $0.x)), y: max(-y, min(y, $0.y))) }
  }

  private func label(
    _ name: String, _ count: String?, near point: Point, _ color: Color, isCentered: Bool,
    _ placement: inout LabelPlacement
  ) {
    guard let typeface else { return }
    let counted = options.style.shown.contains(.counts) ? count : nil
    let full = [name, counted].compactMap { $0 }.joined(separator: "  ")
    let text = typeface.fitted(full, size: measures.fontSize, width: canvas.area.width * 8 / 10)
    let size = Canvas.labelSize(text, size: measures.fontSize, typeface)
    let x = Int(max(-1e5, min(1e5, point.x))) - (isCentered ? size.width / 2 : 0)
    let y = Int(max(-1e5, min(1e5, point.y))) + (isCentered ? -size.height / 2 : Int(measures.lineWidth))
    let anchor = PixelRect(x: x, y: y, width: size.width, height: size.height)
    let place = PixelRect(
      x: max(0, min(canvas.area.width - size.width, anchor.columns.lowerBound)),
      y: max(0, min(canvas.area.height - size.height, anchor.rows.lowerBound)), width: size.width,
      height: size.height)
    placement.take(place)
    canvas.label(
      text, x: place.columns.lowerBound, y: place.rows.lowerBound, size: measures.fontSize, typeface,
      plate: color, textColor: options.style.textColor, radius: min(measures.cornerRadius, 4),
      opacity: options.style.labelOpacity)
  }

  /// The pixels that the heads-up display will take; nil without one.
  func headsUpArea(_ lines: [String]) -> PixelRect? {
    guard let typeface, !lines.isEmpty else { return nil }
    let sizes = lines.map { Canvas.labelSize($0, size: measures.fontSize, typeface) }
    let margin = measures.fontSize / 2
    return PixelRect(
      x: margin, y: margin, width: sizes.map(\.width).max() ?? 0,
      height: sizes.reduce(0) { $0 + $1.height })
  }

  /// Draws the heads-up display in the upper left corner.
  func drawHeadsUp(_ lines: [String]) {
    guard let typeface, let plate = headsUpArea(lines) else { return }
    var path = Path()
    path.addRoundedRectangle(
      Box(
        x: Float(plate.columns.lowerBound), y: Float(plate.rows.lowerBound), width: Float(plate.width),
        height: Float(plate.height)), radius: min(measures.cornerRadius, 6))
    canvas.fill(path, .black, opacity: 0.62)
    var y = plate.rows.lowerBound
    for line in lines {
      canvas.label(
        line, x: plate.columns.lowerBound, y: y, size: measures.fontSize, typeface, plate: .black,
        textColor: .white, opacity: 0)
      y += Canvas.labelSize(line, size: measures.fontSize, typeface).height
    }
  }
}
