/// A multivariant playlist's streams, read without judging.
struct LooseMultivariant: Sendable {
  struct Stream: Sendable {
    let attributes: LooseAttributes
    let uri: String?
    let line: Int
  }

  let playlist: LoosePlaylist
  /// EXT-X-STREAM-INF with the line after it.
  private(set) var variants: [Stream] = []
  /// EXT-X-MEDIA.
  private(set) var media: [Stream] = []
  /// EXT-X-I-FRAME-STREAM-INF.
  private(set) var iFrames: [Stream] = []
  /// Lines that follow no EXT-X-STREAM-INF.
  private(set) var strayURIs: [(uri: String, line: Int)] = []

  init(_ playlist: LoosePlaylist) {
    self.playlist = playlist
    var pending: (attributes: LooseAttributes, line: Int)?
    func stream(_ tag: LoosePlaylist.Tag) -> Stream {
      let attributes = tag.attributes
      return Stream(attributes: attributes, uri: attributes["URI"], line: tag.line)
    }
    for item in playlist.items {
      switch item {
      case .tag(let tag):
        if let open = pending {
          variants.append(Stream(attributes: open.attributes, uri: nil, line: open.line))
          pending = nil
        }
        switch tag.name {
        case "EXT-X-STREAM-INF": pending = (tag.attributes, tag.line)
        case "EXT-X-MEDIA": media.append(stream(tag))
        case "EXT-X-I-FRAME-STREAM-INF": iFrames.append(stream(tag))
        default: break
        }
      case .uri(let uri, let line):
        if let open = pending {
          variants.append(Stream(attributes: open.attributes, uri: uri, line: open.line))
          pending = nil
        } else {
          strayURIs.append((uri, line))
        }
      }
    }
    if let open = pending { variants.append(Stream(attributes: open.attributes, uri: nil, line: open.line)) }
  }

  var isIndependent: Bool { playlist.first("EXT-X-INDEPENDENT-SEGMENTS") != nil }

  /// The renditions of a group.
  func group(_ type: String, _ id: String) -> [Stream] {
    media.filter { $0.attributes["TYPE"] == type && $0.attributes["GROUP-ID"] == id }
  }
}
