/// An exact fraction of two 64-bit integers, such as a time base, a frame rate or a sample aspect.
///
/// The sign is kept in `num`; `den` is always positive. A fraction is stored as it was given (`50/2`
/// stays `50/2`), but compares and hashes by value, so `50/2 == 25/1`.
public struct Rational: Sendable {
  /// The numerator, which carries the sign.
  public let num: Int64
  /// The denominator, always greater than zero.
  public let den: Int64

  /// Zero, which libav also uses for "unknown".
  public static let zero = Rational(0, 1)

  /// Makes a fraction and moves its sign to the numerator.
  ///
  /// A denominator of zero gives `0/1`, libav's "unknown"; use ``init(exactly:_:)`` to notice it.
  /// Where the sign cannot be moved without overflow (`Int64.min`), the nearest fraction is taken.
  public init(_ num: Int64, _ den: Int64 = 1) {
    if den > 0 {
      self.num = num
      self.den = den
    } else if den == 0 {
      self.num = 0
      self.den = 1
    } else if num != .min, den != .min {
      self.num = -num
      self.den = -den
    } else {
      self = Rational(nearest: -Int128(num), -Int128(den))
    }
  }

  /// Makes a fraction, or nothing where the denominator is zero.
  public init?(exactly num: Int64, _ den: Int64) {
    guard den != 0 else { return nil }
    self.init(num, den)
  }

  /// Makes the fraction of 64-bit parts nearest to `num/den`: the exact one in lowest terms where it
  /// fits, otherwise the last convergent of the continued fraction that does. Saturates at
  /// `±Int64.max/1`; what is nearer to zero than `1/Int64.max` becomes zero. `den` must be positive.
  init(nearest num: Int128, _ den: Int128) {
    let isNegative = num < 0
    var numerator = num.magnitude
    var denominator = den.magnitude
    let limit = UInt128(Int64.max)
    let divisor = greatestCommonDivisor(numerator, denominator)
    if divisor > 1 {
      numerator /= divisor
      denominator /= divisor
    }
    if numerator > limit || denominator > limit {
      (numerator, denominator) = Self.convergent(numerator, denominator, limit: limit)
    }
    let value = Int64(clamping: numerator)
    self.num = isNegative ? -value : value
    self.den = max(1, Int64(clamping: denominator))
  }

  /// The last convergent of `num/den` whose parts are at most `limit`.
  private static func convergent(
    _ num: UInt128, _ den: UInt128, limit: UInt128
  ) -> (UInt128, UInt128) {
    guard den > 0 else { return (0, 1) }
    var (a, b) = (num, den)
    var (p0, q0, p1, q1): (UInt128, UInt128, UInt128, UInt128) = (0, 1, 1, 0)
    while b != 0 {
      let quotient = a / b
      let (p, pOverflow) = quotient.multipliedReportingOverflow(by: p1)
      let (q, qOverflow) = quotient.multipliedReportingOverflow(by: q1)
      if pOverflow || qOverflow || p > limit - p0 || q > limit - q0 { break }
      (p0, q0, p1, q1) = (p1, q1, p + p0, q + q0)
      (a, b) = (b, a % b)
    }
    return q1 == 0 ? (limit, 1) : (p1, q1)
  }

  /// The same value in lowest terms.
  public var reduced: Rational {
    let divisor = greatestCommonDivisor(UInt128(num.magnitude), UInt128(den.magnitude))
    guard divisor > 1 else { return self }
    return Rational(Int64(Int128(num) / Int128(divisor)), Int64(Int128(den) / Int128(divisor)))
  }

  /// The nearest `Double`.
  public var doubleValue: Double { Double(num) / Double(den) }

  /// Whether the value is zero.
  public var isZero: Bool { num == 0 }

  /// The fraction turned over: a frame rate's frame duration. Zero stays zero.
  public var inverse: Rational { Rational(den, num) }
}

extension Rational: Comparable, Hashable {
  /// Whether both have the same value, in whatever terms: `50/2 == 25/1`.
  public static func == (a: Rational, b: Rational) -> Bool {
    Int128(a.num) * Int128(b.den) == Int128(b.num) * Int128(a.den)
  }

  /// Exact order, by full-width multiplication.
  public static func < (a: Rational, b: Rational) -> Bool {
    Int128(a.num) * Int128(b.den) < Int128(b.num) * Int128(a.den)
  }

  /// Hashes the value in lowest terms.
  public func hash(into hasher: inout Hasher) {
    let lowest = reduced
    hasher.combine(lowest.num)
    hasher.combine(lowest.den)
  }
}

extension Rational: CustomStringConvertible {
  /// The fraction as `num/den`.
  public var description: String { "\(num)/\(den)" }
}

/// Euclid's algorithm; the divisor of two zeros is zero. Works in 64 bits as soon as both fit.
func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
  var (a, b) = (a, b)
  while b != 0 {
    if let small = UInt64(exactly: a), let other = UInt64(exactly: b) {
      var (c, d) = (small, other)
      while d != 0 { (c, d) = (d, c % d) }
      return UInt128(c)
    }
    (a, b) = (b, a % b)
  }
  return a
}
