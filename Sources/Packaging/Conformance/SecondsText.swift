/// Measured numbers as text, the same on every machine.
enum SecondsText {
  /// Seconds with at most three decimals and the unit.
  static func text(_ seconds: Double) -> String { number(seconds, 3) + " s" }

  /// A number with at most so many decimals.
  static func number(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    var scale: Int64 = 1
    for _ in 0..<decimals { scale *= 10 }
    let count = Int64((value * Double(scale)).rounded())
    let (whole, rest) = (count.magnitude / scale.magnitude, count.magnitude % scale.magnitude)
    var text = (count < 0 ? "-" : "") + "\(whole)"
    if rest > 0 {
      var fraction = DecimalText.padded(Int64(rest), to: decimals)
      while fraction.hasSuffix("0") { fraction.removeLast() }
      text += "." + fraction
    }
    return text
  }

  /// Bits a second.
  static func bitRate(_ bits: Int) -> String { "\(bits) b/s" }
}
