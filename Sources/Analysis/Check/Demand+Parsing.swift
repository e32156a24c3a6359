import Records

/// Why a demand cannot be read.
struct DemandError: Error {
  /// What is wrong.
  let cause: String
  /// What to write instead.
  var hint: String?
}

extension Demand {
  /// Reads a demand on a value.
  /// - Parameters:
  ///   - text: `<2s`, `>=25`, `!=0`, `-23±1`, `1..5`, `/regular expression/`, `present`, `absent`, or the
  ///     value.
  ///   - path: the value's place, which tells what it is and what it counts in.
  /// - Throws: DemandError where the text demands what such a value cannot be.
  init(_ text: String, of path: SummaryPath) throws(DemandError) {
    switch text {
    case "present":
      self = .present
      return
    case "absent":
      self = .absent
      return
    default: break
    }
    switch path.shape {
    case .integer, .number: self = try Demand.number(text, path)
    case .tuple(.integer, let names) where names.count == 2: self = try Demand.number(text, path)
    case .boolean: self = try Demand.bool(text)
    case .string: self = try Demand.text(text, choices: nil)
    case .choice(let choices): self = try Demand.text(text, choices: choices)
    case .list, .map, .object, .tuple:
      throw DemandError(
        cause: "\(path) holds several values, and \"\(text)\" is a demand on one",
        hint: "name one of them, or write present or absent")
    }
  }

  private static func bool(_ text: String) throws(DemandError) -> Demand {
    switch text.lowercased() {
    case "true", "yes", "on": return .bool(true)
    case "false", "no", "off": return .bool(false)
    default: throw DemandError(cause: "it takes true or false, not \"\(text)\"")
    }
  }

  private static func text(_ text: String, choices: [String]?) throws(DemandError) -> Demand {
    if text.count > 2, text.first == "/", text.last == "/" {
      let pattern = String(text.dropFirst().dropLast())
      do {
        _ = try Regex(pattern)
      } catch {
        throw DemandError(cause: "\(text) is no regular expression: \(error)")
      }
      return .pattern(pattern)
    }
    let differs = text.hasPrefix("!=")
    let bare = (differs ? text.dropFirst(2) : text[...]).trimmed
    guard !bare.isEmpty else { throw DemandError(cause: "it demands an empty text") }
    if let first = bare.first, first == "<" || first == ">" {
      throw DemandError(cause: "it takes a text, and texts are neither less nor more", hint: "write the text")
    }
    if let choices, !choices.contains(bare.lowercased()) {
      throw DemandError(cause: "it is never \"\(bare)\"", hint: "it takes " + choices.joined(separator: ", "))
    }
    return differs ? .otherText(bare) : .text(bare)
  }

  private static func number(_ text: String, _ path: SummaryPath) throws(DemandError) -> Demand {
    func read(_ part: Substring, other: Substring? = nil) throws(DemandError) -> NumberToken {
      try NumberToken(part.trimmed, of: path, unitOf: other?.trimmed)
    }
    for (sign, make) in Demand.comparisons where text.hasPrefix(sign) {
      let token = try read(text.dropFirst(sign.count))
      return make(token)
    }
    for sign in ["\u{00B1}", "+/-", "+-"] {
      guard let place = text.firstRange(of: sign) else { continue }
      let (left, right) = (text[..<place.lowerBound], text[place.upperBound...])
      let center = try read(left, other: right)
      let tolerance = try read(right, other: left)
      guard tolerance.value >= 0 else { throw DemandError(cause: "a tolerance is never below 0") }
      return .near(center: center.value, tolerance: tolerance.value)
    }
    if let place = text.firstRange(of: "..") {
      let (left, right) = (text[..<place.lowerBound], text[place.upperBound...])
      let low = try read(left, other: right).value
      let high = try read(right, other: left).value
      guard low <= high else {
        throw DemandError(cause: "the range \(text) ends before it begins", hint: "write the lesser first")
      }
      return .between(low, high)
    }
    let token = try read(text[...])
    return .equals(token.value, rounding: token.rounding)
  }

  private static let comparisons: [(sign: String, make: @Sendable (NumberToken) -> Demand)] = [
    ("<=", { .below($0.value, orEqual: true) }), ("\u{2264}", { .below($0.value, orEqual: true) }),
    (">=", { .above($0.value, orEqual: true) }), ("\u{2265}", { .above($0.value, orEqual: true) }),
    ("<", { .below($0.value, orEqual: false) }), (">", { .above($0.value, orEqual: false) }),
    ("!=", { .differs($0.value, rounding: $0.rounding) }),
    ("==", { .equals($0.value, rounding: $0.rounding) }), ("=", { .equals($0.value, rounding: $0.rounding) }),
  ]
}

/// A number with its unit, as it is written in a demand: `1.5`, `800ms`, `2.5 Mb/s`, `16:9`, `24000/1001`,
/// `00:01:30`.
private struct NumberToken {
  /// The number in the unit of the value.
  let value: Double
  /// How far a value may be from it and still round to it as it was written. Whole numbers in the value's own
  /// unit are exact.
  let rounding: Double

  init(_ text: String, of path: SummaryPath, unitOf other: String?) throws(DemandError) {
    let (digits, suffix) = NumberToken.split(text)
    // The unit of -23±1 LUFS and 1..5 s stands once.
    var name = suffix
    if name.isEmpty, let other { name = NumberToken.split(other).suffix }
    var factor = 1.0
    if !name.isEmpty, !digits.isEmpty {
      guard
        let known = path.unit.factors.first(where: { $0.name == name })
          ?? path.unit.factors.first(where: { $0.name.lowercased() == name.lowercased() })
      else {
        let names = path.unit.factors.map(\.name)
        throw DemandError(
          cause: "\(path) does not count in \"\(name)\"",
          hint: names.isEmpty
            ? "write a plain number" : "write a plain number, or one in " + names.joined(separator: ", "))
      }
      factor = known.factor
    }
    guard let (number, decimals) = NumberToken.number(digits, isTime: path.unit == .seconds), number.isFinite
    else {
      throw DemandError(
        cause: "\(path) takes a number, not \"\(text)\"",
        hint: "write it as in 5, \"<5\", \"5±1\" or \"1..5\"")
    }
    value = number * factor
    let isExact = decimals == 0 && factor == 1
    var half = 0.5
    for _ in 0..<decimals { half /= 10 }
    rounding = isExact ? 1e-6 * max(1, abs(value)) : half * factor
  }

  /// A number's digits, and the letters after them.
  static func split(_ text: String) -> (digits: String, suffix: String) {
    let end = text.firstIndex { $0.isLetter || $0 == "%" } ?? text.endIndex
    // 1e6 is a number, 1e is none.
    if end != text.endIndex, text[end] == "e" || text[end] == "E",
      text[text.index(after: end)...].allSatisfy({ $0.isNumber || $0 == "-" || $0 == "+" }),
      text[text.index(after: end)...].contains(where: \.isNumber)
    {
      return (text, "")
    }
    return (text[..<end].trimmed, text[end...].trimmed)
  }

  private static func number(_ text: String, isTime: Bool) -> (value: Double, decimals: Int)? {
    guard text.allSatisfy({ "+-.0123456789eE:/_".contains($0) }) else { return nil }
    if text.contains(":"), isTime {
      return (try? Seconds(parsing: text)).map { ($0.doubleValue, 0) }
    }
    for separator: Character in ["/", ":"] where text.contains(separator) {
      let parts = text.split(separator: separator, omittingEmptySubsequences: false).map { Double($0) }
      guard parts.count == 2, let over = parts[0], let under = parts[1], under != 0 else { return nil }
      // 16:9 is written with the precision that people mean by it.
      return (over / under, separator == ":" ? 2 : 0)
    }
    let plain = text.filter { $0 != "_" }
    let decimals = plain.firstIndex(of: ".").map { plain.distance(from: $0, to: plain.endIndex) - 1 } ?? 0
    return Double(plain).map { ($0, plain.contains("e") || plain.contains("E") ? 0 : decimals) }
  }
}

extension StringProtocol {
  /// The text without spaces at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
