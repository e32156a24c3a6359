/// How segments are encrypted (EXT-X-KEY with METHOD=AES-128, RFC 8216 section 4.3.2.4).
public struct EncryptionKey: Sendable, Hashable {
  /// The address of the 16 bytes of the key, absolute or relative to the playlist.
  public var uri: String
  /// The initialization vector as 32 hexadecimal digits; nil where the media sequence number stands for it.
  public var iv: String?

  /// Names a key.
  public init(uri: String, iv: String? = nil) {
    self.uri = uri
    self.iv = iv
  }

  /// The tag's line.
  var line: String {
    var attributes = AttributeListWriter()
    attributes.add("METHOD", "AES-128")
    attributes.addURI(uri)
    if let iv { attributes.add("IV", "0x\(iv)") }
    return "#EXT-X-KEY:\(attributes.text)"
  }

  /// The line after which segments are not encrypted.
  static let none = "#EXT-X-KEY:METHOD=NONE"
}
