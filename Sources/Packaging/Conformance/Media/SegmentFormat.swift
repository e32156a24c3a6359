/// What a segment is, by its own bytes (RFC 8216bis section 3.1).
enum SegmentFormat: Sendable, Hashable {
  case mp4, transportStream, webVTT, packedAudio, unknown

  init(_ bytes: [UInt8]) {
    let type = bytes.count >= 8 ? String(decoding: bytes[4..<8], as: UTF8.self) : ""
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if ["ftyp", "styp", "moof", "moov", "sidx", "emsg", "prft", "mdat"].contains(type) {
      self = .mp4
    } else if bytes.first == 0x47, bytes.count < 376 || bytes[188] == 0x47 {
      self = .transportStream
    } else if text.starts(with: Array("WEBVTT".utf8)) {
      self = .webVTT
    } else if bytes.starts(with: Array("ID3".utf8)) || Self.isAudioSync(bytes) {
      self = .packedAudio
    } else {
      self = .unknown
    }
  }

  /// ADTS, MPEG audio, AC-3.
  private static func isAudioSync(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 2 else { return false }
    return bytes[0] == 0xFF && bytes[1] & 0xE0 == 0xE0 || bytes[0] == 0x0B && bytes[1] == 0x77
  }

  /// The media types that fit (HLS Authoring 10.4).
  var mediaTypes: [String] {
    switch self {
    case .mp4:
      [
        "video/mp4", "audio/mp4", "application/mp4", "video/iso.segment", "audio/iso.segment",
        "video/quicktime",
      ]
    case .transportStream: ["video/mp2t", "audio/mp2t"]
    case .webVTT: ["text/vtt", "text/plain"]
    case .packedAudio: ["audio/aac", "audio/mpeg", "audio/ac3", "audio/eac3", "audio/x-aac", "audio/mp3"]
    case .unknown: []
    }
  }
}
