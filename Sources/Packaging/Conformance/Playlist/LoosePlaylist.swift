import Records

/// A playlist as its lines stand, read without judging.
struct LoosePlaylist: Sendable {
  enum Kind: Sendable { case multivariant, media, neither }

  struct Tag: Sendable {
    /// The name without "#": "EXT-X-KEY".
    let name: String
    /// What follows the colon; nil without one.
    let value: String?
    /// The line, from 1.
    let line: Int

    var attributes: LooseAttributes { LooseAttributes(value ?? "") }
  }

  enum Item: Sendable {
    case tag(Tag)
    case uri(String, line: Int)
  }

  /// Where it was read from.
  let location: ResourceLocation
  /// What findings call it.
  let name: String
  let bytes: [UInt8]
  let items: [Item]
  let firstLine: String
  let hasByteOrderMark: Bool
  let isUTF8: Bool

  init(_ bytes: [UInt8], location: ResourceLocation, name: String) {
    self.location = location
    self.name = name
    self.bytes = bytes
    hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    let lines = bytes.dropFirst(hasByteOrderMark ? 3 : 0)
      .split(separator: 10, omittingEmptySubsequences: false)
      .map { line in String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self) }
    firstLine = lines.first ?? ""
    var items: [Item] = []
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("#EXT") {
        let parts = line.dropFirst().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1]) : nil
        items.append(.tag(Tag(name: String(parts[0]), value: value, line: index + 1)))
      } else if !line.hasPrefix("#"), !line.allSatisfy(\.isWhitespace) {
        items.append(.uri(line, line: index + 1))
      }
    }
    self.items = items
  }

  var tags: [Tag] {
    items.compactMap { item in
      guard case .tag(let tag) = item else { return nil }
      return tag
    }
  }

  func first(_ name: String) -> Tag? { tags.first { $0.name == name } }

  /// Which of both it is by its tags.
  var kind: Kind {
    let names = Set(tags.map(\.name))
    if !names.isDisjoint(with: PlaylistTags.multivariantOnly) { return .multivariant }
    if !names.isDisjoint(with: PlaylistTags.mediaOnly) { return .media }
    return .neither
  }

  func place(_ line: Int? = nil) -> FindingPlace { FindingPlace(name, line: line) }
}

/// The tags that are known (RFC 8216bis section 4.4).
enum PlaylistTags {
  static let multivariantOnly: Set<String> = [
    "EXT-X-MEDIA", "EXT-X-STREAM-INF", "EXT-X-I-FRAME-STREAM-INF", "EXT-X-SESSION-DATA",
    "EXT-X-SESSION-KEY", "EXT-X-CONTENT-STEERING",
  ]
  static let mediaOnly: Set<String> = [
    "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE", "EXT-X-ENDLIST",
    "EXT-X-PLAYLIST-TYPE", "EXT-X-I-FRAMES-ONLY", "EXT-X-PART-INF", "EXT-X-SERVER-CONTROL", "EXTINF",
    "EXT-X-BYTERANGE", "EXT-X-DISCONTINUITY", "EXT-X-KEY", "EXT-X-MAP", "EXT-X-PROGRAM-DATE-TIME",
    "EXT-X-GAP", "EXT-X-BITRATE", "EXT-X-PART", "EXT-X-DATERANGE", "EXT-X-SKIP", "EXT-X-PRELOAD-HINT",
    "EXT-X-RENDITION-REPORT",
  ]
  static let either: Set<String> = [
    "EXTM3U", "EXT-X-VERSION", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-START", "EXT-X-DEFINE",
  ]
  /// Tags that may stand once in a playlist.
  static let single: Set<String> = [
    "EXTM3U", "EXT-X-VERSION", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-START", "EXT-X-TARGETDURATION",
    "EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE", "EXT-X-ENDLIST", "EXT-X-PLAYLIST-TYPE",
    "EXT-X-I-FRAMES-ONLY", "EXT-X-PART-INF", "EXT-X-SERVER-CONTROL", "EXT-X-CONTENT-STEERING", "EXT-X-SKIP",
  ]
  /// Tags whose value is a list of attributes.
  static let listed: Set<String> = [
    "EXT-X-MEDIA", "EXT-X-STREAM-INF", "EXT-X-I-FRAME-STREAM-INF", "EXT-X-SESSION-DATA",
    "EXT-X-SESSION-KEY", "EXT-X-CONTENT-STEERING", "EXT-X-START", "EXT-X-DEFINE", "EXT-X-PART-INF",
    "EXT-X-SERVER-CONTROL", "EXT-X-KEY", "EXT-X-MAP", "EXT-X-PART", "EXT-X-DATERANGE", "EXT-X-SKIP",
    "EXT-X-PRELOAD-HINT", "EXT-X-RENDITION-REPORT",
  ]

  static func isKnown(_ name: String) -> Bool {
    multivariantOnly.contains(name) || mediaOnly.contains(name) || either.contains(name)
  }
}
