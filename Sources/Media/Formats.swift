import CFFmpeg

/// A layout of pixels in memory, as libav names it ("yuv420p", "p010le").
public struct PixelFormat: Hashable, Sendable, CustomStringConvertible {
  let raw: AVPixelFormat

  init(_ raw: AVPixelFormat) { self.raw = raw }

  init(code: Int32) { raw = AVPixelFormat(code) }

  /// The format of this name; nil when libav has none.
  public init?(name: String) {
    let format = av_get_pix_fmt(name)
    guard format != AV_PIX_FMT_NONE else { return nil }
    raw = format
  }

  /// libav's name.
  public var name: String { Libav.string(av_get_pix_fmt_name(raw)) ?? "unknown" }

  /// libav's name.
  public var description: String { name }

  /// Bits of the first component; 8 when unknown.
  public var bitDepth: Int {
    guard let descriptor = av_pix_fmt_desc_get(raw) else { return 8 }
    return Int(descriptor.pointee.comp.0.depth)
  }

  /// Whether the colours are red, green and blue.
  public var isRGB: Bool {
    guard let descriptor = av_pix_fmt_desc_get(raw) else { return false }
    return descriptor.pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0
  }

  /// Base-2 logarithms of the chroma subsampling, horizontally and vertically.
  public var chromaShift: (x: Int, y: Int) {
    guard let descriptor = av_pix_fmt_desc_get(raw) else { return (0, 0) }
    return (Int(descriptor.pointee.log2_chroma_w), Int(descriptor.pointee.log2_chroma_h))
  }

  /// Bytes of one packed picture.
  public func byteCount(width: Int, height: Int) -> Int {
    max(0, Int(av_image_get_buffer_size(raw, Int32(width), Int32(height), 1)))
  }

  /// The same layout with the full-range "j" variants written plainly (yuvj420p -> yuv420p).
  public var withoutRange: PixelFormat {
    switch raw {
    case AV_PIX_FMT_YUVJ420P: PixelFormat(AV_PIX_FMT_YUV420P)
    case AV_PIX_FMT_YUVJ422P: PixelFormat(AV_PIX_FMT_YUV422P)
    case AV_PIX_FMT_YUVJ444P: PixelFormat(AV_PIX_FMT_YUV444P)
    case AV_PIX_FMT_YUVJ440P: PixelFormat(AV_PIX_FMT_YUV440P)
    default: self
    }
  }

  /// Whether the format itself says full range.
  public var impliesFullRange: Bool { withoutRange != self }
}

/// How audio samples lie in memory, as libav names it ("fltp", "s16").
public struct SampleFormat: Hashable, Sendable, CustomStringConvertible {
  let raw: AVSampleFormat

  init(code: Int32) { raw = AVSampleFormat(code) }

  /// The format of this name; nil when libav has none.
  public init?(name: String) {
    let format = av_get_sample_fmt(name)
    guard format != AV_SAMPLE_FMT_NONE else { return nil }
    raw = format
  }

  /// libav's name.
  public var name: String { Libav.string(av_get_sample_fmt_name(raw)) ?? "unknown" }

  /// libav's name.
  public var description: String { name }

  /// Bytes of one sample of one channel.
  public var bytesPerSample: Int { Int(av_get_bytes_per_sample(raw)) }

  /// The interleaved form of the same samples.
  public var packed: SampleFormat { SampleFormat(code: av_get_packed_sample_fmt(raw).rawValue) }

  /// The raw PCM codec that stores these samples without loss.
  public var pcmCodecName: String {
    switch packed.name {
    case "u8": "pcm_u8"
    case "s16": "pcm_s16le"
    case "s32": "pcm_s32le"
    case "dbl": "pcm_f64le"
    case "s64": "pcm_s64le"
    default: "pcm_f32le"
    }
  }
}

/// The names of colour properties, which libav numbers as ISO/IEC 23091-2 does.
enum ColorNames {
  static func range(_ value: AVColorRange) -> String? {
    value == AVCOL_RANGE_UNSPECIFIED ? nil : Libav.string(av_color_range_name(value))
  }
  static func space(_ value: AVColorSpace) -> String? {
    value == AVCOL_SPC_UNSPECIFIED ? nil : Libav.string(av_color_space_name(value))
  }
  static func primaries(_ value: AVColorPrimaries) -> String? {
    value == AVCOL_PRI_UNSPECIFIED ? nil : Libav.string(av_color_primaries_name(value))
  }
  static func transfer(_ value: AVColorTransferCharacteristic) -> String? {
    value == AVCOL_TRC_UNSPECIFIED ? nil : Libav.string(av_color_transfer_name(value))
  }
  static func location(_ value: AVChromaLocation) -> String? {
    value == AVCHROMA_LOC_UNSPECIFIED ? nil : Libav.string(av_chroma_location_name(value))
  }
  static func range(named name: String?) -> AVColorRange {
    name.flatMap { AVColorRange(exactly: av_color_range_from_name($0)) } ?? AVCOL_RANGE_UNSPECIFIED
  }
  static func space(named name: String?) -> AVColorSpace {
    name.flatMap { AVColorSpace(exactly: av_color_space_from_name($0)) } ?? AVCOL_SPC_UNSPECIFIED
  }
  static func primaries(named name: String?) -> AVColorPrimaries {
    name.flatMap { AVColorPrimaries(exactly: av_color_primaries_from_name($0)) } ?? AVCOL_PRI_UNSPECIFIED
  }
  static func transfer(named name: String?) -> AVColorTransferCharacteristic {
    name.flatMap { AVColorTransferCharacteristic(exactly: av_color_transfer_from_name($0)) }
      ?? AVCOL_TRC_UNSPECIFIED
  }
  static func location(named name: String?) -> AVChromaLocation {
    name.flatMap { AVChromaLocation(exactly: av_chroma_location_from_name($0)) } ?? AVCHROMA_LOC_UNSPECIFIED
  }
}

private protocol LibavEnum: RawRepresentable where RawValue: FixedWidthInteger {
  init(_ rawValue: RawValue)
}

extension LibavEnum {
  /// The value that a look-up by name gave; nil for its negative "not found".
  fileprivate init?(exactly code: Int32) {
    guard code >= 0 else { return nil }
    self.init(RawValue(code))
  }
}

extension AVColorRange: LibavEnum {}
extension AVColorSpace: LibavEnum {}
extension AVColorPrimaries: LibavEnum {}
extension AVColorTransferCharacteristic: LibavEnum {}
extension AVChromaLocation: LibavEnum {}

extension PixelFormat {
  /// Whether raw video of this format cannot be labelled in a container.
  public var rawVideoTagIsMissing: Bool { avcodec_pix_fmt_to_codec_tag(raw) == 0 }
}

extension PixelFormat {
  /// Planar 4:2:0, 8 bits.
  public static var yuv420p: PixelFormat { PixelFormat(AV_PIX_FMT_YUV420P) }
}
