import Media

/// Calls into the C headers over the engines: they answer with nil or a negative number, and a text.
enum CText {
  /// The pointer that `body` returns.
  /// - Throws: MediaError with the text that `body` left where it returns nil.
  static func call<P>(
    _ operation: String, _ subject: String, size: Int32, _ body: (UnsafeMutablePointer<CChar>) -> P?
  ) throws -> P {
    try withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(size)) { text in
      text.initialize(repeating: 0)
      guard let base = text.baseAddress, let value = body(base) else {
        throw MediaError(operation, subject, cause: oneLine(String(cString: Array(text))))
      }
      return value
    }
  }

  /// - Throws: MediaError with the text that `body` left where it returns a negative number.
  static func check(
    _ operation: String, _ subject: String, size: Int32, _ body: (UnsafeMutablePointer<CChar>) -> Int32
  ) throws {
    _ = try call(operation, subject, size: size) { body($0) < 0 ? nil : true }
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
