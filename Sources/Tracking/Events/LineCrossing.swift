import Records

/// One object at one line: on which side it is for certain, and what its way since then came to.
///
/// A side counts only beyond a margin, so that flicker at the line is not counted. When the object is for
/// certain on the other side, the way between the two certain places tells whether it went through the line,
/// between its ends: that is so where it went through in this direction more often than back.
struct LineCrossing: Sendable {
  private enum Side: Int8 {
    case unknown = 0
    case right = 1
    case left = -1
  }

  private var side = Side.unknown
  private var isRight = false
  /// How often the way since the last certain place went through the line to the right, less to the left.
  private var balance: Int32 = 0
  /// When it last went through, away from the certain side.
  private var passed = EventMoment()

  /// Takes the object's next place.
  /// - Parameters:
  ///   - previous: the place before, nil for the first.
  ///   - margin: the distance in pixels from which on a side is certain.
  /// - Returns: the direction and the moment of a crossing that is certain now.
  mutating func move(
    over line: CountingLine, from previous: Point?, to moment: EventMoment, margin: Double
  ) -> (kind: FoundEvent.Kind, moment: EventMoment)? {
    let distance = line.distance(moment.point)
    let wasRight = isRight
    isRight = distance >= 0
    if let previous, wasRight != isRight, line.isPassed(from: previous, to: moment.point) {
      balance &+= isRight ? 1 : -1
      if isRight == (side == .left) { passed = moment }
    }
    let now: Side
    if distance > margin {
      now = .right
    } else if distance < -margin {
      now = .left
    } else {
      return nil
    }
    defer {
      side = now
      balance = 0
    }
    guard side != .unknown, side != now, balance * Int32(now.rawValue) > 0 else { return nil }
    return (now == .right ? .crossedIn : .crossedOut, passed)
  }
}
