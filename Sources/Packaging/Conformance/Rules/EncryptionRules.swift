/// What holds for encrypted segments and their keys.
enum EncryptionRules {
  static let key = ConformanceRule(
    "key.attributes", "RFC 8216bis 4.4.4.4",
    "EXT-X-KEY names a URI unless its METHOD is NONE, which takes no other attribute.")
  static let vector = ConformanceRule(
    "key.iv", "RFC 8216bis 5.2", "An initialization vector has 128 bits.")
  static let unreachable = ConformanceRule(
    "key.missing", "RFC 8216bis 5.1", "The key that EXT-X-KEY names can be read.")
  static let length = ConformanceRule(
    "key.length", "RFC 8216bis 5.1", "A key of AES-128 is a file of 16 bytes.")
  static let wrong = ConformanceRule(
    "key.decryption", "RFC 8216bis 5.2", "A segment decrypts with its key and initialization vector.")
  static let padding = ConformanceRule(
    "key.block-size", "RFC 8216bis 6.2.3",
    "A segment of AES-128 is a whole number of blocks of 16 bytes, with PKCS7 padding.")
  static let mapVector = ConformanceRule(
    "key.map-iv", "RFC 8216bis 4.4.4.5",
    "An encrypted initialization section needs the IV attribute of its EXT-X-KEY.")
  static let unread = ConformanceRule(
    "key.unread", "RFC 8216bis 4.4.4.4", .info,
    "Media of other methods than AES-128 with identity keys is not looked into.")

  static let all = [key, vector, unreachable, length, wrong, padding, mapVector, unread]

  /// Checks the EXT-X-KEY tags of a media playlist.
  static func check(_ media: LooseMedia, into findings: inout FindingList) {
    let playlist = media.playlist
    for tag in playlist.tags where tag.name == "EXT-X-KEY" || tag.name == "EXT-X-SESSION-KEY" {
      let attributes = tag.attributes
      let method = attributes["METHOD"] ?? ""
      if method == "NONE", attributes.all.count > 1 || tag.name == "EXT-X-SESSION-KEY" {
        findings.add(
          key, "METHOD=NONE takes no other attribute, and no EXT-X-SESSION-KEY", at: playlist.place(tag.line))
      }
      if method != "NONE", attributes["URI"] == nil {
        findings.add(key, "METHOD=\(method) has no URI", at: playlist.place(tag.line), declared: method)
      }
      if let iv = attributes["IV"], vectorBytes(iv) == nil {
        findings.add(
          vector, "the IV is not a hexadecimal number of 128 bits", at: playlist.place(tag.line),
          declared: iv)
      }
    }
    var seen: Set<Int> = []
    for segment in media.segments {
      guard let map = segment.map, seen.insert(map.line).inserted else { continue }
      // The key that holds for the map is the last one above it.
      for key in segment.keys where key.line < map.line && key.method == "AES-128" && key.iv == nil {
        findings.add(
          mapVector, "the initialization section is encrypted, and its EXT-X-KEY has no IV",
          at: playlist.place(key.line))
      }
    }
  }

  /// The 16 bytes of an IV attribute.
  static func vectorBytes(_ text: String) -> [UInt8]? {
    guard text.lowercased().hasPrefix("0x") else { return nil }
    let digits = String(text.dropFirst(2))
    guard !digits.isEmpty, digits.count <= 32, let value = UInt128(digits, radix: 16) else { return nil }
    return vectorBytes(value)
  }

  /// A number as 16 big-endian bytes; a media sequence number is the vector where there is no IV.
  static func vectorBytes(_ value: UInt128) -> [UInt8] {
    (0..<16).map { UInt8(truncatingIfNeeded: value >> UInt128(8 * (15 - $0))) }
  }
}
