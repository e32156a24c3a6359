/// Where the first picture of a segment of MPEG-TS lies, for I-frame playlists (RFC 8216 section 4.3.3.6).
public struct IFrameRange: Sendable, Hashable {
  /// From the segment's start, with its PAT and PMT, to the end of the last packet of the first video PES.
  public let range: ByteRange
  /// The PID of the video.
  public let videoPID: UInt16
  /// Whether the stream says that decoding can begin with that picture (random_access_indicator).
  public let isRandomAccess: Bool

  /// Finds the first picture of a segment.
  ///
  /// - Parameters:
  ///   - bytes: the segment, whole packets of 188 bytes.
  ///   - videoPID: the PID of the video; nil to find it through PAT and PMT.
  /// - Throws: `PackagingFormatError` when sync is lost, or there is no video.
  public init(segment bytes: [UInt8], videoPID: UInt16? = nil) throws(PackagingFormatError) {
    let operation = "find the first picture of a segment"
    var tables = ProgramTables()
    var pid = videoPID
    var first: TransportPacket?
    var end = 0
    for offset in stride(from: 0, to: bytes.count, by: TransportPacket.size) {
      let packet = try TransportPacket(bytes, at: offset, operation: operation)
      if pid == nil {
        tables.add(packet, bytes)
        pid = tables.videoPID
        continue
      }
      guard packet.pid == pid, packet.hasPayload else { continue }
      if packet.startsUnit {
        if first != nil { break }
        first = packet
      }
      if first != nil { end = offset + TransportPacket.size }
    }
    guard let pid, let first else {
      throw PackagingFormatError(
        operation: operation, subject: "a segment of \(bytes.count) bytes",
        cause: pid == nil ? "PAT and PMT name no video" : "no video packet begins in it",
        hint: "make I-frame playlists of video renditions only, with tables at the start of each segment")
    }
    self.videoPID = pid
    range = ByteRange(offset: 0, length: end)
    isRandomAccess = first.randomAccess
  }
}

/// PAT and PMT as they arrive (ISO/IEC 13818-1 sections 2.4.4.3 and 2.4.4.8).
private struct ProgramTables {
  private(set) var videoPID: UInt16?
  private var mapPID: UInt16?
  private var sections: [UInt16: [UInt8]] = [:]

  /// Stream types of video: MPEG-1, MPEG-2, MPEG-4 part 2, H.264, HEVC, VVC, VC-1.
  private static let videoTypes: Set<UInt8> = [0x01, 0x02, 0x10, 0x1B, 0x24, 0x33, 0xEA]

  mutating func add(_ packet: TransportPacket, _ bytes: [UInt8]) {
    guard packet.hasPayload, packet.pid == 0 || packet.pid == mapPID else { return }
    var payload = bytes[packet.payload]
    if packet.startsUnit {
      guard let pointer = payload.first else { return }
      payload = payload.dropFirst(1 + Int(pointer))
      sections[packet.pid] = []
    }
    guard var section = sections[packet.pid] else { return }
    section.append(contentsOf: payload)
    sections[packet.pid] = section
    guard section.count >= 3 else { return }
    let length = 3 + (Int(section[1] & 0x0F) << 8 | Int(section[2]))
    guard section.count >= length, length >= 12 else { return }
    sections[packet.pid] = nil
    // The last four bytes are the checksum.
    let body = Array(section[..<(length - 4)])
    if packet.pid == 0 { readAssociations(body) } else { readMap(body) }
  }

  private mutating func readAssociations(_ section: [UInt8]) {
    guard section[0] == 0 else { return }
    for entry in stride(from: 8, through: section.count - 4, by: 4) where pid(section, entry) != 0 {
      mapPID = pid(section, entry + 2) & 0x1FFF
      return
    }
  }

  private mutating func readMap(_ section: [UInt8]) {
    guard section[0] == 2, section.count >= 12 else { return }
    var entry = 12 + Int(pid(section, 10) & 0x0FFF)
    while entry + 5 <= section.count {
      if Self.videoTypes.contains(section[entry]) {
        videoPID = pid(section, entry + 1) & 0x1FFF
        return
      }
      entry += 5 + Int(pid(section, entry + 3) & 0x0FFF)
    }
  }

  private func pid(_ section: [UInt8], _ offset: Int) -> UInt16 {
    UInt16(section[offset]) << 8 | UInt16(section[offset + 1])
  }
}
