import Records

/// Sums of named values, for their means over any stretch.
struct MetricSums: Sendable, Equatable {
  private(set) var names: [String] = []
  private var sums: [Double] = []
  private var counts: [Int] = []

  /// Adds the values of a frame; what is no number is left out.
  mutating func add(_ metrics: OrderedValues<Double>) {
    for (position, entry) in metrics.entries.enumerated() where entry.value.isFinite {
      // Frames have the same names in the same order, mostly.
      let known =
        position < names.count && names[position] == entry.key ? position : names.firstIndex(of: entry.key)
      if let index = known {
        sums[index] += entry.value
        counts[index] += 1
      } else {
        names.append(entry.key)
        sums.append(entry.value)
        counts.append(1)
      }
    }
  }

  /// The means of what was added after `earlier`, a state of the same sums.
  func means(since earlier: MetricSums = MetricSums()) -> OrderedValues<Double> {
    var means: OrderedValues<Double> = [:]
    for (index, name) in names.enumerated() {
      let before = index < earlier.sums.count ? (earlier.sums[index], earlier.counts[index]) : (0, 0)
      let count = counts[index] - before.1
      if count > 0 { means[name] = MetricSums.rounded((sums[index] - before.0) / Double(count)) }
    }
    return means
  }

  /// Four decimals: more is noise, and twice the bytes.
  static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
