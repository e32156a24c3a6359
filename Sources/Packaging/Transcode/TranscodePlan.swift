import Media
import Records

/// One video rendition as it will be encoded: everything that decides its bytes.
public struct VideoRendition: Sendable, Codable, Hashable {
  /// Name of the rendition and its folder.
  public var name: String
  /// Size in pixels.
  public var width: Int
  /// Size in pixels.
  public var height: Int
  /// Bits a second on average.
  public var bitrate: Int
  /// Bits a second at the most, over the buffer.
  public var maxrate: Int
  /// The buffer in bits.
  public var bufsize: Int
  /// The codec.
  public var codec: VideoCodec
  /// libavcodec's name of the encoder.
  public var encoder: String
  /// The encoder's preset.
  public var preset: String
  /// Constant rate factor in place of the bitrate; nil for average bitrate.
  public var crf: Double?
  /// Threads of the encoder: fixed, since the output depends on them.
  public var threads: Int
  /// The encoder's profile.
  public var profile: String
  /// The encoder's own parameters, as its `x264-params` or the like.
  public var encoderParameters: String
  /// Pixel format that the encoder is given.
  public var pixelFormat: String

  enum CodingKeys: String, CodingKey {
    case name, width, height, bitrate, maxrate, bufsize, codec, encoder, preset, crf, threads, profile
    case encoderParameters = "x264_params"
    case pixelFormat = "pixel_format"
  }
}

/// One audio rendition as it will be encoded.
public struct AudioRendition: Sendable, Codable, Hashable {
  /// Name of the folder.
  public var name: String
  /// Position among the source's audio tracks.
  public var track: Int
  /// Name for people.
  public var title: String
  /// ISO 639 language; nil when unknown.
  public var language: String?
  /// Whether players choose it unasked.
  public var isDefault: Bool
  /// Channel layout by libav's name.
  public var layout: String
  /// Number of channels.
  public var channels: Int
  /// Samples a second.
  public var sampleRate: Int
  /// Bits a second.
  public var bitrate: Int
}

/// A ladder job, worked out from the source and the options: everything that decides the output's bytes.
///
/// Nothing here comes from the machine, so that the same input, options and version give the same bytes.
public struct TranscodePlan: Sendable, Codable, Hashable {
  /// Target duration of a segment in seconds.
  public var segment: Rational
  /// How segments are wrapped.
  public var container: SegmentContainer
  /// Seconds a tick in the output.
  public var timeBase: Rational
  /// Seconds a tick in the source.
  public var sourceTimeBase: Rational
  /// Frames a second; nil when unknown.
  public var frameRate: Rational?
  /// Whether frames last differently long.
  public var isVariable: Bool
  /// Filters that all renditions share, before scaling.
  public var preparation: String
  /// Colour of the output.
  public var range: String
  /// Matrix coefficients of the output.
  public var space: String?
  /// Primaries of the output.
  public var primaries: String?
  /// Transfer function of the output.
  public var transfer: String?
  /// How renditions share one analysis; nil where each is encoded for itself.
  public var sharing: SharedAnalysis?
  /// The quality that is asked for, in place of the ladder's rates; nil for those.
  public var quality: QualityGoal?
  /// The video renditions, largest first.
  public var renditions: [VideoRendition]
  /// The audio renditions.
  public var audio: [AudioRendition]
  /// Copied rungs, encryption, subtitles, thumbnails; nil for none.
  public var extras: LadderExtras?

  /// Works the plan out.
  /// - Throws: PackagingFormatError when the options do not go together.
  public init(_ stream: StreamRecord, options: TranscodeOptions) throws {
    segment = options.segment
    container = options.container
    frameRate = options.frameRate ?? stream.frameRate
    isVariable = options.frameRate == nil && stream.isVariable
    let isHDR = stream.color.transfer.map { ["smpte2084", "arib-std-b67"].contains($0) } ?? false
    let planned = options.ladder.renditions(
      sourceWidth: stream.width, sourceHeight: stream.height,
      sampleAspect: stream.sampleAspect ?? Rational(1, 1))
    let codecs = try planned.map { try TranscodePlan.codec(of: $0, options: options) }
    let mapped = isHDR && options.toneMaps && codecs.contains(.h264)
    let color = TranscodePlan.outputColor(stream, toneMapped: mapped)
    let deep = isHDR && !mapped
    range = "tv"
    (space, primaries, transfer) = (color.space, color.primaries, color.transfer)
    preparation = TranscodePlan.preparation(stream, options: options, toneMapped: mapped)
    sourceTimeBase = options.frameRate.map(\.inverse) ?? stream.timeBase
    timeBase = TranscodePlan.outputTimeBase(sourceTimeBase)
    renditions = zip(planned, codecs).map { planned, codec in
      VideoRendition(
        planned, codec: codec, preset: options.preset ?? (options.isLive ? codec.livePreset : nil),
        deep: deep && codec != .h264)
    }
    sharing =
      options.sharesAnalysis
      ? SharedAnalysis(renditions, segment: segment, chunk: options.chunk, effort: options.effort) : nil
    if let sharing {
      renditions = zip(renditions, planned).map { rendition, planned in
        let hasPreset = (planned.rung.preset ?? options.preset) != nil
        return rendition.following(sharing, effort: hasPreset ? nil : options.effort)
      }
    }
    if let goal = options.quality {
      guard sharing != nil else {
        throw PackagingFormatError(
          operation: "plan", subject: "a ladder for a quality",
          cause: "only H.264 renditions with a bit rate, from a file, are chosen by their quality",
          hint: "leave --quality out")
      }
      quality = goal
    }
    audio = TranscodePlan.audioRenditions(stream.audio, options: options)
  }

  private static func codec(of rendition: PlannedRendition, options: TranscodeOptions) throws -> VideoCodec {
    var codec = options.codec
    if let name = rendition.rung.codec {
      guard let known = VideoCodec(rawValue: name) else {
        throw PackagingFormatError(
          operation: "plan", subject: "rung \(rendition.name)", cause: "there is no codec \"\(name)\"",
          hint: "h264, hevc or av1")
      }
      codec = known
    }
    if options.container == .ts && codec != .h264 {
      throw PackagingFormatError(
        operation: "plan", subject: "a ladder in \(codec.rawValue)",
        cause: codec == .av1
          ? "AV1 has no place in an MPEG-2 transport stream"
          : "players take HEVC in HLS only from fragmented MP4 (HLS Authoring Specification 1.5)",
        hint: "--container fmp4")
    }
    return codec
  }

  /// The output's tick: one over an integer, so that a track's timescale expresses it, and fine enough that
  /// muxers keep it.
  static func outputTimeBase(_ base: Rational) -> Rational {
    let reduced = base.reduced
    var scale = max(1, reduced.den)
    while scale < 10_000 { scale *= 2 }
    return Rational(1, scale)
  }

  private static func outputColor(_ stream: StreamRecord, toneMapped: Bool) -> ColorDescription {
    let isRGB = PixelFormat(name: stream.pixelFormat)?.isRGB ?? false
    if toneMapped || isRGB {
      return ColorDescription(
        range: "tv", space: "bt709", primaries: "bt709", transfer: "bt709", chromaLocation: nil)
    }
    // Untagged video is read by its size everywhere; tags keep that meaning when a rung has another size.
    let guess =
      stream.height >= 720 || stream.width >= 1280
      ? "bt709" : (stream.height == 576 ? "bt470bg" : "smpte170m")
    let transfer = guess == "bt470bg" ? "smpte170m" : guess
    return ColorDescription(
      range: "tv", space: stream.color.space ?? guess, primaries: stream.color.primaries ?? guess,
      transfer: stream.color.transfer ?? transfer, chromaLocation: nil)
  }

  private static func preparation(_ stream: StreamRecord, options: TranscodeOptions, toneMapped: Bool)
    -> String
  {
    var filters: [String] = []
    if options.deinterlaces, let order = stream.fieldOrder, order != .progressive {
      let parity = order == .topTop || order == .topBottom ? "tff" : "bff"
      filters.append("bwdif=mode=send_frame:parity=\(parity):deint=all")
    }
    if let rate = options.frameRate { filters.append("fps=\(rate.num)/\(rate.den)") }
    if toneMapped {
      let primaries = stream.color.primaries ?? "bt2020"
      let transfer = stream.color.transfer ?? "smpte2084"
      let space = stream.color.space ?? "bt2020nc"
      filters.append(
        "zscale=tin=\(transfer):min=\(space):pin=\(primaries):t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,"
          + "tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p")
    }
    return filters.joined(separator: ",")
  }

  private static func audioRenditions(_ tracks: [AudioTrack], options: TranscodeOptions) -> [AudioRendition] {
    let defaultTrack = tracks.first(where: \.isDefault)?.track ?? tracks.first?.track
    var renditions: [AudioRendition] = []
    var names: Set<String> = []
    func unique(_ name: String, in used: inout Set<String>) -> String {
      var candidate = name
      var number = 2
      while !used.insert(candidate).inserted {
        candidate = "\(name)_\(number)"
        number += 1
      }
      return candidate
    }
    var titles: Set<String> = []
    for track in tracks where track.sampleRate > 0 {
      let language = track.language.flatMap { LanguageTag.bcp47($0) }
      let rate =
        [48000, 44100, 32000, 24000, 22050, 16000].contains(track.sampleRate) ? track.sampleRate : 48000
      let base = "audio" + (language.map { "_\($0)" } ?? "")
      let stereo = min(2, max(1, track.channels))
      let title = unique(track.title ?? language ?? "Audio", in: &titles)
      renditions.append(
        AudioRendition(
          name: unique(base, in: &names), track: track.track, title: title, language: track.language,
          isDefault: track.track == defaultTrack, layout: stereo == 1 ? "mono" : "stereo", channels: stereo,
          sampleRate: rate, bitrate: options.audioBitrate * stereo / 2))
      if options.keepsSurround, track.channels > 2 {
        let layout = track.channels >= 6 ? "5.1" : track.layout
        let channels = track.channels >= 6 ? 6 : track.channels
        renditions.append(
          AudioRendition(
            name: unique(base + "_surround", in: &names), track: track.track,
            // The same name in both groups: their members must match (RFC 8216 section 4.3.4.1.1).
            title: title, language: track.language, isDefault: false,
            layout: layout, channels: channels, sampleRate: rate, bitrate: options.audioBitrate * channels / 2
          ))
      }
    }
    return renditions
  }
}

extension VideoRendition {
  /// The rendition as x264's second pass over a shared analysis.
  ///
  /// One thread: under a rate buffer, frames that are coded at the same time look at each other's sizes when
  /// they happen to be known, and the output would not be the same twice. Chunks are what runs side by side.
  /// - Parameter effort: what is put into it; nil where a preset was asked for.
  func following(_ sharing: SharedAnalysis, effort: Effort?) -> VideoRendition {
    var following = self
    following.threads = 1
    following.encoderParameters += ":" + sharing.structure + ":ratetol=0.1"
    guard let effort else { return following }
    // Against ffmpeg's `fast`, as measured: coefficients that are chosen well are worth their time, a wider motion
    // search than the smallest is not, and sub-pixel refinement is where more time goes furthest.
    following.preset = "veryfast"
    following.encoderParameters += ":trellis=1:me=dia:deblock=-1,-1"
    if effort == .high { following.encoderParameters += ":subme=3" }
    return following
  }

  init(
    _ planned: PlannedRendition, codec: VideoCodec, preset: String?, effort: Effort = .normal, deep: Bool
  ) {
    name = planned.name
    width = planned.width
    height = planned.height
    bitrate = planned.bitrate
    maxrate = planned.maxrate
    bufsize = planned.bufsize
    crf = planned.rung.crf
    self.codec = codec
    let chosen = planned.rung.preset ?? preset
    // About one thread for 180 rows keeps a ladder busy on many cores without hurting the small rungs.
    threads = max(1, min(6, planned.height / 180))
    pixelFormat = deep ? "yuv420p10le" : "yuv420p"
    switch codec {
    case .h264:
      encoder = "libx264"
      self.preset = chosen ?? (effort == .high ? "medium" : "faster")
      profile = "high"
      encoderParameters = "scenecut=0:open-gop=0:stitchable=1:cpu-independent=1"
    case .hevc:
      encoder = "libx265"
      self.preset = chosen ?? (effort == .high ? "medium" : "fast")
      profile = deep ? "main10" : "main"
      encoderParameters =
        "scenecut=0:open-gop=0:keyint=-1:min-keyint=1:frame-threads=\(min(4, threads)):pools=none:wpp=0:log-level=error"
    case .av1:
      encoder = "libsvtav1"
      self.preset = chosen ?? (effort == .high ? "6" : "8")
      profile = "main"
      // SVT-AV1 obeys forced keyframes at constant quality alone; the rung's highest rate caps it.
      crf = planned.rung.crf ?? 30
      encoderParameters = "scd=0:lp=4:enable-force-key-frames=1:mbr=\(max(1, planned.maxrate / 1000))"
    }
  }
}
