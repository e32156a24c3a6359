/// The references that playlists hold: relative paths, percent-encoded (RFC 3986 section 2).
public enum PlaylistURI {
  /// The reference to a file at `path` relative to the playlist, whatever characters its name has.
  public static func reference(toPath path: String) -> String {
    let encoded = encode(path) { isUnreserved($0) || pathExtras.contains($0) }
    // "a:b" would read as scheme "a" (RFC 3986 section 4.2).
    let first = encoded.prefix { $0 != "/" }
    return first.contains(":") ? "./\(encoded)" : encoded
  }

  /// The relative path that a reference means, or nil when it is absolute or leaves the playlist's folder.
  public static func path(ofReference reference: String) -> String? {
    let bare = reference.prefix { $0 != "?" && $0 != "#" }
    guard !bare.isEmpty, !bare.hasPrefix("/") else { return nil }
    if bare.prefix(while: { $0 != "/" }).contains(":") { return nil }
    guard let decoded = percentDecoded(bare) else { return nil }
    let parts = decoded.split(separator: "/").filter { $0 != "." }
    guard !parts.isEmpty, !parts.contains(".."), !decoded.contains("\0") else { return nil }
    return parts.joined(separator: "/")
  }

  /// A reference with every character encoded that could break a line, an attribute or a URI reader.
  ///
  /// What is encoded already stays as it is.
  static func escaped(_ reference: String) -> String {
    var text = encode(reference) { byte in
      isUnreserved(byte) || pathExtras.contains(byte) || referenceExtras.contains(byte)
    }
    if text.hasPrefix("#") { text = "%23" + text.dropFirst() }
    return text
  }

  private static let pathExtras = Set("!$&'()*+,;=:@/".utf8)
  private static let referenceExtras = Set("%?#[]".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || byte == 45 || byte == 46 || byte == 95 || byte == 126
  }

  private static func encode(_ text: String, keeping keeps: (UInt8) -> Bool) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if keeps(byte) {
        bytes.append(byte)
      } else {
        bytes += Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Text without its percent signs (RFC 3986 section 2.1); nil where they are wrong, or it is no UTF-8.
  static func percentDecoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 37 else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
