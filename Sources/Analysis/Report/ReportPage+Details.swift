import Records
import Vision

extension ReportPage {
  /// What the pictures show and are like: tags, objects, colours, what quality loses points for.
  var pictureSection: String {
    var parts: [String] = []
    if let colors = summary.picture?.colors, !colors.isEmpty {
      let known = colors.filter { ReportPage.isColor($0.color) }
      let total = known.reduce(0) { $0 + max(0, $1.share) }
      let swatches = known.map { color in
        let part = NumberText.fixed(max(0, color.share) / max(total, 1e-9) * 100, decimals: 2)
        return "<span style=\"background:\(color.color);width:\(part)%\" title=\"\(color.color)\"></span>"
      }
      let names = known.map { color in
        "<li><i style=\"background:\(color.color)\"></i><code>\(color.color)</code> "
          + SummaryUnit.share.text(color.share, digits: 2) + "</li>"
      }
      parts.append(
        "<h3>Colours</h3><div class=\"swatches\" aria-hidden=\"true\">\(swatches.joined())</div>"
          + "<ul class=\"colors\">\(names.joined())</ul>")
    }
    if let tags = summary.tags, !tags.isEmpty {
      parts.append(
        "<h3>Tags</h3>" + meters(tags.prefix(24).map { ($0.label, $0.group ?? "", $0.score) }, most: 1))
    }
    if let objects = summary.objects, !objects.isEmpty {
      let most = objects.entries.map(\.value).max() ?? 1
      parts.append(
        "<h3>Objects <small>mean number in a sampled frame</small></h3>"
          + meters(
            objects.entries.prefix(24).map { ($0.key, "", $0.value) }, most: max(1, most), isShare: false))
    }
    if let costs = summary.picture?.qualityParts, !costs.isEmpty {
      parts.append(
        "<h3>What quality loses points for</h3>"
          + meters(costs.entries.map { ($0.key, "points", $0.value) }, most: 100, isShare: false))
    }
    guard !parts.isEmpty else { return "" }
    let body = parts.map { "<div>\($0)</div>" }.joined(separator: "\n")
    return """
      <section id="picture" aria-labelledby="picture-title"><h2 id="picture-title">Picture</h2>
      <div class="columns">\(body)</div></section>
      """
  }

  private func meters(
    _ values: [(name: String, note: String, value: Double)], most: Double, isShare: Bool = true
  ) -> String {
    let rows = values.map { name, note, value in
      let width = NumberText.fixed(max(0, min(1, value / most)) * 100, decimals: 1)
      let text = isShare ? SummaryUnit.share.text(value, digits: 2) : NumberText.short(value, digits: 3)
      return "<li><span>\(XMLText.escaped(name)) <small>\(XMLText.escaped(note))</small></span>"
        + "<i class=\"meter\"><i style=\"width:\(width)%\"></i></i><span>\(text)</span></li>"
    }
    return "<ul class=\"meters\">\(rows.joined(separator: "\n"))</ul>"
  }

  /// The audio tracks.
  var soundSection: String {
    guard let tracks = summary.audio, !tracks.isEmpty else { return "" }
    func decibels(_ values: [Double]?) -> String {
      values.map { $0.map { NumberText.fixed($0, decimals: 1) }.joined(separator: ", ") } ?? ""
    }
    func one(_ value: Double?, _ decimals: Int = 1) -> String {
      value.map { NumberText.fixed($0, decimals: decimals) } ?? ""
    }
    let rows = tracks.map { track -> String in
      let format = [
        track.codec, track.sampleRate.map { SummaryUnit.hertz.text(Double($0)) },
        track.layout ?? track.channels.map { "\($0) channels" }, track.language,
      ]
      let cells = [
        ("Format", XMLText.escaped(format.compactMap { $0 }.joined(separator: ", "))),
        ("Integrated LUFS", one(track.loudness?.integrated)),
        ("True peak dBTP", one(track.loudness?.truePeak)),
        ("Range LU", one(track.loudness?.range)), ("Mean dBFS", decibels(track.rms)),
        ("Peak dBFS", decibels(track.peak)),
        ("Correlation", one(track.correlation, 2)),
        ("Bandwidth", track.bandwidth.map { SummaryUnit.hertz.text($0) } ?? ""),
        ("Clipped", track.clipping.map { "\($0.count)" } ?? ""), ("Silent s", one(track.silence?.total)),
        ("Octaves from 31.5 Hz", spectrum(track.spectrum)),
      ]
      let data = cells.map { "<td data-name=\"\($0.0)\">\($0.1)</td>" }
      return "<tr><th scope=\"row\">\(track.track + 1)</th>\(data.joined())</tr>"
    }
    let heads = [
      "Track", "Format", "Integrated LUFS", "True peak dBTP", "Range LU", "Mean dBFS", "Peak dBFS",
      "Correlation",
      "Bandwidth", "Clipped", "Silent s", "Octaves from 31.5 Hz",
    ].map { "<th scope=\"col\">\($0)</th>" }
    return """
      <section id="sound" aria-labelledby="sound-title"><h2 id="sound-title">Sound</h2>
      <table class="cards"><thead><tr>\(heads.joined())</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>
      </section>
      """
  }

  /// Levels of octave bands as bars.
  private func spectrum(_ levels: [Double]?) -> String {
    guard let levels, !levels.isEmpty else { return "" }
    let bars = levels.prefix(16).enumerated().map { index, level in
      let height = level.isFinite ? max(1, min(24, (level + 90) / 90 * 24)) : 1
      return "<rect x=\"\(index * 7)\" y=\"\(NumberText.fixed(24 - height, decimals: 1))\" width=\"5\" "
        + "height=\"\(NumberText.fixed(height, decimals: 1))\"/>"
    }
    let words = levels.prefix(16).map { NumberText.fixed($0, decimals: 0) }.joined(separator: ", ")
    return "<svg class=\"spectrum\" viewBox=\"0 0 \(min(levels.count, 16) * 7) 24\" role=\"img\" "
      + "aria-label=\"levels in dBFS: \(words)\">\(bars.joined())</svg>"
  }

  /// Every value of the summary with what it says.
  var measurementSection: String {
    let tree = JSONTree(RecordEncoder.line(summary)) ?? .null
    var rows: [String] = []
    func walk(_ value: JSONTree, _ path: String, _ depth: Int) {
      switch value {
      case .object(let members) where depth < 8:
        for (key, value) in members where !(depth == 0 && key == "type") {
          walk(value, path.isEmpty ? key : path + "." + key, depth + 1)
        }
      case .list(let values)
      where depth < 8 && values.contains { if case .object = $0 { true } else { false } }:
        for (index, value) in values.enumerated() { walk(value, path + ".\(index)", depth + 1) }
      default:
        guard rows.count < 1000 else { return }
        let place = SummaryPath(path)
        rows.append(
          "<tr><th scope=\"row\"><code>\(XMLText.escaped(path).breakable)</code></th>"
            + "<td>\(XMLText.escaped(value.text(place?.unit ?? .none)).breakable)</td>"
            + "<td>\(XMLText.escaped(place?.meaning ?? ""))</td></tr>")
      }
    }
    walk(tree, "", 0)
    return """
      <section id="values"><details><summary><h2>All values <small>\(rows.count)</small></h2></summary>
      <table><thead><tr><th scope="col">Path</th><th scope="col">Value</th><th scope="col">Meaning</th></tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table></details></section>
      """
  }

  /// Whether a text is #rrggbb, and nothing that a style could run away with.
  private static func isColor(_ text: String) -> Bool {
    text.utf8.count == 7 && text.first == "#" && text.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
  }
}
