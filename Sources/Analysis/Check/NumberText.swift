/// Numbers as people read them.
enum NumberText {
  /// A number with at most `decimals` decimals, trailing zeros left out: `1.92`, `-17.3`, `24`.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "-infinity" : "infinity" }
    let decimals = max(0, min(15, decimals))
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let digits = Int64(scaled)
    let unit = Int64(scale)
    var text = (value < 0 && digits > 0 ? "-" : "") + "\(digits / unit)"
    let fraction = digits % unit
    guard fraction > 0 else { return text }
    let padded = String(repeating: "0", count: decimals - "\(fraction)".count) + "\(fraction)"
    text += "." + padded.reversed().drop { $0 == "0" }.reversed()
    return text
  }

  /// A number with at least `digits` significant digits, and all those before the decimal point.
  static func short(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, decimals: 0) }
    var decimals = digits - 1
    var size = abs(value)
    while size >= 10, decimals > 0 {
      size /= 10
      decimals -= 1
    }
    while size < 1, decimals < 12 {
      size *= 10
      decimals += 1
    }
    return fixed(value, decimals: decimals)
  }

  /// A number with the prefix that suits its size: `4.2 M`, `850 k`, `12`.
  static func prefixed(_ value: Double, digits: Int = 4) -> String {
    let size = abs(value)
    let (divisor, prefix) =
      size >= 1e9 ? (1e9, "G") : size >= 1e6 ? (1e6, "M") : size >= 1e3 ? (1e3, "k") : (1, "")
    return short(value / divisor, digits: digits) + " " + prefix
  }

  /// A moment or a length: `12.5` seconds as `0:12.5`, with hours where there are any.
  static func clock(_ seconds: Double, decimals: Int = 1) -> String {
    guard seconds.isFinite, abs(seconds) < 1e9 else { return "?" }
    var scale: Int64 = 1
    for _ in 0..<decimals { scale *= 10 }
    let units = Int64((abs(seconds) * Double(scale)).rounded())
    let whole = units / scale
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let hours = whole / 3600
    var text = hours > 0 ? "\(hours):" + two(whole / 60 % 60) : "\(whole / 60)"
    text += ":" + two(whole % 60)
    if decimals > 0 {
      let fraction = "\(units % scale)"
      text += "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
    return (seconds < 0 && units > 0 ? "-" : "") + text
  }
}
