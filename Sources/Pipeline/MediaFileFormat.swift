import Media

/// A codec that pictures are encoded with for a file to be watched.
public enum FileVideoCodec: String, Sendable, CaseIterable {
  /// H.264 by x264.
  case h264
  /// HEVC by x265.
  case hevc
  /// VP9 by libvpx.
  case vp9
  /// AV1 by SVT-AV1, or libaom where that is missing.
  case av1

  /// libavcodec's encoder.
  var encoder: String {
    switch self {
    case .h264: "libx264"
    case .hevc: "libx265"
    case .vp9: "libvpx-vp9"
    case .av1: Libav.hasEncoder("libsvtav1") ? "libsvtav1" : "libaom-av1"
    }
  }

  /// Whether the encoder is there.
  var isAvailable: Bool { Libav.hasEncoder(encoder) }

  /// Constant quality where nothing is asked for: visually close to the source.
  var defaultCRF: Double {
    switch self {
    case .h264: 20
    case .hevc: 23
    case .vp9: 28
    case .av1: 30
    }
  }

  /// The values of --crf.
  public var crfRange: ClosedRange<Double> {
    switch self {
    case .h264, .hevc: 0...51
    case .vp9, .av1: 0...63
    }
  }
}

/// How a file of pictures and sound is encoded.
public struct MediaFileOptions: Sendable {
  /// The codec of the pictures; nil for what is usual in the container.
  public var codec: FileVideoCodec?
  /// Constant quality; nil for the codec's default.
  public var crf: Double?
  /// The encoder's preset (libvpx: cpu-used); nil for a fast one.
  public var preset: String?
  /// Bits a second for each pair of audio channels.
  public var audioBitRate = 128_000

  /// What is usual for the container.
  public init() {}
}

/// A container that `MediaFileWriter` writes.
struct MediaFileContainer {
  /// libav's name of the format.
  let format: String
  /// Codecs that it takes, the usual first.
  let codecs: [FileVideoCodec]
  /// libavcodec's encoder of its sound.
  let audioEncoder: String

  /// The container that a name's ending tells; nil for any other ending.
  init?(path: String) {
    switch path.lowercased().split(separator: ".").last ?? "" {
    case "mp4", "m4v": self.init("mp4", [.h264, .hevc, .av1, .vp9])
    case "mov": self.init("mov", [.h264, .hevc])
    case "mkv": self.init("matroska", [.h264, .hevc, .av1, .vp9])
    case "webm": self.init("webm", [.vp9, .av1], audio: "libopus")
    case "ts": self.init("mpegts", [.h264, .hevc])
    default: return nil
    }
  }

  private init(_ format: String, _ codecs: [FileVideoCodec], audio: String = "aac") {
    self.format = format
    self.codecs = codecs
    audioEncoder = audio
  }

  static let endings = ".mp4, .m4v, .mov, .mkv, .webm and .ts"
}
