/// What holds between the renditions of a title.
enum AlignmentRules {
  static let target = ConformanceRule(
    "align.target-duration", "HLS Authoring 8.2", "All playlists of audio and video have one target duration."
  )
  static let duration = ConformanceRule(
    "align.duration", "HLS Authoring 8.3", "All playlists cover the same duration.")
  static let start = ConformanceRule(
    "align.start", "RFC 8216bis 6.2.4", "Matching content has matching timestamps in all renditions.")
  static let count = ConformanceRule(
    "align.segment-count", "HLS Authoring 8.22", "All variants of video have the same number of segments.")
  static let boundaries = ConformanceRule(
    "align.boundaries", "HLS Authoring 8.22",
    "All variants of video have segment boundaries at the same points in time.")
  static let audio = ConformanceRule(
    "align.audio-boundaries", "HLS Authoring 8.22", .info,
    "Audio has segment boundaries near those of the video.")
  static let discontinuities = ConformanceRule(
    "align.discontinuities", "HLS Authoring 8.15",
    "All playlists have discontinuities at the same points in time.")
  static let sequence = ConformanceRule(
    "align.discontinuity-sequence", "RFC 8216bis 6.2.4",
    "All playlists have the same EXT-X-DISCONTINUITY-SEQUENCE where their discontinuities are the same.")

  static let all = [target, duration, start, count, boundaries, audio, discontinuities, sequence]

  /// Compares the renditions of a title; the first with video is what the others are compared with.
  static func check(_ reports: [RenditionReport], into findings: inout FindingList) {
    let played = reports.filter { $0.role != .iFrames && !$0.role.isSubtitles && !$0.media.segments.isEmpty }
    guard let lead = played.first(where: \.hasVideo) ?? played.first else { return }
    for report in played where report.name != lead.name {
      let place = report.media.playlist.place()
      if let mine = report.media.targetDuration, let its = lead.media.targetDuration, mine != its {
        findings.add(
          target, "its target duration is not that of \(lead.name)", at: place, declared: "\(mine) s",
          measured: "\(its) s")
      }
      checkDiscontinuities(report, lead, at: place, into: &findings)
      if !report.media.isLive && !lead.media.isLive {
        let difference = report.media.duration - lead.media.duration
        if abs(difference) > max(0.1, 2 * lead.longestFrame) {
          findings.add(
            duration, "it lasts \(difference > 0 ? "longer" : "less") than \(lead.name)", at: place,
            declared: SecondsText.text(report.media.duration),
            measured: SecondsText.text(lead.media.duration))
        }
      }
      checkTimes(report, lead, at: place, into: &findings)
    }
    for report in reports where report.role.isSubtitles && !report.media.isLive && !lead.media.isLive {
      guard lead.media.duration - report.media.duration > Double(lead.media.effectiveTarget) else { continue }
      findings.add(
        SubtitleRules.duration, "it ends before the content does", at: report.media.playlist.place(),
        declared: SecondsText.text(report.media.duration), measured: SecondsText.text(lead.media.duration))
    }
  }

  /// Compares by position, and live windows, which may begin at different segments, by sequence number.
  private static func checkTimes(
    _ report: RenditionReport, _ lead: RenditionReport, at place: FindingPlace,
    into findings: inout FindingList
  ) {
    var pairs: [(index: Int, mine: Double, lead: Double)] = []
    let isWindow = lead.isWindow || report.isWindow
    var theirs: [Int: Double] = [:]
    for (index, facts) in lead.segments.enumerated() {
      theirs[isWindow ? facts.sequence : index] = facts.start
    }
    for (index, facts) in report.segments.enumerated() {
      let number = isWindow ? facts.sequence : index
      guard let start = facts.start, let other = theirs[number] else { continue }
      pairs.append((number, start, other))
    }
    guard let first = pairs.first else { return }
    let isVideo = report.hasVideo && lead.hasVideo
    // Audio frames do not end where pictures do; a decoder's delay is another frame or two.
    let tolerance = isVideo ? max(0.002, lead.longestFrame / 2) : max(0.1, 2 * lead.longestFrame)
    if !isWindow, abs(first.mine - first.lead) > tolerance {
      findings.add(
        start, "its first segment does not begin with that of \(lead.name)", at: place,
        declared: SecondsText.text(first.lead), measured: SecondsText.text(first.mine))
    }
    let (mine, its) = (report.segments.count, lead.segments.count)
    if isVideo, !isWindow, mine != its {
      findings.add(
        count, "it has not the same number of segments as \(lead.name)", at: place, declared: "\(mine)",
        measured: "\(its)")
      return
    }
    let offset = first.mine - first.lead
    let limit = isVideo ? tolerance : Double(lead.media.effectiveTarget) / 2
    let wrong = pairs.filter { abs($0.mine - $0.lead - offset) > limit }
    guard let sample = wrong.first else { return }
    findings.add(
      isVideo ? boundaries : audio,
      "\(wrong.count) of \(pairs.count) segments do not begin where those of \(lead.name) do", at: place,
      declared: "segment \(sample.index) at \(SecondsText.text(sample.lead))",
      measured: SecondsText.text(sample.mine))
  }

  private static func checkDiscontinuities(
    _ report: RenditionReport, _ lead: RenditionReport, at place: FindingPlace,
    into findings: inout FindingList
  ) {
    func times(_ report: RenditionReport) -> [Double] {
      var time = 0.0
      var found: [Double] = []
      for segment in report.media.segments {
        if segment.hasDiscontinuity, segment.index > 0 { found.append(time) }
        time += segment.seconds
      }
      return found
    }
    let (mine, its) = (times(report), times(lead))
    guard !lead.media.isLive else { return }
    let tolerance = Double(lead.media.effectiveTarget) / 2
    let fits = mine.count == its.count && zip(mine, its).allSatisfy { abs($0 - $1) <= tolerance }
    if !fits {
      let show = { (list: [Double]) in
        list.isEmpty ? "none" : list.prefix(5).map { SecondsText.text($0) }.joined(separator: ", ")
      }
      findings.add(
        discontinuities, "its discontinuities are not those of \(lead.name)", at: place, declared: show(mine),
        measured: show(its))
    } else if report.media.discontinuitySequence != lead.media.discontinuitySequence {
      findings.add(
        sequence, "its EXT-X-DISCONTINUITY-SEQUENCE is not that of \(lead.name)", at: place,
        declared: "\(report.media.discontinuitySequence)", measured: "\(lead.media.discontinuitySequence)")
    }
  }
}
