import Glibc

/// Lengths of stays in seconds, for their mean, median and maximum in bounded memory.
///
/// The median is exact for up to 1024 lengths. Beyond, lengths are counted in cells that each reach 1% further than
/// the one before (Masson, Rim and Lee, DDSketch, VLDB 2019), and it is within 0.5%.
struct DwellLengths: Sendable {
  /// Lengths that are kept one by one.
  static let exactCount = 1024
  private static let growth = log(1.01)
  /// Shorter ones count as nothing, longer ones as this long: the cells are then less than 4000.
  private static let shortest = 1e-6
  private static let longest = 1e10

  private(set) var count = 0
  private(set) var maximum = 0.0
  private var sum = 0.0
  private var kept: [Double] = []
  private var cells: [Int: Int] = [:]

  /// Takes a length; what is no number, or negative, counts as 0.
  mutating func add(_ seconds: Double) {
    let length = seconds.isFinite ? min(max(0, seconds), DwellLengths.longest) : 0
    count += 1
    sum += length
    maximum = max(maximum, length)
    if count <= DwellLengths.exactCount {
      kept.append(length)
    } else {
      for length in kept { cells[cell(length), default: 0] += 1 }
      kept = []
      cells[cell(length), default: 0] += 1
    }
  }

  /// The mean; nil where there are none.
  var mean: Double? { count > 0 ? sum / Double(count) : nil }

  /// The middle one, or the mean of the two in the middle; nil where there are none.
  var median: Double? {
    guard count > 0 else { return nil }
    return (value(at: (count - 1) / 2) + value(at: count / 2)) / 2
  }

  /// The length that has `rank` lengths before it.
  private func value(at rank: Int) -> Double {
    if !kept.isEmpty { return kept.sorted()[rank] }
    var passed = 0
    for (cell, count) in cells.sorted(by: { $0.key < $1.key }) {
      passed += count
      if passed > rank {
        return cell == Int.min ? 0 : min(maximum, exp((Double(cell) + 0.5) * DwellLengths.growth))
      }
    }
    return maximum
  }

  private func cell(_ length: Double) -> Int {
    length < DwellLengths.shortest ? Int.min : Int((log(length) / DwellLengths.growth).rounded(.down))
  }
}
