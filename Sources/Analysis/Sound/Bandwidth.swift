import Glibc

/// Where a spectrum ends.
struct Bandwidth: Equatable {
  /// Frequency in hertz above which there is next to nothing.
  var frequency: Double
  /// Whether it ends there as if cut off, at less than three quarters of what the sample rate can hold: the
  /// trace of lossy coding, or of a lower sample rate before.
  var isCut: Bool
}

extension Bandwidth {
  /// Hertz of the cells in which the spectrum is judged.
  private static let cell = 250.0
  /// Least drop of a cut in decibels, from the kilohertz below it to the highest cell above it.
  private static let leastDrop = 25.0
  /// Frequency in hertz below which natural sound may drop as steeply.
  private static let lowestCut = 2000.0
  /// Density in dBFS per hertz that nothing above a cut exceeds.
  private static let highestAbove = -105.0
  /// Density in dBFS per hertz that counts as nothing; rounding to 16 bits alone makes -145.
  private static let nothing = -125.0

  /// Finds where a spectrum ends; nil where there is nothing in it.
  /// - Parameters:
  ///   - spectrum: mean square by bin, from 0 Hz to half the sample rate.
  ///   - binWidth: hertz from one bin to the next.
  init?(spectrum: [Double], binWidth: Double) {
    guard binWidth > 0, spectrum.count > 1 else { return nil }
    let perCell = max(1, Int((Self.cell / binWidth).rounded()))
    let cells = stride(from: 0, to: spectrum.count - 1, by: perCell).map { first in
      let bins = spectrum[first..<min(first + perCell, spectrum.count)]
      return Self.density(bins.reduce(0, +) / Double(bins.count), binWidth)
    }
    guard let last = cells.lastIndex(where: { $0 >= Self.nothing }) else { return nil }
    let nyquist = Double(spectrum.count - 1) * binWidth
    let width = Double(perCell) * binWidth
    if let cut = Self.cut(cells, width: width) {
      // The last bin that is nearer to what is below the cut than to what is above it.
      let middle = (cut.below + cut.above) / 2
      let bins = max(1, (cut.cell - 4) * perCell)..<min(spectrum.count - 1, (cut.cell + 3) * perCell)
      let bin = bins.last { index in
        Self.density((spectrum[index - 1] + spectrum[index] + spectrum[index + 1]) / 3, binWidth) >= middle
      }
      frequency = Double(bin ?? cut.cell * perCell) * binWidth
      isCut = frequency < 0.75 * nyquist
    } else {
      frequency = min(Double(last + 1) * width, nyquist)
      isCut = false
    }
  }

  private static func density(_ power: Double, _ binWidth: Double) -> Double {
    10 * log10(power / binWidth + 1e-30)
  }

  /// The lowest steep drop to a level that no cell above it exceeds.
  private static func cut(_ cells: [Double], width: Double) -> (cell: Int, below: Double, above: Double)? {
    guard cells.count > 8 else { return nil }
    var drops: [(cell: Int, below: Double, above: Double)] = []
    var above = -300.0
    // Two cells between both sides leave room for the filter's slope.
    for index in stride(from: cells.count - 3, through: 4, by: -1) where Double(index) * width >= lowestCut {
      above = max(above, cells[index + 2])
      let below = cells[index - 4..<index].reduce(0, +) / 4
      if below >= nothing, above <= highestAbove, below - above >= leastDrop {
        drops.append((index, below, above))
      }
    }
    // Neighbours see the same drop; the one that sees most of it is where it is.
    guard let lowest = drops.last else { return nil }
    return drops.filter { $0.cell < lowest.cell + 6 }.max { $0.below - $0.above < $1.below - $1.above }
  }
}
