import Records

/// Which frames are looked at, by their time.
public struct FrameSampling: Sendable {
  /// Seconds from one look to the next; nil for every frame.
  public var interval: Seconds?

  /// Looks at every frame, or at one frame in each stretch of `interval` seconds.
  public init(every interval: Seconds? = nil) { self.interval = interval }

  /// Decides frame by frame, in order.
  struct Cursor {
    private let interval: Double?
    private let ticks: Rational
    private var next: Double?

    init(_ sampling: FrameSampling, timeBase: Rational) {
      interval = sampling.interval?.value.doubleValue
      ticks = timeBase
    }

    /// Whether to look at the frame of this pts. The grid begins at the first frame; the first frame at or
    /// after each of its places is taken, so that rates are kept over any length.
    mutating func takes(_ pts: Int64) -> Bool {
      guard let interval, interval > 0 else { return true }
      let time = Timestamp(pts, ticks).seconds
      guard let due = next else {
        next = time + interval
        return true
      }
      // A little room: the grid's places need not be ticks.
      guard time >= due - min(0.5 * ticks.doubleValue, interval / 50) else { return false }
      let passed = ((time - due) / interval + 0.02).rounded(.down) + 1
      next = due + max(1, passed) * interval
      return true
    }
  }
}
