extension RenditionInspector {
  func learn(
    _ tracks: [SegmentTrack], _ content: InitializationSection?, _ format: SegmentFormat,
    _ segment: LooseMedia.Segment, at place: FindingPlace
  ) {
    var codecs: [String] = []
    var size = ""
    var channels: Int?
    let entries = content?.tracks.map(\.sampleEntry) ?? []
    for track in tracks where track.kind == .video || track.kind == .audio {
      let entry = entries.count == 1 ? entries.first : entries.first { Self.fits($0, track) }
      if entry != "encv", entry != "enca", let name = CodecRules.name(of: track, sampleEntry: entry) {
        codecs.append(name)
      }
      if track.kind == .video {
        learnVideo(track, entry, format, at: place)
        size = "\(track.size.width)x\(track.size.height)"
      } else {
        report.hasAudio = true
        channels = track.parameters.channels > 0 ? track.parameters.channels : nil
        report.channels = report.channels ?? channels
      }
      report.framesDecoded += track.decoded
    }
    let lead = tracks.first { $0.kind == .video } ?? tracks.first
    report.longestFrame = max(report.longestFrame, lead?.frameSeconds ?? 0)
    for name in codecs where !report.codecs.contains(name) { report.codecs.append(name) }
    if let last, last.codecs != codecs || last.size != size || last.channels != channels {
      let old = (last.codecs + [last.size]).filter { !$0.isEmpty }.joined(separator: " ")
      let new = (codecs + [size]).filter { !$0.isEmpty }.joined(separator: " ")
      findings.add(
        CodecRules.change, "codec, size or channels change without EXT-X-DISCONTINUITY", at: place,
        declared: old + (last.channels.map { " \($0) channels" } ?? ""),
        measured: new + (channels.map { " \($0) channels" } ?? ""), time: time)
    }
    last = (codecs, size, channels)
  }

  func learnVideo(
    _ track: SegmentTrack, _ entry: String?, _ format: SegmentFormat, at place: FindingPlace
  ) {
    report.hasVideo = true
    report.beginsWithIDR = (report.beginsWithIDR ?? true) && track.beginsWithIDR != false
    report.frameRate.take(track.times, seconds: track.seconds)
    if track.size.width > 0 {
      report.size = report.size ?? track.size
      report.transfer = report.transfer ?? track.transfer
      report.sampleAspect = report.sampleAspect ?? track.sampleAspect?.doubleValue
    }
    if track.isInterlaced { once(CodecRules.interlaced, "the pictures are interlaced", at: place) }
    switch track.codecName {
    case "hevc", "av1":
      if format == .transportStream {
        once(CodecRules.container, "\(track.codecName) in a transport stream", at: place)
      }
    case "h264": break
    default: once(CodecRules.format, "the video is \(track.codecName)", at: place, measured: track.codecName)
    }
    if let entry, ["avc3", "hev1", "dvhe"].contains(entry) {
      once(CodecRules.entry, "the sample entry is \(entry)", at: place, measured: entry)
    }
  }

  private static func fits(_ entry: String, _ track: SegmentTrack) -> Bool {
    let kinds: [String: [String]] = [
      "h264": ["avc1", "avc3"], "hevc": ["hvc1", "hev1", "dvh1", "dvhe"], "av1": ["av01"], "aac": ["mp4a"],
    ]
    return kinds[track.codecName]?.contains(entry) ?? false
  }
}
