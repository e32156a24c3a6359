/// A length of time as it is written on the command line, kept exactly.
public struct Seconds: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The length in seconds.
  public let value: Rational

  /// Makes a length from an exact count of seconds.
  public init(_ value: Rational) {
    self.value = value
  }

  /// Reads `2`, `1.5`, `01:30.25` (minutes and seconds) or `00:01:30` (hours, minutes and seconds).
  ///
  /// Only the last part takes decimals, nine at the most. After a colon, minutes and seconds stay below 60.
  /// - Throws: ``SecondsError`` with the text and what is wrong with it.
  public init(parsing text: String) throws(SecondsError) {
    guard !text.isEmpty else { throw SecondsError(text: text, problem: .empty) }
    if text.hasPrefix("-") { throw SecondsError(text: text, problem: .negative) }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 3 else { throw SecondsError(text: text, problem: .notATime) }
    var total = Rational.zero
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      guard let value = Self.part(part, takesDecimals: isLast) else {
        throw SecondsError(text: text, problem: .notATime)
      }
      if index > 0, value >= Rational(60) { throw SecondsError(text: text, problem: .partTooLarge) }
      total = total * Rational(60) + value
    }
    guard total <= Self.longest else { throw SecondsError(text: text, problem: .tooLong) }
    self.value = total
  }

  /// Shorter first.
  public static func < (a: Seconds, b: Seconds) -> Bool { a.value < b.value }

  /// The length as the nearest `Double`.
  public var doubleValue: Double { value.doubleValue }

  /// The length in seconds, such as `90.25`.
  public var description: String {
    value.reduced.den == 1 ? "\(value.reduced.num)" : "\(doubleValue)"
  }

  /// A century; nothing that is meant is longer, and sums of lengths stay exact.
  private static let longest = Rational(3_155_760_000)

  /// One part between colons: digits, with a decimal point where that is allowed.
  private static func part(_ text: Substring, takesDecimals: Bool) -> Rational? {
    guard let first = text.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else {
      return nil
    }
    if let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) {
      let decimals = text.utf8.distance(from: point, to: text.utf8.endIndex) - 1
      guard takesDecimals, (1...9).contains(decimals), text.utf8.count <= 18 else { return nil }
    }
    return Rational(decimal: text)
  }
}

/// Why a text is not a length of time.
public struct SecondsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The ways in which a text fails to be a length of time.
  public enum Problem: Sendable, Equatable {
    /// There is no text.
    case empty
    /// The length is below zero.
    case negative
    /// The text has none of the forms.
    case notATime
    /// Minutes or seconds after a colon are 60 or more.
    case partTooLarge
    /// The length is over a hundred years.
    case tooLong
  }

  /// The text that was read.
  public let text: String
  /// What is wrong with it.
  public let problem: Problem

  /// Makes the error for `text`.
  public init(text: String, problem: Problem) {
    self.text = text
    self.problem = problem
  }

  /// What was being read, why it failed and what to write instead.
  public var description: String {
    let cause =
      switch problem {
      case .empty: "it is empty"
      case .negative: "it is negative"
      case .notATime: "it is not a number of seconds"
      case .partTooLarge: "minutes and seconds after a colon go from 0 to 59"
      case .tooLong: "it is longer than a hundred years"
      }
    return "cannot read the time \"\(text)\": \(cause); write seconds such as 2 or 1.5, or 00:01:30"
  }
}
