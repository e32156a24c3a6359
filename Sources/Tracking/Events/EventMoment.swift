import Records

/// Where an object's anchor point was in a frame.
struct EventMoment: Sendable, Equatable {
  /// The index of the frame.
  var frame = 0
  /// The presentation timestamp in ticks.
  var pts: Int64 = 0
  /// The same moment in seconds.
  var time = 0.0
  /// The anchor point in pixels.
  var point = Point()
}

extension Double {
  /// The nearest multiple of one part of so many: differences of times carry noise in their last digits. Not
  /// `rounded()`: it calls libm, which this module does without.
  func nearest(partsOfOne parts: Double) -> Double {
    let scaled = self * parts
    guard scaled.magnitude < 1e15 else { return self }
    return Double(Int64(scaled + (scaled < 0 ? -0.5 : 0.5))) / parts
  }
}

/// What was found of one object at one line or zone, before it is counted.
struct FoundEvent: Sendable, Equatable {
  /// What can happen, in the order in which it does.
  enum Kind: UInt8, Sendable, Hashable, Comparable, CaseIterable {
    case crossedIn, crossedOut, entered, dwelt, left

    static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }

    /// The same in records.
    var event: EventKind {
      switch self {
      case .crossedIn, .crossedOut: .crossed
      case .entered: .entered
      case .dwelt: .dwelt
      case .left: .left
      }
    }

    /// The direction in records.
    var direction: CrossingDirection? {
      switch self {
      case .crossedIn: .in
      case .crossedOut: .out
      case .entered, .dwelt, .left: nil
      }
    }
  }

  var kind: Kind
  /// The line, or after all lines the zone.
  var shape: Int
  var trackID: Int
  var label: String
  var moment: EventMoment
  var seconds: Double?

  /// The order within a frame: by track, by shape, by what comes first.
  static func comesBefore(_ a: FoundEvent, _ b: FoundEvent) -> Bool {
    (a.trackID, a.shape, a.kind) < (b.trackID, b.shape, b.kind)
  }
}
