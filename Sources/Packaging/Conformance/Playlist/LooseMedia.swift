import Records

/// A media playlist's segments, read without judging.
struct LooseMedia: Sendable {
  struct Map: Sendable, Hashable {
    let uri: String
    let range: ByteRange?
    let line: Int
  }

  struct Key: Sendable {
    let method: String
    let uri: String?
    let iv: String?
    let format: String
    let line: Int
  }

  struct Segment: Sendable {
    let uri: String
    let line: Int
    /// Position in the playlist, from 0.
    let index: Int
    /// Its media sequence number.
    let sequence: Int
    /// The decimals of EXTINF; nil when they are missing or wrong.
    let duration: Rational?
    /// The text of EXTINF's seconds.
    let durationText: String
    let range: ByteRange?
    let hasDiscontinuity: Bool
    let map: Map?
    /// The keys that hold for it; empty for a clear one.
    let keys: [Key]
    let programDateTime: ProgramDateTime?
    let isGap: Bool
    /// The kilobits a second of EXT-X-BITRATE.
    let bitRate: Int?

    var label: (index: Int, uri: String) { (index, uri) }
    var seconds: Double { duration?.doubleValue ?? 0 }
  }

  let playlist: LoosePlaylist
  private(set) var targetDuration: Int?
  private(set) var mediaSequence = 0
  private(set) var discontinuitySequence = 0
  private(set) var type: String?
  private(set) var isEnded = false
  private(set) var isIFramesOnly = false
  private(set) var isIndependent = false
  private(set) var segments: [Segment] = []
  /// Byte ranges that cannot be read, by line.
  private(set) var badRanges: [(line: Int, text: String)] = []

  init(_ playlist: LoosePlaylist) {
    self.playlist = playlist
    var duration: (text: String, value: Rational?)?
    var range: (text: String, line: Int)?
    var discontinuity = false
    var time: ProgramDateTime?
    var gap = false
    var bitRate: Int?
    var map: Map?
    var keys: [Key] = []
    for item in playlist.items {
      switch item {
      case .tag(let tag):
        let value = tag.value ?? ""
        switch tag.name {
        case "EXT-X-TARGETDURATION": targetDuration = targetDuration ?? Int(value)
        case "EXT-X-MEDIA-SEQUENCE": mediaSequence = Int(value) ?? mediaSequence
        case "EXT-X-DISCONTINUITY-SEQUENCE": discontinuitySequence = Int(value) ?? discontinuitySequence
        case "EXT-X-PLAYLIST-TYPE": type = value
        case "EXT-X-ENDLIST": isEnded = true
        case "EXT-X-I-FRAMES-ONLY": isIFramesOnly = true
        case "EXT-X-INDEPENDENT-SEGMENTS": isIndependent = true
        case "EXTINF":
          let text = String(value.prefix { $0 != "," })
          duration = (text, DecimalText.rational(text))
        case "EXT-X-BYTERANGE": range = (value, tag.line)
        case "EXT-X-DISCONTINUITY": discontinuity = true
        case "EXT-X-PROGRAM-DATE-TIME": time = ProgramDateTime(value)
        case "EXT-X-GAP": gap = true
        case "EXT-X-BITRATE": bitRate = Int(value)
        case "EXT-X-MAP": map = readMap(tag)
        case "EXT-X-KEY": Self.read(tag, into: &keys)
        default: break
        }
      case .uri(let uri, let line):
        let last = segments.last
        let read = range.flatMap { byteRange($0, after: last?.uri == uri ? last?.range?.end : nil) }
        segments.append(
          Segment(
            uri: uri, line: line, index: segments.count, sequence: mediaSequence + segments.count,
            duration: duration?.value, durationText: duration?.text ?? "", range: read,
            hasDiscontinuity: discontinuity, map: map, keys: keys, programDateTime: time, isGap: gap,
            bitRate: bitRate))
        (duration, range, discontinuity, time, gap) = (nil, nil, false, nil, false)
      }
    }
  }

  /// The sum of EXTINF in seconds.
  var duration: Double { segments.reduce(0) { $0 + $1.seconds } }

  /// Whether segments may still come.
  var isLive: Bool { !isEnded && type != "VOD" }

  /// Whether it is live content, or was before it ended: of type EVENT, a window whose first segments are gone,
  /// or dated and of no type. Static content has a type of VOD (HLS Authoring 8.6).
  var isLinear: Bool {
    isLive || type == "EVENT"
      || type == nil && (mediaSequence > 1 || segments.first?.programDateTime != nil)
  }

  /// The target duration, or what it should be where it is missing.
  var effectiveTarget: Int {
    targetDuration ?? max(1, Int((segments.map(\.seconds).max() ?? 1).rounded()))
  }

  func place(_ segment: Segment) -> FindingPlace {
    FindingPlace(playlist.name, line: segment.line, segment: segment.label)
  }

  private static func read(_ tag: LoosePlaylist.Tag, into keys: inout [Key]) {
    let attributes = tag.attributes
    let method = attributes["METHOD"] ?? ""
    if method == "NONE" {
      keys = []
      return
    }
    let key = Key(
      method: method, uri: attributes["URI"], iv: attributes["IV"],
      format: attributes["KEYFORMAT"] ?? "identity", line: tag.line)
    keys.removeAll { $0.format == key.format }
    keys.append(key)
  }

  private mutating func readMap(_ tag: LoosePlaylist.Tag) -> Map? {
    let attributes = tag.attributes
    guard let uri = attributes["URI"] else { return nil }
    let range = attributes["BYTERANGE"].flatMap { byteRange(($0, tag.line), after: 0) }
    return Map(uri: uri, range: range, line: tag.line)
  }

  private mutating func byteRange(_ text: (text: String, line: Int), after next: Int?) -> ByteRange? {
    let parts = text.text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let length = Int(parts[0]), length > 0,
      let offset = parts.count == 2 ? Int(parts[1]) : next, offset >= 0, length < Int.max - offset
    else {
      badRanges.append((text.line, text.text))
      return nil
    }
    return ByteRange(offset: offset, length: length)
  }
}
