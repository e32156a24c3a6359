import CZlib
import Glibc
import Media

/// A zip archive on disk (PKWARE's APPNOTE.TXT 6.3), stored or deflated members, without zip64 and
/// encryption: what Python's wheels and published models are.
struct ZipArchive {
  /// A member, as the central directory tells of it.
  struct Member: Equatable {
    /// The path inside the archive.
    var name: String
    /// 0 for stored, 8 for deflated.
    var method: Int
    /// CRC-32 of the contents.
    var checksum: UInt32
    /// Bytes in the archive.
    var packedSize: Int
    /// Bytes of the contents.
    var size: Int
    /// Where the local header is.
    var offset: Int
  }

  /// The archive's file.
  let path: String
  /// What it holds.
  let members: [Member]
  private let bytes: [UInt8]

  /// Reads the central directory (sections 4.3.12 and 4.3.16).
  init(_ path: String) throws {
    self.path = path
    bytes = try ModelFile.bytes(path)
    let bytes = self.bytes
    func damaged(_ cause: String) -> MediaError { MediaError("read", path, cause: cause) }
    // The end record is 22 bytes and a comment of up to 65,535.
    let lowest = max(0, bytes.count - 22 - 65_535)
    guard bytes.count >= 22,
      let end = stride(from: bytes.count - 22, through: lowest, by: -1).first(where: {
        Self.number(bytes, $0, 4) == 0x0605_4B50
      })
    else { throw damaged("it is no zip archive, or its end is missing") }
    let count = Self.number(bytes, end + 10, 2)
    var place = Self.number(bytes, end + 16, 4)
    var members: [Member] = []
    for _ in 0..<count {
      guard place + 46 <= end, Self.number(bytes, place, 4) == 0x0201_4B50 else {
        throw damaged("its directory is damaged")
      }
      let lengths = [28, 30, 32].map { Self.number(bytes, place + $0, 2) }
      guard place + 46 + lengths[0] <= end else { throw damaged("its directory is damaged") }
      members.append(
        Member(
          name: String(decoding: bytes[(place + 46)..<(place + 46 + lengths[0])], as: UTF8.self),
          method: Self.number(bytes, place + 10, 2), checksum: UInt32(Self.number(bytes, place + 16, 4)),
          packedSize: Self.number(bytes, place + 20, 4), size: Self.number(bytes, place + 24, 4),
          offset: Self.number(bytes, place + 42, 4)))
      place += 46 + lengths.reduce(0, +)
    }
    self.members = members
  }

  /// The contents of a member.
  /// - Parameter name: its path inside the archive, or the last part of it where only one has that name.
  /// - Throws: MediaError where there is none, or where it is damaged.
  func contents(of name: String) throws -> [UInt8] {
    let ends = members.filter { $0.name.hasSuffix("/" + name) }
    guard let member = members.first(where: { $0.name == name }) ?? (ends.count == 1 ? ends.first : nil)
    else {
      throw failure(name, "the archive has no such member")
    }
    // The local header's name and extra field may differ in length from the directory's (section 4.3.7).
    guard member.offset + 30 <= bytes.count, Self.number(bytes, member.offset, 4) == 0x0403_4B50 else {
      throw failure(name, "its header is damaged")
    }
    let start =
      member.offset + 30 + Self.number(bytes, member.offset + 26, 2)
      + Self.number(bytes, member.offset + 28, 2)
    guard start + member.packedSize <= bytes.count else { throw failure(name, "the archive is cut off") }
    let packed = bytes[start..<(start + member.packedSize)]
    let contents: [UInt8]
    switch member.method {
    case 0: contents = Array(packed)
    case 8: contents = try inflated(packed, member)
    default: throw failure(name, "it is packed by method \(member.method), which is not known")
    }
    let checksum = contents.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    guard contents.count == member.size, UInt32(truncatingIfNeeded: checksum) == member.checksum else {
      throw failure(name, "it is damaged (its CRC-32 is wrong)")
    }
    return contents
  }

  private func inflated(_ packed: ArraySlice<UInt8>, _ member: Member) throws -> [UInt8] {
    // Deflate packs 1032 bytes into one at best, so that a size above that is a lie.
    guard member.size <= (member.packedSize + 1) * 1032 else {
      throw failure(member.name, "its size is wrong")
    }
    var stream = z_stream()
    guard vp_inflate_open(&stream) == Z_OK else { throw failure(member.name, "zlib cannot be set up") }
    defer { inflateEnd(&stream) }
    var input = Array(packed)
    var code = Z_OK
    let contents = [UInt8](unsafeUninitializedCapacity: member.size) { output, count in
      input.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = uInt(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = uInt(member.size)
        code = inflate(&stream, Z_FINISH)
        count = member.size - Int(stream.avail_out)
      }
    }
    guard code == Z_STREAM_END else { throw failure(member.name, "it is damaged (zlib: \(code))") }
    return contents
  }

  private func failure(_ member: String, _ cause: String) -> MediaError {
    MediaError("unpack \(member) from", path, cause: cause)
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }
}
