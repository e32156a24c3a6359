/// The codec strings of CODECS attributes (RFC 6381), from what encoders put in their extradata.
public enum CodecString {
  /// MP3 in MP4 or MPEG-TS.
  public static let mp3 = "mp4a.40.34"
  /// Opus, as its sample entry is called; scripts that ask browsers may want it in small letters.
  public static let opus = "Opus"
  /// AC-3.
  public static let ac3 = "ac-3"
  /// Enhanced AC-3.
  public static let eac3 = "ec-3"
  /// FLAC.
  public static let flac = "fLaC"

  /// The string of an H.264 stream, like "avc1.640028" (RFC 6381 section 3.3).
  ///
  /// - Parameters:
  ///   - configuration: an avcC record, or a byte stream (Annex B) with a sequence parameter set.
  ///   - sampleEntry: "avc1", or "avc3" with parameter sets in the samples.
  /// - Throws: `PackagingFormatError` when the configuration holds no profile.
  public static func h264(
    _ configuration: [UInt8], sampleEntry: String = "avc1"
  ) throws(PackagingFormatError) -> String {
    let profile: ArraySlice<UInt8>
    if configuration.first == 1, configuration.count >= 4 {
      profile = configuration[1..<4]
    } else {
      let units = try NALUnits.ranges(annexB: configuration)
      guard
        let unit = units.first(where: { NALUnits.type(configuration[$0.lowerBound], .h264) == 7 }),
        unit.count >= 4
      else { throw malformed("H.264", "it holds no sequence parameter set") }
      profile = configuration[unit].dropFirst().prefix(3)
    }
    return "\(sampleEntry).\(profile.map { hex($0, width: 2) }.joined())"
  }

  /// The string of an HEVC stream, like "hvc1.1.6.L93.B0" (ISO/IEC 14496-15 Annex E.3).
  ///
  /// - Parameters:
  ///   - configuration: an hvcC record, or a byte stream (Annex B) with a sequence or video parameter set.
  ///   - sampleEntry: "hvc1", or "hev1" with parameter sets in the samples.
  /// - Throws: `PackagingFormatError` when the configuration holds no profile.
  public static func hevc(
    _ configuration: [UInt8], sampleEntry: String = "hvc1"
  ) throws(PackagingFormatError) -> String {
    let level = try profileTierLevel(configuration)
    let space = level[0] >> 6
    let prefix = space == 0 ? "" : ["", "A", "B", "C"][Int(space)]
    var compatibility: UInt32 = 0
    for bit in 0..<32 where level[1 + bit / 8] >> (7 - UInt8(bit % 8)) & 1 == 1 {
      compatibility |= 1 << UInt32(bit)
    }
    var constraints = level[5..<11]
    while constraints.last == 0 { constraints.removeLast() }
    let parts =
      [
        sampleEntry, "\(prefix)\(level[0] & 0x1F)", String(compatibility, radix: 16, uppercase: true),
        "\(level[0] >> 5 & 1 == 1 ? "H" : "L")\(level[11])",
      ] + constraints.map { String($0, radix: 16, uppercase: true) }
    return parts.joined(separator: ".")
  }

  /// The string of AAC, like "mp4a.40.2"; with spectral band replication 5, with parametric stereo too 29.
  ///
  /// - Parameter configuration: an AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2.1).
  /// - Throws: `PackagingFormatError` when the configuration is cut off.
  public static func aac(_ configuration: [UInt8]) throws(PackagingFormatError) -> String {
    var bits = BitReader(configuration)
    let type = audioObjectType(&bits)
    skipFrequency(&bits)
    let channels = bits.read(4)
    guard !bits.overran, type != 0 else { throw malformed("AAC", "its AudioSpecificConfig is cut off") }
    guard type == 2, channels != 0 else { return "mp4a.40.\(type)" }
    // AAC-LC may announce its extensions after its own fields, for decoders that know them.
    bits.skip(1)
    if bits.flag() { bits.skip(14) }
    bits.skip(1)
    guard bits.remaining >= 17, bits.read(11) == 0x2B7, audioObjectType(&bits) == 5, bits.flag() else {
      return "mp4a.40.2"
    }
    skipFrequency(&bits)
    let stereo = bits.remaining >= 12 && bits.read(11) == 0x548 && bits.flag()
    return stereo ? "mp4a.40.29" : "mp4a.40.5"
  }

  /// The string of VP9, like "vp09.00.10.08" (VP Codec ISO Media File Format Binding, codecs parameter).
  ///
  /// - Parameters:
  ///   - profile: 0 to 3.
  ///   - level: ten times the level, 10 to 62.
  ///   - bitDepth: 8, 10 or 12.
  public static func vp9(profile: Int, level: Int, bitDepth: Int) -> String {
    "vp09.\(two(profile)).\(two(level)).\(two(bitDepth))"
  }

  private static func profileTierLevel(_ configuration: [UInt8]) throws(PackagingFormatError) -> [UInt8] {
    if configuration.first == 1, configuration.count >= 13 { return Array(configuration[1..<13]) }
    let units = try NALUnits.ranges(annexB: configuration)
    // (type, bytes before profile_tier_level): in an SPS 2 of header and 1 of flags, in a VPS 4 of flags.
    for (type, skipped) in [(UInt8(33), 3), (32, 6)] {
      for unit in units where NALUnits.type(configuration[unit.lowerBound], .hevc) == type {
        let bytes = NALUnits.withoutEmulation(configuration[unit], limit: skipped + 12)
        if bytes.count == skipped + 12 { return Array(bytes[skipped...]) }
      }
    }
    throw malformed("HEVC", "it holds no sequence or video parameter set")
  }

  private static func audioObjectType(_ bits: inout BitReader) -> Int {
    let type = bits.read(5)
    return type == 31 ? 32 + bits.read(6) : type
  }

  private static func skipFrequency(_ bits: inout BitReader) {
    if bits.read(4) == 15 { bits.skip(24) }
  }

  static func hex(_ value: UInt8, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

  static func malformed(_ codec: String, _ cause: String) -> PackagingFormatError {
    PackagingFormatError(
      operation: "name the codec", subject: "the \(codec) configuration", cause: cause,
      hint: "open the encoder with global headers, so that it gives its configuration at once")
  }
}
