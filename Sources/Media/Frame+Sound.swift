import CFFmpeg

/// How one sample of sound is stored.
public enum SampleKind: Int32, Sendable {
  /// Unsigned, 8 bits; 128 is silence.
  case u8 = 0
  /// Signed, 16 bits.
  case s16 = 1
  /// Signed, 32 bits.
  case s32 = 2
  /// Signed, 64 bits.
  case s64 = 3
  /// Floating point, 32 bits, full scale at 1.
  case float = 4
  /// Floating point, 64 bits, full scale at 1.
  case double = 5
}

/// Where the samples of one channel lie.
public struct SampleBytes {
  /// The first sample.
  public let base: UnsafeMutableRawPointer
  /// Bytes from one sample to the next of the same channel.
  public let step: Int
  /// Number of samples.
  public let count: Int
  /// How each is stored.
  public let kind: SampleKind
}

extension SampleFormat {
  /// How one sample is stored; nil for formats that libav may add.
  public var kind: SampleKind? {
    switch av_get_packed_sample_fmt(raw) {
    case AV_SAMPLE_FMT_U8: .u8
    case AV_SAMPLE_FMT_S16: .s16
    case AV_SAMPLE_FMT_S32: .s32
    case AV_SAMPLE_FMT_S64: .s64
    case AV_SAMPLE_FMT_FLT: .float
    case AV_SAMPLE_FMT_DBL: .double
    default: nil
    }
  }
}

extension Frame {
  /// Lends one channel's samples for the length of `body`, packed or planar; nil where there is no such
  /// channel. Only the stage that made the frame may write to them.
  public func withSamples<T>(channel: Int, _ body: (SampleBytes) throws -> T) rethrows -> T? {
    let format = sampleFormat
    guard channel >= 0, channel < channels, sampleCount > 0, let kind = format.kind,
      let planes = raw.pointee.extended_data
    else { return nil }
    let size = format.bytesPerSample
    let isPlanar = av_sample_fmt_is_planar(format.raw) != 0
    guard let plane = planes[isPlanar ? channel : 0] else { return nil }
    let base = UnsafeMutableRawPointer(plane) + (isPlanar ? 0 : channel * size)
    return try body(
      SampleBytes(base: base, step: isPlanar ? size : size * channels, count: sampleCount, kind: kind))
  }

  /// Short names of the channels by libav ("FL", "LFE", "SR"). Where the source does not say which they are,
  /// they are taken for the usual ones of their number.
  public var channelNames: [String] {
    let layout = raw.pointee.ch_layout
    guard layout.nb_channels > 0 else { return [] }
    var usual = AVChannelLayout()
    if layout.order == AV_CHANNEL_ORDER_UNSPEC {
      av_channel_layout_default(&usual, layout.nb_channels)
    } else if av_channel_layout_copy(&usual, &raw.pointee.ch_layout) < 0 {
      return []
    }
    defer { av_channel_layout_uninit(&usual) }
    return (0..<UInt32(layout.nb_channels)).map { index in
      var text = [CChar](repeating: 0, count: 32)
      let channel = av_channel_layout_channel_from_index(&usual, index)
      guard av_channel_name(&text, text.count, channel) > 0 else { return "" }
      return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
