import Records

/// A media playlist: the segments of one rendition in order (RFC 8216 section 4.3.3).
public struct MediaPlaylist: Sendable, Hashable {
  /// What may still change (EXT-X-PLAYLIST-TYPE).
  public enum PlaylistType: String, Sendable, Hashable, Codable {
    /// Nothing: the playlist is final.
    case vod = "VOD"
    /// Segments are only added, at the end.
    case event = "EVENT"
  }

  /// The initialization section that segments need before them (EXT-X-MAP).
  public struct Map: Sendable, Hashable {
    /// The reference to the file, relative to the playlist.
    public var uri: String
    /// The part of that file, or nil for all of it.
    public var byteRange: ByteRange?

    /// Creates a map of a whole file or of a part.
    public init(uri: String, byteRange: ByteRange? = nil) {
      self.uri = uri
      self.byteRange = byteRange
    }
  }

  /// One media segment.
  public struct Segment: Sendable, Hashable {
    /// The reference to the file, relative to the playlist (``PlaylistURI`` makes one from a path).
    public var uri: String
    /// The exact duration in seconds.
    public var duration: Rational
    /// The part of the file, or nil for all of it.
    public var byteRange: ByteRange?
    /// Whether timestamps or coding change before this segment (EXT-X-DISCONTINUITY).
    public var discontinuity: Bool
    /// The wall-clock time of the first sample.
    public var programDateTime: ProgramDateTime?
    /// The map that holds from this segment on, where it differs from the one before.
    public var map: Map?
    /// How it is encrypted; nil when it is not.
    public var key: EncryptionKey?

    /// Creates a segment of `duration` seconds.
    public init(
      uri: String, duration: Rational, byteRange: ByteRange? = nil, discontinuity: Bool = false,
      programDateTime: ProgramDateTime? = nil, map: Map? = nil,
      key: EncryptionKey? = nil
    ) {
      self.uri = uri
      self.duration = duration
      self.byteRange = byteRange
      self.discontinuity = discontinuity
      self.programDateTime = programDateTime
      self.map = map
      self.key = key
    }
  }

  /// The target duration in seconds that was promised, or nil to take the lowest that the segments allow.
  ///
  /// A playlist that grows must keep its first one (RFC 8216 section 6.2.1).
  public var declaredTargetDuration: Int?
  /// VOD, EVENT, or nil for a window that moves.
  public var playlistType: PlaylistType?
  /// The number of the first segment.
  public var mediaSequence: Int
  /// The number of discontinuities that left the window.
  public var discontinuitySequence: Int
  /// The first segment's map; MPEG-TS has none.
  public var map: Map?
  /// Whether every segment starts with a keyframe and decodes alone.
  public var independentSegments: Bool
  /// The segments.
  public var segments: [Segment]
  /// Whether no more segments follow (EXT-X-ENDLIST).
  public var ended: Bool
  /// The exact start of the first segment in seconds after the start of the stream.
  ///
  /// Only a moving window needs it: with it a segment's EXTINF stays the same to the last digit.
  public var windowStart: Rational
  /// Whether the segments are single I-frames; see ``IFramePlaylist``.
  var iFramesOnly = false

  /// Creates a playlist; by default an empty one that is not ended.
  public init(
    targetDuration: Int? = nil, playlistType: PlaylistType? = nil, mediaSequence: Int = 0,
    discontinuitySequence: Int = 0, map: Map? = nil, independentSegments: Bool = true,
    segments: [Segment] = [], ended: Bool = false, windowStart: Rational = Rational(0, 1)
  ) {
    declaredTargetDuration = targetDuration
    self.playlistType = playlistType
    self.mediaSequence = mediaSequence
    self.discontinuitySequence = discontinuitySequence
    self.map = map
    self.independentSegments = independentSegments
    self.segments = segments
    self.ended = ended
    self.windowStart = windowStart
  }

  /// EXT-X-TARGETDURATION in seconds: no less than any duration rounded to the nearest second, and no less
  /// than the declared one (RFC 8216 section 4.3.3.1).
  public var targetDuration: Int {
    max(
      declaredTargetDuration ?? 1,
      ExtInf.targetDuration(of: segments.map(\.duration), from: windowStart))
  }

  /// The lowest EXT-X-VERSION that is right (RFC 8216 section 7).
  ///
  /// 2 for the vectors of keys, 3 for durations with decimals, 4 for byte ranges and I-frames, 5 for EXT-X-MAP among I-frames, 6 for
  /// EXT-X-MAP elsewhere.
  public var version: Int {
    let hasMap = map != nil || segments.contains { $0.map != nil }
    if hasMap { return iFramesOnly ? 5 : 6 }
    if iFramesOnly || segments.contains(where: { $0.byteRange != nil }) { return 4 }
    return 3
  }

  /// The playlist's text, in UTF-8 with line feeds.
  ///
  /// Durations have six decimals, rounded so that their sum stays within a millionth of the exact one.
  public func rendered() -> String {
    var lines = ["#EXTM3U", "#EXT-X-VERSION:\(version)"]
    let durations = ExtInf.microseconds(of: segments.map(\.duration), from: windowStart)
    let target = max(declaredTargetDuration ?? 1, ExtInf.targetDuration(ofMicroseconds: durations))
    lines.append("#EXT-X-TARGETDURATION:\(target)")
    lines.append("#EXT-X-MEDIA-SEQUENCE:\(mediaSequence)")
    if discontinuitySequence > 0 { lines.append("#EXT-X-DISCONTINUITY-SEQUENCE:\(discontinuitySequence)") }
    if let playlistType { lines.append("#EXT-X-PLAYLIST-TYPE:\(playlistType.rawValue)") }
    if independentSegments { lines.append("#EXT-X-INDEPENDENT-SEGMENTS") }
    if iFramesOnly { lines.append("#EXT-X-I-FRAMES-ONLY") }
    if let map { lines.append(Self.line(for: map)) }
    // A map before all keys is not encrypted (RFC 8216 section 4.3.2.4).
    var key: EncryptionKey?
    for (segment, duration) in zip(segments, durations) {
      if segment.discontinuity { lines.append("#EXT-X-DISCONTINUITY") }
      if let map = segment.map {
        if key != nil { lines.append(EncryptionKey.none) }
        key = nil
        lines.append(Self.line(for: map))
      }
      if segment.key != key { lines.append(segment.key?.line ?? EncryptionKey.none) }
      key = segment.key
      if let time = segment.programDateTime { lines.append("#EXT-X-PROGRAM-DATE-TIME:\(time.text)") }
      lines.append("#EXTINF:\(ExtInf.text(microseconds: duration)),")
      if let range = segment.byteRange { lines.append("#EXT-X-BYTERANGE:\(range.attribute)") }
      lines.append(PlaylistURI.escaped(segment.uri))
    }
    if ended { lines.append("#EXT-X-ENDLIST") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(for map: Map) -> String {
    var attributes = AttributeListWriter()
    attributes.addURI(map.uri)
    if let range = map.byteRange { attributes.addQuoted("BYTERANGE", range.attribute) }
    return "#EXT-X-MAP:\(attributes.text)"
  }
}
