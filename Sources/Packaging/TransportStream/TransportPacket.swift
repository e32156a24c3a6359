/// The fields of one packet of an MPEG transport stream (ISO/IEC 13818-1 section 2.4.3.2).
struct TransportPacket {
  /// The bytes of a packet.
  static let size = 188
  /// The PID of packets that carry nothing.
  static let nullPID: UInt16 = 0x1FFF

  let offset: Int
  let pid: UInt16
  let startsUnit: Bool
  let hasPayload: Bool
  let hasAdaptation: Bool
  let continuityCounter: UInt8
  /// Whether decoding can begin here, as the adaptation field says.
  let randomAccess: Bool
  /// The bytes after header and adaptation field.
  let payload: Range<Int>

  /// Reads the packet at `offset`.
  ///
  /// - Throws: `PackagingFormatError` when sync is lost, the packet is cut off or its adaptation field too
  ///   long.
  init(_ bytes: [UInt8], at offset: Int, operation: String) throws(PackagingFormatError) {
    func failure(_ cause: String) -> PackagingFormatError {
      PackagingFormatError(
        operation: operation, subject: "the packet at byte \(offset)", cause: cause,
        hint: "the segment was cut off or is no MPEG-TS of 188-byte packets; package it again")
    }
    guard offset + Self.size <= bytes.count else { throw failure("it is cut off") }
    guard bytes[offset] == 0x47 else { throw failure("sync is lost") }
    self.offset = offset
    pid = UInt16(bytes[offset + 1] & 0x1F) << 8 | UInt16(bytes[offset + 2])
    startsUnit = bytes[offset + 1] & 0x40 != 0
    hasPayload = bytes[offset + 3] & 0x10 != 0
    hasAdaptation = bytes[offset + 3] & 0x20 != 0
    continuityCounter = bytes[offset + 3] & 0x0F
    let adaptationLength = hasAdaptation ? Int(bytes[offset + 4]) : 0
    randomAccess = adaptationLength > 0 && bytes[offset + 5] & 0x40 != 0
    let start = offset + 4 + (hasAdaptation ? 1 + adaptationLength : 0)
    guard start <= offset + Self.size else { throw failure("its adaptation field is too long") }
    payload = start..<(hasPayload ? offset + Self.size : start)
  }
}
