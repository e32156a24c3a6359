/// What a copy has to know of coded pictures as MP4 keeps them: NAL units with their lengths before them
/// (ISO/IEC 14496-15 section 5.3.2 and 8.3.3).
struct AccessUnits {
  private let codec: NALUnits.Codec
  private let lengthSize: Int

  /// - Parameter configuration: an avcC or hvcC record; nil is made of anything else.
  init?(_ codec: VideoCodec, configuration: [UInt8]) {
    switch codec {
    case .h264 where configuration.count >= 7 && configuration[0] == 1:
      self.codec = .h264
      lengthSize = Int(configuration[4] & 3) + 1
    case .hevc where configuration.count >= 23 && configuration[0] == 1:
      self.codec = .hevc
      lengthSize = Int(configuration[21] & 3) + 1
    default: return nil
    }
  }

  /// What a picture holds.
  struct Contents {
    /// Whether it is an instantaneous decoder refresh picture.
    var isIDR = false
    /// Whether it brings parameter sets of its own.
    var hasParameterSets = false
    /// Whether its lengths add up.
    var isWhole = true
  }

  func contents(of bytes: [UInt8]) -> Contents {
    var contents = Contents()
    var offset = 0
    while offset < bytes.count {
      guard offset + lengthSize < bytes.count else {
        contents.isWhole = false
        break
      }
      let length = bytes[offset..<offset + lengthSize].reduce(0) { $0 << 8 | Int($1) }
      offset += lengthSize
      guard length > 0, length <= bytes.count - offset else {
        contents.isWhole = false
        break
      }
      switch (codec, NALUnits.type(bytes[offset], codec)) {
      case (.h264, 5), (.hevc, 19), (.hevc, 20): contents.isIDR = true
      case (.h264, 7), (.h264, 8), (.hevc, 32), (.hevc, 33), (.hevc, 34): contents.hasParameterSets = true
      default: break
      }
      offset += length
    }
    return contents
  }
}
