/// One step of a ladder: a box that the picture is fitted into, and the bits for it.
public struct Rung: Sendable, Hashable, Codable {
  /// The box's width in pixels.
  public let width: Int
  /// The box's height in pixels.
  public let height: Int
  /// The average bit rate of the video in bits per second.
  public let bitrate: Int
  /// The highest rate of the VBV in bits per second, or nil for ``RungDefaults``.
  public let maxrate: Int?
  /// The size of the VBV in bits, or nil for ``RungDefaults``.
  public let bufsize: Int?
  /// The name, which becomes a folder; nil to name it by its height.
  public let name: String?
  /// The video codec, where it differs from the job's.
  public let codec: String?
  /// The encoder's preset, where it differs from the job's.
  public let preset: String?
  /// The constant rate factor, where one is asked for; the bit rates then only cap.
  public let crf: Double?

  /// Creates a rung.
  ///
  /// - Throws: `PackagingFormatError` when a size is outside 16 to 16384 pixels, a rate outside 10 kbit/s to
  ///   1 Gbit/s, the maximum rate below the bit rate, the CRF outside 0 to 63, or the name no plain file
  ///   name.
  public init(
    width: Int, height: Int, bitrate: Int, maxrate: Int? = nil, bufsize: Int? = nil, name: String? = nil,
    codec: String? = nil, preset: String? = nil, crf: Double? = nil
  ) throws(PackagingFormatError) {
    self.width = width
    self.height = height
    self.bitrate = bitrate
    self.maxrate = maxrate
    self.bufsize = bufsize
    self.name = name
    self.codec = codec
    self.preset = preset
    self.crf = crf
    try check()
  }

  /// Reads a rung such as "1280x720@2500k".
  ///
  /// - Parameter text: width, "x", height, "@" and a bit rate as ``bitrate(_:)`` reads it.
  /// - Throws: `PackagingFormatError` when the text has another form or a value is out of range.
  public init(parsing text: String) throws(PackagingFormatError) {
    func failure(_ cause: String) -> PackagingFormatError {
      PackagingFormatError(
        operation: "read a rung", subject: text, cause: cause,
        hint: "write it as 1280x720@2500k: width, height, bits per second")
    }
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2 else { throw failure("it needs one '@' between size and bit rate") }
    let sides = halves[0].split(separator: "x", omittingEmptySubsequences: false)
    guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty && DecimalText.isDigits($0) }),
      let width = Int(sides[0]), let height = Int(sides[1])
    else { throw failure("'\(halves[0])' is no size") }
    guard let bitrate = Self.bitrate(String(halves[1])) else {
      throw failure("'\(halves[1])' is no bit rate")
    }
    try self.init(width: width, height: height, bitrate: bitrate)
  }

  /// Reads bits per second from "2500k", "2.5M" or "2500000"; nil when the text is none.
  ///
  /// k is 1000 and M is 1000000, in either case.
  public static func bitrate(_ text: String) -> Int? {
    var digits = text[...]
    var scale: Int64 = 1
    switch digits.last {
    case "k", "K": scale = 1000
    case "m", "M": scale = 1_000_000
    default: break
    }
    if scale > 1 { digits = digits.dropLast() }
    guard let value = DecimalText.rational(digits) else { return nil }
    let (bits, overflow) = value.num.multipliedReportingOverflow(by: scale)
    guard !overflow, bits % value.den == 0 else { return nil }
    return Int(bits / value.den)
  }

  /// Bits per second as short text: "2500k", or all digits where they are no whole thousands.
  static func bitrateText(_ value: Int) -> String {
    value % 1000 == 0 ? "\(value / 1000)k" : String(value)
  }

  private func check() throws(PackagingFormatError) {
    func failure(_ cause: String, _ hint: String) -> PackagingFormatError {
      PackagingFormatError(
        operation: "read a rung", subject: "\(width)x\(height)@\(Self.bitrateText(bitrate))", cause: cause,
        hint: hint)
    }
    guard (16...16384).contains(width), (16...16384).contains(height) else {
      throw failure("its size is outside 16 to 16384 pixels", "write the box that the picture has to fit")
    }
    for rate in [bitrate, maxrate ?? bitrate, bufsize ?? bitrate]
    where !(10_000...1_000_000_000).contains(rate) {
      throw failure(
        "\(rate) is outside 10000 to 1000000000 bits", "rates are in bits per second: write 2500k for 2500000"
      )
    }
    if let maxrate, maxrate < bitrate {
      throw failure("maxrate is below bitrate", "leave maxrate out, or give at least \(bitrate)")
    }
    if let crf, !(crf >= 0 && crf <= 63) {
      throw failure("crf \(crf) is outside 0 to 63", "18 to 28 is usual for H.264")
    }
    if let name, !Self.isPlain(name) {
      throw failure("'\(name)' is no plain name", "use letters, digits, '-', '_' and '.', not first a '.'")
    }
  }

  private static func isPlain(_ name: String) -> Bool {
    let safe = name.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 46
        || $0 == 95
    }
    return safe && (1...64).contains(name.utf8.count) && !name.hasPrefix(".")
  }
}

/// What a rung gets when it does not say.
public enum RungDefaults {
  /// The maximum rate, in percent of the bit rate.
  public static let maxratePercent = 110
  /// The size of the VBV, in percent of the bit rate: seconds of it, times 100.
  public static let bufsizePercent = 150
  /// The lowest bit rate that is scaled down to, in bits per second.
  public static let lowestBitrate = 100_000
}
