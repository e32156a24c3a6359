import Glibc

/// The discrete Fourier transform of real numbers, whose count is a power of two (radix 2, in place).
struct PowerSpectrum {
  private let size: Int
  private let cosines: [Double]
  private let sines: [Double]

  /// For lists of `size` numbers, a power of two.
  init(size: Int) {
    precondition(size > 1 && size & (size - 1) == 0)
    self.size = size
    let angles = (0..<(size / 2)).map { -2 * Double.pi * Double($0) / Double(size) }
    cosines = angles.map { cos($0) }
    sines = angles.map { sin($0) }
  }

  /// The power at frequencies from 0 to half a cycle a sample: `size / 2 + 1` values. What is missing at the end of
  /// the list counts as nought.
  func power(of values: [Double]) -> [Double] {
    var real = [Double](repeating: 0, count: size)
    for (index, value) in values.prefix(size).enumerated() { real[index] = value }
    var imaginary = [Double](repeating: 0, count: size)
    swapReversed(&real)
    var half = 1
    while half < size {
      let stride = size / (2 * half)
      for start in Swift.stride(from: 0, to: size, by: 2 * half) {
        for offset in 0..<half {
          let (first, second) = (start + offset, start + offset + half)
          let (c, s) = (cosines[offset * stride], sines[offset * stride])
          let a = real[second] * c - imaginary[second] * s
          let b = real[second] * s + imaginary[second] * c
          (real[second], imaginary[second]) = (real[first] - a, imaginary[first] - b)
          real[first] += a
          imaginary[first] += b
        }
      }
      half *= 2
    }
    return (0...(size / 2)).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
  }

  private func swapReversed(_ values: inout [Double]) {
    var reversed = 0
    for index in 0..<(size - 1) {
      if index < reversed { values.swapAt(index, reversed) }
      var bit = size / 2
      while bit > 0, reversed & bit != 0 {
        reversed &= ~bit
        bit /= 2
      }
      reversed |= bit
    }
  }
}
