import CPictureKernels
import Glibc

/// The grid of blocks that block-based coding leaves in pictures.
enum BlockGrid {
  /// How visible the grid is, 0 (not at all) to 100.
  ///
  /// The sums of the (clipped) steps from column to column, and from row to row, follow the picture's content,
  /// and where blocks show also a period of 8 or 16. The variance of the profile over a period of 16,
  /// wherever the grid begins, is compared with that over periods which no coder uses, so that content does not
  /// count. A deblocking filter turns the step at a block's edge into a slope; the period stays.
  static func visibility(in luma: inout vp_luma) -> Double {
    var columns = [UInt32](repeating: 0, count: luma.width)
    var rows = [UInt32](repeating: 0, count: luma.height)
    guard luma.width >= 64, luma.height >= 64, vp_sum_steps(&luma, 12, &columns, &rows) else { return 0 }
    let scale = luma.depth > 8 ? 4.0 : 1.0
    let across = excess(columns, over: Double((luma.height + 1) / 2) * scale)
    let down = excess(rows, over: Double(luma.width) * scale)
    let grid = ((across + down) / 2).squareRoot()
    return 100 * (1 - exp(-max(0, grid - 0.04) / 0.4))
  }

  /// The variance of the logarithm of the mean step over the period of 16 that is more than content's.
  static func excess(_ sums: [UInt32], over count: Double) -> Double {
    // The first has no neighbour.
    let levels = sums.dropFirst().map { log(Double($0) / count + 0.05) }
    let others = [13, 14, 15, 17, 18, 19]
    let content = others.reduce(0) { $0 + variance(of: levels, period: $1) } / Double(others.count)
    return max(0, variance(of: levels, period: 16) - 1.5 * content)
  }

  /// The variance of the mean profile over a period, freed of what is slower than the period.
  private static func variance(of levels: [Double], period: Int) -> Double {
    let before = period / 2
    guard levels.count > 2 * period else { return 0 }
    var profile = [Double](repeating: 0, count: period)
    var counts = profile
    var window = levels[..<period].reduce(0, +)
    var phase = before
    for index in 0..<(levels.count - period) {
      profile[phase] += levels[index + before] - window / Double(period)
      counts[phase] += 1
      window += levels[index + period] - levels[index]
      phase = phase + 1 == period ? 0 : phase + 1
    }
    var (sum, squares) = (0.0, 0.0)
    for phase in 0..<period {
      let mean = profile[phase] / counts[phase]
      sum += mean
      squares += mean * mean
    }
    let mean = sum / Double(period)
    return max(0, squares / Double(period) - mean * mean)
  }
}
