/// Gathers the quality of frames over a video, without the frames of fades.
///
/// Frames that hold nothing to be seen have no verdict. Beside such ones a picture fades: frames whose contrast
/// rises steadily after them, or falls steadily towards them, within 3 seconds, are left out.
struct QualityBook {
  private struct Entry {
    var time: Double
    var deviation: Double
    var quality: PictureQuality
  }

  /// Seconds that a fade may take.
  private static let longestFade = 3.0
  /// What the contrast changes by from frame to frame at the least in a fade.
  private static let fadeStep = 0.004

  /// Frames that may still turn out to be part of a fade, and those of the last second before them.
  private var pending: [Entry] = []
  private var isRising = false
  private var risingSince = 0.0
  private var lastDeviation: Double?
  private var window: [(time: Double, score: Double)] = []
  private let framesInSecond: Double?

  /// Frames that count.
  private(set) var count = 0
  private var scores = 0.0
  private var parts = [Double](repeating: 0, count: PictureQuality.faults.count)
  /// The lowest mean over any second; nil where no second was whole.
  private(set) var lowest: Double?

  /// - Parameter frameRate: frames a second, where that is known.
  init(frameRate: Double?) { framesInSecond = frameRate }

  /// The mean quality; nil where no frame counts.
  var mean: Double? { count > 0 ? scores / Double(count) : nil }

  /// The mean points that each fault costs, in the order of `PictureQuality.faults`.
  var meanParts: [Double] { parts.map { count > 0 ? $0 / Double(count) : 0 } }

  /// Takes a frame's quality, nil where there is no verdict.
  /// - Parameter deviation: standard deviation of its luma.
  /// - Returns: whether the frame counts as far as is known yet.
  mutating func add(_ quality: PictureQuality?, deviation: Double, at time: Double) -> Bool {
    defer { lastDeviation = deviation }
    guard let quality else {
      dropFade(before: deviation)
      flush()
      (isRising, risingSince) = (true, time)
      return false
    }
    if isRising {
      let rises = deviation > (lastDeviation ?? 0) * (1 + QualityBook.fadeStep)
      isRising = rises && time - risingSince < QualityBook.longestFade
      if isRising { return false }
    }
    pending.append(Entry(time: time, deviation: deviation, quality: quality))
    while let first = pending.first, first.time < time - QualityBook.longestFade {
      commit(first)
      pending.removeFirst()
    }
    return true
  }

  /// Ends.
  mutating func finish() { flush() }

  private mutating func dropFade(before deviation: Double) {
    var following = deviation
    while let last = pending.last, last.deviation > following * (1 + QualityBook.fadeStep) {
      following = last.deviation
      pending.removeLast()
    }
  }

  private mutating func flush() {
    for entry in pending { commit(entry) }
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func commit(_ entry: Entry) {
    count += 1
    scores += entry.quality.score
    for (index, part) in entry.quality.parts.enumerated() { parts[index] += part }
    window.append((entry.time, entry.quality.score))
    window.removeAll { $0.time <= entry.time - 1 + 1e-6 }
    guard let first = window.first else { return }
    // A second with gaps tells too little.
    let length = entry.time - first.time
    let enough = framesInSecond.map { Double(window.count) >= 0.8 * $0 } ?? (length > 0.8)
    guard enough, window.count > 1 || (framesInSecond ?? 2) <= 1 else { return }
    let mean = window.reduce(0) { $0 + $1.score } / Double(window.count)
    lowest = min(lowest ?? mean, mean)
  }
}
