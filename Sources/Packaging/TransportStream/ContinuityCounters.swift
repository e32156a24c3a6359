/// Continuity counters that go on from segment to segment (ISO/IEC 13818-1 section 2.4.3.3).
///
/// Segments that separate muxers made each begin their counters anew; a player takes that for lost packets.
/// This numbers the packets of each segment on from the one before. Keep it with the job's state, or restore
/// it from the last segment.
public struct ContinuityCounters: Sendable, Hashable, Codable {
  /// The last counter of each PID, 0 to 15.
  public private(set) var last: [Int: UInt8]

  /// Creates counters that begin with what the first segment says.
  public init() {
    last = [:]
  }

  /// Restores the counters from the last segment that was written.
  ///
  /// - Throws: `PackagingFormatError` when sync is lost or the last packet is cut off.
  public init(fromLastSegment bytes: [UInt8]) throws(PackagingFormatError) {
    last = [:]
    for offset in stride(from: 0, to: bytes.count, by: TransportPacket.size) {
      let packet = try TransportPacket(bytes, at: offset, operation: "restore the continuity counters")
      if packet.pid != TransportPacket.nullPID { last[Int(packet.pid)] = packet.continuityCounter }
    }
  }

  /// Numbers a segment's packets on from the last, in place.
  ///
  /// A counter grows by one with each packet that has a payload and stays with one that has none; a packet
  /// that repeats the one before it keeps that one's number; null packets are left alone.
  ///
  /// - Parameter bytes: whole packets of 188 bytes.
  /// - Throws: `PackagingFormatError` when sync is lost or the last packet is cut off; nothing has changed
  ///   then.
  public mutating func rewrite(_ bytes: inout [UInt8]) throws(PackagingFormatError) {
    let operation = "rewrite the continuity counters"
    for offset in stride(from: 0, to: bytes.count, by: TransportPacket.size) {
      _ = try TransportPacket(bytes, at: offset, operation: operation)
    }
    var previous: [UInt16: (offset: Int, counter: UInt8)] = [:]
    for offset in stride(from: 0, to: bytes.count, by: TransportPacket.size) {
      let packet = try TransportPacket(bytes, at: offset, operation: operation)
      guard packet.pid != TransportPacket.nullPID else { continue }
      let pid = Int(packet.pid)
      let counter: UInt8
      if let before = last[pid] {
        let repeats = packet.hasPayload && Self.repeats(packet, previous[packet.pid], bytes)
        counter = packet.hasPayload && !repeats ? (before + 1) & 0x0F : before
      } else {
        counter = packet.continuityCounter
      }
      if packet.hasPayload { previous[packet.pid] = (offset, packet.continuityCounter) }
      bytes[offset + 3] = bytes[offset + 3] & 0xF0 | counter
      last[pid] = counter
    }
  }

  /// Whether a packet is the duplicate of the payload packet before it on its PID.
  private static func repeats(
    _ packet: TransportPacket, _ previous: (offset: Int, counter: UInt8)?, _ bytes: [UInt8]
  ) -> Bool {
    guard let previous, previous.counter == packet.continuityCounter else { return false }
    let payload = packet.payload
    let shift = packet.offset - previous.offset
    return bytes[payload].elementsEqual(bytes[payload.lowerBound - shift..<payload.upperBound - shift])
  }
}
