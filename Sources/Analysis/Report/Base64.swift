/// Bytes as text (RFC 4648, section 4), for pictures inside a page.
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of some bytes, with padding.
  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let rest = bytes.count - index
      let a = Int(bytes[index])
      let b = rest > 1 ? Int(bytes[index + 1]) : 0
      let c = rest > 2 ? Int(bytes[index + 2]) : 0
      text.append(digits[a >> 2])
      text.append(digits[(a & 3) << 4 | b >> 4])
      text.append(rest > 1 ? digits[(b & 15) << 2 | c >> 6] : UInt8(ascii: "="))
      text.append(rest > 2 ? digits[c & 63] : UInt8(ascii: "="))
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
