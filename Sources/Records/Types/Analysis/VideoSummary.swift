/// The file that was analysed, as a whole.
public struct ContainerSummary: FieldObject {
  /// Name of the container format.
  public var format: String?
  /// Length in seconds, from the first packet to the end of the last.
  public var duration: Double?
  /// Size of the file.
  public var bytes: Int64?
  /// Bits a second, over the whole length.
  public var bitRate: Int64?
  /// Number of elementary streams.
  public var streams: Int?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("format", &format, "Name of the container format.")
    try v.field("duration", &duration, "Length in seconds, from the first packet to the end of the last.")
    try v.field("bytes", &bytes, "Size of the file.")
    try v.field("bit_rate", &bitRate, "Bits a second, over the whole length.")
    try v.field("streams", &streams, "Number of elementary streams.")
  }
}

/// The pictures that were analysed, as they are coded.
public struct VideoSummary: FieldObject {
  /// Name of the codec, such as h264.
  public var codec: String?
  /// Profile of the codec.
  public var profile: String?
  /// Width in pixels, upright.
  public var width: Int?
  /// Height in pixels, upright.
  public var height: Int?
  /// Width of a pixel over its height.
  public var sampleAspect: Rational?
  /// Layout of the pixels, by libav's name.
  public var pixelFormat: String?
  /// Bits of a sample.
  public var bitDepth: Int?
  /// Frames a second.
  public var frameRate: Double?
  /// Whether frames last differently long.
  public var isVariable: Bool?
  /// Frames that were decoded.
  public var frames: Int?
  /// Length in seconds, from the first frame to the end of the last.
  public var duration: Double?
  /// Colour properties.
  public var color: ColorDescription?
  /// Kind of high dynamic range: pq, hlg or dolby_vision; left out where there is none.
  public var hdr: String?
  /// Class of the size: SD, HD, UHD or 8K.
  public var sizeClass: String?
  /// Lines that the picture holds in truth, where it was scaled up; left out otherwise.
  public var upscaledFrom: Double?
  /// How sure that is, 0 to 1.
  public var upscaledConfidence: Double?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("codec", &codec, "Name of the codec, such as h264.")
    try v.field("profile", &profile, "Profile of the codec.")
    try v.field("width", &width, "Width in pixels, upright.")
    try v.field("height", &height, "Height in pixels, upright.")
    try v.field("sample_aspect", &sampleAspect, "Width of a pixel over its height.")
    try v.field("pixel_format", &pixelFormat, "Layout of the pixels, by libav's name.")
    try v.field("bit_depth", &bitDepth, "Bits of a sample.")
    try v.field("frame_rate", &frameRate, "Frames a second.")
    try v.field("variable", &isVariable, "Whether frames last differently long.")
    try v.field("frames", &frames, "Frames that were decoded.")
    try v.field("duration", &duration, "Length in seconds, from the first frame to the end of the last.")
    try v.field("color", &color, "Colour properties.")
    try v.field(
      "hdr", &hdr, "Kind of high dynamic range: pq, hlg or dolby_vision; left out where there is none.")
    try v.field("class", &sizeClass, "Class of the size: SD, HD, UHD or 8K.")
    try v.field(
      "upscaled_from", &upscaledFrom,
      "Lines that the picture holds in truth, where it was scaled up; left out otherwise.")
    try v.field("upscaled_confidence", &upscaledConfidence, "How sure that is, 0 to 1.")
  }
}
