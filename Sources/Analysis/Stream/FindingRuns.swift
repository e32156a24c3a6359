import Records

/// Joins faults of one kind that follow each other closely to one finding, and keeps the findings bounded.
struct FindingRuns {
  private struct Run {
    var start: Double?
    var end: Double?
    var what: String
    var severity: FindingSeverity
    var count: Int
    var total: Double
    var greatest: Double
  }

  /// Findings that are kept; more are only counted.
  private static let most = 100
  private let name: String
  private let stream: Int?
  private var open: Run?
  private var kept: [FindingRecord] = []
  private var more = 0
  /// How many faults there were.
  private(set) var count = 0

  /// Faults of a kind.
  /// - Parameter name: the finding's name.
  init(_ name: String, stream: Int?) {
    self.name = name
    self.stream = stream
  }

  /// Adds a fault.
  /// - Parameters:
  ///   - what: the sentence for a single one; a row of them is told as "(12 times)".
  ///   - amount: its size in seconds; 0 where it has none.
  mutating func add(
    from start: Double?, to end: Double?, what: String, severity: FindingSeverity, amount: Double = 0,
    count: Int = 1
  ) {
    self.count += count
    if var run = open, run.severity == severity, FindingRuns.isNear(run.end, start) {
      run.end = end ?? run.end
      run.count += count
      run.total += amount
      if amount > run.greatest { (run.greatest, run.what) = (amount, what) }
      open = run
      return
    }
    close()
    open = Run(
      start: start, end: end, what: what, severity: severity, count: count, total: amount, greatest: amount)
  }

  private static func isNear(_ end: Double?, _ start: Double?) -> Bool {
    guard let end, let start else { return end == nil && start == nil }
    return start - end <= 1 && start >= end - 1
  }

  private mutating func close() {
    guard let run = open else { return }
    open = nil
    guard kept.count < FindingRuns.most else {
      more += run.count
      return
    }
    var finding = FindingRecord()
    finding.finding = name
    finding.severity = run.severity
    finding.what = run.count > 1 ? "\(run.what) (\(run.count) times)" : run.what
    finding.start = run.start
    finding.end = run.end
    finding.stream = stream
    finding.count = run.count
    if run.greatest > 0 { finding.values = ["greatest": run.greatest, "total": run.total] }
    kept.append(finding)
  }

  /// Ends the run, and gives all findings.
  mutating func finish() -> [FindingRecord] {
    close()
    defer { kept = [] }
    guard more > 0 else { return kept }
    var rest = FindingRecord()
    rest.finding = name
    rest.severity = kept.last?.severity ?? .info
    rest.what = "\(more) more of the kind"
    rest.stream = stream
    rest.count = more
    return kept + [rest]
  }
}
