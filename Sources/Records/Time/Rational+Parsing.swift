extension Rational {
  /// Reads `30000/1001`, `16:9`, `25` or a decimal such as `12.5`.
  ///
  /// The decimals by which the NTSC rates are known stand for the rates themselves: `29.97` is
  /// 30000/1001, `23.976` and `23.98` are 24000/1001, and so on. Other decimals are taken exactly.
  /// Gives nothing for other text, a denominator of zero, or parts beyond 64 bits.
  public init?(parsing text: String) {
    if let slash = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }) {
      guard let num = Int64(text[..<slash]),
        let den = Int64(text[text.utf8.index(after: slash)...]), den != 0
      else { return nil }
      self.init(num, den)
      return
    }
    guard let value = Rational(decimal: Substring(text)) else { return nil }
    self = Self.broadcastRates.first { $0.decimal == value }?.rate ?? value
  }

  /// Reads a plain decimal number exactly, without exponent, in lowest terms.
  init?(decimal text: Substring) {
    var digits: Int64 = 0
    var scale: Int64 = 1
    var (hasDigit, hasPoint, isNegative) = (false, false, false)
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where index == 0:
        isNegative = true
      case UInt8(ascii: ".") where !hasPoint:
        hasPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        hasDigit = true
        let (shifted, overflow) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carry) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
        guard !overflow, !carry else { return nil }
        digits = sum
        if hasPoint {
          let (scaled, tooLong) = scale.multipliedReportingOverflow(by: 10)
          guard !tooLong else { return nil }
          scale = scaled
        }
      default:
        return nil
      }
    }
    guard hasDigit else { return nil }
    self = Rational(isNegative ? -digits : digits, scale).reduced
  }

  /// The decimals by which people write the rates of SMPTE ST 12-1 that are divided by 1.001.
  private static let broadcastRates: [(decimal: Rational, rate: Rational)] = [
    (Rational(14985, 1000), Rational(15000, 1001)),
    (Rational(23976, 1000), Rational(24000, 1001)),
    (Rational(2398, 100), Rational(24000, 1001)),
    (Rational(2997, 100), Rational(30000, 1001)),
    (Rational(47952, 1000), Rational(48000, 1001)),
    (Rational(4795, 100), Rational(48000, 1001)),
    (Rational(5994, 100), Rational(60000, 1001)),
    (Rational(11988, 100), Rational(120000, 1001)),
  ]
}
