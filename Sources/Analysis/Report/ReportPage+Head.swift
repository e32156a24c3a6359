import Records

extension ReportPage {
  /// The verdict, the name and what the video is.
  var header: String {
    let failed = checks.failures.count
    let warned = checks.warnings.count
    let skipped = checks.count { $0.isSkipped == true }
    let (kind, verdict): (String, String) =
      if checks.isEmpty {
        ("none", "No policy applied")
      } else if failed > 0 {
        ("fail", "Failed")
      } else {
        ("pass", warned > 0 ? "Passed with warnings" : "Passed")
      }
    var notes: [String] = []
    if !checks.isEmpty {
      var parts: [String] = []
      if failed > 0 { parts.append("\(failed) failed") }
      if warned > 0 { parts.append("\(warned) \(warned == 1 ? "warning" : "warnings")") }
      parts.append("\(checks.count - failed - warned - skipped) passed")
      if skipped > 0 { parts.append("\(skipped) not applicable") }
      let policies = checks.compactMap(\.policy).uniqued.joined(separator: ", ")
      notes.append(
        "<a href=\"#checks\">\(checks.count) \(checks.count == 1 ? "check" : "checks")</a>"
          + (policies.isEmpty ? "" : " of " + XMLText.escaped(policies)) + ": "
          + parts.joined(separator: ", "))
    }
    let worst = FindingSeverity.choices.reversed().compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) " + severity.plural(count)
    }
    let found = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
    notes.append(
      findings.isEmpty
        ? "no findings" : "<a href=\"#findings\">\(found)</a>: " + worst.joined(separator: ", "))
    let cards = facts.map { fact in
      "<div><dt>\(fact.title)</dt><dd>\(XMLText.escaped(fact.value))"
        + (fact.detail.isEmpty ? "" : "<small>\(XMLText.escaped(fact.detail))</small>") + "</dd></div>"
    }
    return """
      <header class="\(kind)">
      <p class="verdict"><span class="badge">\(verdict)</span> <span>\(notes.joined(separator: " &middot; "))</span></p>
      <h1>\(XMLText.escaped(name))</h1>
      <dl class="facts">\(cards.joined(separator: "\n"))</dl>
      </header>
      """
  }

  private var facts: [(title: String, value: String, detail: String)] {
    var facts: [(title: String, value: String, detail: String)] = []
    func add(_ title: String, _ value: String?, _ details: [String?] = []) {
      if let value { facts.append((title, value, details.compactMap { $0 }.joined(separator: ", "))) }
    }
    let video = summary.video
    add("Length", length > 0 ? NumberText.clock(length) : nil, [video?.frames.map { "\($0) frames" }])
    let size = video.flatMap { video in
      video.width.flatMap { w in video.height.map { "\(w) \u{00D7} \($0)" } }
    }
    add(
      "Picture", size,
      [
        video?.frameRate.map { NumberText.short($0, digits: 5) + " fps" },
        video?.isVariable == true ? "variable" : nil,
        summary.interlace.flatMap { $0.verdict.isEmpty || $0.verdict == "progressive" ? nil : $0.verdict },
        video?.hdr.map { "HDR (\($0))" },
        summary.letterbox.flatMap { $0.isPresent ? "bars around the picture" : nil },
      ])
    add(
      "Coding", video?.codec.map { codec in codec + (video?.profile.map { " " + $0 } ?? "") },
      [video?.pixelFormat, video?.color?.space])
    add(
      "File", summary.container?.bytes.map { SummaryUnit.bytes.text(Double($0), digits: 3) },
      [
        summary.container?.bitRate.map { SummaryUnit.bitRate.text(Double($0), digits: 3) },
        summary.container?.format,
      ])
    let track = summary.audio?.first
    add(
      "Sound", track?.codec ?? (summary.container == nil ? nil : "none"),
      [
        track?.layout ?? track?.channels.map { "\($0) channels" },
        track?.sampleRate.map { SummaryUnit.hertz.text(Double($0)) },
        (summary.audio?.count ?? 0) > 1 ? "\(summary.audio?.count ?? 0) tracks" : nil,
      ])
    add(
      "Loudness", summary.loudness?.integrated.map { NumberText.fixed($0, decimals: 1) + " LUFS" },
      [
        summary.loudness?.truePeak.map { "peak " + NumberText.fixed($0, decimals: 1) + " dBTP" },
        summary.loudness?.range.map { "range " + NumberText.fixed($0, decimals: 1) + " LU" },
      ])
    add(
      "Scenes", summary.scenes.map { "\($0.count)" },
      [summary.scenes?.meanLength.map { NumberText.fixed($0, decimals: 1) + " s each on average" }])
    add(
      "Quality", summary.picture?.quality.map { NumberText.fixed($0, decimals: 0) + " of 100" },
      [summary.picture?.qualityMin.map { "worst second " + NumberText.fixed($0, decimals: 0) }])
    let reference = summary.reference
    add(
      "Against reference",
      reference?.vmaf.map { "VMAF " + NumberText.fixed($0.mean, decimals: 1) }
        ?? reference?.psnr.map { "PSNR " + NumberText.fixed($0.mean, decimals: 2) + " dB" },
      [reference?.ssim.map { "SSIM " + NumberText.fixed($0.mean, decimals: 4) }])
    return facts
  }
}

extension FindingSeverity {
  /// What several of the kind are called.
  func plural(_ count: Int) -> String {
    switch self {
    case .error: count == 1 ? "error" : "errors"
    case .warning: count == 1 ? "warning" : "warnings"
    case .info: count == 1 ? "note" : "notes"
    default: XMLText.escaped(rawValue)
    }
  }

  /// A class of the style sheet: other severities look like notes.
  var styleName: String { FindingSeverity.choices.contains(self) ? rawValue : "info" }
}

extension Array where Element: Hashable {
  /// The elements without repetitions, in their order.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
