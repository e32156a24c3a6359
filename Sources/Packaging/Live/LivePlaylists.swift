import Records

/// The playlists of a live stream as they stand at one moment.
struct LivePlaylists {
  let plan: TranscodePlan
  let settings: LiveSettings
  let window: LiveWindow
  let hasEnded: Bool

  /// A playlist's file.
  struct File {
    var path: String
    var role: FileRole
    var rendition: String?
    var text: String
  }

  /// All media playlists and I-frame playlists. They list the same segments.
  var files: [File] {
    let target = LiveSettings.targetDuration(segment: plan.segment)
    var files: [File] = []
    for name in plan.renditions.map(\.name) + plan.audio.map(\.name) {
      files.append(
        File(
          path: "\(name)/playlist.m3u8", role: .mediaPlaylist, rendition: name,
          text: playlist(name, target: target, iframes: false).rendered()))
    }
    for name in plan.renditions.map(\.name) {
      files.append(
        File(
          path: "\(name)/iframes.m3u8", role: .iframePlaylist, rendition: name,
          text: playlist(name, target: target, iframes: true).rendered()))
    }
    return files
  }

  private func playlist(_ name: String, target: Int, iframes: Bool) -> MediaPlaylist {
    var map: String?
    var first: MediaPlaylist.Map?
    var segments: [MediaPlaylist.Segment] = []
    for segment in window.listed {
      guard let file = segment.files[name] else { continue }
      var item = MediaPlaylist.Segment(
        uri: LivePlaylists.fileName(file.path), duration: Rational(file.microseconds, 1_000_000),
        byteRange: iframes ? file.iframe : nil, discontinuity: segment.isDiscontinuous,
        programDateTime: segment.time, key: key(file))
      if let own = file.map, own != map {
        let changed = MediaPlaylist.Map(uri: own)
        if segments.isEmpty { first = changed } else { item.map = changed }
        map = own
      }
      segments.append(item)
    }
    var playlist = MediaPlaylist(
      targetDuration: target, playlistType: settings.isEvent ? .event : nil,
      mediaSequence: window.mediaSequence,
      discontinuitySequence: window.discontinuitySequence, map: first, independentSegments: !iframes,
      segments: segments, ended: hasEnded)
    playlist.iFramesOnly = iframes
    return playlist
  }

  private func key(_ file: LiveSegment.File) -> EncryptionKey? {
    guard let key = file.key, let encryption = plan.extras?.encryption else { return nil }
    return EncryptionKey(uri: encryption.uri(ofKey: key.number), iv: key.iv)
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map { String($0) } ?? path
  }
}
