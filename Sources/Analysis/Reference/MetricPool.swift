import Records

/// The values of one metric over all frames.
struct MetricPool {
  private(set) var values: [Double] = []

  mutating func add(_ value: Double) { values.append(value) }

  /// The mean, the harmonic mean as libvmaf has it (of the values plus one, minus one, so that zero counts), the
  /// least value, and percentiles; nil where there are no values.
  /// - Parameter global: the value of all frames together, where there is one.
  func summary(global: Double? = nil) -> MetricSummary? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let count = Double(values.count)
    var (sum, inverses) = (0.0, 0.0)
    for value in values {
      sum += value
      inverses += 1 / (max(0, value) + 1)
    }
    var summary = MetricSummary()
    summary.mean = Self.rounded(sum / count)
    summary.harmonicMean = Self.rounded(count / inverses - 1)
    summary.min = Self.rounded(sorted[0])
    summary.p1 = Self.rounded(Self.percentile(0.01, of: sorted))
    summary.p5 = Self.rounded(Self.percentile(0.05, of: sorted))
    summary.global = global.map(Self.rounded)
    return summary
  }

  /// The value that a part of the sorted values stays under, with straight lines between neighbours: place
  /// `part * (count - 1)`, as NumPy's `percentile` (method 7 of Hyndman and Fan, 1996).
  static func percentile(_ part: Double, of sorted: [Double]) -> Double {
    let place = part * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }

  /// Six decimals, as ffmpeg and libvmaf print.
  static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
}
