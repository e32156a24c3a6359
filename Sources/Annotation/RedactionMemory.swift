import Records

/// The regions that must stay unrecognisable: those of this frame, and those that were found shortly before.
struct RedactionMemory {
  private struct Region {
    var box: Box
    var trackID: Int?
    var seen: Double
  }

  private let options: AnnotationOptions.Redaction
  private var regions: [Region] = []
  /// Whether anything was hidden so far.
  private(set) var hasHidden = false

  init(_ options: AnnotationOptions.Redaction) { self.options = options }

  /// The regions of a frame. An object's score does not matter: what may be a face is treated as one.
  mutating func regions(of objects: [DetectedObject], at time: Double) -> [Box] {
    var current: [Region] = []
    for object in objects {
      if options.labels.contains(object.label) || isFace(object) {
        current.append(Region(box: grown(object.box), trackID: object.trackID, seen: time))
      } else if options.labels.contains("faces"), let head = RedactionMemory.head(of: object) {
        current.append(Region(box: grown(head), trackID: nil, seen: time))
      }
    }
    let earlier = regions.filter { region in
      guard time >= region.seen, time - region.seen <= options.hold else { return false }
      return !current.contains { found in
        if let id = region.trackID, id == found.trackID { return true }
        return found.box.intersectionOverUnion(region.box) > 0.3
      }
    }
    regions = current + earlier
    if !current.isEmpty { hasHidden = true }
    return regions.map(\.box)
  }

  private func isFace(_ object: DetectedObject) -> Bool {
    options.labels.contains("faces") && object.label == "face"
  }

  private func grown(_ box: Box) -> Box {
    let (x, y) = (box.width * options.margin, box.height * options.margin)
    return Box(x: box.x - x, y: box.y - y, width: box.width + 2 * x, height: box.height + 2 * y)
  }

  /// The head of a pose: a region round nose, eyes and ears, large enough whichever of them were found.
  private static func head(of object: DetectedObject) -> Box? {
    let points = (object.keypoints ?? []).filter {
      names.contains($0.name) && $0.score > 0.2 && $0.x.isFinite && $0.y.isFinite
    }
    guard let all = span(points), points.count > 1 else { return nil }
    // From ear to ear is most of a head's width, from eye to eye less than half; in profile, where both
    // shrink, the way from the eyes down to the nose is a fifth of its height.
    let ears = span(points.filter { $0.name.hasSuffix("_ear") })?.width ?? 0
    let eyes = span(points.filter { $0.name.hasSuffix("_eye") })?.width ?? 0
    let figure = object.box.width.isFinite ? object.box.width * 0.25 : 0
    let side = max(ears * 1.3, eyes * 2.6, all.width * 1.3, all.height * 4, figure)
    let center = all.center
    return Box(x: center.x - side / 2, y: center.y - side * 0.65, width: side, height: side * 1.3)
  }

  private static let names = ["nose", "left_eye", "right_eye", "left_ear", "right_ear"]

  /// The box round points; nil for none.
  private static func span(_ points: [Keypoint]) -> Box? {
    guard let left = points.map(\.x).min(), let right = points.map(\.x).max(),
      let top = points.map(\.y).min(), let bottom = points.map(\.y).max()
    else { return nil }
    return Box(x: left, y: top, width: right - left, height: bottom - top)
  }
}
