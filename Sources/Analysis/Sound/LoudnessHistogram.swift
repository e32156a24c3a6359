import Glibc

/// Gated blocks by loudness, in a memory that does not grow with their number.
///
/// Bins are 0.01 LU wide from -70 LUFS to +10 LUFS. Each keeps the sum of its blocks' powers, so that means
/// are exact but for the bin that a gate falls into.
struct LoudnessHistogram {
  /// Loudness of the absolute gate in LUFS.
  static let floor = -70.0
  private static let bins = 8001

  private var counts = [Int](repeating: 0, count: bins)
  private var powers = [Double](repeating: 0, count: bins)
  private var count = 0
  private var power = 0.0

  /// Loudness of a mean square in LUFS (ITU-R BS.1770-4, equation 2).
  static func loudness(_ power: Double) -> Double { -0.691 + 10 * log10(power) }

  /// Takes a block's weighted mean square; those below the absolute gate do not count.
  mutating func add(_ power: Double) {
    let loudness = Self.loudness(power)
    guard loudness >= Self.floor else { return }
    let bin = min(Int((loudness - Self.floor) * 100), Self.bins - 1)
    counts[bin] += 1
    powers[bin] += power
    count += 1
    self.power += power
  }

  /// First bin at or above a gate relative to the mean of all blocks that passed the absolute gate.
  private func firstBin(relativeGate: Double) -> Int {
    let gate = Self.loudness(power / Double(count)) + relativeGate
    return min(max(Int((gate - Self.floor) * 100), 0), Self.bins - 1)
  }

  /// Integrated loudness in LUFS (relative gate -10 LU); nil where no block passed the gates.
  var integrated: Double? {
    guard count > 0 else { return nil }
    var sum = 0.0
    var kept = 0
    for bin in firstBin(relativeGate: -10)..<Self.bins {
      sum += powers[bin]
      kept += counts[bin]
    }
    return kept > 0 ? Self.loudness(sum / Double(kept)) : nil
  }

  /// Loudness range in LU: from the 10th to the 95th percentile above a relative gate of -20 LU (EBU Tech
  /// 3342); nil where no block passed the gates.
  var range: Double? {
    guard count > 0 else { return nil }
    let first = firstBin(relativeGate: -20)
    let kept = counts[first...].reduce(0, +)
    guard kept > 0 else { return nil }
    func percentile(_ part: Double) -> Double {
      let rank = Int((part * Double(kept - 1)).rounded())
      var seen = 0
      for bin in first..<Self.bins where counts[bin] > 0 {
        seen += counts[bin]
        if seen > rank { return Self.loudness(powers[bin] / Double(counts[bin])) }
      }
      return Self.floor
    }
    return percentile(0.95) - percentile(0.1)
  }
}
