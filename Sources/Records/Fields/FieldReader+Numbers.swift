extension FieldReader {
  /// The parts of a number as they were written.
  struct Number {
    /// The first digits as an integer, as many as fit.
    var digits: UInt64 = 0
    /// The power of ten that the digits are multiplied by.
    var exponent = 0
    var isNegative = false
    /// Whether the number has neither decimals nor an exponent.
    var isInteger = true
    /// Whether `digits` holds all digits.
    var isWhole = true
    var start = 0
  }

  /// Passes over a number and checks its syntax (RFC 8259, section 6).
  @inline(__always)
  mutating func scanNumber() throws(RecordError) -> Number {
    var number = Number()
    number.start = position
    if next == UInt8(ascii: "-") {
      number.isNegative = true
      position += 1
    }
    if next == UInt8(ascii: "0") {
      position += 1
      if isDigit { throw expected("a number without a zero in front", .syntax, at: number.start) }
    } else {
      guard isDigit else { throw expected("a number", at: number.start) }
      while isDigit { takeDigit(&number, isDecimal: false) }
    }
    if next == UInt8(ascii: ".") {
      number.isInteger = false
      position += 1
      guard isDigit else { throw expected("a digit after the point", .syntax) }
      while isDigit { takeDigit(&number, isDecimal: true) }
    }
    if next | 0x20 == UInt8(ascii: "e") { try scanExponent(&number) }
    return number
  }

  @inline(__always)
  private var isDigit: Bool { next &- UInt8(ascii: "0") < 10 }

  @inline(__always)
  private mutating func takeDigit(_ number: inout Number, isDecimal: Bool) {
    let digit = UInt64(next &- UInt8(ascii: "0"))
    if number.digits < 1_000_000_000_000_000_000, number.isWhole {
      number.digits = number.digits * 10 + digit
      if isDecimal { number.exponent -= 1 }
    } else {
      let (shifted, overflow) = number.digits.multipliedReportingOverflow(by: 10)
      let (sum, carry) = shifted.addingReportingOverflow(digit)
      if number.isWhole, !overflow, !carry {
        number.digits = sum
        if isDecimal { number.exponent -= 1 }
      } else {
        number.isWhole = false
      }
    }
    position += 1
  }

  @inline(never)
  private mutating func scanExponent(_ number: inout Number) throws(RecordError) {
    number.isInteger = false
    position += 1
    let isNegative = next == UInt8(ascii: "-")
    if isNegative || next == UInt8(ascii: "+") { position += 1 }
    guard isDigit else { throw expected("a digit in the exponent", .syntax) }
    var exponent = 0
    while isDigit {
      if exponent < 100_000 { exponent = exponent * 10 + Int(next &- UInt8(ascii: "0")) }
      position += 1
    }
    number.exponent += isNegative ? -exponent : exponent
  }

  /// Reads an integer of 64 bits; `12.0` and `1e3` count as integers.
  mutating func readInteger() throws(RecordError) -> Int64 {
    guard isDigit || next == UInt8(ascii: "-") else { throw expected("an integer") }
    let number = try scanNumber()
    if number.isInteger, number.isWhole {
      if !number.isNegative, let value = Int64(exactly: number.digits) { return value }
      if number.isNegative, number.digits <= Int64.min.magnitude {
        return Int64(truncatingIfNeeded: 0 &- number.digits)
      }
    } else if !number.isInteger {
      let value = try double(number)
      // Not `rounded()` or `Int64(exactly:)`: they call libm, which this module does without.
      if value >= -0x1p63, value < 0x1p63 {
        guard Double(Int64(value)) == value else { throw expected("an integer", at: number.start) }
        return Int64(value)
      }
    }
    throw expected("an integer of at most 64 bits", .range, at: number.start)
  }

  /// Reads a number, correctly rounded.
  mutating func readDouble() throws(RecordError) -> Double {
    guard isDigit || next == UInt8(ascii: "-") else { throw expected("a number") }
    let number = try scanNumber()
    return try double(number)
  }

  /// Reads a number, correctly rounded to 32 bits.
  mutating func readFloat() throws(RecordError) -> Float {
    guard isDigit || next == UInt8(ascii: "-") else { throw expected("a number") }
    let number = try scanNumber()
    let value = try double(number)
    // Rounding twice differs from rounding once only where the first stops halfway between two floats.
    let isHalfway = value.bitPattern & 0x1FFF_FFFF == 0x1000_0000
    let isTiny = value != 0 && value.magnitude < Double(Float.leastNormalMagnitude)
    guard isHalfway || isTiny else { return try finite(Float(value), number) }
    return try finite(Float(text(of: number)) ?? Float(value), number)
  }

  /// The value of a number: by one exact operation where digits and power are exact (Clinger's fast
  /// path), otherwise by the standard library.
  @inline(__always)
  private func double(_ number: Number) throws(RecordError) -> Double {
    if number.isWhole, number.digits <= 1 << 53, number.exponent >= -22, number.exponent <= 22 {
      let digits = Double(number.digits)
      let value =
        number.exponent < 0
        ? digits / powersOfTen[-number.exponent] : digits * powersOfTen[number.exponent]
      return number.isNegative ? -value : value
    }
    return try finite(Double(text(of: number)) ?? .infinity, number)
  }

  @inline(never)
  private func text(of number: Number) -> String {
    String(decoding: bytes[number.start..<position], as: UTF8.self)
  }

  @inline(__always)
  private func finite<Value: BinaryFloatingPoint>(
    _ value: Value, _ number: Number
  ) throws(RecordError) -> Value {
    guard value.isFinite else {
      throw expected("a number in the range of floating point", .range, at: number.start)
    }
    return value
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]
