/// What to leave out when NAL units go into samples.
public struct NALUnitFilter: OptionSet, Sendable, Hashable {
  /// The set as bits.
  public let rawValue: Int

  /// Creates a set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Access unit delimiters, which samples make redundant.
  public static let accessUnitDelimiters = NALUnitFilter(rawValue: 1)
  /// VPS, SPS and PPS, which "avc1" and "hvc1" keep in the sample entry alone (ISO/IEC 14496-15).
  public static let parameterSets = NALUnitFilter(rawValue: 2)
  /// Filler data.
  public static let fillerData = NALUnitFilter(rawValue: 4)
}

/// NAL units of H.264 and HEVC streams (ITU-T H.264 and H.265, Annex B; ISO/IEC 14496-15 section 5.3.2).
public enum NALUnits {
  /// Which NAL unit header to read.
  public enum Codec: Sendable, Hashable {
    /// H.264, with a header of one byte.
    case h264
    /// HEVC, with a header of two bytes.
    case hevc
  }

  /// Appends an access unit to `output`, each NAL unit with its length in 4 bytes instead of a start code.
  ///
  /// Start codes of 3 and 4 bytes are taken; emulation prevention bytes stay; zeros after a unit are dropped.
  ///
  /// - Parameters:
  ///   - annexB: the access unit as a byte stream.
  ///   - filter: the units to leave out.
  ///   - codec: the codec, which tells the units' types.
  ///   - output: where the units go.
  /// - Throws: `PackagingFormatError` when bytes precede the first start code or there is none; `output` is
  ///   as it was then.
  public static func appendLengthPrefixed(
    annexB: [UInt8], dropping filter: NALUnitFilter = [], codec: Codec, to output: inout [UInt8]
  ) throws(PackagingFormatError) {
    let original = output.count
    var found = 0
    var next = try firstPayload(in: annexB)
    while next < annexB.count {
      let code = startCode(in: annexB.span, from: next)
      let unit = trimmed(annexB, next, code)
      next = code + 3
      guard !unit.isEmpty else { continue }
      found += 1
      if !filter.isEmpty, drops(annexB[unit.lowerBound], filter, codec) { continue }
      let length = UInt32(truncatingIfNeeded: unit.count)
      output.append(UInt8(truncatingIfNeeded: length >> 24))
      output.append(UInt8(truncatingIfNeeded: length >> 16))
      output.append(UInt8(truncatingIfNeeded: length >> 8))
      output.append(UInt8(truncatingIfNeeded: length))
      output.append(contentsOf: annexB[unit])
    }
    guard found > 0 else {
      output.removeLast(output.count - original)
      throw malformed("it holds no NAL unit")
    }
  }

  /// The access unit with lengths of 4 bytes instead of start codes.
  ///
  /// - Throws: `PackagingFormatError` as ``appendLengthPrefixed(annexB:dropping:codec:to:)`` does.
  public static func lengthPrefixed(
    annexB: [UInt8], dropping filter: NALUnitFilter = [], codec: Codec
  ) throws(PackagingFormatError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(annexB.count + 16)
    try appendLengthPrefixed(annexB: annexB, dropping: filter, codec: codec, to: &output)
    return output
  }

  /// Where the NAL units of a byte stream lie, without start codes and trailing zeros.
  ///
  /// - Throws: `PackagingFormatError` when bytes precede the first start code or there is none.
  public static func ranges(annexB: [UInt8]) throws(PackagingFormatError) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var next = try firstPayload(in: annexB)
    while next < annexB.count {
      let code = startCode(in: annexB.span, from: next)
      let unit = trimmed(annexB, next, code)
      if !unit.isEmpty { ranges.append(unit) }
      next = code + 3
    }
    return ranges
  }

  /// A NAL unit without its emulation prevention bytes: what its syntax is read from.
  static func withoutEmulation(_ unit: ArraySlice<UInt8>, limit: Int = .max) -> [UInt8] {
    var bytes: [UInt8] = []
    var zeros = 0
    for byte in unit {
      if bytes.count >= limit { break }
      if zeros >= 2 && byte == 3 {
        zeros = 0
        continue
      }
      zeros = byte == 0 ? zeros + 1 : 0
      bytes.append(byte)
    }
    return bytes
  }

  /// The NAL unit type that a header's first byte says.
  static func type(_ header: UInt8, _ codec: Codec) -> UInt8 {
    codec == .h264 ? header & 0x1F : header >> 1 & 0x3F
  }

  private static func drops(_ header: UInt8, _ filter: NALUnitFilter, _ codec: Codec) -> Bool {
    switch (codec, type(header, codec)) {
    case (.h264, 9), (.hevc, 35): filter.contains(.accessUnitDelimiters)
    case (.h264, 7), (.h264, 8), (.h264, 13), (.hevc, 32), (.hevc, 33), (.hevc, 34):
      filter.contains(.parameterSets)
    case (.h264, 12), (.hevc, 38): filter.contains(.fillerData)
    default: false
    }
  }

  /// The index after the first start code; only zeros may precede it.
  private static func firstPayload(in bytes: [UInt8]) throws(PackagingFormatError) -> Int {
    let code = startCode(in: bytes.span, from: 0)
    guard code < bytes.count else { throw malformed("it has no start code") }
    guard bytes[..<code].allSatisfy({ $0 == 0 }) else {
      throw malformed("it does not begin with a start code")
    }
    return code + 3
  }

  /// The index of the next 00 00 01 at or after `start`, or the number of bytes.
  private static func startCode(in bytes: Span<UInt8>, from start: Int) -> Int {
    // The third byte of a start code is 1: any larger value there rules out three positions at once.
    var index = start + 2
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      if byte > 1 {
        index += 3
      } else if byte == 0 {
        index += 1
      } else if bytes[index - 1] == 0 && bytes[index - 2] == 0 {
        return index - 2
      } else {
        index += 3
      }
    }
    return count
  }

  private static func trimmed(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Range<Int> {
    var end = limit
    while end > start && bytes[end - 1] == 0 { end -= 1 }
    return start..<end
  }

  private static func malformed(_ cause: String) -> PackagingFormatError {
    PackagingFormatError(
      operation: "read NAL units", subject: "an access unit", cause: cause,
      hint: "make sure that the encoder writes Annex B byte streams")
  }
}
