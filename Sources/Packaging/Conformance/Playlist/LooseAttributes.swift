/// The attributes of one tag as they stand, right or wrong (RFC 8216bis section 4.2).
struct LooseAttributes: Sendable {
  struct Attribute: Sendable {
    let name: String
    let value: String
    let isQuoted: Bool
  }

  private(set) var all: [Attribute] = []
  /// What cannot be read, in words.
  private(set) var faults: [String] = []

  init(_ text: some StringProtocol) {
    var rest = Substring(text)
    while !rest.isEmpty {
      guard let equals = rest.firstIndex(of: "=") else {
        faults.append("'\(rest)' has no value")
        return
      }
      let name = String(rest[..<equals])
      if name.isEmpty || !name.utf8.allSatisfy(Self.isNameByte) {
        faults.append("'\(name)' is no attribute name (A-Z, 0-9 and - alone)")
      }
      rest = rest[rest.index(after: equals)...]
      if rest.first == "\"" {
        let body = rest.dropFirst()
        guard let close = body.firstIndex(of: "\"") else {
          faults.append("the value of \(name) has no closing quote")
          return
        }
        add(name, String(body[..<close]), isQuoted: true)
        rest = body[body.index(after: close)...]
        let stray = rest.prefix { $0 != "," }
        if !stray.isEmpty { faults.append("'\(stray)' follows the closing quote of \(name)") }
        rest = rest.dropFirst(stray.count)
      } else {
        let value = rest.prefix { $0 != "," }
        if value.isEmpty { faults.append("\(name) has an empty value") }
        if value.contains(where: { $0 == "\"" || $0.isWhitespace }) {
          faults.append("the value of \(name) holds a quote or a blank")
        }
        add(name, String(value), isQuoted: false)
        rest = rest.dropFirst(value.count)
      }
      if rest.first == "," {
        rest = rest.dropFirst()
        if rest.isEmpty { faults.append("a comma ends the list") }
      }
    }
  }

  private mutating func add(_ name: String, _ value: String, isQuoted: Bool) {
    let bare = String(name.drop(while: \.isWhitespace))
    all.append(Attribute(name: bare, value: value, isQuoted: isQuoted))
  }

  /// The first value of a name.
  subscript(_ name: String) -> String? { all.first { $0.name == name }?.value }

  func integer(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

  /// A RESOLUTION's two sides.
  func resolution(_ name: String) -> (width: Int, height: Int)? {
    guard let text = self[name] else { return nil }
    let sides = text.split(separator: "x", omittingEmptySubsequences: false)
    guard sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]), width > 0, height > 0
    else { return nil }
    return (width, height)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (48...57).contains(byte) || byte == 45
  }
}
