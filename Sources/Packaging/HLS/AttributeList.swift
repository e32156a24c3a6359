/// An attribute list under construction (RFC 8216 section 4.2).
struct AttributeListWriter {
  private var parts: [String] = []

  mutating func add(_ name: String, _ value: String) { parts.append("\(name)=\(value)") }

  /// Adds a quoted string; what a quoted string cannot hold is replaced, a quote by an apostrophe.
  mutating func addQuoted(_ name: String, _ value: String) {
    let safe = String(
      String.UnicodeScalarView(
        value.unicodeScalars.map { scalar in
          if scalar == "\"" { return "'" }
          return scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
        }))
    parts.append("\(name)=\"\(safe)\"")
  }

  mutating func addURI(_ uri: String) { addQuoted("URI", PlaylistURI.escaped(uri)) }

  var text: String { parts.joined(separator: ",") }
}

/// The attributes of one tag, as read.
struct AttributeList {
  private let values: [String: (text: String, quoted: Bool)]
  private let lines: PlaylistLines

  /// Parses `NAME=value,NAME="value"`; throws on anything else and on a name given twice.
  init(_ text: Substring, of lines: PlaylistLines) throws(PackagingFormatError) {
    var values: [String: (text: String, quoted: Bool)] = [:]
    var rest = text
    while !rest.isEmpty {
      guard let equals = rest.firstIndex(of: "=") else {
        throw lines.error("the attribute '\(rest)' has no value")
      }
      let name = String(rest[..<equals])
      guard !name.isEmpty, name.utf8.allSatisfy(Self.isNameByte) else {
        throw lines.error("'\(name)' is no attribute name")
      }
      rest = rest[rest.index(after: equals)...]
      let quoted = rest.first == "\""
      let value: Substring
      if quoted {
        let body = rest.dropFirst()
        guard let close = body.firstIndex(of: "\"") else {
          throw lines.error("the value of \(name) has no closing quote")
        }
        value = body[..<close]
        rest = body[body.index(after: close)...]
        guard rest.isEmpty || rest.first == "," else {
          throw lines.error("text follows the closing quote of \(name)")
        }
      } else {
        value = rest.prefix { $0 != "," }
        rest = rest.dropFirst(value.count)
        guard !value.isEmpty, !value.contains("\""), !value.contains(" ") else {
          throw lines.error("the value of \(name) is malformed")
        }
      }
      guard values.updateValue((String(value), quoted), forKey: name) == nil else {
        throw lines.error("\(name) is given twice")
      }
      rest = rest.dropFirst()
    }
    self.values = values
    self.lines = lines
  }

  func quoted(_ name: String) throws(PackagingFormatError) -> String? {
    guard let value = values[name] else { return nil }
    guard value.quoted else { throw lines.error("the value of \(name) needs quotes") }
    return value.text
  }

  func isQuoted(_ name: String) -> Bool { values[name]?.quoted ?? false }

  func enumerated(_ name: String) throws(PackagingFormatError) -> String? {
    guard let value = values[name] else { return nil }
    guard !value.quoted else { throw lines.error("the value of \(name) must not be quoted") }
    return value.text
  }

  func integer(_ name: String) throws(PackagingFormatError) -> Int? {
    guard let text = try enumerated(name) else { return nil }
    guard DecimalText.isDigits(text), let number = Int(text) else {
      throw lines.error("\(name) is '\(text)', not a whole number")
    }
    return number
  }

  func yes(_ name: String) throws(PackagingFormatError) -> Bool {
    guard let text = try enumerated(name) else { return false }
    guard text == "YES" || text == "NO" else { throw lines.error("\(name) is '\(text)', not YES or NO") }
    return text == "YES"
  }

  func required<Value>(_ name: String, _ value: Value?) throws(PackagingFormatError) -> Value {
    guard let value else { throw lines.error("\(name) is missing") }
    return value
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (48...57).contains(byte) || byte == 45
  }
}

/// The lines of a playlist under reading, with the place for errors.
struct PlaylistLines {
  let name: String
  private let lines: [Substring]
  private(set) var number = 0

  /// Splits a playlist and checks its first line (RFC 8216 section 4.1).
  init(_ text: String, named name: String) throws(PackagingFormatError) {
    self.name = name
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard lines.first == "#EXTM3U" else {
      throw PackagingFormatError(
        operation: "parse a playlist", subject: name, cause: "its first line is not #EXTM3U",
        hint: "check that it is an HLS playlist in UTF-8 without a byte order mark")
    }
    number = 1
  }

  /// The next line that is neither empty nor a comment, or nil at the end.
  mutating func next() -> Substring? {
    while number < lines.count {
      let line = lines[number]
      number += 1
      if line.isEmpty || (line.hasPrefix("#") && !line.hasPrefix("#EXT")) { continue }
      return line
    }
    return nil
  }

  func error(_ cause: String) -> PackagingFormatError {
    PackagingFormatError(
      operation: "parse a playlist", subject: "\(name), line \(number)", cause: cause,
      hint: "correct that line, or delete the playlist and package again")
  }

  /// The name of a tag and what follows its colon.
  static func tag(_ line: Substring) -> (name: Substring, value: Substring) {
    guard let colon = line.firstIndex(of: ":") else { return (line, "") }
    return (line[..<colon], line[line.index(after: colon)...])
  }
}
