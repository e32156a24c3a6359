import CFFmpeg
import Records

/// One owner of an AVFormatContext that writes: a file, a URL or a custom sink of bytes.
///
/// Used from one thread at a time.
public final class Muxer: @unchecked Sendable {
  private let raw: UnsafeMutablePointer<AVFormatContext>
  private let io: CustomIO?
  private let name: String
  private var headerWritten = false
  private let interrupt: Interrupt?

  /// Writes to a file or URL.
  /// - Parameter format: libav's name of the format; nil to go by the name's ending.
  public init(path: String, format: String?, interrupt: Interrupt? = nil) throws(MediaError) {
    name = path
    io = nil
    self.interrupt = interrupt
    var context: UnsafeMutablePointer<AVFormatContext>?
    try Libav.check(
      avformat_alloc_output_context2(&context, nil, format, path), "write", path,
      hint: format == nil ? "the name's ending must tell the format: .mp4, .mkv, .ts, .nut" : nil)
    raw = try Libav.allocated(context, "an output")
    if let interrupt { raw.pointee.interrupt_callback = interrupt.callback }
    guard raw.pointee.oformat.pointee.flags & AVFMT_NOFILE == 0 else { return }
    let code = avio_open2(&raw.pointee.pb, path, AVIO_FLAG_WRITE, &raw.pointee.interrupt_callback, nil)
    guard code >= 0 else {
      avformat_free_context(raw)
      throw MediaError("write", path, code: code)
    }
  }

  /// Writes to `sink`.
  /// - Parameter direct: hands the sink whole payloads instead of buffering them.
  public init(sink: any ByteSink, format: String, name: String, direct: Bool = false) throws(MediaError) {
    self.name = name
    interrupt = nil
    let io = try CustomIO(sink: sink)
    self.io = io
    var context: UnsafeMutablePointer<AVFormatContext>?
    try Libav.check(avformat_alloc_output_context2(&context, nil, format, nil), "write", name)
    raw = try Libav.allocated(context, "an output")
    raw.pointee.pb = io.raw
    raw.pointee.flags |= vp_flag_custom_io
    if direct { io.writeDirectly() }
  }

  deinit {
    if io == nil, raw.pointee.oformat.pointee.flags & AVFMT_NOFILE == 0 { avio_closep(&raw.pointee.pb) }
    avformat_free_context(raw)
  }

  /// Adds a stream; before the header.
  /// - Returns: its index.
  @discardableResult
  public func addStream(
    _ parameters: CodecParameters, timeBase: Rational, language: String? = nil, title: String? = nil,
    frameRate: Rational? = nil, codecTag: String? = nil, id: Int? = nil
  ) throws(MediaError) -> Int {
    let stream = try Libav.allocated(avformat_new_stream(raw, nil), "a stream")
    try Libav.check(avcodec_parameters_copy(stream.pointee.codecpar, parameters.raw), "write", name)
    if parameters.raw.pointee.codec_id != AV_CODEC_ID_RAWVIDEO {
      stream.pointee.codecpar.pointee.codec_tag = 0
    }
    if let tag = codecTag.map({ Array($0.utf8) }), tag.count == 4 {
      stream.pointee.codecpar.pointee.codec_tag = tag.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    stream.pointee.sample_aspect_ratio = parameters.raw.pointee.sample_aspect_ratio
    stream.pointee.time_base = timeBase.libav
    if let frameRate { stream.pointee.avg_frame_rate = frameRate.libav }
    if let language { av_dict_set(&stream.pointee.metadata, "language", language, 0) }
    if let title { av_dict_set(&stream.pointee.metadata, "title", title, 0) }
    if let id { stream.pointee.id = Int32(id) }
    return Int(stream.pointee.index)
  }

  /// Says how a stream's pictures are to be shown: turned how, and with what shape of pixels; before the header.
  public func setDisplay(
    _ orientation: Orientation, sampleAspect: Rational?, of index: Int
  ) throws(MediaError) {
    guard let stream = vp_stream(raw, UInt32(index)) else { return }
    if let aspect = sampleAspect?.libav {
      stream.pointee.sample_aspect_ratio = aspect
      stream.pointee.codecpar.pointee.sample_aspect_ratio = aspect
    }
    guard orientation != Orientation() else { return }
    let size = 9 * MemoryLayout<Int32>.size
    guard let data = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, size) else {
      throw MediaError("write", name, code: vp_error_no_memory)
    }
    data.withMemoryRebound(to: Int32.self, capacity: 9) { orientation.write(to: $0) }
  }

  /// Writes the header. The streams' time bases may change: see `timeBase(of:)`.
  public func writeHeader(options: [String: String] = [:], exactOutput: Bool = true) throws(MediaError) {
    if exactOutput { raw.pointee.flags |= AVFMT_FLAG_BITEXACT }
    var options = Options(options)
    try check(avformat_write_header(raw, &options.raw))
    if let unknown = options.leftOver.first {
      throw MediaError("write", name, cause: "its format has no option \(unknown)")
    }
    headerWritten = true
  }

  /// Seconds a tick that the format has chosen for a stream.
  public func timeBase(of index: Int) -> Rational {
    guard let stream = vp_stream(raw, UInt32(index)) else { return Rational(1, 1) }
    return Rational(Int64(stream.pointee.time_base.num), Int64(stream.pointee.time_base.den))
  }

  /// Whether the format takes timestamps below zero as they are.
  public func keepTimestamps() { raw.pointee.avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED }

  /// Writes a packet whose times are in the format's time base, in the order given.
  public func write(_ packet: Packet) throws(MediaError) { try check(av_write_frame(raw, packet.raw)) }

  /// Writes a packet, sorted among the streams by time; takes its bytes.
  public func writeInterleaved(_ packet: Packet) throws(MediaError) {
    try check(av_interleaved_write_frame(raw, packet.raw))
  }

  /// Ends what the format is in the middle of (a fragment).
  public func flushFragment() throws(MediaError) {
    try check(av_write_frame(raw, nil))
    flush()
  }

  /// Hands everything buffered to the sink.
  public func flush() { if let pb = raw.pointee.pb { avio_flush(pb) } }

  /// Writes the trailer.
  public func writeTrailer() throws(MediaError) {
    guard headerWritten else { return }
    try check(av_write_trailer(raw))
    flush()
  }

  private func check(_ code: Int32) throws(MediaError) {
    if let failure = io?.failure { throw failure }
    if let problem = raw.pointee.pb?.pointee.error, problem < 0 {
      throw MediaError("write", name, code: problem)
    }
    guard code < 0 else { return }
    if let interrupt, interrupt.isStopped {
      throw MediaError("write", name, cause: "interrupted", code: vp_error_exit)
    }
    throw MediaError("write", name, code: code)
  }
}
