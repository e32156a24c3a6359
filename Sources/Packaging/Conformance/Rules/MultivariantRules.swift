/// What holds for the text of a multivariant playlist.
enum MultivariantRules {
  static let empty = ConformanceRule(
    "multivariant.empty", "RFC 8216bis 4.4.6.2", "A multivariant playlist has variants.")
  static let uri = ConformanceRule(
    "multivariant.uri", "RFC 8216bis 4.4.6.2", "The line after EXT-X-STREAM-INF is the variant's URI.")
  static let codecs = ConformanceRule(
    "multivariant.codecs-missing", "HLS Authoring 9.1", "EXT-X-STREAM-INF has CODECS.")
  static let resolution = ConformanceRule(
    "multivariant.resolution-missing", "HLS Authoring 9.2",
    "EXT-X-STREAM-INF of a variant with video has RESOLUTION.")
  static let average = ConformanceRule(
    "multivariant.average-bandwidth-missing", "HLS Authoring 9.14",
    "EXT-X-STREAM-INF has AVERAGE-BANDWIDTH.")
  static let frameRate = ConformanceRule(
    "multivariant.frame-rate-missing", "HLS Authoring 9.15",
    "EXT-X-STREAM-INF of a variant with video has FRAME-RATE.")
  static let single = ConformanceRule(
    "multivariant.variants", "HLS Authoring 9.9", .warning, "Video comes in several bit rates.")
  static let iFrames = ConformanceRule(
    "multivariant.i-frames-missing", "HLS Authoring 6.1",
    "Video has I-frame playlists (EXT-X-I-FRAME-STREAM-INF).")
  static let iFrameCodecs = ConformanceRule(
    "multivariant.i-frame-codecs", "HLS Authoring 9.3", "EXT-X-I-FRAME-STREAM-INF has CODECS.")
  static let iFrameResolution = ConformanceRule(
    "multivariant.i-frame-resolution", "HLS Authoring 9.4", "EXT-X-I-FRAME-STREAM-INF has RESOLUTION.")
  static let independent = ConformanceRule(
    "multivariant.independent-segments", "HLS Authoring 9.11", .warning,
    "EXT-X-INDEPENDENT-SEGMENTS stands in the multivariant playlist where segments begin with an IDR.")
  static let score = ConformanceRule(
    "multivariant.score", "HLS Authoring 9.19", "SCORE stands in every variant or in none.")
  static let captions = ConformanceRule(
    "multivariant.closed-captions", "RFC 8216bis 4.4.6.2",
    "CLOSED-CAPTIONS=NONE stands in every EXT-X-STREAM-INF or in none.")
  static let bandwidthOrder = ConformanceRule(
    "multivariant.average-above-peak", "RFC 8216bis 4.4.6.2",
    "AVERAGE-BANDWIDTH is not more than BANDWIDTH.")

  static let all = [
    empty, uri, codecs, resolution, average, frameRate, single, iFrames, iFrameCodecs, iFrameResolution,
    independent, score, captions, bandwidthOrder,
  ]

  /// Checks the text of a multivariant playlist.
  static func check(_ master: LooseMultivariant, into findings: inout FindingList) {
    let playlist = master.playlist
    if master.variants.isEmpty { findings.add(empty, "it has no variant", at: playlist.place()) }
    for stray in master.strayURIs {
      findings.add(uri, "\(stray.uri) has no EXT-X-STREAM-INF before it", at: playlist.place(stray.line))
    }
    for variant in master.variants { check(variant, playlist, into: &findings) }
    let videos = master.variants.filter(hasVideo)
    if !videos.isEmpty {
      if Set(videos.compactMap { $0.attributes["BANDWIDTH"] }).count < 2 {
        findings.add(single, "video comes in one bit rate alone", at: playlist.place(videos[0].line))
      }
      if master.iFrames.isEmpty {
        findings.add(iFrames, "it has no EXT-X-I-FRAME-STREAM-INF", at: playlist.place())
      }
    }
    for stream in master.iFrames {
      let name = stream.uri ?? "the I-frame stream"
      if stream.attributes["CODECS"] == nil {
        findings.add(iFrameCodecs, "\(name) has no CODECS", at: playlist.place(stream.line))
      }
      if stream.attributes["RESOLUTION"] == nil {
        findings.add(iFrameResolution, "\(name) has no RESOLUTION", at: playlist.place(stream.line))
      }
    }
    let scored = master.variants.count { $0.attributes["SCORE"] != nil }
    if scored > 0 && scored < master.variants.count {
      findings.add(
        score, "\(scored) of \(master.variants.count) variants have a SCORE", at: playlist.place())
    }
    let bare = master.variants.count { $0.attributes["CLOSED-CAPTIONS"] == "NONE" }
    if bare > 0 && bare < master.variants.count {
      findings.add(
        captions, "\(bare) of \(master.variants.count) variants have CLOSED-CAPTIONS=NONE",
        at: playlist.place())
    }
  }

  private static func check(
    _ variant: LooseMultivariant.Stream, _ playlist: LoosePlaylist, into findings: inout FindingList
  ) {
    let place = playlist.place(variant.line)
    let name = variant.uri ?? "the variant"
    let attributes = variant.attributes
    if variant.uri == nil { findings.add(uri, "no URI follows EXT-X-STREAM-INF", at: place) }
    if attributes["CODECS"] == nil { findings.add(codecs, "\(name) has no CODECS", at: place) }
    if attributes["AVERAGE-BANDWIDTH"] == nil {
      findings.add(average, "\(name) has no AVERAGE-BANDWIDTH", at: place)
    }
    if let peak = attributes.integer("BANDWIDTH"), let mean = attributes.integer("AVERAGE-BANDWIDTH"),
      mean > peak
    {
      findings.add(
        bandwidthOrder, "AVERAGE-BANDWIDTH is more than BANDWIDTH", at: place, declared: "\(mean)",
        measured: "\(peak)")
    }
    guard hasVideo(variant) else { return }
    if attributes["RESOLUTION"] == nil { findings.add(resolution, "\(name) has no RESOLUTION", at: place) }
    if attributes["FRAME-RATE"] == nil { findings.add(frameRate, "\(name) has no FRAME-RATE", at: place) }
  }

  /// Whether a variant says that it has video: by its size, its codecs, or by saying neither.
  static func hasVideo(_ stream: LooseMultivariant.Stream) -> Bool {
    if stream.attributes["RESOLUTION"] != nil { return true }
    guard let codecs = stream.attributes["CODECS"] else { return true }
    let kinds = ["avc", "hvc", "hev", "av01", "vp0", "dvh", "dvav", "dav1", "mp4v", "vvc"]
    return kinds.contains { kind in
      codecs.split(separator: ",").contains { $0.drop(while: { $0 == " " }).hasPrefix(kind) }
    }
  }
}
