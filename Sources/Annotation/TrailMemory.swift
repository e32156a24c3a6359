import Records

/// Where tracks were over the last seconds.
struct TrailMemory {
  /// One track's past.
  struct Trail {
    /// Places from the oldest on, with their times in seconds.
    var places: [(time: Double, point: Point)]
    /// The object as it was seen last.
    var object: DetectedObject
  }

  /// Trails by track id.
  private(set) var trails: [Int: Trail] = [:]
  private let length: Double
  private let anchor: AnnotationStyle.TrailAnchor
  private var last = -Double.infinity

  /// - Parameter length: seconds to remember.
  init(length: Double, anchor: AnnotationStyle.TrailAnchor) {
    self.length = length
    self.anchor = anchor
  }

  /// The place of an object that leaves the trail.
  static func place(_ box: Box, _ anchor: AnnotationStyle.TrailAnchor) -> Point {
    anchor == .feet ? Point(x: box.x + box.width / 2, y: box.maxY) : box.center
  }

  /// Takes one frame's objects; what is older than the length is forgotten.
  mutating func add(_ objects: [DetectedObject], at time: Double) {
    guard length > 0 else { return }
    if time < last { trails = [:] }  // the clock was set back: another recording begins
    last = time
    for object in objects {
      guard let id = object.trackID else { continue }
      let point = TrailMemory.place(object.box, anchor)
      guard point.x.isFinite, point.y.isFinite else { continue }
      var trail = trails[id] ?? Trail(places: [], object: object)
      // After a longer gap a straight line would claim a way that nobody saw.
      if let before = trail.places.last, time - before.time > 1 { trail.places = [] }
      trail.places.append((time, point))
      trail.object = object
      trails[id] = trail
    }
    for (id, trail) in trails {
      let kept = trail.places.drop { $0.time < time - length }
      if kept.isEmpty {
        trails[id] = nil
      } else if kept.count < trail.places.count {
        trails[id]?.places = Array(kept)
      }
    }
  }
}
