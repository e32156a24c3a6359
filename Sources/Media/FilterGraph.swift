import CFFmpeg
import Records

/// What enters a filter graph.
public enum FilterInput: Sendable {
  /// Pictures of one size and format.
  case video(
    width: Int, height: Int, format: PixelFormat, timeBase: Rational, sampleAspect: Rational?,
    frameRate: Rational?)
  /// Samples of one rate and layout.
  case audio(sampleRate: Int, format: SampleFormat, layout: String, timeBase: Rational)
}

/// One owner of an AVFilterGraph with a single input and a single output. Used from one thread at a time.
public final class FilterGraph: @unchecked Sendable {
  private var raw: UnsafeMutablePointer<AVFilterGraph>?
  private var source: UnsafeMutablePointer<AVFilterContext>?
  private var sink: UnsafeMutablePointer<AVFilterContext>?
  private let chain: String
  /// What the graph was made for.
  public let input: FilterInput

  /// Builds the graph.
  /// - Parameters:
  ///   - input: what will be pushed.
  ///   - chain: filters in libavfilter's syntax; empty passes everything through.
  ///   - threads: threads for slices; 1 keeps the work on the caller's.
  /// - Throws: MediaError that names the chain when libavfilter refuses it.
  public init(_ input: FilterInput, chain: String, threads: Int = 1) throws(MediaError) {
    self.input = input
    self.chain = chain
    raw = try Libav.allocated(avfilter_graph_alloc(), "a filter graph")
    raw?.pointee.nb_threads = Int32(threads)
    let video: Bool
    let arguments: String
    let fallback: String
    switch input {
    case .video(let width, let height, let format, let timeBase, let aspect, let rate):
      video = true
      let sar = aspect ?? Rational(0, 1)
      arguments =
        "video_size=\(width)x\(height):pix_fmt=\(format.name):time_base=\(timeBase.num)/\(timeBase.den)"
        + ":pixel_aspect=\(sar.num)/\(sar.den)" + (rate.map { ":frame_rate=\($0.num)/\($0.den)" } ?? "")
      fallback = "null"
    case .audio(let sampleRate, let format, let layout, let timeBase):
      video = false
      arguments =
        "sample_rate=\(sampleRate):sample_fmt=\(format.name):channel_layout=\(layout)"
        + ":time_base=\(timeBase.num)/\(timeBase.den)"
      fallback = "anull"
    }
    do throws(MediaError) {
      try build(video: video, arguments: arguments, chain: chain.isEmpty ? fallback : chain)
    } catch {
      avfilter_graph_free(&raw)
      throw error
    }
  }

  private func build(video: Bool, arguments: String, chain: String) throws(MediaError) {
    let subject = "filter \"\(chain)\""
    try Libav.check(
      avfilter_graph_create_filter(
        &source, avfilter_get_by_name(video ? "buffer" : "abuffer"), "in", arguments, nil, raw),
      "build", subject)
    try Libav.check(
      avfilter_graph_create_filter(
        &sink, avfilter_get_by_name(video ? "buffersink" : "abuffersink"), "out", nil, nil, raw),
      "build", subject)
    var outputs = avfilter_inout_alloc()
    var inputs = avfilter_inout_alloc()
    defer {
      avfilter_inout_free(&outputs)
      avfilter_inout_free(&inputs)
    }
    outputs?.pointee.name = av_strdup("in")
    outputs?.pointee.filter_ctx = source
    outputs?.pointee.pad_idx = 0
    inputs?.pointee.name = av_strdup("out")
    inputs?.pointee.filter_ctx = sink
    inputs?.pointee.pad_idx = 0
    let hint = "`ffmpeg -filters` lists the filters; quote the graph for the shell"
    try Libav.check(
      avfilter_graph_parse_ptr(raw, chain, &inputs, &outputs, nil), "parse", subject, hint: hint)
    try Libav.check(avfilter_graph_config(raw, nil), "configure", subject, hint: hint)
  }

  deinit { avfilter_graph_free(&raw) }

  /// Gives the graph a frame (which stays the caller's too), nil at the end.
  public func push(_ frame: Frame?) throws(MediaError) {
    let code = av_buffersrc_add_frame_flags(source, frame?.raw, Int32(vp_buffersrc_keep_ref))
    guard code != vp_error_eof else { return }
    try Libav.check(code, "filter", "a frame through \"\(chain)\"")
  }

  /// Ends the input at this timestamp, so that filters that keep a rate know how long the last frame lasts.
  public func finish(at pts: Int64?) throws(MediaError) {
    guard let pts else { return try push(nil) }
    let code = av_buffersrc_close(source, pts, UInt32(AV_BUFFERSRC_FLAG_PUSH))
    guard code != vp_error_eof else { return }
    try Libav.check(code, "end", "the filters \"\(chain)\"")
  }

  /// Takes one frame out; nil when the graph wants more input, or is empty at the end.
  public func pull() throws(MediaError) -> Frame? {
    let frame = try Frame()
    let code = av_buffersink_get_frame(sink, frame.raw)
    if code == vp_error_again || code == vp_error_eof { return nil }
    try Libav.check(code, "filter", "a frame through \"\(chain)\"")
    return frame
  }

  /// Makes audio come out in frames of exactly this many samples (the last may be shorter).
  public func setFrameSize(_ samples: Int) { av_buffersink_set_frame_size(sink, UInt32(samples)) }

  /// Seconds a tick of what comes out.
  public var outputTimeBase: Rational {
    let base = av_buffersink_get_time_base(sink)
    return Rational(Int64(base.num), Int64(base.den))
  }
  /// Width of what comes out, in pixels.
  public var outputWidth: Int { Int(av_buffersink_get_w(sink)) }
  /// Height of what comes out, in pixels.
  public var outputHeight: Int { Int(av_buffersink_get_h(sink)) }
  /// Pixel format of what comes out.
  public var outputPixelFormat: PixelFormat { PixelFormat(code: av_buffersink_get_format(sink)) }
  /// Frames a second of what comes out; nil when variable or unknown.
  public var outputFrameRate: Rational? { Rational(known: av_buffersink_get_frame_rate(sink)) }
  /// Width of a pixel over its height in what comes out.
  public var outputSampleAspect: Rational? { Rational(known: av_buffersink_get_sample_aspect_ratio(sink)) }
}
