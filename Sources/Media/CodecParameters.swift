import CFFmpeg
import Records

/// One owner of AVCodecParameters: what a stream says of itself before any packet.
///
/// Sendable because nobody writes to it after `init` returns.
public final class CodecParameters: @unchecked Sendable {
  let raw: UnsafeMutablePointer<AVCodecParameters>

  init(copying source: UnsafePointer<AVCodecParameters>) throws(MediaError) {
    raw = try Libav.allocated(avcodec_parameters_alloc(), "codec parameters")
    try Libav.check(avcodec_parameters_copy(raw, source), "copy", "codec parameters")
  }

  init(from context: UnsafePointer<AVCodecContext>) throws(MediaError) {
    raw = try Libav.allocated(avcodec_parameters_alloc(), "codec parameters")
    try Libav.check(avcodec_parameters_from_context(raw, context), "copy", "codec parameters")
  }

  private init() throws(MediaError) {
    raw = try Libav.allocated(avcodec_parameters_alloc(), "codec parameters")
  }

  deinit {
    var raw: UnsafeMutablePointer<AVCodecParameters>? = raw
    avcodec_parameters_free(&raw)
  }

  /// Raw video in packed planes.
  public static func rawVideo(width: Int, height: Int, format: PixelFormat, sampleAspect: Rational?)
    throws(MediaError)
    -> CodecParameters
  {
    let parameters = try CodecParameters()
    let raw = parameters.raw
    raw.pointee.codec_type = AVMEDIA_TYPE_VIDEO
    raw.pointee.codec_id = AV_CODEC_ID_RAWVIDEO
    raw.pointee.codec_tag = avcodec_pix_fmt_to_codec_tag(format.raw)
    raw.pointee.format = format.raw.rawValue
    raw.pointee.width = Int32(width)
    raw.pointee.height = Int32(height)
    raw.pointee.sample_aspect_ratio = sampleAspect?.libav ?? AVRational(num: 0, den: 1)
    return parameters
  }

  /// Interleaved PCM.
  public static func pcm(format: SampleFormat, sampleRate: Int, channels: Int, layout: String)
    throws(MediaError)
    -> CodecParameters
  {
    let parameters = try CodecParameters()
    let raw = parameters.raw
    guard let codec = avcodec_find_encoder_by_name(format.pcmCodecName) else {
      throw MediaError("find", "codec \(format.pcmCodecName)", cause: "libavcodec lacks it")
    }
    raw.pointee.codec_type = AVMEDIA_TYPE_AUDIO
    raw.pointee.codec_id = codec.pointee.id
    raw.pointee.format = format.packed.raw.rawValue
    raw.pointee.sample_rate = Int32(sampleRate)
    raw.pointee.bits_per_coded_sample = Int32(format.bytesPerSample * 8)
    raw.pointee.block_align = Int32(format.bytesPerSample * channels)
    if av_channel_layout_from_string(&raw.pointee.ch_layout, layout) < 0 {
      av_channel_layout_default(&raw.pointee.ch_layout, Int32(channels))
    }
    return parameters
  }

  /// A text stream (AV_CODEC_ID_TEXT), which NUT carries as a subtitle track.
  public static func text() throws(MediaError) -> CodecParameters {
    let parameters = try CodecParameters()
    parameters.raw.pointee.codec_type = AVMEDIA_TYPE_SUBTITLE
    parameters.raw.pointee.codec_id = AV_CODEC_ID_TEXT
    return parameters
  }

  /// libav's short name of the codec ("h264", "aac").
  public var codecName: String { String(cString: avcodec_get_name(raw.pointee.codec_id)) }

  /// Codec configuration: parameter sets, AudioSpecificConfig, ...
  public var extradata: [UInt8] {
    guard let data = raw.pointee.extradata, raw.pointee.extradata_size > 0 else { return [] }
    return Array(UnsafeBufferPointer(start: data, count: Int(raw.pointee.extradata_size)))
  }

  /// Coded width in pixels; 0 for audio.
  public var width: Int { Int(raw.pointee.width) }
  /// Coded height in pixels; 0 for audio.
  public var height: Int { Int(raw.pointee.height) }
  /// Layout of the pixels (video).
  public var pixelFormat: PixelFormat { PixelFormat(code: raw.pointee.format) }
  /// Layout of the samples (audio).
  public var sampleFormat: SampleFormat { SampleFormat(code: raw.pointee.format) }
  /// Samples a second (audio).
  public var sampleRate: Int { Int(raw.pointee.sample_rate) }
  /// Number of channels (audio).
  public var channels: Int { Int(raw.pointee.ch_layout.nb_channels) }
  /// libav's name of the channel layout; a guess by count where the container has none.
  public var channelLayout: String {
    var layout = AVChannelLayout()
    if raw.pointee.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC {
      av_channel_layout_default(&layout, raw.pointee.ch_layout.nb_channels)
    } else {
      av_channel_layout_copy(&layout, &raw.pointee.ch_layout)
    }
    defer { av_channel_layout_uninit(&layout) }
    return Frame.describe(&layout)
  }
  /// Bits a second as the container declares them; nil when it does not.
  public var bitRate: Int64? { raw.pointee.bit_rate > 0 ? raw.pointee.bit_rate : nil }
  /// Samples of a coded audio frame; 0 when they vary.
  public var frameSize: Int { Int(raw.pointee.frame_size) }
  /// Samples that a decoder's first output lies before the encoder's first input.
  public var initialPadding: Int { Int(raw.pointee.initial_padding) }
  /// The codec profile's name; nil when unknown.
  public var profile: String? {
    Libav.string(avcodec_profile_name(raw.pointee.codec_id, raw.pointee.profile))
  }
  /// libav's number of the profile; nil when unknown.
  public var profileNumber: Int? {
    raw.pointee.profile == vp_profile_unknown ? nil : Int(raw.pointee.profile)
  }
  /// The codec level as the codec numbers it; nil when unknown.
  public var level: Int? { raw.pointee.level > 0 ? Int(raw.pointee.level) : nil }
  /// Frames by which decoding order and presentation order differ.
  public var reorderDepth: Int { Int(raw.pointee.video_delay) }
  /// Colour properties (video).
  public var color: ColorDescription {
    ColorDescription(
      range: ColorNames.range(raw.pointee.color_range) ?? (pixelFormat.impliesFullRange ? "pc" : nil),
      space: ColorNames.space(raw.pointee.color_space),
      primaries: ColorNames.primaries(raw.pointee.color_primaries),
      transfer: ColorNames.transfer(raw.pointee.color_trc),
      chromaLocation: ColorNames.location(raw.pointee.chroma_location))
  }
  /// "progressive", "tt", "bb", "tb" or "bt"; nil when unknown.
  public var fieldOrder: String? {
    switch raw.pointee.field_order {
    case AV_FIELD_PROGRESSIVE: "progressive"
    case AV_FIELD_TT: "tt"
    case AV_FIELD_BB: "bb"
    case AV_FIELD_TB: "tb"
    case AV_FIELD_BT: "bt"
    default: nil
    }
  }
}
