/// Why a line is not a record, with the place.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Cause: String, Sendable, Equatable {
    /// The text is not JSON, or was cut off.
    case syntax
    /// The bytes are not UTF-8.
    case encoding
    /// A value has another type than its key asks for.
    case mismatch
    /// A number is beyond what its key can hold.
    case range
    /// Objects and lists are nested deeper than ``FieldReader/deepest``.
    case depth
    /// A key is missing that the record cannot do without.
    case missing
    /// A line is longer than the reader takes.
    case lineTooLong
  }

  /// The kind of fault.
  public var cause: Cause
  /// The line, counted from 1, where it is known.
  public var line: Int?
  /// The byte in the line, counted from 0.
  public var offset: Int
  /// What should stand there.
  public var expected: String
  /// What stands there.
  public var found: String
  /// The keys that lead there, such as `objects.box`; empty at the top.
  public var path: String

  /// Makes the error for one place.
  public init(
    cause: Cause, line: Int? = nil, offset: Int, expected: String, found: String, path: String = ""
  ) {
    self.cause = cause
    self.line = line
    self.offset = offset
    self.expected = expected
    self.found = found
    self.path = path
  }

  /// What was being read, where, why it failed and what to try.
  public var description: String {
    let place = (line.map { "at line \($0), " } ?? "at ") + "byte \(offset)"
    let key = path.isEmpty ? "" : " for \"\(path)\""
    return "cannot read a record \(place): expected \(expected)\(key), found \(found)\(hint)"
  }

  private var hint: String {
    switch cause {
    case .syntax: "; each line must be one whole JSON object"
    case .encoding: "; write the records as UTF-8"
    case .mismatch, .missing: "; `vidproc schema` prints the keys and their types"
    case .range, .depth: ""
    case .lineTooLong: "; is the input NDJSON, with one record a line?"
    }
  }

  /// The same error, one key further out.
  func inside(_ key: String) -> RecordError {
    var copy = self
    copy.path = path.isEmpty ? key : key + "." + path
    return copy
  }

  /// The same error at a line.
  func at(line: Int?) -> RecordError {
    var copy = self
    copy.line = line ?? self.line
    return copy
  }
}
