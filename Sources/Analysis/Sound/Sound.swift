import Glibc

/// Levels and numbers as they are told.
enum Sound {
  /// The lowest level that is told in dBFS; it stands for silence too.
  static let lowestLevel = -120.0

  /// A magnitude (1 at full scale) in dBFS, not below the lowest level.
  static func decibels(_ magnitude: Double) -> Double {
    magnitude > 0 ? max(20 * log10(magnitude), lowestLevel) : lowestLevel
  }

  /// Rounds to a number of decimals; never gives a negative zero.
  static func rounded(_ value: Double, _ decimals: Int) -> Double {
    let scale = pow(10, Double(decimals))
    return (value * scale).rounded() / scale + 0
  }

  /// A number with this many decimals, as text.
  static func text(_ value: Double, _ decimals: Int) -> String {
    let scaled = (abs(value) * pow(10, Double(decimals))).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    var digits = String(Int64(scaled))
    guard decimals > 0 else { return sign + digits }
    while digits.count <= decimals { digits = "0" + digits }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }
}
