import Records

/// A sum of exact durations in 128 bits, so that adding hours of segments neither rounds nor overflows.
struct ExactTime: Sendable, Hashable {
  private(set) var numerator: Int128
  private(set) var denominator: Int128

  static let zero = ExactTime(Rational(0, 1))

  init(_ value: Rational) {
    numerator = Int128(value.num)
    denominator = Int128(value.den)
  }

  init(_ numerator: Int128, _ denominator: Int128) {
    let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    self.numerator = divisor > 1 ? numerator / Int128(divisor) : numerator
    self.denominator = divisor > 1 ? denominator / Int128(divisor) : denominator
  }

  static func + (left: ExactTime, right: ExactTime) -> ExactTime {
    if left.denominator == right.denominator {
      return ExactTime(left.numerator + right.numerator, left.denominator)
    }
    let divisor = Int128(greatestCommonDivisor(left.denominator.magnitude, right.denominator.magnitude))
    let scale = right.denominator / divisor
    return ExactTime(
      left.numerator * scale + right.numerator * (left.denominator / divisor),
      left.denominator * scale)
  }

  static func += (left: inout ExactTime, right: Rational) { left = left + ExactTime(right) }

  /// Whether this time is `factor` times `other` or more.
  func isAtLeast(_ other: Rational, timesHalves halves: Int128) -> Bool {
    2 * numerator * Int128(other.den) >= halves * Int128(other.num) * denominator
  }

  /// Whether this time is `factor` times `other` or less.
  func isAtMost(_ other: Rational, timesHalves halves: Int128) -> Bool {
    2 * numerator * Int128(other.den) <= halves * Int128(other.num) * denominator
  }

  /// The nearest whole number of millionths, halves upward.
  var microseconds: Int64 {
    Int64(clamping: Self.floorDivide(2_000_000 * numerator + denominator, 2 * denominator))
  }

  /// `bits` divided by this time, rounded up to whole bits per second; 0 for an empty time.
  func bitRate(ofBits bits: Int128) -> Int {
    guard numerator > 0 else { return 0 }
    let product = bits * denominator
    return Int(clamping: (product + numerator - 1) / numerator)
  }

  /// The quotient rounded toward minus infinity; `divisor` is positive.
  static func floorDivide(_ dividend: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private static func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }
}
