/// What holds for the text of every playlist.
enum PlaylistRules {
  static let header = ConformanceRule(
    "playlist.extm3u", "RFC 8216bis 4.4.1.1", "The first line of a playlist is #EXTM3U.")
  static let encoding = ConformanceRule(
    "playlist.utf-8", "RFC 8216bis 4.1", "A playlist is valid UTF-8.")
  static let byteOrderMark = ConformanceRule(
    "playlist.byte-order-mark", "RFC 8216bis 4.1", "A playlist has no byte order mark.")
  static let control = ConformanceRule(
    "playlist.control-characters", "RFC 8216bis 4.1",
    "A playlist holds no control characters besides line ends.")
  static let identity = ConformanceRule(
    "playlist.name", "RFC 8216bis 4",
    "A playlist's path ends with .m3u8 or .m3u, or its media type says that it is one.")
  static let mediaType = ConformanceRule(
    "playlist.media-type", "HLS Authoring 10.4", .warning,
    "A server sends playlists as application/vnd.apple.mpegurl or audio/mpegurl.")
  static let compressed = ConformanceRule(
    "playlist.compressed", "HLS Authoring 10.1", .info, "A server compresses playlists with gzip.")
  static let redirected = ConformanceRule(
    "playlist.redirect", "HLS Authoring 8.18", .info, "A request is not redirected.")
  static let repeated = ConformanceRule(
    "playlist.duplicate-tag", "RFC 8216bis 4.4", "A tag that describes the whole playlist stands once in it.")
  static let mixed = ConformanceRule(
    "playlist.mixed-tags", "RFC 8216bis 4.4",
    "A playlist holds tags of media playlists or of multivariant ones, not of both.")
  static let version = ConformanceRule(
    "playlist.version", "RFC 8216bis 8", "EXT-X-VERSION is at least what the playlist's features need.")
  static let number = ConformanceRule(
    "playlist.tag-value", "RFC 8216bis 4.4", "A tag's value is of the kind that the tag takes.")
  static let unknown = ConformanceRule(
    "playlist.unknown-tag", "RFC 8216bis 4.1", .info, "Tags are those that the specification defines.")
  static let unreadable = ConformanceRule(
    "playlist.missing", "RFC 8216bis 4.1", "Every playlist that is named can be read.")

  static let all = [
    header, encoding, byteOrderMark, control, identity, mediaType, compressed, redirected, repeated, mixed,
    version, number, unknown, unreadable,
  ]

  /// Checks the text of a playlist.
  static func check(_ playlist: LoosePlaylist, fetched: FetchedResource, into findings: inout FindingList) {
    let whole = playlist.place()
    if playlist.hasByteOrderMark {
      findings.add(byteOrderMark, "it begins with a byte order mark", at: playlist.place(1))
    }
    if !playlist.isUTF8 { findings.add(encoding, "it is not valid UTF-8", at: whole) }
    if playlist.firstLine != "#EXTM3U" {
      findings.add(
        header, "the first line is not #EXTM3U", at: playlist.place(1), declared: nil,
        measured: String(playlist.firstLine.prefix(40)))
    }
    checkControlCharacters(playlist, into: &findings)
    checkDelivery(playlist, fetched, into: &findings)
    var seen: [String: Int] = [:]
    for tag in playlist.tags {
      if let line = seen[tag.name], PlaylistTags.single.contains(tag.name) {
        findings.add(
          repeated, "\(tag.name) stands here and in line \(line)", at: playlist.place(tag.line))
      } else {
        seen[tag.name] = tag.line
      }
      if !PlaylistTags.isKnown(tag.name) {
        findings.add(
          unknown, "\(tag.name) is no tag of the specification; clients pass it over",
          at: playlist.place(tag.line))
      }
    }
    if let foreign = playlist.tags.first(where: { PlaylistTags.mediaOnly.contains($0.name) }),
      playlist.kind == .multivariant
    {
      findings.add(
        mixed, "\(foreign.name) belongs in a media playlist, and this is a multivariant one",
        at: playlist.place(foreign.line))
    }
    checkValues(playlist, into: &findings)
    checkVersion(playlist, into: &findings)
  }

  private static func checkControlCharacters(_ playlist: LoosePlaylist, into findings: inout FindingList) {
    var line = 1
    let bytes = playlist.bytes
    for (index, byte) in bytes.enumerated() {
      if byte == 10 { line += 1 }
      let isC1 = byte == 0xC2 && index + 1 < bytes.count && (0x80...0x9F).contains(bytes[index + 1])
      guard byte < 0x20 && byte != 10 && byte != 13 || byte == 0x7F || isC1 else { continue }
      let code = isC1 ? bytes[index + 1] : byte
      findings.add(
        control, "the line holds the control character U+00\(CodecString.hex(code, width: 2).uppercased())",
        at: playlist.place(line))
    }
  }

  private static func checkDelivery(
    _ playlist: LoosePlaylist, _ fetched: FetchedResource, into findings: inout FindingList
  ) {
    let types = ["application/vnd.apple.mpegurl", "audio/mpegurl", "application/x-mpegurl"]
    let isTyped = fetched.contentType.map { types.contains($0) } ?? false
    let name = playlist.location.name.lowercased()
    let place = playlist.place()
    if !isTyped && !name.hasSuffix(".m3u8") && !name.hasSuffix(".m3u") {
      findings.add(
        identity, "neither its name nor its media type says that it is a playlist", at: place,
        declared: fetched.contentType, measured: playlist.location.name)
    }
    if let type = fetched.contentType, !isTyped {
      findings.add(
        mediaType, "the server sends it as \(type)", at: place, declared: type,
        measured: "application/vnd.apple.mpegurl")
    }
    if fetched.isCompressed == false {
      findings.add(compressed, "the server sends it without compression", at: place)
    }
    if fetched.isRedirected { findings.add(redirected, "the request was sent elsewhere", at: place) }
  }

  private static func checkValues(_ playlist: LoosePlaylist, into findings: inout FindingList) {
    let numbers: Set<String> = [
      "EXT-X-VERSION", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE",
      "EXT-X-BITRATE",
    ]
    let bare: Set<String> = [
      "EXTM3U", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-ENDLIST", "EXT-X-I-FRAMES-ONLY", "EXT-X-DISCONTINUITY",
      "EXT-X-GAP",
    ]
    for tag in playlist.tags {
      let value = tag.value ?? ""
      var wanted: String?
      if numbers.contains(tag.name), value.isEmpty || !DecimalText.isDigits(value) || Int(value) == nil {
        wanted = "a whole number"
      } else if tag.name == "EXT-X-PLAYLIST-TYPE", value != "VOD", value != "EVENT" {
        wanted = "VOD or EVENT"
      } else if tag.name == "EXT-X-PROGRAM-DATE-TIME", ProgramDateTime(value) == nil {
        wanted = "a date and time with a zone"
      } else if bare.contains(tag.name), tag.value != nil {
        wanted = "no value"
      }
      guard let wanted else { continue }
      findings.add(
        number, "\(tag.name) is '\(value)', and takes \(wanted)", at: playlist.place(tag.line),
        declared: value)
    }
  }

  private static func checkVersion(_ playlist: LoosePlaylist, into findings: inout FindingList) {
    let tag = playlist.first("EXT-X-VERSION")
    let declared = tag.flatMap { $0.value }.flatMap { Int($0) } ?? 1
    let isIFramesOnly = playlist.first("EXT-X-I-FRAMES-ONLY") != nil
    var needed = (version: 1, why: "")
    func need(_ version: Int, _ why: String) {
      if version > needed.version { needed = (version, why) }
    }
    for tag in playlist.tags {
      let value = tag.value ?? ""
      switch tag.name {
      case "EXTINF":
        if value.prefix(while: { $0 != "," }).contains(".") { need(3, "EXTINF with decimals") }
      case "EXT-X-BYTERANGE": need(4, "EXT-X-BYTERANGE")
      case "EXT-X-I-FRAMES-ONLY": need(4, "EXT-X-I-FRAMES-ONLY")
      case "EXT-X-MAP": need(isIFramesOnly ? 5 : 6, "EXT-X-MAP")
      case "EXT-X-DEFINE": need(tag.attributes["QUERYPARAM"] == nil ? 8 : 11, "EXT-X-DEFINE")
      case "EXT-X-KEY":
        let attributes = tag.attributes
        if attributes["IV"] != nil { need(2, "the IV of EXT-X-KEY") }
        if attributes["KEYFORMAT"] != nil || attributes["KEYFORMATVERSIONS"] != nil {
          need(5, "the KEYFORMAT of EXT-X-KEY")
        }
        if attributes["METHOD"] == "SAMPLE-AES" { need(5, "METHOD=SAMPLE-AES") }
      case "EXT-X-MEDIA":
        if tag.attributes["INSTREAM-ID"]?.hasPrefix("SERVICE") == true { need(7, "INSTREAM-ID=SERVICE") }
      case "EXT-X-SKIP": need(9, "EXT-X-SKIP")
      case "EXT-X-STREAM-INF", "EXT-X-I-FRAME-STREAM-INF":
        if tag.attributes["REQ-VIDEO-LAYOUT"] != nil { need(12, "REQ-VIDEO-LAYOUT") }
      default: break
      }
    }
    guard declared < needed.version else { return }
    findings.add(
      version, "\(needed.why) needs version \(needed.version)", at: playlist.place(tag?.line),
      declared: tag?.value ?? "none", measured: "\(needed.version)")
  }
}
