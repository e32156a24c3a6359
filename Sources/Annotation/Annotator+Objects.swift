import Records
import Vision

extension Annotator {
  /// Whole pixels, so that straight lines are sharp; nil where there is nothing to see.
  private func snapped(_ box: Box) -> Box? {
    guard box.x.isFinite, box.y.isFinite, box.width.isFinite, box.height.isFinite, box.width >= 0,
      box.height >= 0, abs(box.x) < 1e7, abs(box.y) < 1e7, box.maxX < 1e7, box.maxY < 1e7
    else { return nil }
    let (x, y) = (box.x.rounded(), box.y.rounded())
    let snapped = Box(
      x: x, y: y, width: max(2 * measures.lineWidth, box.maxX.rounded() - x),
      height: max(2 * measures.lineWidth, box.maxY.rounded() - y))
    return PixelRect(enclosing: snapped).intersection(canvas.area).isEmpty ? nil : snapped
  }

  /// Draws an object's box: dashed and lighter where the object was not looked at in this frame.
  func drawBox(_ object: DetectedObject, isHeld: Bool) {
    guard let box = snapped(object.box) else { return }
    let color = palette.color(of: object)
    let opacity = options.style.opacity
    if isHeld {
      canvas.dashedOutline(box, lineWidth: measures.lineWidth, color, opacity: opacity * 0.8)
      return
    }
    canvas.outline(
      box, radius: measures.cornerRadius, lineWidth: measures.lineWidth, color, opacity: opacity)
  }

  /// Draws all labels, the nearest objects' first.
  func drawLabels(_ objects: [DetectedObject], _ placement: inout LabelPlacement) {
    guard let typeface else { return }
    // What stands lower in the picture is mostly nearer: its label gets the better place, and lies on top.
    let order = objects.indices.sorted { objects[$0].box.maxY > objects[$1].box.maxY }
    var plates: [(text: String, place: PixelRect, color: Color)] = []
    for index in order {
      let object = objects[index]
      guard let box = snapped(object.box) else { continue }
      let room = max(canvas.area.width * 45 / 100, Int(box.width))
      guard let text = labelText(of: object, room: min(room, canvas.area.width), typeface) else { continue }
      let size = Canvas.labelSize(text, size: measures.fontSize, typeface)
      let seen = PixelRect(enclosing: box).intersection(canvas.area)
      let place = placement.place(width: size.width, height: size.height, at: seen)
      plates.append((text, place, palette.color(of: object)))
    }
    for plate in plates.reversed() {
      canvas.label(
        plate.text, x: plate.place.columns.lowerBound, y: plate.place.rows.lowerBound,
        size: measures.fontSize, typeface, plate: plate.color, textColor: options.style.textColor,
        radius: min(measures.cornerRadius, 4), opacity: options.style.labelOpacity)
    }
  }

  /// "person 0.87 #12", as much of it as is shown. Where that is wider than `room` pixels the score is left
  /// out, then the name is cut.
  private func labelText(of object: DetectedObject, room: Int, _ typeface: Typeface) -> String? {
    let shown = options.style.shown
    let size = measures.fontSize
    let margin = Canvas.labelSize("", size: size, typeface).width
    let name = shown.contains(.labels) ? object.label.printable : ""
    let id = shown.contains(.ids) ? object.trackID.map { "#\($0)" } ?? "" : ""
    let score = shown.contains(.scores) ? scoreText(object.score) : ""
    let full = [name, score, id].filter { !$0.isEmpty }.joined(separator: " ")
    guard typeface.width(full, size: size) + margin > room else { return full.isEmpty ? nil : full }
    let used = id.isEmpty ? 0 : typeface.width(" " + id, size: size)
    let cut = typeface.fitted(name, size: size, width: room - used - margin)
    return [cut, id].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func scoreText(_ score: Float) -> String {
    guard score > 0 else { return "" }  // a track that was not found in this frame, or not a number
    let score = Double(min(1, score))
    return options.style.scoreFormat == .percent
      ? "\(Int((score * 100).rounded()))%" : HeadsUp.decimal(score, 2)
  }

  /// Draws an object's skeleton, keypoints and landmarks.
  func drawKeypoints(_ object: DetectedObject) {
    let color = palette.color(of: object)
    let opacity = options.style.opacity
    // On small figures thick lines would hide what they show.
    let room = max(object.box.height, object.box.width)
    let scale = room.isFinite && room > 0 ? min(1, max(0.4, room / (90 * measures.lineWidth))) : 1
    let width = max(1, measures.lineWidth * scale)
    if let keypoints = object.keypoints, !keypoints.isEmpty {
      let skeleton = skeleton ?? Skeleton.known(for: keypoints)
      var sides: [Color: Path] = [:]
      for (from, to) in skeleton?.pairs(of: keypoints) ?? [] where isSure(from) && isSure(to) {
        let tone =
          from.name.hasPrefix("left_") && to.name.hasPrefix("left_")
          ? color.mixed(with: .white, 0.45)
          : from.name.hasPrefix("right_") && to.name.hasPrefix("right_")
            ? color.mixed(with: .black, 0.3) : color
        sides[tone, default: Path()].addLine(
          Point(x: from.x, y: from.y), Point(x: to.x, y: to.y), width: width * 1.4)
      }
      for (tone, path) in sides { canvas.fill(path, tone, opacity: opacity) }
      dots(keypoints.filter(isSure).map { Point(x: $0.x, y: $0.y) }, radius: width * 1.5, color)
    }
    if let landmarks = object.landmarks {
      dots(landmarks, radius: max(1, width * 1.3), color)
    }
  }

  private func isSure(_ point: Keypoint) -> Bool {
    point.score >= 0.3 && point.x.isFinite && point.y.isFinite
  }

  /// Dots in a colour with a white rim.
  private func dots(_ points: [Point], radius: Float, _ color: Color) {
    let area = canvas.area
    var rims = Path()
    var cores = Path()
    for point in points {
      guard abs(point.x) < Float(2 * area.width), abs(point.y) < Float(2 * area.height) else { continue }
      rims.addDisc(point, radius: radius + max(0.6, radius * 0.3))
      cores.addDisc(point, radius: radius)
    }
    // On small figures rims would melt into one another.
    if radius >= 2 { canvas.fill(rims, .white, opacity: options.style.opacity) }
    canvas.fill(cores, color, opacity: options.style.opacity)
  }

  /// Draws where tracks came from: a band that grows towards the object.
  func drawTrails(_ trails: [Int: TrailMemory.Trail]) {
    let width = measures.lineWidth
    for (_, trail) in trails.sorted(by: { $0.key < $1.key }) {
      var points: [Point] = []
      for place in trail.places {
        if let last = points.last {
          let (dx, dy) = (place.point.x - last.x, place.point.y - last.y)
          // Jitter of a line's width is no way.
          if dx * dx + dy * dy < 9 * width * width { continue }
        }
        points.append(place.point)
      }
      var path = Path()
      path.addRibbon(points, widths: width * 0.6...width * 1.8, weights: 0.05...0.85)
      if points.count > 1, let last = points.last { path.addDisc(last, radius: width * 1.2) }
      canvas.fill(path, palette.color(of: trail.object), opacity: options.style.opacity)
    }
  }
}

extension String {
  /// The text on one line: control characters become spaces.
  fileprivate var printable: String {
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(1024) {
      text.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return String(text)
  }
}
