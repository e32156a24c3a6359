/// The moments of a reference's frames, in order.
struct ReferenceTimeline {
  private let times: [Double]
  private let frameLength: Double

  init(_ marks: [FrameMark], frameLength: Double) {
    times = marks.map(\.time)
    self.frameLength = frameLength
  }

  /// The place of the frame that is shown at a moment: the nearest within half a frame, of two that are equally
  /// near the earlier; in a longer gap the one before. Nil before the first and after the last frame.
  func partner(at time: Double) -> Int? {
    let half = frameLength / 2 + 1e-6
    guard let first = times.first, let last = times.last, time >= first - half, time <= last + half else {
      return nil
    }
    var (low, high) = (0, times.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if times[middle] <= time { low = middle } else { high = middle - 1 }
    }
    if low + 1 < times.count, times[low + 1] - time < half - 2e-6, times[low + 1] - time < time - times[low] {
      return low + 1
    }
    return low
  }
}
