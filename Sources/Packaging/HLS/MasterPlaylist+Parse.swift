import Records

extension MasterPlaylist {
  /// Reads a master playlist (RFC 8216 section 4.3.4).
  ///
  /// Tags and attributes that are not known are passed over, and so are renditions other than audio and
  /// subtitles.
  ///
  /// - Parameters:
  ///   - text: the playlist.
  ///   - name: its file name, for errors.
  /// - Throws: `PackagingFormatError` with the line: no #EXTM3U, a tag of a media playlist, a required
  ///   attribute that is missing, a malformed value, a variant without its URI, an audio group that nothing
  ///   defines.
  public static func parse(
    _ text: String, named name: String = "playlist"
  ) throws(PackagingFormatError) -> MasterPlaylist {
    var lines = try PlaylistLines(text, named: name)
    var playlist = MasterPlaylist(independentSegments: false)
    var pending: Variant?
    var captionless = 0
    while let line = lines.next() {
      guard line.hasPrefix("#") else {
        guard var variant = pending else { throw lines.error("\(line) has no EXT-X-STREAM-INF before it") }
        variant.stream.uri = String(line)
        playlist.variants.append(variant)
        pending = nil
        continue
      }
      guard pending == nil else { throw lines.error("the URI of the variant before this line is missing") }
      let (tag, value) = PlaylistLines.tag(line)
      switch tag {
      case "#EXT-X-INDEPENDENT-SEGMENTS": playlist.independentSegments = true
      case "#EXT-X-STREAM-INF":
        let attributes = try AttributeList(value, of: lines)
        pending = try variant(attributes, lines)
        if try attributes.enumeratedOrNil("CLOSED-CAPTIONS") == "NONE" { captionless += 1 }
      case "#EXT-X-I-FRAME-STREAM-INF":
        let attributes = try AttributeList(value, of: lines)
        let uri = try attributes.required("URI", attributes.quoted("URI"))
        playlist.iFrameStreams.append(try stream(attributes, uri: uri, lines))
      case "#EXT-X-MEDIA":
        let attributes = try AttributeList(value, of: lines)
        let type = try attributes.required("TYPE", attributes.enumerated("TYPE"))
        if type == "AUDIO" { playlist.audio.append(try audio(attributes)) }
        if type == "SUBTITLES" { playlist.subtitles.append(try subtitles(attributes)) }
      case "#EXT-X-IMAGE-STREAM-INF":
        let attributes = try AttributeList(value, of: lines)
        let uri = try attributes.required("URI", attributes.quoted("URI"))
        playlist.imageStreams.append(try stream(attributes, uri: uri, lines))
      case "#EXTINF", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE", "#EXT-X-ENDLIST", "#EXT-X-MAP":
        throw lines.error("\(tag.dropFirst()) belongs in a media playlist")
      default: break
      }
    }
    guard pending == nil else { throw lines.error("the URI of the last variant is missing") }
    let groups = Set(playlist.audio.map(\.groupID))
    for group in playlist.variants.compactMap(\.audioGroup) where !groups.contains(group) {
      throw lines.error("no EXT-X-MEDIA defines the audio group '\(group)'")
    }
    let texts = Set(playlist.subtitles.map(\.groupID))
    for group in playlist.variants.compactMap(\.subtitleGroup) where !texts.contains(group) {
      throw lines.error("no EXT-X-MEDIA defines the subtitle group '\(group)'")
    }
    playlist.declaresNoCaptions = captionless > 0
    guard captionless == 0 || captionless == playlist.variants.count else {
      throw lines.error("CLOSED-CAPTIONS=NONE must stand in every EXT-X-STREAM-INF or in none")
    }
    return playlist
  }

  private static func variant(
    _ attributes: AttributeList, _ lines: PlaylistLines
  ) throws(PackagingFormatError) -> Variant {
    var frameRate: Rational?
    if let text = try attributes.enumerated("FRAME-RATE") {
      guard let rate = DecimalText.rational(text) else { throw lines.error("FRAME-RATE is '\(text)'") }
      frameRate = rate
    }
    return Variant(
      stream: try stream(attributes, uri: "", lines), frameRate: frameRate,
      audioGroup: try attributes.quoted("AUDIO"), subtitleGroup: try attributes.quoted("SUBTITLES"))
  }

  private static func stream(
    _ attributes: AttributeList, uri: String, _ lines: PlaylistLines
  ) throws(PackagingFormatError) -> Stream {
    var resolution: Resolution?
    if let text = try attributes.enumerated("RESOLUTION") {
      let sides = text.split(separator: "x", omittingEmptySubsequences: false)
      guard sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]), width > 0, height > 0
      else { throw lines.error("RESOLUTION is '\(text)', not like 1280x720") }
      resolution = Resolution(width: width, height: height)
    }
    let range = try attributes.enumerated("VIDEO-RANGE")
    let codecs = try attributes.quoted("CODECS") ?? ""
    return Stream(
      uri: uri, bandwidth: try attributes.required("BANDWIDTH", attributes.integer("BANDWIDTH")),
      averageBandwidth: try attributes.integer("AVERAGE-BANDWIDTH"),
      codecs: codecs.split(separator: ",").map { $0.trimmingPrefix(while: { $0 == " " }) }.map(String.init),
      resolution: resolution, videoRange: range.flatMap(VideoRange.init(rawValue:)))
  }

  private static func subtitles(_ attributes: AttributeList) throws(PackagingFormatError) -> Subtitles {
    Subtitles(
      groupID: try attributes.required("GROUP-ID", attributes.quoted("GROUP-ID")),
      name: try attributes.required("NAME", attributes.quoted("NAME")),
      language: try attributes.quoted("LANGUAGE"), isDefault: try attributes.yes("DEFAULT"),
      autoselect: try attributes.yes("AUTOSELECT"), isForced: try attributes.yes("FORCED"),
      uri: try attributes.required("URI", attributes.quoted("URI")))
  }

  private static func audio(_ attributes: AttributeList) throws(PackagingFormatError) -> Audio {
    let isDefault = try attributes.yes("DEFAULT")
    return Audio(
      groupID: try attributes.required("GROUP-ID", attributes.quoted("GROUP-ID")),
      name: try attributes.required("NAME", attributes.quoted("NAME")),
      language: try attributes.quoted("LANGUAGE"), isDefault: isDefault,
      autoselect: try attributes.yes("AUTOSELECT"), channels: try attributes.quoted("CHANNELS"),
      uri: try attributes.quoted("URI"))
  }
}

extension AttributeList {
  /// The value of an attribute that may be either an enumerated or a quoted string; nil for a quoted one.
  func enumeratedOrNil(_ name: String) throws(PackagingFormatError) -> String? {
    isQuoted(name) ? nil : try enumerated(name)
  }
}
