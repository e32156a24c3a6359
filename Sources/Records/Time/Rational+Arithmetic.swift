extension Rational {
  /// The sum in lowest terms: exact wherever it fits, otherwise the nearest convergent (saturating).
  public static func + (a: Rational, b: Rational) -> Rational {
    Rational(
      nearest: Int128(a.num) * Int128(b.den) + Int128(b.num) * Int128(a.den),
      Int128(a.den) * Int128(b.den))
  }

  /// The difference in lowest terms: exact wherever it fits, otherwise the nearest convergent (saturating).
  public static func - (a: Rational, b: Rational) -> Rational {
    Rational(
      nearest: Int128(a.num) * Int128(b.den) - Int128(b.num) * Int128(a.den),
      Int128(a.den) * Int128(b.den))
  }

  /// The product in lowest terms: exact wherever it fits, otherwise the nearest convergent (saturating).
  public static func * (a: Rational, b: Rational) -> Rational {
    Rational(nearest: Int128(a.num) * Int128(b.num), Int128(a.den) * Int128(b.den))
  }

  /// The quotient in lowest terms: exact wherever it fits, otherwise the nearest convergent (saturating).
  ///
  /// Dividing by zero gives zero, as ``init(_:_:)`` does for a denominator of zero.
  public static func / (a: Rational, b: Rational) -> Rational {
    guard b.num != 0 else { return .zero }
    let sign: Int128 = b.num < 0 ? -1 : 1
    return Rational(
      nearest: sign * Int128(a.num) * Int128(b.den), sign * Int128(a.den) * Int128(b.num))
  }

  /// The value with its sign changed.
  public static prefix func - (a: Rational) -> Rational {
    a.num == .min ? Rational(nearest: -Int128(a.num), Int128(a.den)) : Rational(-a.num, a.den)
  }
}
