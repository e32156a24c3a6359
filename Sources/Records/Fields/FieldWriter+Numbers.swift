extension FieldWriter {
  /// Writes an integer.
  mutating func write(_ value: Int64) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    write(digits: value.magnitude, atLeast: 1)
  }

  /// Writes the shortest text that reads back as `value`, without a needless `.0`; null where it is
  /// not finite.
  ///
  /// A value of up to six decimals and fifteen digits is such a text by itself: `n / 10^6` is rounded
  /// once, as a reader does it (Clinger, "How to read floating point numbers accurately", 1990).
  mutating func write(_ value: Double) {
    let magnitude = value.magnitude
    if magnitude < 1e9 {
      let scaled = Int64(magnitude * 1e6 + 0.5)
      if Double(scaled) / 1e6 == magnitude {
        if value.sign == .minus { bytes.append(UInt8(ascii: "-")) }
        write(UInt64(truncatingIfNeeded: scaled), decimals: 6)
        return
      }
    }
    guard value.isFinite else { return append("null") }
    write(description: value.description)
  }

  /// Writes the shortest text that reads back as `value`, without a needless `.0`; null where it is
  /// not finite. Texts of up to six digits differ in value, so the first that fits is the shortest.
  mutating func write(_ value: Float) {
    let magnitude = Double(value.magnitude)
    if magnitude < 9_999 {
      let hundredths = Int64(magnitude * 1e2 + 0.5)
      if Float(Double(hundredths) / 1e2) == value.magnitude {
        return write(isNegative: value.sign == .minus, hundredths, decimals: 2)
      }
      if magnitude < 99 {
        let scaled = Int64(magnitude * 1e4 + 0.5)
        if Float(Double(scaled) / 1e4) == value.magnitude {
          return write(isNegative: value.sign == .minus, scaled, decimals: 4)
        }
      }
      if magnitude < 0.999 {
        let millionths = Int64(magnitude * 1e6 + 0.5)
        if Float(Double(millionths) / 1e6) == value.magnitude {
          return write(isNegative: value.sign == .minus, millionths, decimals: 6)
        }
      }
    }
    guard value.isFinite else { return append("null") }
    write(description: value.description)
  }

  private mutating func write(isNegative: Bool, _ value: Int64, decimals: Int) {
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    write(UInt64(truncatingIfNeeded: value), decimals: decimals)
  }

  /// Writes `value / 10^decimals` without zeros at the end.
  private mutating func write(_ value: UInt64, decimals: Int) {
    var decimals = decimals
    var divisor: UInt64 = 1
    for _ in 0..<decimals { divisor *= 10 }
    let (whole, rest) = value.quotientAndRemainder(dividingBy: divisor)
    write(digits: whole, atLeast: 1)
    guard rest != 0 else { return }
    var fraction = rest
    while true {
      let (quotient, digit) = fraction.quotientAndRemainder(dividingBy: 10)
      if digit != 0 { break }
      fraction = quotient
      decimals -= 1
    }
    bytes.append(UInt8(ascii: "."))
    write(digits: fraction, atLeast: decimals)
  }

  /// Writes decimal digits, with zeros in front up to a count.
  private mutating func write(digits value: UInt64, atLeast count: Int) {
    if value < 10, count == 1 {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value))
      return
    }
    var length = 1
    var limit: UInt64 = 10
    while length < 20, value >= limit {
      length += 1
      let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
      limit = overflow ? .max : next
      if overflow { break }
    }
    if length == 19, value >= 10_000_000_000_000_000_000 { length = 20 }
    length = max(length, count)
    for _ in 0..<length { bytes.append(UInt8(ascii: "0")) }
    var rest = value
    var index = bytes.count - 1
    while rest > 0 {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
      rest = quotient
      index -= 1
    }
  }

  /// Writes Swift's own shortest text, which is JSON but for a needless `.0`.
  @inline(never)
  private mutating func write(description text: String) {
    append(text)
    let count = bytes.count
    if bytes[count - 1] == UInt8(ascii: "0"), bytes[count - 2] == UInt8(ascii: ".") {
      bytes.removeLast(2)
    }
  }
}
