/// Open bitstream units of AV1 (AV1 Bitstream and Decoding Process Specification, section 5.3).
public enum OBUs {
  /// One unit inside a temporal unit.
  struct Unit {
    let type: UInt8
    /// The whole unit, header and size included.
    let range: Range<Int>
    let payload: Range<Int>
  }

  /// Appends a temporal unit without its temporal delimiters to `output` (AV1-ISOBMFF section 2.4).
  ///
  /// - Throws: `PackagingFormatError` when a unit's header or size is malformed; `output` is as it was then.
  public static func appendWithoutTemporalDelimiters(
    _ temporalUnit: [UInt8], to output: inout [UInt8]
  ) throws(PackagingFormatError) {
    for unit in try units(of: temporalUnit) where unit.type != 2 {
      output.append(contentsOf: temporalUnit[unit.range])
    }
  }

  /// A temporal unit without its temporal delimiters (AV1-ISOBMFF section 2.4).
  ///
  /// - Throws: `PackagingFormatError` when a unit's header or size is malformed.
  public static func withoutTemporalDelimiters(
    _ temporalUnit: [UInt8]
  ) throws(PackagingFormatError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(temporalUnit.count)
    try appendWithoutTemporalDelimiters(temporalUnit, to: &output)
    return output
  }

  static func units(of bytes: [UInt8]) throws(PackagingFormatError) -> [Unit] {
    var units: [Unit] = []
    var start = 0
    while start < bytes.count {
      let header = bytes[start]
      guard header & 0x80 == 0 else { throw malformed(at: start, "its forbidden bit is set") }
      var payload = start + (header & 0x04 != 0 ? 2 : 1)
      var end = bytes.count
      if header & 0x02 != 0 {
        var size = 0
        var shift = 0
        while true {
          guard payload < bytes.count, shift < 35 else { throw malformed(at: start, "its size is cut off") }
          let byte = bytes[payload]
          payload += 1
          size |= Int(byte & 0x7F) << shift
          shift += 7
          if byte & 0x80 == 0 { break }
        }
        end = payload + size
      }
      guard payload <= end, end <= bytes.count else {
        throw malformed(at: start, "it is longer than the temporal unit")
      }
      units.append(Unit(type: header >> 3 & 0x0F, range: start..<end, payload: payload..<end))
      start = end
    }
    return units
  }

  private static func malformed(at offset: Int, _ cause: String) -> PackagingFormatError {
    PackagingFormatError(
      operation: "read AV1 units", subject: "the unit at byte \(offset)", cause: cause,
      hint: "make sure that the encoder writes the low-overhead format, not Annex B")
  }
}
