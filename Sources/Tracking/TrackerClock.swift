/// The time of the last frame and the number of frames, as trackers count them.
struct TrackerClock {
  /// The time of the last frame in seconds.
  private(set) var time = 0.0
  /// The number of frames so far.
  private(set) var frames = 0
  /// The seconds from the frame before to the last one.
  private(set) var step = 0.0
  /// The usual distance of frames in seconds, over the last ten or so; 0 before there are two.
  private(set) var interval = 0.0

  /// Goes to the next frame.
  /// - Returns: The seconds since the frame before; 0 for the first frame, and for a time that is not a
  ///   number or not after the last one.
  @discardableResult
  mutating func advance(to next: Double) -> Double {
    defer { frames += 1 }
    step = 0
    guard next.isFinite else { return 0 }
    guard frames > 0 else {
      time = next
      return 0
    }
    guard next > time else { return 0 }
    step = next - time
    time = next
    // Gaps count no more than two usual distances, so that they do not become usual at once.
    interval = interval > 0 ? interval + 0.1 * (min(step, 2 * interval) - interval) : step
    return step
  }
}
