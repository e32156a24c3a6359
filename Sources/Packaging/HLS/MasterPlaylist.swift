import Records

/// A master (multivariant) playlist: the variants of one title (RFC 8216 section 4.3.4).
public struct MasterPlaylist: Sendable, Hashable {
  /// The dynamic range of a video (VIDEO-RANGE, RFC 8216bis section 4.4.6.2).
  public enum VideoRange: String, Sendable, Hashable, Codable {
    /// BT.709, BT.601 and the like.
    case sdr = "SDR"
    /// Hybrid log-gamma.
    case hlg = "HLG"
    /// SMPTE ST 2084, perceptual quantizer.
    case pq = "PQ"
  }

  /// A picture size in pixels.
  public struct Resolution: Sendable, Hashable {
    /// The width in pixels.
    public var width: Int
    /// The height in pixels.
    public var height: Int

    /// Creates a size in pixels.
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// What variants and I-frame streams have in common.
  public struct Stream: Sendable, Hashable {
    /// The reference to the media playlist, relative to this one.
    public var uri: String
    /// The peak bit rate in bits per second, audio included.
    public var bandwidth: Int
    /// The average bit rate in bits per second, audio included.
    public var averageBandwidth: Int?
    /// RFC 6381 codec strings, video first; ``CodecString`` makes them.
    public var codecs: [String]
    /// The picture size; nil for audio alone.
    public var resolution: Resolution?
    /// The dynamic range, or nil to say nothing.
    public var videoRange: VideoRange?

    /// Creates a stream.
    public init(
      uri: String, bandwidth: Int, averageBandwidth: Int? = nil, codecs: [String] = [],
      resolution: Resolution? = nil, videoRange: VideoRange? = nil
    ) {
      self.uri = uri
      self.bandwidth = bandwidth
      self.averageBandwidth = averageBandwidth
      self.codecs = codecs
      self.resolution = resolution
      self.videoRange = videoRange
    }
  }

  /// One variant (EXT-X-STREAM-INF).
  public struct Variant: Sendable, Hashable {
    /// Its playlist and what that needs.
    public var stream: Stream
    /// The highest frame rate in frames per second.
    public var frameRate: Rational?
    /// The group of its audio renditions.
    public var audioGroup: String?
    /// The group of its subtitles.
    public var subtitleGroup: String?

    /// Creates a variant.
    public init(
      stream: Stream, frameRate: Rational? = nil, audioGroup: String? = nil, subtitleGroup: String? = nil
    ) {
      self.subtitleGroup = subtitleGroup
      self.stream = stream
      self.frameRate = frameRate
      self.audioGroup = audioGroup
    }
  }

  /// One audio rendition (EXT-X-MEDIA of type AUDIO).
  public struct Audio: Sendable, Hashable {
    /// The group that variants name.
    public var groupID: String
    /// The name that viewers see, unique in its group.
    public var name: String
    /// The language: any tag or ISO 639 code; it is written as BCP 47, and "und" not at all.
    public var language: String?
    /// Whether it plays when the viewer chose none.
    public var isDefault: Bool
    /// Whether a player may choose it by the viewer's language; a default one always may.
    public var autoselect: Bool
    /// The number of channels, as "2" or "6".
    public var channels: String?
    /// The reference to its playlist; nil when it is inside the variants.
    public var uri: String?

    /// Creates a rendition.
    public init(
      groupID: String, name: String, language: String? = nil, isDefault: Bool = false,
      autoselect: Bool = true, channels: String? = nil, uri: String? = nil
    ) {
      self.groupID = groupID
      self.name = name
      self.language = language
      self.isDefault = isDefault
      self.autoselect = autoselect
      self.channels = channels
      self.uri = uri
    }
  }

  /// One rendition of subtitles (EXT-X-MEDIA of type SUBTITLES).
  public struct Subtitles: Sendable, Hashable {
    /// The group that variants name.
    public var groupID: String
    /// The name that viewers see, unique in its group.
    public var name: String
    /// The language: any tag or ISO 639 code; it is written as BCP 47, and "und" not at all.
    public var language: String?
    /// Whether they show when the viewer chose none.
    public var isDefault: Bool
    /// Whether a player may choose them by the viewer's language; default ones it always may.
    public var autoselect: Bool
    /// Whether they hold only what is needed to follow the picture.
    public var isForced: Bool
    /// The reference to the playlist.
    public var uri: String

    /// Creates a rendition.
    public init(
      groupID: String, name: String, language: String? = nil, isDefault: Bool = false,
      autoselect: Bool = true, isForced: Bool = false, uri: String
    ) {
      self.groupID = groupID
      self.name = name
      self.language = language
      self.isDefault = isDefault
      self.autoselect = autoselect
      self.isForced = isForced
      self.uri = uri
    }
  }

  /// Whether every segment of every variant decodes alone.
  public var independentSegments: Bool
  /// The audio renditions.
  public var audio: [Audio]
  /// The renditions of subtitles.
  public var subtitles: [Subtitles] = []
  /// The variants; a player begins with the first that suits it.
  public var variants: [Variant]
  /// The I-frame streams (EXT-X-I-FRAME-STREAM-INF).
  public var iFrameStreams: [Stream]
  /// The playlists of thumbnail sheets (EXT-X-IMAGE-STREAM-INF, see ``ImagePlaylist``).
  public var imageStreams: [Stream] = []
  /// Whether to say that no variant has closed captions (CLOSED-CAPTIONS=NONE), which hides an empty menu.
  public var declaresNoCaptions: Bool

  /// Creates a playlist.
  public init(
    independentSegments: Bool = true, audio: [Audio] = [], variants: [Variant] = [],
    iFrameStreams: [Stream] = [], declaresNoCaptions: Bool = false
  ) {
    self.independentSegments = independentSegments
    self.audio = audio
    self.variants = variants
    self.iFrameStreams = iFrameStreams
    self.declaresNoCaptions = declaresNoCaptions
  }

  /// EXT-X-VERSION: 4 with EXT-X-MEDIA or I-frame streams, which older players get wrong (RFC 8216 section
  /// 7), else 1.
  public var version: Int { audio.isEmpty && subtitles.isEmpty && iFrameStreams.isEmpty ? 1 : 4 }

  /// The playlist's text, in UTF-8 with line feeds.
  public func rendered() -> String {
    var lines = ["#EXTM3U", "#EXT-X-VERSION:\(version)"]
    if independentSegments { lines.append("#EXT-X-INDEPENDENT-SEGMENTS") }
    for rendition in audio { lines.append(Self.line(for: rendition)) }
    for rendition in subtitles { lines.append(Self.line(for: rendition)) }
    for variant in variants {
      var attributes = AttributeListWriter()
      Self.add(variant.stream, frameRate: variant.frameRate, to: &attributes)
      if let group = variant.audioGroup { attributes.addQuoted("AUDIO", group) }
      if let group = variant.subtitleGroup { attributes.addQuoted("SUBTITLES", group) }
      if declaresNoCaptions { attributes.add("CLOSED-CAPTIONS", "NONE") }
      lines.append("#EXT-X-STREAM-INF:\(attributes.text)")
      lines.append(PlaylistURI.escaped(variant.stream.uri))
    }
    for stream in iFrameStreams {
      var attributes = AttributeListWriter()
      Self.add(stream, frameRate: nil, to: &attributes)
      attributes.addURI(stream.uri)
      lines.append("#EXT-X-I-FRAME-STREAM-INF:\(attributes.text)")
    }
    for stream in imageStreams {
      var attributes = AttributeListWriter()
      Self.add(stream, frameRate: nil, to: &attributes)
      attributes.addURI(stream.uri)
      lines.append("#EXT-X-IMAGE-STREAM-INF:\(attributes.text)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(for rendition: Audio) -> String {
    var attributes = AttributeListWriter()
    attributes.add("TYPE", "AUDIO")
    attributes.addQuoted("GROUP-ID", rendition.groupID)
    attributes.addQuoted("NAME", rendition.name)
    if let language = rendition.language.flatMap(LanguageTag.bcp47) {
      attributes.addQuoted("LANGUAGE", language)
    }
    attributes.add("DEFAULT", rendition.isDefault ? "YES" : "NO")
    attributes.add("AUTOSELECT", rendition.autoselect || rendition.isDefault ? "YES" : "NO")
    if let channels = rendition.channels { attributes.addQuoted("CHANNELS", channels) }
    if let uri = rendition.uri { attributes.addURI(uri) }
    return "#EXT-X-MEDIA:\(attributes.text)"
  }

  private static func line(for rendition: Subtitles) -> String {
    var attributes = AttributeListWriter()
    attributes.add("TYPE", "SUBTITLES")
    attributes.addQuoted("GROUP-ID", rendition.groupID)
    attributes.addQuoted("NAME", rendition.name)
    if let language = rendition.language.flatMap(LanguageTag.bcp47) {
      attributes.addQuoted("LANGUAGE", language)
    }
    attributes.add("DEFAULT", rendition.isDefault ? "YES" : "NO")
    attributes.add("AUTOSELECT", rendition.autoselect || rendition.isDefault ? "YES" : "NO")
    attributes.add("FORCED", rendition.isForced ? "YES" : "NO")
    attributes.addURI(rendition.uri)
    return "#EXT-X-MEDIA:\(attributes.text)"
  }

  private static func add(_ stream: Stream, frameRate: Rational?, to attributes: inout AttributeListWriter) {
    attributes.add("BANDWIDTH", String(stream.bandwidth))
    if let average = stream.averageBandwidth { attributes.add("AVERAGE-BANDWIDTH", String(average)) }
    if !stream.codecs.isEmpty { attributes.addQuoted("CODECS", stream.codecs.joined(separator: ",")) }
    if let size = stream.resolution { attributes.add("RESOLUTION", "\(size.width)x\(size.height)") }
    if let frameRate { attributes.add("FRAME-RATE", DecimalText.thousandths(frameRate)) }
    if let range = stream.videoRange { attributes.add("VIDEO-RANGE", range.rawValue) }
  }
}
