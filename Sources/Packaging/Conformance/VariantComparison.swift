/// Compares what a multivariant playlist declares with what its renditions were found to be.
struct VariantComparison {
  let master: LooseMultivariant
  let reports: [ResourceLocation: RenditionReport]
  let ordered: [RenditionReport]
  let readsMedia: Bool

  init(master: LooseMultivariant, results: [ConformanceCheck.Result], readsMedia: Bool) {
    self.master = master
    var reports: [ResourceLocation: RenditionReport] = [:]
    for result in results { reports[result.job.location] = result.report }
    self.reports = reports
    ordered = results.compactMap(\.report)
    self.readsMedia = readsMedia
  }

  func check(into findings: inout FindingList) {
    for variant in master.variants { check(variant, into: &findings) }
    for stream in master.iFrames {
      guard let report = report(stream), readsMedia else { continue }
      let place = master.playlist.place(stream.line)
      CodecRules.check(stream.attributes, report, isIFrames: true, at: place, into: &findings)
      CodecRules.check(
        codecs: stream.attributes["CODECS"], measured: report.codecs, isWhole: isMeasured(report), at: place,
        into: &findings)
      BitRateRules.check(
        stream.attributes, peak: report.peak, average: report.average, isLinear: report.isLinear,
        seconds: report.seconds, isIFrames: true, at: place, into: &findings)
    }
    checkChannels(into: &findings)
    checkAspect(into: &findings)
    AlignmentRules.check(ordered, into: &findings)
    checkIndependence(into: &findings)
  }

  private func report(_ stream: LooseMultivariant.Stream) -> RenditionReport? {
    stream.uri.flatMap { master.playlist.location.resolving($0) }.flatMap { reports[$0] }
  }

  /// The reports of a variant's group of a type, its members' own playlists alone.
  private func group(_ type: String, of variant: LooseMultivariant.Stream) -> [RenditionReport] {
    guard let id = variant.attributes[type] else { return [] }
    return master.group(type, id).compactMap(report)
  }

  private func check(_ variant: LooseMultivariant.Stream, into findings: inout FindingList) {
    guard let report = report(variant), readsMedia else { return }
    let place = master.playlist.place(variant.line)
    let groups = ["AUDIO", "VIDEO", "SUBTITLES"].map { group($0, of: variant) }
    CodecRules.check(variant.attributes, report, isIFrames: false, at: place, into: &findings)
    var codecs: [String] = []
    for name in report.codecs + groups.flatMap({ $0.flatMap(\.codecs) }) where !codecs.contains(name) {
      codecs.append(name)
    }
    // What could not be read may be what CODECS names, and what BANDWIDTH counts.
    let isWhole = isMeasured(report) && ["AUDIO", "VIDEO"].allSatisfy { isGroupWhole($0, of: variant) }
    CodecRules.check(
      codecs: variant.attributes["CODECS"], measured: codecs, isWhole: isWhole, at: place, into: &findings)
    guard isWhole || variant.attributes["BANDWIDTH"] == nil else { return }
    // The largest sum that any playable combination gives.
    BitRateRules.check(
      variant.attributes, peak: groups.reduce(report.peak) { $0 + ($1.map(\.peak).max() ?? 0) },
      average: groups.reduce(report.average) { $0 + ($1.map(\.average).max() ?? 0) },
      isLinear: report.isLinear, seconds: report.seconds, at: place, into: &findings)
  }

  /// Whether all of a variant's renditions of a type were read.
  private func isGroupWhole(_ type: String, of variant: LooseMultivariant.Stream) -> Bool {
    guard let id = variant.attributes[type] else { return true }
    let members = master.group(type, id).filter { $0.uri != nil }
    return !master.group(type, id).isEmpty
      && members.allSatisfy { report($0).map { isMeasured($0) } ?? false }
  }

  private func isMeasured(_ report: RenditionReport) -> Bool {
    report.segmentsFailed == 0 && !report.codecs.isEmpty
  }

  private func checkChannels(into findings: inout FindingList) {
    for rendition in master.media where rendition.attributes["TYPE"] == "AUDIO" {
      guard let report = report(rendition), let measured = report.channels,
        let text = rendition.attributes["CHANNELS"],
        let declared = text.split(separator: "/").first.flatMap({ Int($0) }), declared != measured
      else { continue }
      findings.add(
        CodecRules.channels, "CHANNELS is not the number of channels",
        at: master.playlist.place(rendition.line), declared: text, measured: "\(measured)")
    }
  }

  private func checkAspect(into findings: inout FindingList) {
    var first: (ratio: Double, text: String)?
    for variant in master.variants {
      guard let size = variant.attributes.resolution("RESOLUTION") else { continue }
      let ratio = Double(size.width) / Double(size.height)
      guard let lead = first else {
        first = (ratio, "\(size.width)x\(size.height)")
        continue
      }
      // Sides are whole and even: a small picture's ratio is off by up to two pixels of its height.
      guard abs(ratio - lead.ratio) > lead.ratio * (3 / Double(size.height) + 0.005) else { continue }
      findings.add(
        CodecRules.aspect, "its aspect ratio is not that of the first variant",
        at: master.playlist.place(variant.line), declared: "\(size.width)x\(size.height)",
        measured: lead.text)
    }
  }

  private func checkIndependence(into findings: inout FindingList) {
    guard !master.isIndependent else { return }
    let videos = ordered.filter { $0.hasVideo && $0.role != .iFrames }
    guard !videos.isEmpty, videos.allSatisfy({ $0.beginsWithIDR == true }) else { return }
    let bare = videos.filter { !$0.media.isIndependent }
    // HLS Authoring 9.12 makes it a MUST where the media playlists do not say it either.
    findings.add(
      MultivariantRules.independent,
      "segments begin with an IDR, and EXT-X-INDEPENDENT-SEGMENTS is missing"
        + (bare.isEmpty ? "" : " here and in \(bare.count) media playlists (9.12)"),
      at: master.playlist.place(), severity: bare.isEmpty ? nil : .error)
  }
}
