import Records

/// The arithmetic of EXTINF and EXT-X-TARGETDURATION.
enum ExtInf {
  /// Durations in millionths of a second whose running sum never differs from the exact one by more than half
  /// of a millionth: the cumulative times are rounded, not each duration.
  static func microseconds(of durations: [Rational], from start: Rational = Rational(0, 1)) -> [Int64] {
    var time = ExactTime(start)
    var last = time.microseconds
    return durations.map { duration in
      time += duration
      let now = time.microseconds
      defer { last = now }
      return now - last
    }
  }

  /// The longest duration rounded to the nearest second, at least 1 (RFC 8216 section 4.3.3.1).
  static func targetDuration(of durations: [Rational], from start: Rational = Rational(0, 1)) -> Int {
    targetDuration(ofMicroseconds: microseconds(of: durations, from: start))
  }

  static func targetDuration(ofMicroseconds durations: [Int64]) -> Int {
    Int(max(1, durations.reduce(0) { max($0, ($1 + 500_000) / 1_000_000) }))
  }

  /// Seconds with six decimals; less than none is written as none.
  static func text(microseconds: Int64) -> String {
    let value = max(0, microseconds)
    return "\(value / 1_000_000).\(DecimalText.padded(value % 1_000_000, to: 6))"
  }
}

/// Decimal numbers as text, without a locale and without floating point.
enum DecimalText {
  /// A number that is not negative, with leading zeros up to `width` digits.
  static func padded(_ value: Int64, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// A value rounded to thousandths, halves upward: "29.970".
  static func thousandths(_ value: Rational) -> String {
    let count = Int64(
      clamping: ExactTime.floorDivide(
        2000 * Int128(value.num) + Int128(value.den), 2 * Int128(value.den)))
    return "\(count / 1000).\(padded(count % 1000, to: 3))"
  }

  /// Reads a decimal such as "6", "6.006" exactly; nil when it is none or has too many digits.
  static func rational(_ text: some StringProtocol) -> Rational? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, !whole.isEmpty, isDigits(whole) else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard isDigits(fraction), fraction.utf8.count <= 9, whole.utf8.count <= 9 else { return nil }
    var scale: Int64 = 1
    for _ in fraction.utf8 { scale *= 10 }
    guard let number = Int64("\(whole)\(fraction)") else { return nil }
    return Rational(number, scale)
  }

  static func isDigits(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
  }
}
