import Records

/// Which place of an object's box stands for the object at lines and in zones.
public enum EventAnchor: String, Sendable, Hashable, CaseIterable {
  /// The feet of persons (labels person, pedestrian and people), the middle of everything else. A person
  /// stands on the ground at the feet; the middle of other things flickers least.
  case auto
  /// The middle of the box's lower edge.
  case feet
  /// The middle of the box.
  case center
  /// The middle of the box's upper edge.
  case top
  /// The middle of the box's left edge.
  case left
  /// The middle of the box's right edge.
  case right

  /// The choice for objects of a label: never ``auto``.
  public func resolved(for label: String) -> EventAnchor {
    guard self == .auto else { return self }
    switch label.lowercased() {
    case "person", "pedestrian", "people": return .feet
    default: return .center
    }
  }

  /// The place on a box; ``auto`` takes the middle.
  public func place(on box: Box) -> Point {
    switch self {
    case .feet: Point(x: box.x + box.width / 2, y: box.maxY)
    case .auto, .center: box.center
    case .top: Point(x: box.x + box.width / 2, y: box.y)
    case .left: Point(x: box.x, y: box.y + box.height / 2)
    case .right: Point(x: box.maxX, y: box.y + box.height / 2)
    }
  }
}
