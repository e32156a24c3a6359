/// What went wrong while one of the packager's formats was read or written.
///
/// It always names the operation, its subject, the cause and what to try.
public struct PackagingFormatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was being done, as a verb phrase: "parse the ladder".
  public let operation: String
  /// What it was being done to: a file, a line, a value.
  public let subject: String
  /// Why it failed.
  public let cause: String
  /// What to try.
  public let hint: String

  /// Creates an error from its four parts.
  public init(operation: String, subject: String, cause: String, hint: String) {
    self.operation = operation
    self.subject = subject
    self.cause = cause
    self.hint = hint
  }

  /// The whole message on one line.
  public var description: String {
    "cannot \(operation) (\(subject)): \(cause); \(hint)"
  }
}
