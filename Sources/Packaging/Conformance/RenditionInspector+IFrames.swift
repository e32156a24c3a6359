extension RenditionInspector {
  func checkIFrameHeader(_ bytes: [UInt8], at place: FindingPlace) -> Bool {
    let type = bytes.count >= 8 ? String(decoding: bytes[4..<8], as: UTF8.self) : ""
    guard !["moof", "styp", "sidx", "emsg", "prft"].contains(type) else { return true }
    findings.add(IFrameRules.header, "the byte range does not begin with a moof", at: place, measured: type)
    return false
  }

  func inspectIFrame(
    _ tracks: [SegmentTrack], _ segment: LooseMedia.Segment, at place: FindingPlace
  ) {
    guard let track = tracks.first(where: { $0.kind == .video }) else {
      findings.add(IFrameRules.picture, "the byte range holds no picture", at: place, time: time)
      return
    }
    report.hasVideo = true
    report.framesDecoded += track.decoded
    if options.decodes, track.decoded == 0 || track.firstPicture != "I" {
      findings.add(
        IFrameRules.picture, "the byte range holds no whole I-frame", at: place, declared: "1 I-frame",
        measured: track.decoded == 0 ? "nothing decodes" : "a picture of type \(track.firstPicture ?? "?")",
        time: time)
    }
    if track.packets > 1 {
      findings.add(
        IFrameRules.single, "the byte range holds more than one picture", at: place, declared: "1",
        measured: "\(track.packets)", time: time)
    }
    if track.size.width > 0 {
      report.size = report.size ?? track.size
      report.transfer = report.transfer ?? track.transfer
      report.sampleAspect = report.sampleAspect ?? track.sampleAspect?.doubleValue
    }
    let entry = section?.content.tracks.first?.sampleEntry
    if let name = CodecRules.name(of: track, sampleEntry: entry), !report.codecs.contains(name) {
      report.codecs.append(name)
    }
    guard let first = track.start else { return }
    let start = Double(first) * track.seconds
    settleIFrame(next: start)
    lastIFrame = (start, segment.seconds, max(0.05, Double(track.longestPacket) * track.seconds), place)
    report.segments[report.segments.count - 1].start = start
  }

  func settleIFrame(next: Double?) {
    defer { lastIFrame = nil }
    guard let last = lastIFrame, let next, next > last.start else { return }
    guard abs(next - last.start - last.declared) > last.frame + 0.002 else { return }
    findings.add(
      IFrameRules.timing, "EXTINF is not the time to the next I-frame", at: last.place,
      declared: SecondsText.text(last.declared), measured: SecondsText.text(next - last.start))
  }
}
