import Records

/// An I-frame playlist: the byte range of every keyframe, for scrubbing (RFC 8216 section 4.3.3.6).
public struct IFramePlaylist: Sendable, Hashable {
  /// One keyframe.
  public struct Entry: Sendable, Hashable {
    /// The reference to the segment that holds it.
    public var uri: String
    /// The exact time in seconds from this keyframe to the next, or to the end.
    public var duration: Rational
    /// Where in the segment it lies.
    public var byteRange: ByteRange
    /// How the segment is encrypted; nil when it is not.
    ///
    /// The range counts plain bytes, which lie where the encrypted ones do: a player widens it to whole blocks
    /// and one more before them, and decrypts (RFC 8216 section 6.3.6).
    public var key: EncryptionKey?

    /// Creates a keyframe that stands for `duration` seconds.
    public init(uri: String, duration: Rational, byteRange: ByteRange, key: EncryptionKey? = nil) {
      self.key = key
      self.uri = uri
      self.duration = duration
      self.byteRange = byteRange
    }
  }

  /// The target duration in seconds that was promised, or nil to take the lowest that the entries allow.
  public var declaredTargetDuration: Int?
  /// VOD, EVENT, or nil for a window that moves.
  public var playlistType: MediaPlaylist.PlaylistType?
  /// The number of the first entry.
  public var mediaSequence: Int
  /// The initialization section; MPEG-TS has none.
  public var map: MediaPlaylist.Map?
  /// The keyframes in order.
  public var entries: [Entry]
  /// Whether no more entries follow.
  public var ended: Bool
  /// The exact start of the first entry in seconds; only a moving window needs it.
  public var windowStart: Rational

  /// Creates a playlist; by default an empty one that is not ended.
  public init(
    targetDuration: Int? = nil, playlistType: MediaPlaylist.PlaylistType? = nil, mediaSequence: Int = 0,
    map: MediaPlaylist.Map? = nil, entries: [Entry] = [], ended: Bool = false,
    windowStart: Rational = Rational(0, 1)
  ) {
    declaredTargetDuration = targetDuration
    self.playlistType = playlistType
    self.mediaSequence = mediaSequence
    self.map = map
    self.entries = entries
    self.ended = ended
    self.windowStart = windowStart
  }

  /// EXT-X-TARGETDURATION in seconds.
  public var targetDuration: Int { media.targetDuration }

  /// The lowest EXT-X-VERSION that is right: 4, or 5 with a map.
  public var version: Int { media.version }

  /// The bytes and duration of each keyframe, for the BANDWIDTH of EXT-X-I-FRAME-STREAM-INF.
  public var sizes: SegmentSizes {
    SegmentSizes(entries.map { SegmentSize(bytes: $0.byteRange.length, duration: $0.duration) })
  }

  /// The playlist's text, in UTF-8 with line feeds.
  public func rendered() -> String { media.rendered() }

  /// Reads an I-frame playlist.
  ///
  /// - Parameters:
  ///   - text: the playlist.
  ///   - name: its file name, for errors.
  /// - Throws: `PackagingFormatError` with the line, as ``MediaPlaylist/parse(_:named:)`` does, and when it
  ///   has no EXT-X-I-FRAMES-ONLY or an entry has no byte range.
  public static func parse(
    _ text: String, named name: String = "playlist"
  ) throws(PackagingFormatError) -> IFramePlaylist {
    let media = try MediaPlaylist.parseAny(text, named: name)
    func failure(_ cause: String) -> PackagingFormatError {
      PackagingFormatError(
        operation: "parse an I-frame playlist", subject: name, cause: cause,
        hint: "check that this is the playlist that EXT-X-I-FRAME-STREAM-INF names")
    }
    guard media.iFramesOnly else { throw failure("it has no EXT-X-I-FRAMES-ONLY") }
    var entries: [Entry] = []
    for segment in media.segments {
      guard let range = segment.byteRange else { throw failure("\(segment.uri) has no byte range") }
      entries.append(
        Entry(uri: segment.uri, duration: segment.duration, byteRange: range, key: segment.key))
    }
    return IFramePlaylist(
      targetDuration: media.declaredTargetDuration, playlistType: media.playlistType,
      mediaSequence: media.mediaSequence, map: media.map, entries: entries, ended: media.ended)
  }

  private var media: MediaPlaylist {
    var media = MediaPlaylist(
      targetDuration: declaredTargetDuration, playlistType: playlistType, mediaSequence: mediaSequence,
      map: map, independentSegments: false,
      segments: entries.map {
        MediaPlaylist.Segment(uri: $0.uri, duration: $0.duration, byteRange: $0.byteRange, key: $0.key)
      },
      ended: ended, windowStart: windowStart)
    media.iFramesOnly = true
    return media
  }
}
