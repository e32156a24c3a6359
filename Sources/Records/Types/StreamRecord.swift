/// What a stream of frames is; the first record of a stream, and again where its size changes.
public struct StreamRecord: Record {
  /// `stream`.
  public static let type = "stream"
  /// What the record says.
  public static let summary =
    "What the stream of frames is: the first record."

  /// The version of the contract.
  public var schema = "vidproc/1"
  /// The file, address or device that was read.
  public var source = ""
  /// The width in pixels, upright.
  public var width = 0
  /// The height in pixels, upright.
  public var height = 0
  /// libav's name of the pixel format.
  public var pixelFormat = ""
  /// The shape of a pixel.
  public var sampleAspect: Rational?
  /// The frames a second.
  public var frameRate: Rational?
  /// Whether the frame rate varies.
  public var isVariable = false
  /// The length of a tick of `pts` in seconds.
  public var timeBase = Rational.zero
  /// Where the timestamps come from.
  public var timestamps = TimestampSource.source
  /// The degrees, clockwise, that the frames must still be turned by.
  public var rotation = 0
  /// The order of the fields.
  public var fieldOrder: FieldOrder?
  /// What the sample values mean.
  public var color = ColorDescription()
  /// The high dynamic range metadata.
  public var hdr: HDRDescription?
  /// The timestamp of the first frame in ticks of ``timeBase``.
  public var startPTS: Int64?
  /// Ticks by which packet times in a frame stream are above pts, so that none is below zero.
  public var ptsOffset: Int64?
  /// The length in seconds.
  public var duration: Double?
  /// The expected number of frames.
  public var frames: Int?
  /// Whether the source is live.
  public var isLive: Bool?
  /// The audio tracks.
  public var audio: [AudioTrack] = []
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// The record as one of all.
  public var asAny: AnyRecord { .stream(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("schema", &schema, "Version of this contract.")
    try v.field("source", &source, "File, address or device that was read.")
    try v.field(
      "width", &width, "Width of a frame in pixels, upright (after rotation).", required: true)
    try v.field(
      "height", &height, "Height of a frame in pixels, upright (after rotation).", required: true)
    try v.field("pixel_format", &pixelFormat, "Pixel format by libav's name, such as yuv420p.")
    try v.field("sample_aspect", &sampleAspect, "Width to height of a pixel.")
    try v.field("frame_rate", &frameRate, "Frames a second, exactly.")
    try v.field("variable", &isVariable, "Whether the frame rate varies.")
    try v.field("time_base", &timeBase, "Length of a tick of pts in seconds.")
    try v.field(
      "timestamps", &timestamps,
      "Where timestamps come from: the source, or the frame rate where the source has none.")
    try v.field(
      "rotation", &rotation, "Degrees, clockwise, still to be applied; 0 where frames are upright.")
    try v.field("field_order", &fieldOrder, "Order of the fields of interlaced video.")
    try v.field("color", &color, "What the sample values mean.")
    try v.field("hdr", &hdr, "High dynamic range metadata.")
    try v.field("start_pts", &startPTS, "Timestamp of the first frame in ticks of time_base.")
    try v.field(
      "pts_offset", &ptsOffset,
      "Ticks that packet times in a frame stream lie above pts, where a source begins below zero.")
    try v.field("duration", &duration, "Length in seconds, where it is known.")
    try v.field("frames", &frames, "Expected number of frames, where it is known.")
    try v.field("live", &isLive, "Whether the source is live.")
    try v.field("audio", &audio, "Audio tracks, in their order in the source.")
  }
}

/// One audio track of a stream.
public struct AudioTrack: FieldObject {
  /// The index among the audio tracks, from 0.
  public var track = 0
  /// libav's name of the codec.
  public var codec = ""
  /// The samples a second.
  public var sampleRate = 0
  /// The number of channels.
  public var channels = 0
  /// libav's name of the channel layout.
  public var layout = ""
  /// libav's name of the sample format.
  public var sampleFormat = ""
  /// The language.
  public var language: String?
  /// The title.
  public var title: String?
  /// Whether players take this track by default.
  public var isDefault = false
  /// The length of a tick of the track's timestamps in seconds.
  public var timeBase = Rational.zero
  /// The time of the first sample in seconds.
  public var start: Double?
  /// The length in seconds.
  public var duration: Double?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a track with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("track", &track, "Index among the audio tracks, from 0.")
    try v.field("codec", &codec, "Codec by libav's name.")
    try v.field("sample_rate", &sampleRate, "Samples a second.")
    try v.field("channels", &channels, "Number of channels.")
    try v.field("layout", &layout, "Channel layout by libav's name, such as stereo or 5.1.")
    try v.field("sample_format", &sampleFormat, "Sample format by libav's name.")
    try v.field("language", &language, "Language as the source names it (ISO 639 or BCP 47).")
    try v.field("title", &title, "Title of the track.")
    try v.field("default", &isDefault, "Whether players take the track by default.")
    try v.field("time_base", &timeBase, "Length of a tick of the track's timestamps in seconds.")
    try v.field("start", &start, "Time of the first sample in seconds, on the clock of the frames.")
    try v.field("duration", &duration, "Length in seconds, where it is known.")
  }
}

/// Where a stream's timestamps come from.
public struct TimestampSource: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// The source's own timestamps.
  public static var source: Self { Self(rawValue: "source") }
  /// Made from the frame rate, as the source has none.
  public static var frameRate: Self { Self(rawValue: "frame_rate") }
  /// All that are known.
  public static var choices: [Self] { [.source, .frameRate] }
}

/// The order of the fields of a frame, by libav's names.
public struct FieldOrder: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// Whole frames.
  public static var progressive: Self { Self(rawValue: "progressive") }
  /// Top coded first and shown first.
  public static var topTop: Self { Self(rawValue: "tt") }
  /// Bottom coded first and shown first.
  public static var bottomBottom: Self { Self(rawValue: "bb") }
  /// Top coded first, bottom shown first.
  public static var topBottom: Self { Self(rawValue: "tb") }
  /// Bottom coded first, top shown first.
  public static var bottomTop: Self { Self(rawValue: "bt") }
  /// All that are known.
  public static var choices: [Self] { [.progressive, .topTop, .bottomBottom, .topBottom, .bottomTop] }
}
