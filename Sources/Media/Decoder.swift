import CFFmpeg
import Records

/// One owner of a decoding AVCodecContext. Used from one thread at a time; libav adds threads of its own.
public final class Decoder: @unchecked Sendable {
  private let raw: UnsafeMutablePointer<AVCodecContext>
  private let name: String
  /// Packets and frames that the decoder refused or found damaged so far.
  public private(set) var errors = 0
  /// The last such refusal, for a message.
  public private(set) var lastError: MediaError?

  /// Opens a decoder for a stream.
  /// - Parameters:
  ///   - threads: how many threads may decode at once; 0 for one a core. Does not change the output.
  ///   - isDraft: whether speed matters more than exactness: the loop filter is left out where no other
  ///     picture depends on it.
  public convenience init(
    _ stream: StreamInfo, name: String, threads: Int = 0, lowDelay: Bool = false, isDraft: Bool = false
  ) throws(MediaError) {
    try self.init(
      stream.parameters, timeBase: stream.timeBase, frameRate: stream.averageFrameRate,
      subject: "stream \(stream.index) (\(stream.parameters.codecName)) of \(name)", threads: threads,
      lowDelay: lowDelay, isDraft: isDraft)
  }

  /// Opens a decoder for packets that an encoder made.
  public convenience init(encoded parameters: CodecParameters, timeBase: Rational, name: String)
    throws(MediaError)
  {
    try self.init(
      parameters, timeBase: timeBase, frameRate: nil, subject: name, threads: 1, lowDelay: false,
      isDraft: false)
  }

  private init(
    _ parameters: CodecParameters, timeBase: Rational, frameRate: Rational?, subject: String, threads: Int,
    lowDelay: Bool, isDraft: Bool
  ) throws(MediaError) {
    name = subject
    guard let codec = avcodec_find_decoder(parameters.raw.pointee.codec_id) else {
      throw MediaError("decode", subject, cause: "libavcodec has no decoder for it")
    }
    raw = try Libav.allocated(avcodec_alloc_context3(codec), "a decoder")
    var context: UnsafeMutablePointer<AVCodecContext>? = raw
    do throws(MediaError) {
      try Libav.check(avcodec_parameters_to_context(raw, parameters.raw), "decode", subject)
      raw.pointee.pkt_timebase = timeBase.libav
      raw.pointee.thread_count = Int32(threads)
      if let frameRate { raw.pointee.framerate = frameRate.libav }
      if isDraft { raw.pointee.skip_loop_filter = AVDISCARD_NONREF }
      if lowDelay {
        raw.pointee.flags |= AV_CODEC_FLAG_LOW_DELAY
        raw.pointee.thread_type = FF_THREAD_SLICE
      }
      try Libav.check(avcodec_open2(raw, codec, nil), "open a decoder for", subject)
    } catch {
      avcodec_free_context(&context)
      throw error
    }
  }

  deinit {
    var raw: UnsafeMutablePointer<AVCodecContext>? = raw
    avcodec_free_context(&raw)
  }

  /// Whether pictures that no other depends on are passed over, as on the way from a keyframe to where reading
  /// begins. H.264 alone has them for certain: in HEVC a higher temporal layer may depend on them.
  public var passesOverUnreferenced: Bool {
    get { raw.pointee.skip_frame == AVDISCARD_NONREF }
    set {
      guard raw.pointee.codec_id == AV_CODEC_ID_H264 else { return }
      raw.pointee.skip_frame = newValue ? AVDISCARD_NONREF : AVDISCARD_DEFAULT
    }
  }

  /// Format of the samples that come out, as far as the decoder knows it yet (audio).
  public var sampleFormat: SampleFormat { SampleFormat(code: raw.pointee.sample_fmt.rawValue) }

  /// Frames that the decoder may still hold back.
  public var delay: Int { Int(raw.pointee.has_b_frames) }

  /// Gives the decoder one packet, nil to drain it. Damage is counted, not thrown.
  /// - Returns: false when the decoder must first be emptied through `receive`.
  public func send(_ packet: Packet?) throws(MediaError) -> Bool {
    let code = avcodec_send_packet(raw, packet?.raw)
    if code == vp_error_again { return false }
    if code >= 0 || code == vp_error_eof { return true }
    if code == vp_error_no_memory { throw MediaError("decode", name, code: code) }
    count(code)
    return true
  }

  /// Takes one decoded frame; nil when the decoder wants more input, or is empty after draining.
  public func receive() throws(MediaError) -> Frame? {
    while true {
      let frame = try Frame()
      let code = avcodec_receive_frame(raw, frame.raw)
      if code >= 0 {
        if frame.isDamaged { count(vp_error_invalid_data) }
        return frame
      }
      if code == vp_error_again || code == vp_error_eof { return nil }
      if code == vp_error_no_memory { throw MediaError("decode", name, code: code) }
      count(code)
    }
  }

  private func count(_ code: Int32) {
    errors += 1
    lastError = MediaError("decode", name, code: code)
  }

  /// Forgets all that it holds, as after a seek.
  public func flush() { avcodec_flush_buffers(raw) }
}
