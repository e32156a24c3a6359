import Testing

@testable import Packaging

@Suite("Transport streams") struct TransportStreamTests {
  /// One packet; an adaptation field of `adaptation` bytes where there is one.
  private func packet(
    _ pid: UInt16, _ counter: UInt8, start: Bool = false, adaptation: [UInt8]? = nil, payload: [UInt8]? = []
  ) -> [UInt8] {
    var control: UInt8 = counter & 15
    if adaptation != nil { control |= 0x20 }
    if payload != nil { control |= 0x10 }
    var packet = [0x47, UInt8(pid >> 8) | (start ? 0x40 : 0), UInt8(pid & 0xFF), control]
    if let adaptation { packet += [UInt8(adaptation.count)] + adaptation }
    packet += payload ?? []
    return packet + [UInt8](repeating: 0xFF, count: 188 - packet.count)
  }

  private func counters(_ bytes: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bytes.count, by: 188).map { bytes[$0 + 3] & 15 }
  }

  private func only(_ flags: UInt8) -> [UInt8] { [flags] + [UInt8](repeating: 0xFF, count: 182) }

  @Test("Counters go on from segment to segment, PID by PID")
  func continues() throws {
    var state = ContinuityCounters()
    var first = packet(256, 0, payload: [1]) + packet(257, 0) + packet(256, 1, payload: [2])
    try state.rewrite(&first)
    #expect(counters(first) == [0, 0, 1])
    var second = packet(256, 0, payload: [3]) + packet(257, 0) + packet(256, 1, payload: [4])
    let restored = try ContinuityCounters(fromLastSegment: first)
    #expect(restored == state)
    try state.rewrite(&second)
    #expect(counters(second) == [2, 1, 3])
    #expect(state.last == [256: 3, 257: 1])
  }

  @Test("Only packets with a payload count; null packets and all other bits stay")
  func payloads() throws {
    var state = ContinuityCounters()
    var bytes =
      packet(256, 14, payload: [1]) + packet(256, 14, adaptation: only(0x10), payload: nil)
      + packet(0x1FFF, 5) + packet(256, 15, start: true, adaptation: [0x50, 1], payload: [2])
    try state.rewrite(&bytes)
    let original = bytes
    try state.rewrite(&bytes)
    #expect(counters(bytes) == [0, 0, 5, 1])
    for index in bytes.indices where index % 188 != 3 { #expect(bytes[index] == original[index]) }
    #expect(zip(bytes, original).allSatisfy { $0 & 0xF0 == $1 & 0xF0 })
    #expect(state.last == [256: 1])
  }

  @Test("A packet that is sent twice keeps one number")
  func duplicates() throws {
    var state = ContinuityCounters()
    var warm = packet(256, 7)
    try state.rewrite(&warm)
    var bytes = packet(256, 0, payload: [1]) + packet(256, 0, payload: [1]) + packet(256, 1, payload: [1])
    try state.rewrite(&bytes)
    #expect(counters(bytes) == [8, 8, 9])
  }

  @Test("Lost sync and cut packets are refused, and nothing has changed then")
  func lost() throws {
    var state = ContinuityCounters()
    var good = packet(256, 3)
    try state.rewrite(&good)
    for damage in [
      packet(256, 0) + packet(256, 1).dropLast(), packet(256, 0) + [UInt8](repeating: 0, count: 188),
    ] {
      var bytes = damage
      #expect(throws: PackagingFormatError.self) { try state.rewrite(&bytes) }
      #expect(bytes == damage && state.last == [256: 3])
      #expect(throws: PackagingFormatError.self) { try ContinuityCounters(fromLastSegment: damage) }
      #expect(throws: PackagingFormatError.self) { try IFrameRange(segment: damage, videoPID: 256) }
    }
  }

  private var tables: [UInt8] {
    let associations = bytes(hex: "00 00b00d 0001c10000 0001f000 2ab104b2")
    let map = bytes(hex: "00 02b017 0001c10000 e100f000 0fe101f000 1be100f000 00000000")
    return packet(0, 0, start: true, payload: associations) + packet(4096, 0, start: true, payload: map)
  }

  @Test("The first picture ends with the last packet of its PES, through the tables or by PID")
  func firstPicture() throws {
    let segment =
      tables + packet(256, 0, start: true, adaptation: [0x50, 0], payload: [0, 0, 1])
      + packet(257, 0, start: true)
      + packet(256, 1) + packet(257, 1) + packet(256, 2, start: true, payload: [0, 0, 1]) + packet(256, 3)
    let found = try IFrameRange(segment: segment)
    #expect(found.videoPID == 256 && found.isRandomAccess)
    #expect(found.range == ByteRange(offset: 0, length: 5 * 188))
    #expect(try IFrameRange(segment: segment, videoPID: 256).range == found.range)
    let alone = tables + packet(256, 0, start: true) + packet(256, 1) + packet(257, 0)
    #expect(try IFrameRange(segment: alone).range.length == 4 * 188)
    #expect(try IFrameRange(segment: alone).isRandomAccess == false)
  }

  @Test("A segment without video is refused")
  func noVideo() {
    #expect(throws: PackagingFormatError.self) { try IFrameRange(segment: tables) }
    #expect(throws: PackagingFormatError.self) { try IFrameRange(segment: packet(257, 0)) }
    #expect(throws: PackagingFormatError.self) { try IFrameRange(segment: []) }
  }
}
