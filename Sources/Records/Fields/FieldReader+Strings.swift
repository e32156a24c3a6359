extension FieldReader {
  /// Reads a text.
  /// - Throws: ``RecordError`` for something else, a bad escape, or a text that does not end.
  mutating func readString() throws(RecordError) -> String {
    guard next == UInt8(ascii: "\"") else { throw expected("a text") }
    let start = position + 1
    if try skipString() { return try unescaped(start..<(position - 1)) }
    return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
  }

  /// Passes over a text and says whether it has escapes, which are checked only roughly.
  @inline(__always)
  mutating func skipString() throws(RecordError) -> Bool {
    var hasEscape = false
    var index = position + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        return hasEscape
      }
      if byte == UInt8(ascii: "\\") {
        hasEscape = true
        index += try escapeLength(at: index)
      } else if byte < 0x20 {
        throw expected("a control character to be escaped", .syntax, at: index)
      } else {
        index += 1
      }
    }
    throw expected("a closing quote", .syntax, at: bytes.count)
  }

  /// The length of the escape at a backslash: 2, or 6 for `\uXXXX`.
  @inline(never)
  private func escapeLength(at index: Int) throws(RecordError) -> Int {
    guard index + 1 < bytes.count else { throw expected("an escape", .syntax, at: bytes.count) }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      _ = try codeUnit(at: index)
      return 6
    default:
      throw expected("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", .syntax, at: index)
    }
  }

  /// The UTF-16 code unit of the `\uXXXX` at a backslash.
  private func codeUnit(at index: Int) throws(RecordError) -> UInt32 {
    var value: UInt32 = 0
    for offset in 2..<6 {
      guard index + offset < bytes.count else {
        throw expected("four hexadecimal digits", .syntax, at: bytes.count)
      }
      let byte = bytes[index + offset]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
      default: throw expected("four hexadecimal digits after \\u", .syntax, at: index)
      }
    }
    return value
  }

  /// The text of a range that has been passed over, with its escapes resolved.
  @inline(never)
  func unescaped(_ range: Range<Int>) throws(RecordError) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\\"), index + 1 < range.upperBound else {
        text.append(byte)
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case UInt8(ascii: "u"):
        let (scalar, length) = try scalar(at: index, before: range.upperBound)
        text.append(contentsOf: String(Character(scalar)).utf8)
        index += length
        continue
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case let other: text.append(other)
      }
      index += 2
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The character of the one or two `\uXXXX` at a backslash, and their length.
  private func scalar(
    at index: Int, before end: Int
  ) throws(RecordError) -> (Unicode.Scalar, length: Int) {
    let first = try codeUnit(at: index)
    if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
    if first < 0xDC00, index + 12 <= end, bytes[index + 6] == UInt8(ascii: "\\"),
      bytes[index + 7] == UInt8(ascii: "u")
    {
      let second = try codeUnit(at: index + 6)
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return (scalar, 12)
      }
    }
    throw expected("a pair of surrogates", .encoding, at: index)
  }
}
