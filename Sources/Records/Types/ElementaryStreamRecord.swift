/// One of the streams in a file, as `vidproc probe` sees it.
public struct ElementaryStreamRecord: Record {
  /// `elementary_stream`.
  public static let type = "elementary_stream"
  /// What the record says.
  public static let summary = "One of the streams in a file, from vidproc probe."

  /// The index in the file.
  public var index = 0
  /// What the stream carries.
  public var kind = StreamKind.video
  /// libav's name of the codec.
  public var codec = ""
  /// The codec as playlists name it.
  public var codecString: String?
  /// The profile.
  public var profile: String?
  /// The level as the codec counts it.
  public var level: Int?
  /// The language.
  public var language: String?
  /// The title.
  public var title: String?
  /// Whether players take the stream by default.
  public var isDefault: Bool?
  /// The length of a tick in seconds.
  public var timeBase: Rational?
  /// The time of the first sample in seconds.
  public var startTime: Double?
  /// The length in seconds.
  public var duration: Double?
  /// The bits a second.
  public var bitRate: Int64?
  /// The number of frames, counted.
  public var frames: Int?
  /// The number of packets.
  public var packets: Int?
  /// The coded width in pixels.
  public var width: Int?
  /// The coded height in pixels.
  public var height: Int?
  /// The width as it is to be shown.
  public var displayWidth: Int?
  /// The height as it is to be shown.
  public var displayHeight: Int?
  /// The shape of a pixel.
  public var sampleAspect: Rational?
  /// libav's name of the pixel format.
  public var pixelFormat: String?
  /// The bits of a sample.
  public var bitDepth: Int?
  /// The frames a second as the file declares them.
  public var frameRate: Rational?
  /// The frames over the length.
  public var averageFrameRate: Rational?
  /// Whether the frame rate varies.
  public var frameRateMode: FrameRateMode?
  /// The shortest frame in seconds.
  public var minFrameDuration: Double?
  /// The longest frame in seconds.
  public var maxFrameDuration: Double?
  /// The degrees, clockwise, to turn frames upright.
  public var rotation: Int?
  /// Whether frames are mirrored.
  public var isMirrored: Bool?
  /// The order of the fields.
  public var fieldOrder: FieldOrder?
  /// Whether the video is interlaced.
  public var isInterlaced: Bool?
  /// What the sample values mean.
  public var color: ColorDescription?
  /// The kind of high dynamic range.
  public var hdrFormat: String?
  /// The high dynamic range metadata.
  public var hdr: HDRDescription?
  /// The longest time between keyframes in seconds.
  public var keyframeIntervalMax: Double?
  /// The number of frames that decoding reorders.
  public var hasBFrames: Int?
  /// The samples a second.
  public var sampleRate: Int?
  /// The number of channels.
  public var channels: Int?
  /// libav's name of the channel layout.
  public var layout: String?
  /// libav's name of the sample format.
  public var sampleFormat: String?
  /// Whether the stream is encrypted.
  public var isEncrypted: Bool?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// The record as one of all.
  public var asAny: AnyRecord { .elementaryStream(self) }
}

/// What an elementary stream carries.
public struct StreamKind: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// Pictures.
  public static var video: Self { Self(rawValue: "video") }
  /// Sound.
  public static var audio: Self { Self(rawValue: "audio") }
  /// Subtitles.
  public static var subtitle: Self { Self(rawValue: "subtitle") }
  /// Something else that is timed.
  public static var data: Self { Self(rawValue: "data") }
  /// Something that is not timed, such as a font.
  public static var attachment: Self { Self(rawValue: "attachment") }
  /// All that are known.
  public static var choices: [Self] { [.video, .audio, .subtitle, .data, .attachment] }
}

/// Whether a frame rate varies.
public struct FrameRateMode: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// All frames are equally long.
  public static var constant: Self { Self(rawValue: "constant") }
  /// Frames differ in length.
  public static var variable: Self { Self(rawValue: "variable") }
  /// Nobody counted.
  public static var unknown: Self { Self(rawValue: "unknown") }
  /// All that are known.
  public static var choices: [Self] { [.constant, .variable, .unknown] }
}
