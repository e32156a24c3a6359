extension CodecString {
  /// The string of an AV1 stream, like "av01.0.04M.08" (AV1-ISOBMFF section 5).
  ///
  /// The long form follows when chroma or colour differ from 4:2:0 BT.709 in limited range.
  ///
  /// - Parameter configuration: an av1C record, or units with a sequence header.
  /// - Throws: `PackagingFormatError` when the configuration holds no sequence header and is no av1C.
  public static func av1(_ configuration: [UInt8]) throws(PackagingFormatError) -> String {
    let isRecord = configuration.first == 0x81 && configuration.count >= 4
    let units = try OBUs.units(of: isRecord ? Array(configuration[4...]) : configuration)
    let bytes = isRecord ? Array(configuration[4...]) : configuration
    if let header = units.first(where: { $0.type == 1 }) {
      var sequence = AV1SequenceHeader()
      sequence.read(bytes[header.payload])
      guard !sequence.overran else { throw malformed("AV1", "its sequence header is cut off") }
      return sequence.codecString
    }
    guard isRecord else { throw malformed("AV1", "it holds no sequence header") }
    var sequence = AV1SequenceHeader()
    sequence.profile = Int(configuration[1] >> 5)
    sequence.level = Int(configuration[1] & 0x1F)
    sequence.tier = Int(configuration[2] >> 7)
    let high = configuration[2] & 0x40 != 0
    sequence.bitDepth = high ? (configuration[2] & 0x20 != 0 ? 12 : 10) : 8
    sequence.monochrome = configuration[2] & 0x10 != 0
    sequence.subsampling = [Int(configuration[2] >> 3 & 1), Int(configuration[2] >> 2 & 1)]
    sequence.chromaPosition = Int(configuration[2] & 3)
    return sequence.codecString
  }
}

/// The fields of an AV1 sequence header that the codec string needs (AV1 specification section 5.5).
private struct AV1SequenceHeader {
  var profile = 0
  var level = 0
  var tier = 0
  var bitDepth = 8
  var monochrome = false
  var subsampling = [1, 1]
  var chromaPosition = 0
  var primaries = 2
  var transfer = 2
  var matrix = 2
  var fullRange = false
  var overran = false

  var codecString: String {
    let short =
      "av01.\(profile).\(CodecString.two(level))\(tier == 1 ? "H" : "M").\(CodecString.two(bitDepth))"
    // The position counts for 4:2:0 alone. Unspecified colour (2) is taken for the default, BT.709.
    let position = subsampling == [1, 1] ? chromaPosition : 0
    let colour = [primaries, transfer, matrix].map { $0 == 2 ? 1 : $0 }
    let usual = !monochrome && subsampling == [1, 1] && colour == [1, 1, 1] && !fullRange
    if usual && position == 0 { return short }
    let chroma = "\(subsampling[0])\(subsampling[1])\(position)"
    let codes = colour.map(CodecString.two).joined(separator: ".")
    return "\(short).\(monochrome ? 1 : 0).\(chroma).\(codes).\(fullRange ? 1 : 0)"
  }

  mutating func read(_ payload: ArraySlice<UInt8>) {
    var bits = BitReader(payload)
    profile = bits.read(3)
    bits.skip(1)
    let reduced = bits.flag()
    if reduced { level = bits.read(5) } else { readOperatingPoints(&bits) }
    let widthBits = bits.read(4) + 1
    let heightBits = bits.read(4) + 1
    bits.skip(widthBits + heightBits)
    if !reduced && bits.flag() { bits.skip(7) }
    bits.skip(3)
    if !reduced { skipTools(&bits) }
    bits.skip(3)
    readColour(&bits)
    overran = bits.overran
  }

  private mutating func readOperatingPoints(_ bits: inout BitReader) {
    var modelInfo = false
    var delayLength = 0
    if bits.flag() {
      bits.skip(64)
      if bits.flag() { Self.skipVariableLength(&bits) }
      modelInfo = bits.flag()
      if modelInfo {
        delayLength = bits.read(5) + 1
        bits.skip(42)
      }
    }
    let displayDelay = bits.flag()
    for point in 0...bits.read(5) {
      bits.skip(12)
      let pointLevel = bits.read(5)
      let pointTier = pointLevel > 7 ? bits.read(1) : 0
      if modelInfo && bits.flag() { bits.skip(2 * delayLength + 1) }
      if displayDelay && bits.flag() { bits.skip(4) }
      if point == 0 { (level, tier) = (pointLevel, pointTier) }
    }
  }

  private func skipTools(_ bits: inout BitReader) {
    bits.skip(4)
    let orderHint = bits.flag()
    if orderHint { bits.skip(2) }
    let forcesScreenContent = bits.flag() ? 2 : bits.read(1)
    if forcesScreenContent > 0 && !bits.flag() { bits.skip(1) }
    if orderHint { bits.skip(3) }
  }

  private mutating func readColour(_ bits: inout BitReader) {
    let high = bits.flag()
    bitDepth = high ? (profile == 2 && bits.flag() ? 12 : 10) : 8
    monochrome = profile != 1 && bits.flag()
    if bits.flag() {
      primaries = bits.read(8)
      transfer = bits.read(8)
      matrix = bits.read(8)
    }
    if monochrome {
      fullRange = bits.flag()
      return
    }
    if (primaries, transfer, matrix) == (1, 13, 0) {
      fullRange = true
      subsampling = [0, 0]
      return
    }
    fullRange = bits.flag()
    switch profile {
    case 0: subsampling = [1, 1]
    case 1: subsampling = [0, 0]
    default:
      let horizontal = bitDepth == 12 ? bits.read(1) : 1
      subsampling = [horizontal, bitDepth == 12 && horizontal == 1 ? bits.read(1) : 0]
    }
    if subsampling == [1, 1] { chromaPosition = bits.read(2) }
  }

  private static func skipVariableLength(_ bits: inout BitReader) {
    var zeros = 0
    while !bits.overran && !bits.flag() { zeros += 1 }
    bits.skip(min(zeros, 32))
  }
}
