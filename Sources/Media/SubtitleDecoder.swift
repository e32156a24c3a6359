import CFFmpeg

/// One owner of a decoder of text subtitles. Used from one thread at a time.
public final class SubtitleDecoder {
  private let raw: UnsafeMutablePointer<AVCodecContext>
  private let name: String
  /// Packets that could not be read so far.
  public private(set) var errors = 0

  /// Opens a decoder for a text track.
  /// - Throws: MediaError when libavcodec has none for it.
  public init(_ stream: StreamInfo, name: String) throws(MediaError) {
    let subject = "stream \(stream.index) (\(stream.parameters.codecName)) of \(name)"
    self.name = subject
    guard let codec = avcodec_find_decoder(stream.parameters.raw.pointee.codec_id) else {
      throw MediaError("read subtitles from", subject, cause: "libavcodec has no decoder for it")
    }
    raw = try Libav.allocated(avcodec_alloc_context3(codec), "a decoder")
    var context: UnsafeMutablePointer<AVCodecContext>? = raw
    do throws(MediaError) {
      try Libav.check(
        avcodec_parameters_to_context(raw, stream.parameters.raw), "read subtitles from", subject)
      raw.pointee.pkt_timebase = stream.timeBase.libav
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

  /// The lines of one packet as the text of ASS events: with override tags in braces, `\N` for a line break.
  ///
  /// A packet that cannot be read gives nothing and is counted.
  public func decode(_ packet: Packet) -> [String] {
    var subtitle = AVSubtitle()
    var found: Int32 = 0
    guard avcodec_decode_subtitle2(raw, &subtitle, &found, packet.raw) >= 0 else {
      errors += 1
      return []
    }
    guard found != 0 else { return [] }
    defer { avsubtitle_free(&subtitle) }
    var events: [String] = []
    for index in 0..<Int(subtitle.num_rects) {
      guard let rect = subtitle.rects?[index], let line = Libav.string(rect.pointee.ass) else { continue }
      // ReadOrder, Layer, Style, Name, MarginL, MarginR, MarginV and Effect stand before the text.
      let fields = line.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false)
      if fields.count == 9 { events.append(String(fields[8])) }
    }
    return events
  }
}
