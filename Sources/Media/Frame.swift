import CFFmpeg
import Records

/// One owner of an AVFrame: a decoded picture, or a run of audio samples.
///
/// Sendable because its planes are reference counted by libav and treated as read-only once a frame has left
/// the stage that made it; that stage alone sets its fields.
public final class Frame: @unchecked Sendable {
  let raw: UnsafeMutablePointer<AVFrame>

  /// An empty frame.
  public init() throws(MediaError) {
    raw = try Libav.allocated(av_frame_alloc(), "a frame")
  }

  deinit {
    var raw: UnsafeMutablePointer<AVFrame>? = raw
    av_frame_free(&raw)
  }

  /// Another frame over the same planes, with fields of its own.
  public func reference() throws(MediaError) -> Frame {
    let copy = try Frame()
    try Libav.check(av_frame_ref(copy.raw, raw), "reference", "a frame")
    return copy
  }

  /// Lets go of the planes.
  public func clear() { av_frame_unref(raw) }

  /// Presentation timestamp, in the time base of whoever made the frame.
  public var pts: Int64? {
    get { raw.pointee.pts == vp_no_pts ? nil : raw.pointee.pts }
    set { raw.pointee.pts = newValue ?? vp_no_pts }
  }

  /// The decoder's best guess where the container's timestamps are missing or wrong.
  public var bestEffortTimestamp: Int64? {
    raw.pointee.best_effort_timestamp == vp_no_pts ? nil : raw.pointee.best_effort_timestamp
  }

  /// Duration in the packet's time base; 0 when unknown.
  public var duration: Int64 { raw.pointee.pkt_duration }

  /// Whether the decoder met damage in this frame.
  public var isDamaged: Bool {
    raw.pointee.decode_error_flags != 0 || raw.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
  }
}

// MARK: Pictures

extension Frame {
  /// Width in pixels; 0 for audio.
  public var width: Int { Int(raw.pointee.width) }

  /// Height in pixels; 0 for audio.
  public var height: Int { Int(raw.pointee.height) }

  /// Layout of the pixels.
  public var pixelFormat: PixelFormat { PixelFormat(code: raw.pointee.format) }

  /// Whether it was coded so that it can be decoded alone.
  public var isKeyframe: Bool { raw.pointee.key_frame != 0 }

  /// How it was coded: `I`, `P`, `B`, another letter of libav's, or `?` where nobody says.
  public var codingType: Character {
    Character(Unicode.Scalar(UInt8(bitPattern: av_get_picture_type_char(raw.pointee.pict_type))))
  }

  /// Whether its two fields were taken at different instants.
  public var isInterlaced: Bool {
    get { raw.pointee.interlaced_frame != 0 }
    set { raw.pointee.interlaced_frame = newValue ? 1 : 0 }
  }

  /// Whether the upper field comes first.
  public var topFieldFirst: Bool {
    get { raw.pointee.top_field_first != 0 }
    set { raw.pointee.top_field_first = newValue ? 1 : 0 }
  }

  /// Asks an encoder to make this frame an IDR, or leaves the choice to it.
  public func forceKeyframe(_ force: Bool) {
    raw.pointee.pict_type = force ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
  }

  /// Width of a pixel over its height; nil when unknown.
  public var sampleAspect: Rational? {
    get { Rational(known: raw.pointee.sample_aspect_ratio) }
    set { raw.pointee.sample_aspect_ratio = newValue?.libav ?? AVRational(num: 0, den: 1) }
  }

  /// Colour properties; setting leaves those that are nil unspecified.
  public var color: ColorDescription {
    get {
      ColorDescription(
        range: ColorNames.range(raw.pointee.color_range) ?? (pixelFormat.impliesFullRange ? "pc" : nil),
        space: ColorNames.space(raw.pointee.colorspace),
        primaries: ColorNames.primaries(raw.pointee.color_primaries),
        transfer: ColorNames.transfer(raw.pointee.color_trc),
        chromaLocation: ColorNames.location(raw.pointee.chroma_location))
    }
    set {
      raw.pointee.color_range = ColorNames.range(named: newValue.range)
      raw.pointee.colorspace = ColorNames.space(named: newValue.space)
      raw.pointee.color_primaries = ColorNames.primaries(named: newValue.primaries)
      raw.pointee.color_trc = ColorNames.transfer(named: newValue.transfer)
      raw.pointee.chroma_location = ColorNames.location(named: newValue.chromaLocation)
    }
  }

  /// Bytes of the picture when packed.
  public var byteCount: Int { pixelFormat.byteCount(width: width, height: height) }

  /// The picture as a packet of raw video: without a copy where the planes already lie as they must.
  func rawVideoPacket() throws(MediaError) -> Packet {
    let packet = try Packet()
    let size = byteCount
    guard size > 0 else { throw MediaError("pack", "a frame", cause: "its size \(width)x\(height) is empty") }
    if vp_frame_is_packed(raw) != 0, let buffer = raw.pointee.buf.0,
      let data = raw.pointee.data.0, data + size <= buffer.pointee.data + Int(buffer.pointee.size)
    {
      packet.raw.pointee.buf = av_buffer_ref(buffer)
      packet.raw.pointee.data = data
      packet.raw.pointee.size = Int32(size)
      guard packet.raw.pointee.buf != nil else {
        throw MediaError("pack", "a frame", code: vp_error_no_memory)
      }
    } else {
      try Libav.check(av_new_packet(packet.raw, Int32(size)), "allocate", "a picture of \(size) bytes")
      try copyPicture(to: packet.raw.pointee.data, size: size)
    }
    packet.isKeyframe = true
    return packet
  }

  /// Copies the picture, packed, to `destination`.
  func copyPicture(to destination: UnsafeMutablePointer<UInt8>, size: Int) throws(MediaError) {
    let code = withUnsafePointer(to: raw.pointee.data) { data in
      data.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: 8) { planes in
        withUnsafePointer(to: raw.pointee.linesize) { lines in
          lines.withMemoryRebound(to: Int32.self, capacity: 8) { strides in
            av_image_copy_to_buffer(
              destination, Int32(size), planes, strides, pixelFormat.raw, Int32(width), Int32(height), 1)
          }
        }
      }
    }
    try Libav.check(code, "pack", "a frame")
  }

  /// The packed bytes of the picture (a copy).
  public func pictureBytes() throws(MediaError) -> [UInt8] {
    let packet = try rawVideoPacket()
    return packet.bytes
  }

  /// Lends each plane's rows to `body` as (plane index, row bytes), without padding.
  public func forEachRow(_ body: (Int, Span<UInt8>) -> Void) {
    var strides: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let known = withUnsafeMutablePointer(to: &strides) {
      $0.withMemoryRebound(to: Int32.self, capacity: 4) {
        av_image_fill_linesizes($0, pixelFormat.raw, Int32(width))
      }
    }
    guard known >= 0 else { return }
    let widths = [strides.0, strides.1, strides.2, strides.3]
    for plane in 0..<4 where widths[plane] > 0 {
      guard let base = vp_frame_plane(raw, Int32(plane)) else { continue }
      let chroma = plane == 1 || plane == 2
      let rows = chroma ? -(-height >> pixelFormat.chromaShift.y) : height
      let stride = Int(vp_frame_stride(raw, Int32(plane)))
      for row in 0..<rows {
        let line = UnsafeBufferPointer(start: UnsafePointer(base + row * stride), count: Int(widths[plane]))
        body(plane, line.span)
      }
    }
  }
}

// MARK: Audio

extension Frame {
  /// Samples per channel; 0 for pictures.
  public var sampleCount: Int { Int(raw.pointee.nb_samples) }

  /// Samples a second.
  public var sampleRate: Int { Int(raw.pointee.sample_rate) }

  /// Layout of the samples.
  public var sampleFormat: SampleFormat { SampleFormat(code: raw.pointee.format) }

  /// Number of channels.
  public var channels: Int { Int(raw.pointee.ch_layout.nb_channels) }

  /// libav's name of the channel layout ("stereo", "5.1(side)").
  public var channelLayout: String { Frame.describe(&raw.pointee.ch_layout) }

  static func describe(_ layout: UnsafeMutablePointer<AVChannelLayout>) -> String {
    var text = [CChar](repeating: 0, count: 64)
    guard av_channel_layout_describe(layout, &text, text.count) > 0 else { return "" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Sets the channel layout by libav's name.
  public func setChannelLayout(_ name: String) throws(MediaError) {
    av_channel_layout_uninit(&raw.pointee.ch_layout)
    try Libav.check(
      av_channel_layout_from_string(&raw.pointee.ch_layout, name), "set", "channel layout \(name)")
  }

  /// The samples from `offset`, as a frame of its own over the same memory.
  public func droppingFirst(_ samples: Int) throws(MediaError) -> Frame {
    let rest = try reference()
    guard samples > 0, samples < sampleCount else { return rest }
    let planar = av_sample_fmt_is_planar(sampleFormat.raw) != 0
    let step = samples * sampleFormat.bytesPerSample * (planar ? 1 : channels)
    let planes = planar ? channels : 1
    for plane in 0..<planes { rest.raw.pointee.extended_data[plane]? += step }
    withUnsafeMutablePointer(to: &rest.raw.pointee.data) {
      $0.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self, capacity: 8) { data in
        for plane in 0..<min(planes, 8) { data[plane] = rest.raw.pointee.extended_data[plane] }
      }
    }
    rest.raw.pointee.nb_samples -= Int32(samples)
    return rest
  }
}

extension Frame {
  /// Reads one byte of every cache line (64 bytes) of the picture.
  /// - Returns: their sum, so that no compiler leaves the reading out.
  public func touchCacheLines() -> UInt64 {
    var sum: UInt64 = 0
    forEachRow { _, row in
      var offset = 0
      while offset < row.count {
        sum &+= UInt64(row[unchecked: offset])
        offset += 64
      }
    }
    return sum
  }
}

extension Frame {
  /// A frame of silence.
  public static func silence(samples: Int, sampleRate: Int, layout: String, format: String) throws(MediaError)
    -> Frame
  {
    guard let sampleFormat = SampleFormat(name: format) else {
      throw MediaError("make", "silence", cause: "sample format \(format) is unknown")
    }
    let frame = try Frame()
    frame.raw.pointee.nb_samples = Int32(samples)
    frame.raw.pointee.sample_rate = Int32(sampleRate)
    frame.raw.pointee.format = sampleFormat.raw.rawValue
    try frame.setChannelLayout(layout)
    try Libav.check(av_frame_get_buffer(frame.raw, 0), "make", "silence")
    av_samples_set_silence(
      frame.raw.pointee.extended_data, 0, Int32(samples), Int32(frame.channels), sampleFormat.raw)
    return frame
  }
}
