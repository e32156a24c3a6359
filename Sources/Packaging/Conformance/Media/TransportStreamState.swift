/// Follows the packets of an MPEG transport stream from segment to segment.
struct TransportStreamState: Sendable {
  /// What one segment was found to break.
  struct Faults: Sendable {
    /// Why its packets cannot be read.
    var unreadable: String?
    var lacksPAT = false
    var lacksPMT = false
    /// Packets whose counter does not follow the one before, the first one's PID, and whether it is the
    /// segment's first of that PID.
    var counterJumps: [(pid: UInt16, expected: UInt8, found: UInt8, isFirst: Bool)] = []
  }

  private var last: [UInt16: UInt8] = [:]

  /// Forgets the counters, as at a discontinuity.
  mutating func reset() { last = [:] }

  /// Takes the next segment.
  mutating func take(_ bytes: [UInt8]) -> Faults {
    var faults = Faults()
    var seen: Set<UInt16> = []
    var mapPIDs: Set<UInt16> = []
    var hasMap = false
    var offset = 0
    while offset < bytes.count {
      let packet: TransportPacket
      do throws(PackagingFormatError) {
        packet = try TransportPacket(bytes, at: offset, operation: "read a segment")
      } catch {
        faults.unreadable = "\(error.subject): \(error.cause)"
        break
      }
      offset += TransportPacket.size
      guard packet.pid != TransportPacket.nullPID else { continue }
      if packet.pid == 0, packet.startsUnit { mapPIDs.formUnion(Self.programMaps(bytes[packet.payload])) }
      if mapPIDs.contains(packet.pid) { hasMap = true }
      check(packet, bytes, isFirst: seen.insert(packet.pid).inserted, into: &faults)
    }
    faults.lacksPAT = !seen.contains(0)
    faults.lacksPMT = !hasMap
    return faults
  }

  private mutating func check(
    _ packet: TransportPacket, _ bytes: [UInt8], isFirst: Bool, into faults: inout Faults
  ) {
    // discontinuity_indicator of the adaptation field.
    let adaptation = packet.offset + 4
    let isBreak = packet.hasAdaptation && bytes[adaptation] > 0 && bytes[adaptation + 1] & 0x80 != 0
    if let before = last[packet.pid], packet.hasPayload, !isBreak {
      let expected = (before + 1) & 0x0F
      // The same counter again is a packet sent twice.
      if packet.continuityCounter != expected, packet.continuityCounter != before || isFirst {
        faults.counterJumps.append((packet.pid, expected, packet.continuityCounter, isFirst))
      }
    }
    if packet.hasPayload { last[packet.pid] = packet.continuityCounter }
  }

  /// The PIDs of program maps that a PAT names.
  private static func programMaps(_ payload: ArraySlice<UInt8>) -> [UInt16] {
    guard let pointer = payload.first else { return [] }
    let section = Array(payload.dropFirst(1 + Int(pointer)))
    guard section.count >= 12, section[0] == 0 else { return [] }
    let length = min(section.count, 3 + (Int(section[1] & 0x0F) << 8 | Int(section[2])))
    var pids: [UInt16] = []
    var entry = 8
    while entry + 4 <= length - 4 {
      let program = UInt16(section[entry]) << 8 | UInt16(section[entry + 1])
      if program != 0 { pids.append((UInt16(section[entry + 2]) << 8 | UInt16(section[entry + 3])) & 0x1FFF) }
      entry += 4
    }
    return pids
  }
}
