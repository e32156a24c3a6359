import Records

extension MediaPlaylist {
  /// Reads a media playlist (RFC 8216 section 4).
  ///
  /// Tags that are not known are passed over, as the RFC asks. Durations are the decimals of the text,
  /// exactly.
  ///
  /// - Parameters:
  ///   - text: the playlist.
  ///   - name: its file name, for errors.
  /// - Throws: `PackagingFormatError` with the line: no #EXTM3U, no or a second EXT-X-TARGETDURATION, a tag
  ///   of a master or of an I-frame playlist, a segment without EXTINF or longer than the target duration, a
  ///   malformed value, a version below what the tags need.
  public static func parse(
    _ text: String, named name: String = "playlist"
  ) throws(PackagingFormatError) -> MediaPlaylist {
    let playlist = try parseAny(text, named: name)
    guard !playlist.iFramesOnly else {
      throw PackagingFormatError(
        operation: "parse a media playlist", subject: name, cause: "it holds I-frames only",
        hint: "read it as an I-frame playlist")
    }
    return playlist
  }

  static func parseAny(_ text: String, named name: String) throws(PackagingFormatError) -> MediaPlaylist {
    var reader = MediaPlaylistReader(lines: try PlaylistLines(text, named: name))
    return try reader.read()
  }
}

/// The state of reading a media playlist.
private struct MediaPlaylistReader {
  var lines: PlaylistLines
  var playlist = MediaPlaylist(independentSegments: false)
  var seen: Set<Substring> = []
  var version = 1
  // What the tags before a segment said of it.
  var duration: Rational?
  var rangeText: Substring?
  var map: MediaPlaylist.Map?
  var discontinuity = false
  var time: ProgramDateTime?
  // Holds until another key.
  var key: EncryptionKey?

  init(lines: PlaylistLines) { self.lines = lines }

  mutating func read() throws(PackagingFormatError) -> MediaPlaylist {
    while let line = lines.next() {
      if line.hasPrefix("#") {
        try readTag(line)
      } else {
        try readSegment(line)
      }
    }
    guard duration == nil, rangeText == nil else { throw lines.error("the last segment has no URI") }
    guard let target = playlist.declaredTargetDuration else {
      throw lines.error("EXT-X-TARGETDURATION is missing")
    }
    let needed = playlist.targetDuration
    guard needed <= target else {
      throw lines.error("a segment of \(needed) s is longer than the target duration of \(target) s")
    }
    guard version >= playlist.version || (playlist.version == 3 && wholeSeconds) else {
      throw lines.error("EXT-X-VERSION is \(version), but its tags need \(playlist.version)")
    }
    return playlist
  }

  var wholeSeconds: Bool { playlist.segments.allSatisfy { $0.duration.den == 1 } }

  mutating func readTag(_ line: Substring) throws(PackagingFormatError) {
    let (tag, value) = PlaylistLines.tag(line)
    switch tag {
    case "#EXTINF":
      guard duration == nil else { throw lines.error("EXTINF is given twice for a segment") }
      guard let seconds = DecimalText.rational(value.prefix { $0 != "," }) else {
        throw lines.error("EXTINF '\(value)' does not begin with seconds and a comma")
      }
      duration = seconds
    case "#EXT-X-BYTERANGE":
      guard rangeText == nil else { throw lines.error("EXT-X-BYTERANGE is given twice for a segment") }
      rangeText = value
    case "#EXT-X-DISCONTINUITY": discontinuity = true
    case "#EXT-X-PROGRAM-DATE-TIME":
      guard let instant = ProgramDateTime(String(value)) else {
        throw lines.error("'\(value)' is no date and time with a zone")
      }
      time = instant
    case "#EXT-X-MAP": try readMap(value)
    case "#EXT-X-KEY": try readKey(value)
    case "#EXT-X-STREAM-INF", "#EXT-X-MEDIA", "#EXT-X-I-FRAME-STREAM-INF":
      throw lines.error("\(tag.dropFirst()) belongs in a master playlist")
    default: try readHeader(tag, value)
    }
  }

  mutating func readHeader(_ tag: Substring, _ value: Substring) throws(PackagingFormatError) {
    let single: Set<Substring> = [
      "#EXT-X-VERSION", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE", "#EXT-X-DISCONTINUITY-SEQUENCE",
      "#EXT-X-PLAYLIST-TYPE", "#EXT-X-ENDLIST", "#EXT-X-I-FRAMES-ONLY", "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    guard single.contains(tag) else { return }
    guard seen.insert(tag).inserted else { throw lines.error("\(tag.dropFirst()) is given twice") }
    switch tag {
    case "#EXT-X-VERSION": version = try integer(tag, value)
    case "#EXT-X-TARGETDURATION": playlist.declaredTargetDuration = try integer(tag, value)
    case "#EXT-X-MEDIA-SEQUENCE": playlist.mediaSequence = try integer(tag, value)
    case "#EXT-X-DISCONTINUITY-SEQUENCE": playlist.discontinuitySequence = try integer(tag, value)
    case "#EXT-X-PLAYLIST-TYPE":
      guard let type = MediaPlaylist.PlaylistType(rawValue: String(value)) else {
        throw lines.error("EXT-X-PLAYLIST-TYPE is '\(value)', not VOD or EVENT")
      }
      playlist.playlistType = type
    case "#EXT-X-ENDLIST": playlist.ended = true
    case "#EXT-X-I-FRAMES-ONLY": playlist.iFramesOnly = true
    default: playlist.independentSegments = true
    }
  }

  mutating func readMap(_ value: Substring) throws(PackagingFormatError) {
    let attributes = try AttributeList(value, of: lines)
    let uri = try attributes.required("URI", attributes.quoted("URI"))
    var range: ByteRange?
    if let text = try attributes.quoted("BYTERANGE") { range = try byteRange(text[...], after: 0) }
    let read = MediaPlaylist.Map(uri: uri, byteRange: range)
    if playlist.segments.isEmpty && playlist.map == nil {
      playlist.map = read
    } else {
      map = read
    }
  }

  mutating func readKey(_ value: Substring) throws(PackagingFormatError) {
    let attributes = try AttributeList(value, of: lines)
    let method = try attributes.required("METHOD", attributes.enumerated("METHOD"))
    if method == "NONE" {
      key = nil
    } else if method == "AES-128", try attributes.quoted("KEYFORMAT") ?? "identity" == "identity" {
      let iv = try attributes.enumerated("IV").map { $0.dropFirst(2).lowercased() }
      if let iv, iv.count != 32 || !iv.allSatisfy(\.isHexDigit) {
        throw lines.error("IV is no hexadecimal number of 128 bits")
      }
      key = EncryptionKey(uri: try attributes.required("URI", attributes.quoted("URI")), iv: iv)
    }
  }

  mutating func readSegment(_ uri: Substring) throws(PackagingFormatError) {
    guard let duration else { throw lines.error("the segment \(uri) has no EXTINF") }
    var range: ByteRange?
    if let rangeText {
      let last = playlist.segments.last
      range = try byteRange(rangeText, after: last?.uri == String(uri) ? last?.byteRange?.end : nil)
    }
    playlist.segments.append(
      MediaPlaylist.Segment(
        uri: String(uri), duration: duration, byteRange: range, discontinuity: discontinuity,
        programDateTime: time, map: map, key: key))
    self.duration = nil
    rangeText = nil
    map = nil
    discontinuity = false
    time = nil
  }

  /// A byte range `length[@offset]`; without an offset it begins at `next`.
  func byteRange(_ text: Substring, after next: Int?) throws(PackagingFormatError) -> ByteRange {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let length = Int(parts[0]), DecimalText.isDigits(text.filter { $0 != "@" }) else {
      throw lines.error("'\(text)' is no byte range")
    }
    guard let offset = parts.count == 2 ? Int(parts[1]) : next, length <= Int.max - offset else {
      throw lines.error("the byte range '\(text)' has no offset, and no range of the same file precedes it")
    }
    return ByteRange(offset: offset, length: length)
  }

  func integer(_ tag: Substring, _ value: Substring) throws(PackagingFormatError) -> Int {
    guard !value.isEmpty, DecimalText.isDigits(value), let number = Int(value) else {
      throw lines.error("\(tag.dropFirst()) is '\(value)', not a whole number")
    }
    return number
  }
}
