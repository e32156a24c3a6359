/// The few functions that the standard library lacks; the same to the bit on every machine.
enum ElementaryFunctions {
  /// The arcsine of -1...1 within 2e-7 (Abramowitz and Stegun 1964, 4.4.46).
  static func arcsine(_ x: Float) -> Float {
    let y = abs(x)
    var sum: Float = -0.001_262_491_1
    sum = sum * y + 0.006_670_090_1
    sum = sum * y - 0.017_088_125_6
    sum = sum * y + 0.030_891_881_0
    sum = sum * y - 0.050_174_304_6
    sum = sum * y + 0.088_978_987_4
    sum = sum * y - 0.214_598_801_6
    sum = sum * y + 1.570_796_305_0
    let result = .pi / 2 - max(0, 1 - y).squareRoot() * sum
    return x < 0 ? -result : result
  }

  /// The natural logarithm of a positive number within 1e-6: the exponent, and the series of
  /// 2 artanh((m - 1) / (m + 1)) for the significand.
  static func logarithm(_ x: Float) -> Float {
    var exponent = Float(x.exponent)
    var m = x.significand
    if m > 1.414_213_6 {
      m *= 0.5
      exponent += 1
    }
    let y = (m - 1) / (m + 1)
    let z = y * y
    return exponent * 0.693_147_2 + 2 * y * (1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z / 9))))
  }

  /// e to a power of -2...2 within 1e-4 of the value: the square of the square and so on of a short series.
  static func exponential(_ x: Float) -> Float {
    let part = x / 64
    var result = 1 + part * (1 + part / 2)
    for _ in 0..<6 { result *= result }
    return result
  }
}
