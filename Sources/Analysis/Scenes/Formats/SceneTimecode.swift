import Records

/// A count of frames as SMPTE timecode (SMPTE ST 12-1), with drop-frame counting at 29.97 and 59.94 frames a second.
struct SceneTimecode: Sendable, Equatable {
  /// Frames that a second counts: 30 for 29.97.
  let base: Int
  /// Whether the first numbers of a minute are left out, except every tenth.
  let isDropFrame: Bool

  /// Timecode for a frame rate.
  init(_ rate: Rational) {
    let value = rate.doubleValue
    let usable = value.isFinite && value > 0 ? value : 25
    base = max(1, Int(usable.rounded()))
    isDropFrame = rate.den == 1001 && (base == 30 || base == 60)
  }

  /// The timecode of a frame: hours, minutes, seconds and frames; a semicolon before the frames of drop-frame.
  func text(_ frame: Int) -> String {
    var number = max(0, frame)
    if isDropFrame {
      let dropped = base / 15
      let perMinute = base * 60 - dropped
      let perTen = perMinute * 10 + dropped
      let (tens, rest) = (number / perTen, number % perTen)
      number += tens * dropped * 9
      if rest >= dropped { number += (rest - dropped) / perMinute * dropped }
    }
    let (seconds, frames) = (number / base, number % base)
    let separator = isDropFrame ? ";" : ":"
    return "\((seconds / 3600).padded(2)):\((seconds / 60 % 60).padded(2)):\((seconds % 60).padded(2))"
      + separator + frames.padded(base > 100 ? 3 : 2)
  }
}

extension Int {
  /// At least so many digits.
  func padded(_ digits: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(0, digits - text.utf8.count)) + text
  }
}

extension Double {
  /// The number with a fixed count of decimals, 9 at most.
  func decimals(_ count: Int) -> String {
    guard isFinite, abs(self) < 1e12 else { return "0" }
    let scale = (0..<count).reduce(1) { product, _ in product * 10 }
    // Counted apart, so that large numbers keep all their decimals.
    let whole = abs(self).rounded(.towardZero)
    var (units, parts) = (Int(whole), Int(((abs(self) - whole) * Double(scale)).rounded()))
    if parts >= scale { (units, parts) = (units + 1, 0) }
    let sign = self < 0 && (units > 0 || parts > 0) ? "-" : ""
    return count == 0 ? sign + String(units) : sign + "\(units)." + parts.padded(count)
  }
}
