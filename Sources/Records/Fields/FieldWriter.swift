/// Writes values as JSON text to bytes that it owns.
public struct FieldWriter: FieldVisitor, Sendable {
  /// Writing cannot fail.
  public typealias Failure = Never

  /// What has been written.
  var bytes: [UInt8] = []

  init() {}

  /// Writes a field's key and value; nothing where the value is absent.
  @inline(__always)
  public mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String, required: Bool
  ) {
    if value.isAbsent { return }
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: key.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    value.write(to: &self)
  }

  /// Opens an object.
  mutating func beginObject() {
    bytes.append(UInt8(ascii: "{"))
  }

  /// Closes an object after the members that this version does not know.
  mutating func endObject(_ extra: ExtraFields) {
    if !extra.isEmpty {
      separate()
      bytes.append(contentsOf: extra.bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Writes the comma before a member, but for the first of an object.
  @inline(__always)
  mutating func separate() {
    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
  }

  /// Appends one byte as it is.
  @inline(__always)
  mutating func append(byte: UInt8) {
    bytes.append(byte)
  }

  /// Appends text as it is.
  @inline(__always)
  mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes a text in quotes. Most texts need no escape, so they are copied whole and then looked at.
  mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    var index = start
    while index < bytes.count {
      if Self.needsEscape(bytes[index]) {
        bytes.removeSubrange(index...)
        writeEscaped(text.utf8.dropFirst(index - start))
        break
      }
      index += 1
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether JSON has a byte escaped: the quote, the backslash and control characters (RFC 8259, section 7).
  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
  }

  private mutating func writeEscaped(_ text: Substring.UTF8View) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0C: append("\\f")
      case 0x0D: append("\\r")
      case 0..<0x20, 0x7F:
        append("\\u00")
        bytes.append(Self.hexDigit(byte >> 4))
        bytes.append(Self.hexDigit(byte & 15))
      default: bytes.append(byte)
      }
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
