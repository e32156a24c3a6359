/// What becomes of the part of a tick that a coarser time base cannot hold.
public enum Rounding: Sendable, CaseIterable {
  /// To the nearest tick; a half goes away from zero (`AV_ROUND_NEAR_INF`).
  case nearest
  /// Toward negative infinity (`AV_ROUND_DOWN`).
  case down
  /// Toward positive infinity (`AV_ROUND_UP`).
  case up
  /// Toward zero (`AV_ROUND_ZERO`).
  case zero
}

/// A moment, as a count of ticks of a time base.
///
/// Moments of different time bases compare exactly: equality, order and hash go by the moment, not by
/// how it is written.
public struct Timestamp: Sendable, Comparable, Hashable {
  /// The count of ticks, from the source's own origin.
  public var ticks: Int64
  /// The length of one tick in seconds.
  public var timeBase: Rational

  /// Makes a moment of `ticks` ticks of `timeBase` seconds each.
  public init(_ ticks: Int64, _ timeBase: Rational) {
    self.ticks = ticks
    self.timeBase = timeBase
  }

  /// The moment in seconds, as the nearest `Double` or one beside it.
  public var seconds: Double {
    let (product, overflow) = ticks.multipliedReportingOverflow(by: timeBase.num)
    if !overflow { return Double(product) / Double(timeBase.den) }
    return Double(ticks) * (Double(timeBase.num) / Double(timeBase.den))
  }

  /// The same moment in another time base, rounded where that one is coarser. See ``rescale(_:from:to:rounding:)``.
  public func rescaled(to timeBase: Rational, rounding: Rounding = .nearest) -> Timestamp {
    Timestamp(rescale(ticks, from: self.timeBase, to: timeBase, rounding: rounding), timeBase)
  }

  /// Whether both are the same moment: 1 of 1/25 equals 3600 of 1/90000.
  public static func == (a: Timestamp, b: Timestamp) -> Bool {
    if a.timeBase.num == b.timeBase.num, a.timeBase.den == b.timeBase.den, a.timeBase.num != 0 {
      return a.ticks == b.ticks
    }
    return a.order(against: b) == 0
  }

  /// Exact order of moments across time bases, in full-width arithmetic.
  public static func < (a: Timestamp, b: Timestamp) -> Bool {
    a.order(against: b) < 0
  }

  /// Hashes the moment in lowest terms.
  public func hash(into hasher: inout Hasher) {
    let product = Int128(ticks) * Int128(timeBase.num)
    let den = UInt128(timeBase.den.magnitude)
    let divisor = max(1, greatestCommonDivisor(product.magnitude, den))
    hasher.combine(product < 0)
    hasher.combine(product.magnitude / divisor)
    hasher.combine(den / divisor)
  }

  /// -1, 0 or 1 as this moment is before, at or after `other`; products of up to 190 bits.
  private func order(against other: Timestamp) -> Int {
    let mine = Int128(ticks) * Int128(timeBase.num)
    let theirs = Int128(other.ticks) * Int128(other.timeBase.num)
    if mine.signum() != theirs.signum() { return mine < theirs ? -1 : 1 }
    let left = mine.magnitude.multipliedFullWidth(by: UInt128(other.timeBase.den.magnitude))
    let right = theirs.magnitude.multipliedFullWidth(by: UInt128(timeBase.den.magnitude))
    if left == right { return 0 }
    let isSmaller = (left.high, left.low) < (right.high, right.low)
    return isSmaller == (mine > 0) ? -1 : 1
  }
}

/// Expresses `value` ticks of `from` seconds in ticks of `to` seconds, like `av_rescale_q_rnd`.
///
/// The arithmetic is full-width, so no step overflows; a result beyond 64 bits saturates at
/// `Int64.min` or `Int64.max`, as does anything but zero where `to` is zero.
/// - Parameters:
///   - value: A count of ticks.
///   - from: The length of those ticks in seconds.
///   - to: The length of the wanted ticks in seconds.
///   - rounding: Where a result between two ticks goes.
public func rescale(
  _ value: Int64, from: Rational, to: Rational, rounding: Rounding = .nearest
) -> Int64 {
  if from.num == to.num, from.den == to.den, from.num != 0 { return value }
  let isNegative = (value.signum() * from.num.signum() * (to.num < 0 ? -1 : 1)) < 0
  var factor = UInt128(from.num.magnitude) * UInt128(to.den.magnitude)
  var divisor = UInt128(from.den.magnitude) * UInt128(to.num.magnitude)
  guard value != 0, factor != 0 else { return 0 }
  guard divisor != 0 else { return isNegative ? .min : .max }
  if factor > UInt128(UInt64.max) {
    let common = greatestCommonDivisor(factor, divisor)
    factor /= common
    divisor /= common
  }
  let quotient: UInt128
  let remainder: UInt128
  if factor <= UInt128(UInt64.max) {
    (quotient, remainder) = (UInt128(value.magnitude) * factor)
      .quotientAndRemainder(dividingBy: divisor)
  } else {
    let product = UInt128(value.magnitude).multipliedFullWidth(by: factor)
    guard product.high < divisor else { return isNegative ? .min : .max }
    (quotient, remainder) = divisor.dividingFullWidth(product)
  }
  let goesAway: Bool
  switch rounding {
  case .nearest: goesAway = remainder >= divisor - remainder
  case .down: goesAway = isNegative && remainder != 0
  case .up: goesAway = !isNegative && remainder != 0
  case .zero: goesAway = false
  }
  let (magnitude, overflow) = quotient.addingReportingOverflow(goesAway ? 1 : 0)
  guard !overflow, magnitude <= UInt128(Int64.max) else { return isNegative ? .min : .max }
  return isNegative ? -Int64(magnitude) : Int64(magnitude)
}
