/// What a policy wants of one value.
indirect enum Demand: Sendable, Equatable {
  /// That number, or one that rounds to it as it was written.
  case equals(Double, rounding: Double)
  /// Another number.
  case differs(Double, rounding: Double)
  /// Less, or up to that number where `orEqual`.
  case below(Double, orEqual: Bool)
  /// More, or that number and up where `orEqual`.
  case above(Double, orEqual: Bool)
  /// Not further than `tolerance` from `center`.
  case near(center: Double, tolerance: Double)
  /// From the first to the second, both included.
  case between(Double, Double)
  /// That text, in capitals or not.
  case text(String)
  /// Any other text.
  case otherText(String)
  /// A text of which a part matches that regular expression.
  case pattern(String)
  /// That truth value.
  case bool(Bool)
  /// One of these.
  case anyOf([Demand])
  /// Any value.
  case present
  /// No value.
  case absent

  /// Whether a value meets the demand; `nil` is no value.
  func holds(_ value: JSONTree?) -> Bool {
    guard let value, value != .null else {
      if case .anyOf(let demands) = self { return demands.contains { $0.holds(nil) } }
      return self == .absent
    }
    switch (self, value) {
    case (.present, _): return true
    case (.absent, _): return false
    case (.anyOf(let demands), _): return demands.contains { $0.holds(value) }
    case (.bool(let wanted), .bool(let found)): return wanted == found
    case (.text(let wanted), .text(let found)): return wanted.lowercased() == found.lowercased()
    case (.otherText(let wanted), .text(let found)): return wanted.lowercased() != found.lowercased()
    case (.pattern(let pattern), .text(let found)):
      return (try? Regex(pattern).ignoresCase().firstMatch(in: found)) != nil
    case (_, .number(let found)): return holds(found)
    // Two integers are a fraction: a pixel's aspect.
    case (_, .list(let parts)):
      guard parts.count == 2, case .number(let over) = parts[0], case .number(let under) = parts[1] else {
        return false
      }
      return holds(over / under)
    default: return false
    }
  }

  private func holds(_ value: Double) -> Bool {
    guard !value.isNaN else { return false }
    // What decimal fractions lose in binary does not count.
    let slack = 1e-9 * max(1, abs(value))
    switch self {
    case .equals(let wanted, let rounding): return abs(value - wanted) <= rounding + slack
    case .differs(let wanted, let rounding): return abs(value - wanted) > rounding + slack
    case .below(let bound, let orEqual): return orEqual ? value <= bound + slack : value < bound
    case .above(let bound, let orEqual): return orEqual ? value >= bound - slack : value > bound
    case .near(let center, let tolerance): return abs(value - center) <= tolerance + slack
    case .between(let low, let high): return value >= low - slack && value <= high + slack
    default: return false
    }
  }

  /// Whether the value may be missing.
  var allowsNothing: Bool { holds(nil) }

  /// Whether the demand can be made of whole sections and lists.
  var isAboutPresence: Bool { self == .present || self == .absent }

  /// On which side of the demand a number lies: -1 too low, 1 too high, 0 neither or unknown.
  func side(of value: Double) -> Int {
    switch self {
    case .below: value > 0 || !holds(value) ? 1 : 0
    case .above: -1
    case .near(let center, _), .equals(let center, _): value < center ? -1 : 1
    case .between(let low, _): value < low ? -1 : 1
    default: 0
    }
  }

  /// The demand in words: `< 2 s`, `-23 ± 0.5 LUFS`, `one of h264, hevc`.
  func text(_ unit: SummaryUnit) -> String {
    func number(_ value: Double) -> String { unit.text(value, digits: 6) }
    switch self {
    case .equals(let value, _): return number(value)
    case .differs(let value, _): return "not " + number(value)
    case .below(let bound, let orEqual): return (orEqual ? "\u{2264} " : "< ") + number(bound)
    case .above(let bound, let orEqual): return (orEqual ? "\u{2265} " : "> ") + number(bound)
    case .near(let center, let tolerance):
      guard unit != .bitRate, unit != .bytes else { return number(center) + " \u{00B1} " + number(tolerance) }
      let parts = number(center).split(separator: " ", maxSplits: 1)
      let suffix = parts.count > 1 ? " " + parts[1] : ""
      let tolerance = NumberText.short(unit == .share ? tolerance * 100 : tolerance)
      return parts[0] + " \u{00B1} " + tolerance + suffix
    case .between(let low, let high):
      let (first, last) = (number(low), number(high))
      let suffix = last.split(separator: " ", maxSplits: 1).dropFirst().first.map { " " + $0 } ?? ""
      return (first.hasSuffix(suffix) ? String(first.dropLast(suffix.count)) : first) + " to " + last
    case .text(let text): return text
    case .otherText(let text): return "not " + text
    case .pattern(let pattern): return "/" + pattern + "/"
    case .bool(let value): return value ? "true" : "false"
    case .anyOf(let demands): return "one of " + demands.map { $0.text(unit) }.joined(separator: ", ")
    case .present: return "present"
    case .absent: return "absent"
    }
  }
}
