/// Why tracks cannot be read or scored.
public struct TrackDataError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was being done, as an infinitive.
  public var operation: String
  /// To what: a file, a sequence.
  public var subject: String
  /// The line, counted from 1, where the fault is in one.
  public var line: Int?
  /// Why it failed.
  public var cause: String
  /// What to try, where something is known to help.
  public var hint: String?

  /// Makes an error from its parts.
  public init(_ operation: String, _ subject: String, line: Int? = nil, cause: String, hint: String? = nil) {
    self.operation = operation
    self.subject = subject
    self.line = line
    self.cause = cause
    self.hint = hint
  }

  /// One line: "cannot OPERATION SUBJECT, line LINE: CAUSE (HINT)".
  public var description: String {
    "cannot \(operation) \(subject)" + (line.map { ", line \($0)" } ?? "") + ": \(cause)"
      + (hint.map { " (\($0))" } ?? "")
  }
}
