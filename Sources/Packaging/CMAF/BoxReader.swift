/// Walks the boxes of an ISO base media file in memory (ISO/IEC 14496-12 section 4.2).
public struct BoxReader: Sendable {
  /// One box.
  public struct Box: Sendable, Hashable {
    /// Its four-character code.
    public let type: String
    /// All its bytes, header included.
    public let range: Range<Int>
    /// Its bytes after size and type.
    public let payload: Range<Int>
  }

  /// The file's bytes.
  public let bytes: [UInt8]

  /// Creates a reader of a file's bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The boxes of the file, which they must fill exactly.
  ///
  /// - Throws: `PackagingFormatError` when a box is cut off or malformed, as in a file that was not finished.
  public func boxes() throws(PackagingFormatError) -> [Box] {
    try boxes(in: 0..<bytes.count)
  }

  /// The boxes inside a box; none when it is not one that holds boxes.
  ///
  /// - Throws: `PackagingFormatError` when they do not fill it exactly.
  public func children(of box: Box) throws(PackagingFormatError) -> [Box] {
    guard let skipped = Self.containers[box.type], skipped <= box.payload.count else { return [] }
    return try boxes(in: box.payload.dropFirst(skipped))
  }

  /// The first box at a path such as `["moof", "traf", "tfdt"]`, under `parent` or from the top.
  ///
  /// - Throws: `PackagingFormatError` when a box on the way is malformed.
  public func first(_ path: [String], under parent: Box? = nil) throws(PackagingFormatError) -> Box? {
    var found = parent
    for type in path {
      var level: [Box]
      if let found { level = try children(of: found) } else { level = try boxes() }
      level.removeAll { $0.type != type }
      guard let next = level.first else { return nil }
      found = next
    }
    return found
  }

  /// Whether the file is whole: boxes fill it exactly, and every moof has the media data that it describes.
  public var isWhole: Bool {
    guard let boxes = try? boxes(), !boxes.isEmpty else { return false }
    guard boxes.contains(where: { $0.type == "moof" }) else { return true }
    return (try? fragments()) != nil
  }

  private func boxes(in range: Range<Int>) throws(PackagingFormatError) -> [Box] {
    var boxes: [Box] = []
    var start = range.lowerBound
    while start < range.upperBound {
      guard range.upperBound - start >= 8 else { throw malformed(start, "its header is cut off") }
      var header = 8
      var size = try integer(at: start, bytes: 4)
      if size == 1 {
        size = try integer(at: start + 8, bytes: 8)
        header = 16
      } else if size == 0 {
        size = UInt64(range.upperBound - start)
      }
      guard size >= UInt64(header), size <= UInt64(range.upperBound - start) else {
        throw malformed(start, "its size of \(size) bytes does not fit the \(range.upperBound - start) left")
      }
      let end = start + Int(size)
      let type = String(decoding: bytes[start + 4..<start + 8], as: Unicode.ASCII.self)
      boxes.append(Box(type: type, range: start..<end, payload: start + header..<end))
      start = end
    }
    return boxes
  }

  /// A big-endian integer of 1 to 8 bytes.
  func integer(at offset: Int, bytes count: Int) throws(PackagingFormatError) -> UInt64 {
    guard offset >= 0, offset + count <= bytes.count else { throw malformed(offset, "the file ends in it") }
    return bytes[offset..<offset + count].reduce(0) { $0 << 8 | UInt64($1) }
  }

  func malformed(_ offset: Int, _ cause: String) -> PackagingFormatError {
    PackagingFormatError(
      operation: "read an MP4 file", subject: "the box at byte \(offset)", cause: cause,
      hint: "the file was probably not finished; package it again")
  }

  /// Boxes that hold boxes, and the bytes of their own before them.
  private static let containers: [String: Int] = [
    "moov": 0, "trak": 0, "mdia": 0, "minf": 0, "stbl": 0, "dinf": 0, "edts": 0, "udta": 0, "mvex": 0,
    "moof": 0, "traf": 0, "mfra": 0, "meta": 4, "stsd": 8,
  ]
}
