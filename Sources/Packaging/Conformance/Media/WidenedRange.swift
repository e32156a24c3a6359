import Media

/// The bytes that a client reads to decrypt a byte range of a resource that is encrypted as a whole with AES-128.
///
/// The range grows to blocks of 16 bytes counted from the start of the resource, and by one block before them,
/// which is the initialization vector of the next (RFC 8216 section 6.3.6).
struct WidenedRange: Sendable, Hashable {
  /// What to read.
  let range: ByteRange
  /// Where in it the bytes that were asked for begin.
  let skipped: Int
  /// How many they are.
  let length: Int

  init(_ asked: ByteRange) {
    let size = AES128.size
    let start = max(0, asked.offset / size - 1) * size
    // A length that is out of bounds is cut off where the file ends.
    let (last, overflows) = asked.end.addingReportingOverflow(size - 1)
    let end = overflows ? asked.end : last / size * size
    range = ByteRange(offset: start, length: end - start)
    skipped = asked.offset - start
    length = asked.length
  }

  /// The bytes that were asked for, of the decrypted blocks.
  ///
  /// The first block comes out wrong where it is no first one of the resource; it is among those left out.
  func narrowed(_ blocks: [UInt8]) -> [UInt8] { Array(blocks.dropFirst(skipped).prefix(length)) }
}
