/// A run of bytes inside a file (RFC 8216 section 4.3.2.2).
public struct ByteRange: Sendable, Hashable, Codable {
  /// The first byte, counted from the start of the file.
  public var offset: Int
  /// The number of bytes.
  public var length: Int

  /// Creates a range of `length` bytes that starts at byte `offset`.
  public init(offset: Int, length: Int) {
    self.offset = offset
    self.length = length
  }

  /// The value of EXT-X-BYTERANGE: `length@offset`.
  var attribute: String { "\(length)@\(offset)" }

  /// The byte after the last.
  public var end: Int { offset + length }
}
