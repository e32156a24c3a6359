import Records

/// The multivariant playlist of a live stream: rates are those that the encoders keep, since nothing is
/// measured yet.
struct LiveMaster {
  let plan: TranscodePlan
  /// Codec strings by rendition.
  let codecs: [String: String]

  /// The playlist; nil while a rendition's codec string is unknown.
  var playlist: MasterPlaylist? {
    guard (plan.renditions.map(\.name) + plan.audio.map(\.name)).allSatisfy({ codecs[$0] != nil }) else {
      return nil
    }
    let groups = audioGroups
    var variants: [MasterPlaylist.Variant] = []
    for rendition in plan.renditions {
      for group in groups.isEmpty ? [nil] : groups.map(Optional.some) {
        let sound = group.map { [codecs[$0[0].name] ?? ""] } ?? []
        let peak = peak(of: rendition) + (group.flatMap { $0.map { soundPeak(of: $0) }.max() } ?? 0)
        let sounds = group.flatMap { $0.map { rate($0.bitrate, of: $0) }.max() } ?? 0
        // At constant quality nobody knows the average.
        let average = rendition.crf == nil ? rate(rendition.bitrate, of: rendition) + sounds : nil
        variants.append(
          MasterPlaylist.Variant(
            stream: stream(
              rendition, playlist: "playlist", bandwidth: peak, average: average,
              codecs: [codecs[rendition.name] ?? ""] + sound),
            frameRate: plan.frameRate, audioGroup: group.map { LiveMaster.id(of: $0[0]) }))
      }
    }
    return MasterPlaylist(
      independentSegments: true, audio: groups.flatMap(media), variants: variants,
      iFrameStreams: plan.renditions.map { iframes($0) }, declaresNoCaptions: true)
  }

  /// Tracks of one layout make a group.
  private var audioGroups: [[AudioRendition]] {
    ["audio", "surround"].map { id in plan.audio.filter { LiveMaster.id(of: $0) == id } }.filter {
      !$0.isEmpty
    }
  }

  private static func id(of rendition: AudioRendition) -> String {
    rendition.channels > 2 ? "surround" : "audio"
  }

  private func media(_ group: [AudioRendition]) -> [MasterPlaylist.Audio] {
    let chosen = group.first { rendition in
      plan.audio.contains { $0.track == rendition.track && $0.isDefault }
    }
    return group.map { rendition in
      MasterPlaylist.Audio(
        groupID: LiveMaster.id(of: rendition), name: rendition.title, language: rendition.language,
        isDefault: rendition == chosen, autoselect: true, channels: "\(rendition.channels)",
        uri: "\(rendition.name)/playlist.m3u8")
    }
  }

  /// Bits a second with what the container adds: a few bytes a sample in fragmented MP4; in a transport
  /// stream 4 bytes in 188, headers and stuffing for each frame, and tables ten times a second.
  private func rate(_ bits: Int, frameRate: Double) -> Int {
    plan.container == .ts
      ? bits + bits / 40 + 36_000 + Int(1250 * frameRate) : bits + bits / 100 + 4_000
  }

  private func rate(_ bits: Int, of _: VideoRendition) -> Int {
    rate(bits, frameRate: plan.frameRate?.doubleValue ?? 30)
  }

  /// AAC frames hold 1024 samples.
  private func rate(_ bits: Int, of rendition: AudioRendition) -> Int {
    rate(bits, frameRate: Double(rendition.sampleRate) / 1024)
  }

  /// What a segment can hold at the most: the highest rate for as long as it lasts, and a full buffer (H.264
  /// annex C).
  private func peak(of rendition: VideoRendition) -> Int {
    let buffer = Int64(rendition.bufsize) * plan.segment.den / max(1, plan.segment.num)
    return rate(rendition.maxrate + Int(buffer), of: rendition)
  }

  private func soundPeak(of rendition: AudioRendition) -> Int {
    rate(rendition.bitrate + rendition.bitrate / 10, of: rendition)
  }

  /// An I-frame playlist's rates are those of keyframes alone: a segment's first picture seldom takes more
  /// than half of the buffer.
  private func iframes(_ rendition: VideoRendition) -> MasterPlaylist.Stream {
    let buffer = Int64(rendition.bufsize) * plan.segment.den / max(1, plan.segment.num)
    return stream(
      rendition, playlist: "iframes", bandwidth: rate(Int(buffer), of: rendition), average: nil,
      codecs: [codecs[rendition.name] ?? ""])
  }

  private func stream(
    _ rendition: VideoRendition, playlist: String, bandwidth: Int, average: Int?, codecs: [String]
  ) -> MasterPlaylist.Stream {
    let range: MasterPlaylist.VideoRange =
      switch plan.transfer {
      case "smpte2084": .pq
      case "arib-std-b67": .hlg
      default: .sdr
      }
    return MasterPlaylist.Stream(
      uri: "\(rendition.name)/\(playlist).m3u8", bandwidth: bandwidth, averageBandwidth: average,
      codecs: codecs, resolution: MasterPlaylist.Resolution(width: rendition.width, height: rendition.height),
      videoRange: range)
  }
}
