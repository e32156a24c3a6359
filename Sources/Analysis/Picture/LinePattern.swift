import Glibc
import Media

/// Luma of some columns of a picture, line by line, in 8-bit levels; or of some lines, column by column.
struct LumaLines: Sendable {
  /// Samples of a line.
  let length: Int
  let lines: Int
  let levels: [Float]

  /// Takes every third column, or, where `transposed`, every third line as a column; nil where there is no luma
  /// plane.
  init?(_ frame: Frame, transposed: Bool) {
    let depth = frame.pixelFormat.bitDepth
    let (across, down) = transposed ? (1, 3) : (3, 1)
    let (columns, rows) = (frame.width / across, frame.height / down)
    let scale = 1 / Float(1 << max(0, depth - 8))
    let found = frame.withPlane(0) { plane in
      var levels = [Float](repeating: 0, count: columns * rows)
      for row in 0..<rows {
        let line = plane.base + row * down * plane.stride
        for column in 0..<columns {
          let x = column * across
          let code = depth > 8 ? Int(line[2 * x]) | Int(line[2 * x + 1]) << 8 : Int(line[x])
          levels[transposed ? column * rows + row : row * columns + column] = Float(code) * scale
        }
      }
      return levels
    }
    guard let found else { return nil }
    (length, lines) = transposed ? (rows, columns) : (columns, rows)
    levels = found
  }
}

/// How rough each line is, over many pictures, and what periods there are in that.
struct LinePattern: Sendable {
  /// 2 or 3: which difference from line to line.
  let order: Int
  private var sums: [Double] = []
  private var count = 0

  /// Of the second or the third difference from line to line.
  init(order: Int) { self.order = order }

  /// Takes a picture; nothing where it is all but flat.
  mutating func add(_ luma: LumaLines) {
    let half = 8
    guard luma.lines > order + 2 * half, luma.length > 0 else { return }
    let rough = (0..<(luma.lines - order)).map { log(roughness(of: luma, at: $0) + 0.3) }
    guard rough.reduce(0, +) / Double(rough.count) > log(0.6) else { return }
    if sums.count != rough.count {
      sums = [Double](repeating: 0, count: rough.count)
      count = 0
    }
    var near = rough[..<(2 * half)].reduce(0, +)
    for line in half..<(rough.count - half) {
      near += rough[line + half]
      sums[line] += max(-1, min(1, rough[line] - near / Double(2 * half + 1)))
      near -= rough[line - half]
    }
    count += 1
  }

  /// The mean magnitude of the difference, clipped.
  private func roughness(of luma: LumaLines, at line: Int) -> Double {
    let (length, most) = (luma.length, Float(15 * order))
    return luma.levels.withUnsafeBufferPointer { levels in
      let (a, b, c) = (line * length, (line + 1) * length, (line + 2) * length)
      let d = min(line + 3, luma.lines - 1) * length
      var sum: Float = 0
      for x in 0..<length {
        let difference =
          order == 2
          ? levels[a + x] - 2 * levels[b + x] + levels[c + x]
          : levels[a + x] - 3 * levels[b + x] + 3 * levels[c + x] - levels[d + x]
        sum += min(abs(difference), most)
      }
      return Double(sum) / Double(length)
    }
  }

  /// The spectrum of the pattern; nil where there is none.
  var spectrum: PatternSpectrum? {
    count > 0 ? PatternSpectrum(sums.map { $0 / Double(count) }, firstCenter: Double(order) / 2 + 0.5) : nil
  }
}

/// The spectrum of a pattern of lines.
struct PatternSpectrum: Sendable {
  /// Bins from nought to half a cycle a line.
  static let size = 8192

  /// Amplitude of the waves, by bin.
  let amplitudes: [Double]
  private let middle: Double
  private let windowed: [Double]
  private let scale: Double
  private let firstCenter: Double

  /// - Parameter firstCenter: where the middle of the first line lies, from the picture's edge on.
  init(_ pattern: [Double], firstCenter: Double) {
    let window = pattern.indices.map { 1 - cos(2 * .pi * (Double($0) + 0.5) / Double(pattern.count)) }
    windowed = zip(pattern, window).map { $0 * $1 }
    let scale = 2 / max(window.reduce(0, +), 1e-9)
    var power = [Double](repeating: 0, count: PatternSpectrum.size / 2 + 1)
    let padding = [Float](repeating: 0, count: max(0, PatternSpectrum.size - windowed.count))
    let ones = [Float](repeating: 1, count: PatternSpectrum.size)
    // libavutil has transforms of every power of two.
    try? FourierTransform(size: PatternSpectrum.size).addPowers(
      of: windowed.map { Float($0) } + padding, and: [], window: ones, to: &power)
    amplitudes = power.map { $0.squareRoot() * scale }
    middle = max(amplitudes.sorted()[amplitudes.count / 2], 1e-6)
    self.scale = scale
    self.firstCenter = firstCenter
  }

  /// Lines that the pattern has.
  var lines: Int { windowed.count }

  /// How far the amplitude of a bin stands out of the others'.
  func prominence(_ bin: Int) -> Double { amplitudes[bin] / middle }

  /// The frequency of the peak at a bin, in cycles a line: that of the parabola through it and its neighbours.
  func frequency(near bin: Int) -> Double {
    let size = Double(PatternSpectrum.size)
    guard bin > 0, bin + 1 < amplitudes.count else { return Double(bin) / size }
    let (before, here, after) = (amplitudes[bin - 1], amplitudes[bin], amplitudes[bin + 1])
    let bend = before - 2 * here + after
    let offset = bend < 0 ? max(-0.5, min(0.5, (before - after) / (2 * bend))) : 0
    return (Double(bin) + offset) / size
  }

  /// The greatest amplitude near a frequency.
  func amplitude(near frequency: Double) -> Double {
    let bin = Int((frequency * Double(PatternSpectrum.size)).rounded())
    return amplitudes[max(0, bin - 6)...min(amplitudes.count - 1, bin + 6)].max() ?? 0
  }

  /// The wave's value at the picture's edge as a part of its amplitude, -1 to 1: its phase.
  func phase(at frequency: Double) -> Double {
    var (real, imaginary) = (0.0, 0.0)
    for (line, value) in windowed.enumerated() {
      let angle = 2 * Double.pi * frequency * (Double(line) + firstCenter)
      real += value * cos(angle)
      imaginary -= value * sin(angle)
    }
    let magnitude = (real * real + imaginary * imaginary).squareRoot()
    return magnitude > 0 ? real / magnitude : 0
  }
}
