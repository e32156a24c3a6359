import Records

extension ReportPage {
  /// The checks, those that are missed first.
  var checkSection: String {
    guard !checks.isEmpty else { return "" }
    func rank(_ check: CheckRecord) -> Int {
      if !check.hasPassed { return check.severity == .error ? 0 : check.severity == .warning ? 1 : 2 }
      return check.isSkipped == true ? 4 : 3
    }
    let ranked = checks.enumerated().map { (rank: rank($1), index: $0, check: $1) }.sorted {
      ($0.rank, $0.index) < ($1.rank, $1.index)
    }
    let missed = ranked.filter { $0.rank < 3 }.map { row($0.check, $0.rank) }
    let met = ranked.filter { $0.rank >= 3 }.map { row($0.check, $0.rank) }
    // What is missed is what people look for; the rest stands behind a line.
    let rest =
      "<details\(missed.isEmpty ? " open" : "")><summary>\(met.count) met</summary>\(table(met))</details>"
    return """
      <section id="checks" aria-labelledby="checks-title"><h2 id="checks-title">Checks \
      <small>\(met.count) of \(checks.count) met</small></h2>
      \(missed.isEmpty ? "" : table(missed))\(met.isEmpty ? "" : rest)</section>
      """
  }

  private func row(_ check: CheckRecord, _ rank: Int) -> String {
    let (kind, word): (String, String) =
      switch rank {
      case 0: ("error", "failed")
      case 1: ("warning", "warning")
      case 2: ("info", "note")
      case 3: ("pass", "passed")
      default: ("skip", "not applicable")
      }
    let place =
      [timeLink(check.start, check.end)] + [check.message, check.place].map { XMLText.escaped($0 ?? "") }
    let words = check.hasPassed ? "" : place.filter { !$0.isEmpty }.joined(separator: "<br>")
    return """
      <tr class="\(kind)"><td data-name="Result"><span class="sign \(kind)">\(word)</span></td>\
      <th scope="row"><code>\(XMLText.escaped(check.check).breakable)</code></th>\
      <td data-name="Wanted"><span>\(XMLText.escaped(check.wanted))</span></td>\
      <td data-name="Found"><span>\(XMLText.escaped(check.found).breakable)</span></td>\
      <td data-name="Where">\(words.isEmpty ? "" : "<span>\(words)</span>")</td></tr>
      """
  }

  private func table(_ rows: [String]) -> String {
    let heads = ["Result", "Value", "Wanted", "Found", "Where"].map { "<th scope=\"col\">\($0)</th>" }
    return "<table class=\"cards checks\"><thead><tr>\(heads.joined())</tr></thead><tbody>"
      + rows.joined(separator: "\n") + "</tbody></table>"
  }

  /// The findings that the page shows, with their numbers: the worst where there are too many, in time's
  /// order.
  var shownFindings: [(index: Int, record: FindingRecord)] {
    let all = findings.enumerated().map { (index: $0.offset, record: $0.element) }
    func rank(_ record: FindingRecord) -> Int { FindingSeverity.choices.firstIndex(of: record.severity) ?? 0 }
    let worst = all.sorted { (-rank($0.record), $0.index) < (-rank($1.record), $1.index) }
    return worst.prefix(ReportPage.mostFindings).sorted {
      ($0.record.start ?? -1, $0.index) < ($1.record.start ?? -1, $1.index)
    }
  }

  /// The findings in time's order.
  var findingSection: String {
    guard !findings.isEmpty else { return "" }
    let shown = shownFindings
    let items = shown.map { index, record in
      let count = record.count.map { $0 > 1 ? " <small>\u{00D7} \($0)</small>" : "" } ?? ""
      return """
        <li id="finding-\(index)" class="\(record.severity.styleName)" data-finding="\(index)">\
        <span class="sign \(record.severity.styleName)">\(XMLText.escaped(record.severity.rawValue))</span> \
        <span class="when">\(timeLink(record.start, record.end, finding: index))</span> \
        <span class="what"><b>\(XMLText.escaped(record.finding))</b> \(XMLText.escaped(record.what))\(count)</span></li>
        """
    }
    let hidden = findings.count - shown.count
    let more = hidden > 0 ? "<p>\(hidden) more are not shown.</p>" : ""
    let list = "<ol class=\"findings\">\(items.joined(separator: "\n"))</ol>\(more)"
    // What is worth reading first must not be pushed off the screen by a long list.
    let body =
      shown.count > 12
      ? "<div class=\"long\" tabindex=\"0\" role=\"region\" aria-labelledby=\"findings-title\">\(list)</div>"
      : list
    return """
      <section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">Findings \
      <small>\(findings.count)</small></h2>\(body)</section>
      """
  }

  /// A link that moves the timeline to a stretch; plain words where there is none.
  func timeLink(_ start: Double?, _ end: Double?, finding: Int? = nil) -> String {
    guard let start, start.isFinite else { return finding == nil ? "" : "all of it" }
    let until = end.flatMap { $0.isFinite && $0 > start ? $0 : nil }
    let from = NumberText.fixed(start, decimals: 3)
    let to = NumberText.fixed(until ?? start, decimals: 3)
    let text = NumberText.clock(start) + (until.map { " \u{2013} " + NumberText.clock($0) } ?? "")
    let number = finding.map { " data-finding=\"\($0)\"" } ?? ""
    return "<a class=\"time\" href=\"#timeline\" data-from=\"\(from)\" data-to=\"\(to)\"\(number)>\(text)</a>"
  }
}

extension String {
  /// The text, which may break after points and underscores where a line is too narrow.
  var breakable: String {
    map { $0 == "." || $0 == "_" || $0 == "/" ? "\($0)<wbr>" : "\($0)" }.joined()
  }
}
