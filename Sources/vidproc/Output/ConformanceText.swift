import Packaging
import Records

/// What a conformance check found, as a text for people.
enum ConformanceText {
  /// The whole text.
  static func text(_ name: String, _ findings: [FindingRecord], _ outcome: ConformanceOutcome) -> String {
    var lines = ["\(name): \(outcome.subject)"]
    lines.append(
      "  read \(count(outcome.playlists, "playlist")), \(count(outcome.segments, "segment")), "
        + "decoded \(count(outcome.frames, "frame"))")
    for severity in [FindingSeverity.error, .warning, .info] {
      let some = findings.filter { $0.severity == severity }
      guard !some.isEmpty else { continue }
      lines.append("")
      for finding in some { lines += self.lines(finding) }
    }
    lines.append("")
    lines.append(verdict(outcome))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The table of all rules.
  static func rules(_ rules: [ConformanceRule]) -> String {
    let width = rules.map(\.id.count).max() ?? 0
    let sections = rules.map(\.section.count).max() ?? 0
    return rules.map { rule in
      "\(padded(rule.id, width))  \(padded(rule.severity.rawValue, 7))  \(padded(rule.section, sections))  "
        + rule.sentence
    }.joined(separator: "\n") + "\n"
  }

  /// The closing line.
  static func verdict(_ outcome: ConformanceOutcome) -> String {
    let counts =
      "\(count(outcome.errors, "error")), \(count(outcome.warnings, "warning")), "
      + "\(count(outcome.notes, "note"))"
    return (outcome.conforms ? "conforming" : "NOT conforming") + ": \(counts)"
  }

  private static func lines(_ finding: FindingRecord) -> [String] {
    var lines = [
      "  \(padded(finding.severity.rawValue, 7))  \(finding.rule ?? ""): \(finding.what)",
      "           in \(finding.place ?? "")" + (finding.section.map { "  [\($0)]" } ?? ""),
    ]
    let sides = [
      finding.declared.map { "declared \($0)" }, finding.measured.map { "measured \($0)" },
    ].compactMap { $0 }
    if !sides.isEmpty { lines.append("           " + sides.joined(separator: ", ")) }
    return lines
  }

  private static func count(_ number: Int, _ what: String) -> String {
    "\(number) \(what)\(number == 1 ? "" : "s")"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
