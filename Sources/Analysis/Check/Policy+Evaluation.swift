import Records

extension Policy {
  /// Holds a summary against the policy: one record for each demand, in the policy's order.
  /// - Parameters:
  ///   - summary: what was measured.
  ///   - findings: what was found on the way, to tell where a demand is missed worst.
  ///   - intervals: what was measured second by second, for the same.
  public func evaluate(
    _ summary: SummaryRecord, findings: [FindingRecord] = [], intervals: [IntervalRecord] = []
  ) -> [CheckRecord] {
    let tree = JSONTree(RecordEncoder.line(summary)) ?? .null
    return checks.map { check in
      var record = check.record(on: tree)
      record.policy = name
      record.source = summary.source
      if !record.hasPassed, let place = check.worstPlace(tree, findings, intervals) {
        record.place = place.text
        record.start = place.start
        record.end = place.end
      }
      return record
    }
  }
}

extension Policy.Check {
  fileprivate func record(on tree: JSONTree) -> CheckRecord {
    let found = path.values(in: tree)
    let isMissing = found.allSatisfy { $0.value == nil }
    let failing = found.filter { !demand.holds($0.value) }
    var record = CheckRecord()
    record.check = path.description
    record.severity = severity
    record.message = message
    record.wanted = demand.text(path.unit)
    if isMissing, isOptional, !failing.isEmpty {
      record.hasPassed = true
      record.isSkipped = true
    } else {
      record.hasPassed = failing.isEmpty
    }
    record.found = text(failing.isEmpty ? found : failing, isOneOfMany: found.count > 1)
    return record
  }

  /// What was found; of many values those that fail, each with its place.
  private func text(_ values: [(path: String, value: JSONTree?)], isOneOfMany: Bool) -> String {
    var texts: [(text: String, paths: [String])] = []
    for (path, value) in values {
      let text = text(value)
      if let index = texts.firstIndex(where: { $0.text == text }) {
        texts[index].paths.append(path)
      } else {
        texts.append((text, [path]))
      }
    }
    if texts.count == 1, values.count == 1 || texts[0].paths.count > 2 || !isOneOfMany {
      return texts[0].text + (isOneOfMany && values.count == 1 ? " (\(texts[0].paths[0]))" : "")
    }
    let shown = texts.prefix(4).map { entry in
      entry.text + " (" + entry.paths.prefix(3).joined(separator: ", ")
        + (entry.paths.count > 3 ? ", ..." : "") + ")"
    }
    return shown.joined(separator: ", ") + (texts.count > 4 ? ", ..." : "")
  }

  private func text(_ value: JSONTree?) -> String {
    guard let value else { return "nothing" }
    if case .number(let number) = value { return text(number) }
    return value.text(path.unit)
  }

  /// A number with as many digits as it takes to see that it fails.
  private func text(_ number: Double) -> String {
    for digits in 4..<12 {
      let text = path.unit.text(number, digits: digits)
      let parsed = try? Demand(text.filter { $0 != " " }, of: path)
      guard case .equals(let rounded, _)? = parsed else { return text }
      if demand.holds(.number(rounded)) == demand.holds(.number(number)) { return text }
    }
    return path.unit.text(number, digits: 15)
  }

  /// Where the demand is missed worst: the longest finding of the worst severity, or the second in which the
  /// value lies furthest off.
  fileprivate func worstPlace(
    _ tree: JSONTree, _ findings: [FindingRecord], _ intervals: [IntervalRecord]
  ) -> (text: String, start: Double?, end: Double?)? {
    let names = path.steps.compactMap { step in if case .key(let key) = step { key } else { nil } }
    guard let section = names.first, let leaf = names.last else { return nil }
    // What is said of gop is about gop_max. What is said of a section as a whole, without a place, does not
    // tell where one of its values is off.
    let stem = leaf.split(separator: "_").first.map(String.init) ?? leaf
    let tests: [(FindingRecord) -> Bool] = [
      { Self.isAbout($0.finding, leaf) && (leaf != section || $0.start != nil) }, { $0.finding == stem },
      { $0.start != nil && Self.isAbout($0.finding, section) },
    ]
    for isOwn in tests {
      if let worst = findings.filter(isOwn).max(by: { Self.weight($0) < Self.weight($1) }) {
        return (worst.what, worst.start, worst.end)
      }
    }
    guard case .number(let number)? = path.values(in: tree).first?.value else { return nil }
    let side = demand.side(of: number)
    let base = ["_max", "_min", "_mean"].reduce(leaf) {
      $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0
    }
    let metrics =
      [leaf, base, section + "_" + leaf, section + "_" + base]
      + (leaf.hasSuffix("_peak") ? ["audio_peak"] : [])
      + names.dropLast().reversed()
    for metric in metrics where side != 0 {
      let known = intervals.filter { $0.metrics[metric]?.isFinite == true }
      let worst = known.max { a, b in
        (a.metrics[metric] ?? 0) * Double(side) < (b.metrics[metric] ?? 0) * Double(side)
      }
      guard let worst, let value = worst.metrics[metric] else { continue }
      let text = "\(side > 0 ? "highest" : "lowest") \(metric): \(path.unit.text(value))"
      return (text, worst.start, worst.end)
    }
    return nil
  }

  /// Whether a finding is about a value or section: `black` about `black`, `gap` about `gaps`, `decode_error`
  /// about `decode`.
  private static func isAbout(_ finding: String, _ name: String) -> Bool {
    finding == name || finding.hasPrefix(name + "_") || finding.hasPrefix(name + ".")
      || name == finding + "s"
  }

  private static func weight(_ finding: FindingRecord) -> (Int, Double, Double) {
    let severity = FindingSeverity.choices.firstIndex(of: finding.severity) ?? 0
    let start = finding.start ?? 0
    return (severity, (finding.end ?? start) - start, -start)
  }
}

extension JSONTree {
  /// The value in words: numbers with their unit, sections with their first members.
  func text(_ unit: SummaryUnit) -> String {
    switch self {
    case .null: "nothing"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): unit.text(value)
    case .text(let text): text
    case .list(let values):
      if values.isEmpty {
        "an empty list"
      } else {
        values.prefix(8).map { $0.text(unit) }.joined(separator: ", ") + (values.count > 8 ? ", ..." : "")
      }
    case .object(let members):
      members.prefix(3).map { $0.key + " " + $0.value.text(.none) }.joined(separator: ", ")
        + (members.count > 3 ? ", ..." : "")
    }
  }
}

extension Sequence where Element == CheckRecord {
  /// The checks that fail a run: those that are missed and are more than a warning.
  public var failures: [CheckRecord] { filter { !$0.hasPassed && $0.severity == .error } }
  /// The checks that are missed, but only worth knowing.
  public var warnings: [CheckRecord] { filter { !$0.hasPassed && $0.severity != .error } }
}
