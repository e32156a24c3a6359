import CFFmpeg
import Records

/// What a video encoder is asked for, beyond its own options.
public struct VideoEncoding: Sendable {
  /// libavcodec's name of the encoder ("libx264").
  public var encoder: String
  /// Size in pixels.
  public var width: Int
  /// Size in pixels.
  public var height: Int
  /// Layout of the pixels it is given.
  public var pixelFormat: PixelFormat
  /// Seconds a tick of the frames' timestamps.
  public var timeBase: Rational
  /// Frames a second, for rate control; nil when unknown.
  public var frameRate: Rational?
  /// Width of a pixel over its height.
  public var sampleAspect: Rational?
  /// Colour properties to be written into the stream.
  public var color: ColorDescription
  /// Bits a second; nil where the options say otherwise (constant quality).
  public var bitRate: Int64?
  /// Highest rate in bits a second, over the buffer; nil for none.
  public var maxRate: Int64?
  /// Size of that buffer in bits.
  public var bufferSize: Int64?
  /// Frames between keyframes at the most; nil for the encoder's default.
  public var gop: Int?
  /// Threads of the encoder; the output can depend on them.
  public var threads: Int
  /// The encoder's own options ("preset", "x264-params").
  public var options: [String: String]
  /// Whether parameter sets go into the extradata instead of every keyframe.
  public var globalHeader: Bool
  /// Which of two passes this is; nil for the only one.
  public var pass: Pass?

  /// One of two passes, with the statistics file that joins them.
  public enum Pass: Sendable, Hashable {
    /// Writes statistics; they have their name when the encoder is closed.
    case first(String)
    /// Follows statistics.
    case second(String)
  }

  /// Collects the parameters.
  public init(
    encoder: String, width: Int, height: Int, pixelFormat: PixelFormat, timeBase: Rational,
    frameRate: Rational?, sampleAspect: Rational?, color: ColorDescription, bitRate: Int64?, maxRate: Int64?,
    bufferSize: Int64?, gop: Int?, threads: Int, options: [String: String], globalHeader: Bool,
    pass: Pass? = nil
  ) {
    self.encoder = encoder
    self.width = width
    self.height = height
    self.pixelFormat = pixelFormat
    self.timeBase = timeBase
    self.frameRate = frameRate
    self.sampleAspect = sampleAspect
    self.color = color
    self.bitRate = bitRate
    self.maxRate = maxRate
    self.bufferSize = bufferSize
    self.gop = gop
    self.threads = threads
    self.options = options
    self.globalHeader = globalHeader
    self.pass = pass
  }
}

/// One owner of an encoding AVCodecContext. Used from one thread at a time; libav adds threads of its own.
public final class Encoder: @unchecked Sendable {
  private let raw: UnsafeMutablePointer<AVCodecContext>
  private let name: String

  private init(codecNamed name: String, subject: String) throws(MediaError) {
    guard let codec = avcodec_find_encoder_by_name(name) else {
      throw MediaError(
        "encode", subject, cause: "libavcodec has no encoder \(name)",
        hint: "`ffmpeg -encoders` lists what it has")
    }
    self.name = "\(subject) with \(name)"
    raw = try Libav.allocated(avcodec_alloc_context3(codec), "an encoder")
  }

  private func open(_ values: [String: String]) throws(MediaError) {
    var options = Options(values)
    try Libav.check(avcodec_open2(raw, nil, &options.raw), "open an encoder for", name)
    if let unknown = options.leftOver.first {
      throw MediaError("open an encoder for", name, cause: "it has no option \(unknown)")
    }
  }

  /// Opens a video encoder.
  public convenience init(video: VideoEncoding) throws(MediaError) {
    try self.init(codecNamed: video.encoder, subject: "\(video.width)x\(video.height) video")
    raw.pointee.width = Int32(video.width)
    raw.pointee.height = Int32(video.height)
    raw.pointee.pix_fmt = video.pixelFormat.raw
    raw.pointee.time_base = video.timeBase.libav
    if let rate = video.frameRate { raw.pointee.framerate = rate.libav }
    raw.pointee.sample_aspect_ratio = video.sampleAspect?.libav ?? AVRational(num: 0, den: 1)
    raw.pointee.color_range = ColorNames.range(named: video.color.range)
    raw.pointee.colorspace = ColorNames.space(named: video.color.space)
    raw.pointee.color_primaries = ColorNames.primaries(named: video.color.primaries)
    raw.pointee.color_trc = ColorNames.transfer(named: video.color.transfer)
    raw.pointee.chroma_sample_location = ColorNames.location(named: video.color.chromaLocation)
    if let rate = video.bitRate { raw.pointee.bit_rate = rate }
    if let rate = video.maxRate { raw.pointee.rc_max_rate = rate }
    if let size = video.bufferSize { raw.pointee.rc_buffer_size = Int32(clamping: size) }
    if let gop = video.gop { raw.pointee.gop_size = Int32(clamping: gop) }
    raw.pointee.thread_count = Int32(video.threads)
    if video.globalHeader { raw.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
    var options = video.options
    switch video.pass {
    case .first(let path):
      raw.pointee.flags |= AV_CODEC_FLAG_PASS1
      options["stats"] = path
    case .second(let path):
      raw.pointee.flags |= AV_CODEC_FLAG_PASS2
      options["stats"] = path
    case nil: break
    }
    try open(options)
  }

  /// Opens an audio encoder.
  /// - Parameters:
  ///   - encoder: libavcodec's name ("aac").
  ///   - sampleRate: samples a second.
  ///   - layout: channel layout by libav's name.
  ///   - bitRate: bits a second.
  public convenience init(
    audio encoder: String, sampleRate: Int, layout: String, format: SampleFormat, bitRate: Int64
  )
    throws(MediaError)
  {
    try self.init(codecNamed: encoder, subject: "\(layout) audio")
    raw.pointee.sample_rate = Int32(sampleRate)
    raw.pointee.sample_fmt = format.raw
    raw.pointee.bit_rate = bitRate
    raw.pointee.time_base = AVRational(num: 1, den: Int32(sampleRate))
    raw.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
    raw.pointee.thread_count = 1
    try Libav.check(
      av_channel_layout_from_string(&raw.pointee.ch_layout, layout), "set", "channel layout \(layout)")
    try open([:])
  }

  deinit {
    var raw: UnsafeMutablePointer<AVCodecContext>? = raw
    avcodec_free_context(&raw)
  }

  /// Samples that each audio frame must have.
  public var frameSize: Int { Int(raw.pointee.frame_size) }

  /// Samples by which the first packet lies before the first sample.
  public var initialPadding: Int { Int(raw.pointee.initial_padding) }

  /// What the container must know of the stream.
  public func parameters() throws(MediaError) -> CodecParameters { try CodecParameters(from: raw) }

  /// Gives the encoder a frame, nil to drain it.
  public func send(_ frame: Frame?) throws(MediaError) {
    let code = avcodec_send_frame(raw, frame?.raw)
    guard code != vp_error_eof else { return }
    try Libav.check(code, "encode", name)
  }

  /// Takes one packet; nil when the encoder wants more frames, or is empty after draining.
  public func receive() throws(MediaError) -> Packet? {
    let packet = try Packet()
    let code = avcodec_receive_packet(raw, packet.raw)
    if code == vp_error_again || code == vp_error_eof { return nil }
    try Libav.check(code, "encode", name)
    return packet
  }
}
