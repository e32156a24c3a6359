import Media
import Records

/// Writes the playlists of a finished job from its journal: media playlists, I-frame playlists, then the master.
struct PlaylistPublisher {
  let plan: TranscodePlan
  let folder: OutputFolder
  let published: @Sendable (FileRecord) throws -> Void
  /// Whether more segments may follow: the playlists are those of an event then.
  var isGrowing = false

  func run() throws {
    let journal = folder.journal
    let lists = (plan.renditions.map(\.name) + plan.audio.map(\.name)).compactMap { name in
      journal.segments[name].map { (name: name, entries: $0) }
    }
    // One target duration for all playlists (HLS Authoring Specification 7.5).
    let target = lists.map { sizes($0.entries).targetDuration }.max() ?? 1
    for list in lists { try publishMedia(list.name, list.entries, target: target, map: map) }
    for rendition in plan.renditions {
      if let entries = journal.segments[rendition.name] {
        try publishIFrames(rendition.name, entries, target: target)
      }
    }
    for rendition in plan.extras?.subtitles ?? [] {
      // Text is not encrypted, and has no initialization section.
      if let entries = journal.segments[rendition.name] {
        try publishMedia(rendition.name, entries, target: target, map: nil)
      }
    }
    try publish(
      "master.m3u8", role: .masterPlaylist, rendition: nil, text: master(journal, target: target).rendered())
  }

  private func sizes(_ entries: [SegmentEntry]) -> SegmentSizes {
    SegmentSizes(entries.map { SegmentSize(bytes: $0.bytes, duration: $0.exactDuration) })
  }

  private func publish(_ path: String, role: FileRole, rendition: String?, text: String) throws {
    let file = try folder.publish(path, [Array(text.utf8)])
    try folder.note(
      .file(
        FileEntry(
          path: path, role: role.rawValue, rendition: rendition, bytes: file.bytes, sha256: file.sha256)))
    var record = FileRecord(
      root: folder.root, path: path, role: role, bytes: Int64(file.bytes), sha256: file.sha256)
    record.rendition = rendition
    try published(record)
  }

  private var map: MediaPlaylist.Map? {
    plan.container == .fmp4 ? MediaPlaylist.Map(uri: "init.mp4", byteRange: nil) : nil
  }

  private func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map { String($0) } ?? path
  }

  private func publishMedia(
    _ name: String, _ entries: [SegmentEntry], target: Int, map: MediaPlaylist.Map?
  ) throws {
    let playlist = MediaPlaylist(
      targetDuration: target, playlistType: isGrowing ? .event : .vod, mediaSequence: 1, map: map,
      independentSegments: true,
      segments: entries.map {
        MediaPlaylist.Segment(uri: fileName($0.path), duration: $0.exactDuration, key: key($0))
      },
      ended: !isGrowing)
    try publish("\(name)/playlist.m3u8", role: .mediaPlaylist, rendition: name, text: playlist.rendered())
  }

  private func key(_ entry: SegmentEntry) -> EncryptionKey? {
    guard let key = entry.key, let encryption = plan.extras?.encryption else { return nil }
    return EncryptionKey(uri: encryption.uri(ofKey: key.number), iv: key.iv)
  }

  private func iframes(_ entries: [SegmentEntry], target: Int) -> IFramePlaylist {
    IFramePlaylist(
      targetDuration: target, playlistType: isGrowing ? .event : .vod, mediaSequence: 1, map: map,
      entries: entries.compactMap { entry in
        entry.iframe.map {
          IFramePlaylist.Entry(
            uri: fileName(entry.path), duration: entry.exactDuration, byteRange: $0, key: key(entry))
        }
      }, ended: !isGrowing)
  }

  private func publishIFrames(_ name: String, _ entries: [SegmentEntry], target: Int) throws {
    try publish(
      "\(name)/iframes.m3u8", role: .iframePlaylist, rendition: name,
      text: iframes(entries, target: target).rendered())
  }

  private func master(_ journal: Journal, target: Int) -> MasterPlaylist {
    var groups: [AudioGroup] = []
    var audio: [MasterPlaylist.Audio] = []
    for rendition in plan.audio {
      guard let entries = journal.segments[rendition.name], let codecs = journal.codecs[rendition.name] else {
        continue
      }
      // Tracks of one layout make a group: a variant is offered with stereo or with surround, not a mixture.
      let id = rendition.channels > 2 ? "surround" : "audio"
      let measured = sizes(entries)
      let peak = measured.peak(targetDuration: Rational(Int64(target)))
      if let index = groups.firstIndex(where: { $0.id == id }) {
        groups[index].peak = max(groups[index].peak, peak)
        groups[index].average = max(groups[index].average, measured.average)
      } else {
        groups.append(AudioGroup(id: id, codecs: codecs, peak: peak, average: measured.average))
      }
      let isFirst = !audio.contains { $0.groupID == id && $0.isDefault }
      audio.append(
        MasterPlaylist.Audio(
          groupID: id, name: rendition.title, language: rendition.language,
          isDefault: rendition.channels > 2
            ? isFirst && isDefaultTrack(rendition.track) : rendition.isDefault,
          autoselect: true, channels: "\(rendition.channels)", uri: "\(rendition.name)/playlist.m3u8"))
    }
    let subtitles = subtitles(journal)
    // The largest of the subtitles counts too: BANDWIDTH is that of the largest playable combination.
    let texts = (plan.extras?.subtitles ?? []).compactMap { journal.segments[$0.name] }.map(sizes)
    let text = (
      peak: texts.map { $0.peak(targetDuration: Rational(Int64(target))) }.max() ?? 0,
      average: texts.map(\.average).max() ?? 0
    )
    var variants: [MasterPlaylist.Variant] = []
    var iframeStreams: [MasterPlaylist.Stream] = []
    for rendition in plan.renditions {
      guard let entries = journal.segments[rendition.name], let codecs = journal.codecs[rendition.name] else {
        continue
      }
      let measured = sizes(entries)
      for choice in groups.isEmpty ? [AudioGroup()] : groups {
        variants.append(
          MasterPlaylist.Variant(
            stream: stream(
              rendition, uri: "\(rendition.name)/playlist.m3u8",
              bandwidth: measured.peak(targetDuration: Rational(Int64(target))) + choice.peak + text.peak,
              average: measured.average + choice.average + text.average,
              codecs: [codecs, choice.codecs].compactMap { $0 }),
            frameRate: frameRate(entries), audioGroup: choice.id,
            subtitleGroup: subtitles.isEmpty ? nil : Self.subtitleGroup))
      }
      let pictures = iframes(entries, target: target).sizes
      iframeStreams.append(
        stream(
          rendition, uri: "\(rendition.name)/iframes.m3u8",
          bandwidth: pictures.peak(targetDuration: Rational(Int64(target))),
          average: pictures.average, codecs: [codecs]))
    }
    var master = MasterPlaylist(
      independentSegments: true, audio: audio, variants: variants, iFrameStreams: iframeStreams,
      declaresNoCaptions: true)
    master.subtitles = subtitles
    if let stream = imageStream(journal) { master.imageStreams = [stream] }
    return master
  }

  private static let subtitleGroup = "subtitles"

  private func subtitles(_ journal: Journal) -> [MasterPlaylist.Subtitles] {
    (plan.extras?.subtitles ?? []).filter { journal.segments[$0.name] != nil }.map {
      MasterPlaylist.Subtitles(
        groupID: Self.subtitleGroup, name: $0.title, language: $0.language, isDefault: $0.isDefault,
        autoselect: true, isForced: $0.isForced, uri: "\($0.name)/playlist.m3u8")
    }
  }

  private func imageStream(_ journal: Journal) -> MasterPlaylist.Stream? {
    guard let track = plan.extras?.thumbnails,
      let entries = journal.segments[plan.renditions.last?.name ?? ""],
      let last = entries.last
    else { return nil }
    let sheets = journal.files.filter { $0.role == FileRole.image.rawValue }
    guard !sheets.isEmpty else { return nil }
    let measured = track.sizes(
      sheets: sheets.map(\.bytes), end: Rational(last.end, last.timescale))
    return MasterPlaylist.Stream(
      uri: "\(ThumbnailPublisher.folderName)/playlist.m3u8", bandwidth: measured.peak(),
      averageBandwidth: measured.average, codecs: ["jpeg"],
      resolution: MasterPlaylist.Resolution(width: track.width, height: track.height))
  }

  /// Audio renditions of one layout; the default stands for silence.
  private struct AudioGroup {
    var id: String?
    var codecs: String?
    var peak = 0
    var average = 0
  }

  /// FRAME-RATE is the highest there is (RFC 8216 section 4.3.4.2); under a variable rate, that of the densest
  /// segment.
  private func frameRate(_ entries: [SegmentEntry]) -> Rational? {
    guard plan.isVariable || plan.frameRate == nil else { return plan.frameRate }
    return entries.filter { $0.duration > 0 }.map { Rational(Int64($0.samples), 1) / $0.exactDuration }.max()
  }

  private func isDefaultTrack(_ track: Int) -> Bool {
    plan.audio.contains { $0.track == track && $0.isDefault }
  }

  private func stream(
    _ rendition: VideoRendition, uri: String, bandwidth: Int, average: Int, codecs: [String]
  )
    -> MasterPlaylist.Stream
  {
    let range: MasterPlaylist.VideoRange =
      switch plan.transfer {
      case "smpte2084": .pq
      case "arib-std-b67": .hlg
      default: .sdr
      }
    return MasterPlaylist.Stream(
      uri: uri, bandwidth: bandwidth, averageBandwidth: average, codecs: codecs,
      resolution: MasterPlaylist.Resolution(width: rendition.width, height: rendition.height),
      videoRange: range)
  }
}
