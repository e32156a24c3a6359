import Testing

@testable import Packaging

@Suite("NAL units and OBUs") struct ElementaryStreamTests {
  /// The conversion by its definition, one byte at a time.
  private func reference(_ annexB: [UInt8]) -> [[UInt8]] {
    var units: [[UInt8]] = []
    var unit: [UInt8]?
    var index = 0
    while index < annexB.count {
      if index + 2 < annexB.count, annexB[index] == 0, annexB[index + 1] == 0, annexB[index + 2] == 1 {
        if let unit { units.append(unit) }
        unit = []
        index += 3
      } else {
        unit?.append(annexB[index])
        index += 1
      }
    }
    if let unit { units.append(unit) }
    return units.map { unit in Array(unit.reversed().drop { $0 == 0 }.reversed()) }.filter { !$0.isEmpty }
  }

  @Test("Start codes of 3 and 4 bytes become lengths, and emulation prevention stays")
  func conversion() throws {
    let stream = bytes(hex: "00000001 67640028 000001 68ee 00000001 65 000003 01 00")
    let expected = bytes(hex: "00000004 67640028 00000002 68ee 00000005 6500000301")
    #expect(try NALUnits.lengthPrefixed(annexB: stream, codec: .h264) == expected)
  }

  @Test("Random streams of few distinct bytes convert as the definition says", arguments: 0..<50)
  func random(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<100 {
      let count = Int.random(in: 0...60, using: &generator)
      let stream = [0, 0, 1, 9] + (0..<count).map { _ in UInt8.random(in: 0...2, using: &generator) }
      let units = reference(stream)
      #expect(try NALUnits.ranges(annexB: stream).map { Array(stream[$0]) } == units)
      let expected: [UInt8] = units.flatMap { unit -> [UInt8] in [0, 0, 0, UInt8(unit.count)] + unit }
      #expect(try NALUnits.lengthPrefixed(annexB: stream, codec: .hevc) == expected)
    }
  }

  @Test("Delimiters, parameter sets and filler are dropped where that is asked for")
  func filters() throws {
    let h264 = bytes(hex: "00000001 09f0 00000001 6764 000001 68ee 000001 0cff80 000001 6588")
    let everything: NALUnitFilter = [.accessUnitDelimiters, .parameterSets, .fillerData]
    #expect(
      try NALUnits.lengthPrefixed(annexB: h264, dropping: everything, codec: .h264)
        == bytes(hex: "00000002 6588"))
    #expect(
      try NALUnits.lengthPrefixed(annexB: h264, dropping: .accessUnitDelimiters, codec: .h264).prefix(6)
        == bytes(hex: "00000002 6764")[...])
    let hevc = bytes(hex: "00000001 460150 00000001 4001 000001 4201 000001 4401 000001 4c01 000001 2601af")
    #expect(
      try NALUnits.lengthPrefixed(annexB: hevc, dropping: everything, codec: .hevc)
        == bytes(hex: "00000003 2601af"))
    #expect(
      try NALUnits.lengthPrefixed(annexB: [0, 0, 1, 9, 16], dropping: everything, codec: .h264).isEmpty)
  }

  @Test(
    "What is no byte stream is refused",
    arguments: ["", "00", "0000", "6588", "65000001 65", "000001", "00000100"])
  func malformed(text: String) {
    var output: [UInt8] = [7]
    #expect(throws: PackagingFormatError.self) {
      try NALUnits.appendLengthPrefixed(annexB: bytes(hex: text), codec: .h264, to: &output)
    }
    #expect(output == [7])
  }

  @Test("Temporal delimiters go, all other units stay as they are")
  func temporalDelimiters() throws {
    let unit = bytes(hex: "1200 0a0b00000004 3cfeccdaf90040 1200 3203aabbcc")
    #expect(
      try OBUs.withoutTemporalDelimiters(unit) == bytes(hex: "0a0b00000004 3cfeccdaf90040 3203aabbcc"))
    // The last unit may go without a size, and sizes may take several bytes.
    #expect(try OBUs.withoutTemporalDelimiters(bytes(hex: "1200 30aabb")) == bytes(hex: "30aabb"))
    let long = [UInt8(0x32), 0xC8, 0x01] + [UInt8](repeating: 1, count: 200)
    #expect(try OBUs.withoutTemporalDelimiters([0x12, 0] + long) == long)
    #expect(try OBUs.withoutTemporalDelimiters([]).isEmpty)
    for bad in ["9200", "3205aa", "32ff", "36", "32ffffffffffff01"] {
      #expect(throws: PackagingFormatError.self) { try OBUs.withoutTemporalDelimiters(bytes(hex: bad)) }
    }
  }
}
