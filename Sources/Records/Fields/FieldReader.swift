/// Reads values from the JSON text of one line, which it owns for that time.
///
/// An object's fields are led past the reader in declared order. The key that comes next in the text is
/// tried against each, so a record in declared order takes one pass; one in another order takes more.
public struct FieldReader: FieldVisitor {
  /// What reading throws.
  public typealias Failure = RecordError

  /// How deep objects and lists may be nested.
  public static let deepest = 128

  /// Where the reader stands in one object.
  struct ObjectState {
    /// The bytes of the key that waits for its field, without quotes; -1 where the object is at its end.
    var keyStart = -1
    var keyEnd = -1
    /// Whether the key has escapes and stands, without them, in `escapedKey`.
    var isKeyEscaped = false
    /// Whether the object is a record, whose `type` has been read already.
    var isRecord = false
    /// The field of this pass, counted from 0, and those found so far, a bit each.
    var index = 0
    var seen: UInt64 = 0
    /// How many fields were found.
    var matched = 0
  }

  let bytes: [UInt8]
  /// The byte to be read next.
  var position = 0
  var depth = 0
  var object = ObjectState()
  var escapedKey: [UInt8] = []

  /// Takes the bytes of one line.
  /// - Throws: ``RecordError`` where they are not UTF-8.
  init(_ bytes: [UInt8]) throws(RecordError) {
    self.bytes = bytes
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      let offset = error.byteOffsets.lowerBound
      throw RecordError(
        cause: .encoding, offset: offset, expected: "UTF-8 text",
        found: "the byte 0x" + String(bytes[offset], radix: 16))
    }
  }

  /// Reads a field's value where its key is the one that comes next. Null counts as absent.
  @inline(__always)
  public mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String, required: Bool
  ) throws(RecordError) {
    let index = object.index
    object.index += 1
    guard object.keyStart >= 0, isNext(key) else { return }
    try readMatched(key, &value, index: index)
  }

  private mutating func readMatched<Value: FieldValue>(
    _ key: String, _ value: inout Value, index: Int
  ) throws(RecordError) {
    object.matched += 1
    do throws(RecordError) {
      if try !readNull() {
        object.seen |= 1 &<< UInt64(truncatingIfNeeded: index)
        try value.read(from: &self)
      } else if Value.blank.isAbsent {
        value = Value.blank
      }
    } catch {
      throw error.inside(key)
    }
    try advance()
  }

  /// Whether `key` is the one that comes next.
  @inline(__always)
  private func isNext(_ key: String) -> Bool {
    let utf8 = key.utf8
    if object.isKeyEscaped { return escapedKey.elementsEqual(utf8) }
    guard utf8.count == object.keyEnd - object.keyStart else { return false }
    var index = object.keyStart
    for byte in utf8 {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }
}

// MARK: - Tokens

extension FieldReader {
  /// The next byte; zero, which no token starts with, at the end.
  @inline(__always)
  var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  @inline(__always)
  mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return }
      position += 1
    }
  }

  /// Passes over one byte and the space behind it.
  @inline(__always)
  mutating func take(_ byte: UInt8, _ name: StaticString) throws(RecordError) {
    guard next == byte else { throw expected("\(name)", .syntax) }
    position += 1
    skipSpace()
  }

  /// Passes over a word such as `true`.
  mutating func takeWord(_ word: String) throws(RecordError) {
    let start = position
    for byte in word.utf8 {
      guard next == byte else { throw expected(word, .syntax, at: start) }
      position += 1
    }
  }

  /// Passes over null where it comes next.
  @inline(__always)
  mutating func readNull() throws(RecordError) -> Bool {
    guard next == UInt8(ascii: "n") else { return false }
    try takeWord("null")
    return true
  }

  /// Reads `true` or `false`.
  mutating func readBool() throws(RecordError) -> Bool {
    switch next {
    case UInt8(ascii: "t"):
      try takeWord("true")
      return true
    case UInt8(ascii: "f"):
      try takeWord("false")
      return false
    default:
      throw expected("true or false")
    }
  }

  /// Enters an object or a list.
  mutating func descend() throws(RecordError) {
    depth += 1
    guard depth <= Self.deepest else {
      throw expected("at most \(Self.deepest) levels of nesting", .depth)
    }
    position += 1
    skipSpace()
  }

  /// Leaves an object or a list.
  mutating func ascend() {
    depth -= 1
    position += 1
  }

  /// The error for a place, by default the next byte. Text that ends there is a fault of syntax.
  @inline(never)
  func expected(
    _ what: String, _ cause: RecordError.Cause = .mismatch, at place: Int? = nil
  ) -> RecordError {
    let offset = place ?? position
    guard offset < bytes.count else {
      return RecordError(cause: .syntax, offset: offset, expected: what, found: "the end of the line")
    }
    var end = offset + 1
    while end < bytes.count, end < offset + 24, !Self.endsExcerpt(bytes[end]) { end += 1 }
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let excerpt = String(decoding: bytes[offset..<end], as: UTF8.self)
    return RecordError(cause: cause, offset: offset, expected: what, found: "\u{60}\(excerpt)\u{60}")
  }

  private static func endsExcerpt(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }
}
