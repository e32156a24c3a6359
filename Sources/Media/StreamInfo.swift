import CFFmpeg
import Records

/// What a container says about one of its elementary streams.
public struct StreamInfo: Sendable {
  /// The kinds of stream that are told apart.
  public enum Kind: String, Sendable { case video, audio, subtitle, data, attachment }

  /// Position in the container.
  public var index: Int
  /// What it holds. A cover picture counts as an attachment.
  public var kind: Kind
  /// Its codec's parameters.
  public var parameters: CodecParameters
  /// Seconds a tick.
  public var timeBase: Rational
  /// First presentation timestamp, in ticks; nil when unknown.
  public var startTime: Int64?
  /// Length in ticks; nil when unknown.
  public var duration: Int64?
  /// Number of frames, where the container declares it.
  public var declaredFrames: Int?
  /// Frames a second on average; nil when unknown.
  public var averageFrameRate: Rational?
  /// The lowest frame rate at which all timestamps can be shown exactly (libav's guess).
  public var realFrameRate: Rational?
  /// Width of a pixel over its height, the container's word before the codec's; nil when unknown.
  public var sampleAspect: Rational?
  /// Whether players should choose it when nobody asks.
  public var isDefault: Bool
  /// Whether it holds only what every viewer needs, whatever the language (subtitles).
  public var isForced: Bool
  /// ISO 639 language; nil when none is given.
  public var language: String?
  /// A title for people; nil when none is given.
  public var title: String?
  /// How the picture must be turned to stand upright.
  public var orientation: Orientation
  /// Static HDR metadata; nil when there is none.
  public var hdr: HDRDescription?
  /// Whether the container carries Dolby Vision configuration.
  public var hasDolbyVision: Bool

  init(_ stream: UnsafeMutablePointer<AVStream>, in context: UnsafeMutablePointer<AVFormatContext>)
    throws(MediaError)
  {
    let raw = stream.pointee
    index = Int(raw.index)
    parameters = try CodecParameters(copying: raw.codecpar)
    switch raw.codecpar.pointee.codec_type {
    case AVMEDIA_TYPE_VIDEO: kind = raw.disposition & AV_DISPOSITION_ATTACHED_PIC != 0 ? .attachment : .video
    case AVMEDIA_TYPE_AUDIO: kind = .audio
    case AVMEDIA_TYPE_SUBTITLE: kind = .subtitle
    case AVMEDIA_TYPE_ATTACHMENT: kind = .attachment
    default: kind = .data
    }
    timeBase = Rational(Int64(raw.time_base.num), Int64(raw.time_base.den))
    startTime = raw.start_time == vp_no_pts ? nil : raw.start_time
    duration = raw.duration == vp_no_pts || raw.duration <= 0 ? nil : raw.duration
    declaredFrames = raw.nb_frames > 0 ? Int(raw.nb_frames) : nil
    averageFrameRate = Rational(known: raw.avg_frame_rate)
    realFrameRate = Rational(known: raw.r_frame_rate)
    sampleAspect = Rational(known: av_guess_sample_aspect_ratio(context, stream, nil))
    isDefault = raw.disposition & AV_DISPOSITION_DEFAULT != 0
    isForced = raw.disposition & AV_DISPOSITION_FORCED != 0
    let tags = Dictionary(Options.pairs(raw.metadata).map { ($0.0.lowercased(), $0.1) }) { first, _ in first }
    language = tags["language"].flatMap { $0 == "und" ? nil : $0 }
    title =
      tags["title"] ?? tags["handler_name"].flatMap { StreamInfo.genericHandlers.contains($0) ? nil : $0 }
    orientation = Orientation(stream)
    hdr = HDRDescription(stream)
    hasDolbyVision = av_stream_get_side_data(stream, AV_PKT_DATA_DOVI_CONF, nil) != nil
  }

  /// Handler names that writers put in for want of a title.
  private static let genericHandlers: Set<String> = [
    "VideoHandler", "SoundHandler", "DataHandler", "SubtitleHandler", "Core Media Audio", "Core Media Video",
    "Mainconcept MP4 Sound Media Handler", "Mainconcept Video Media Handler",
    "ISO Media file produced by Google Inc.",
  ]
}

/// How decoded pictures must be turned to stand upright (ISO/IEC 14496-12 8.3.2.3, the track's matrix).
public struct Orientation: Sendable, Equatable {
  /// Degrees to turn the picture clockwise.
  public var rotation: Int = 0
  /// Whether it is also mirrored.
  public var isMirrored: Bool = false
  /// The filters that do it, in libavfilter's syntax.
  public var filters: [String] = []

  /// Whether width and height change places.
  public var swapsSides: Bool { rotation % 180 == 90 }

  /// Upright already.
  public init() {}

  init(_ stream: UnsafeMutablePointer<AVStream>) {
    var size = 0
    guard let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size), size >= 36 else {
      return
    }
    data.withMemoryRebound(to: Int32.self, capacity: 9) { matrix in
      let angle = -av_display_rotation_get(matrix)
      guard angle.isFinite else { return }
      rotation = ((Int(angle.rounded()) % 360) + 360) % 360
      let determinant = Int64(matrix[0]) * Int64(matrix[4]) - Int64(matrix[1]) * Int64(matrix[3])
      isMirrored = determinant < 0
      switch rotation {
      case 90: filters = [isMirrored ? "transpose=cclock_flip" : "transpose=clock"]
      case 270: filters = [isMirrored ? "transpose=clock_flip" : "transpose=cclock"]
      case 180:
        if matrix[0] < 0 { filters.append("hflip") }
        if matrix[4] < 0 { filters.append("vflip") }
      case 0: if matrix[4] < 0 { filters = ["vflip"] } else if matrix[0] < 0 { filters = ["hflip"] }
      default: filters = ["rotate=\(rotation)*PI/180"]
      }
    }
  }
}

extension HDRDescription {
  /// SMPTE ST 2086 and CTA-861.3 metadata of a stream; nil when it has neither.
  init?(_ stream: UnsafeMutablePointer<AVStream>) {
    var text: String?
    if let data = av_stream_get_side_data(stream, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, nil) {
      text = data.withMemoryRebound(to: AVMasteringDisplayMetadata.self, capacity: 1) {
        HDRDescription.text($0.pointee)
      }
    }
    var light: (cll: Int, fall: Int)?
    if let data = av_stream_get_side_data(stream, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, nil) {
      light = data.withMemoryRebound(to: AVContentLightMetadata.self, capacity: 1) {
        (Int($0.pointee.MaxCLL), Int($0.pointee.MaxFALL))
      }
    }
    guard text != nil || light != nil else { return nil }
    self.init()
    masteringDisplay = text
    maxCLL = light?.cll
    maxFALL = light?.fall
  }

  /// The way x265 writes it: G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min), in units of 0.00002 and 0.0001 cd/m2.
  static func text(_ display: AVMasteringDisplayMetadata) -> String? {
    guard display.has_primaries != 0, display.has_luminance != 0 else { return nil }
    func units(_ value: AVRational, _ scale: Double) -> Int { Int((av_q2d(value) * scale).rounded()) }
    func point(_ pair: (AVRational, AVRational)) -> String {
      "(\(units(pair.0, 50000)),\(units(pair.1, 50000)))"
    }
    let primaries = display.display_primaries
    return "G\(point(primaries.1))B\(point(primaries.2))R\(point(primaries.0))WP\(point(display.white_point))"
      + "L(\(units(display.max_luminance, 10000)),\(units(display.min_luminance, 10000)))"
  }
}
