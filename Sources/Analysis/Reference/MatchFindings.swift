import Records

/// Gathers from the matches what is worth telling: frames that are missing or doubled, and where the pictures are
/// not those of the reference.
struct MatchFindings {
  private(set) var findings: [FindingRecord] = []
  private(set) var dropped = 0
  private(set) var doubled = 0
  private(set) var unmatched = 0
  private var matched = 0
  private var foreign = 0
  private var missing: Run?
  private var repeated: Run?
  private var strange: Run?

  private struct Run {
    var start: Double
    var end: Double
    var frame: Int
    var endFrame: Int
    var count: Int
  }

  /// Events of a kind that are less than this many seconds apart are told as one.
  private static let gap = 1.0
  /// Pictures that correlate less than this do not show the same.
  private static let leastCorrelation: Float = 0.5
  /// Of pictures that do not correlate for being flat, those that differ more than this, in 8-bit code values.
  private static let mostDistance: Float = 40
  /// Seconds for which pictures must not show the same.
  private static let leastStrange = 0.5

  private let frameLength: Double

  init(frameLength: Double) { self.frameLength = frameLength }

  /// Takes the next match.
  mutating func add(_ match: FrameMatcher.Match) {
    guard match.reference != nil else {
      unmatched += 1
      return
    }
    matched += 1
    if match.dropped > 0 {
      dropped += match.dropped
      let ended = Self.extended(&missing, match, by: match.dropped, gap: Self.gap, frameLength: frameLength)
      if let ended { findings.append(Self.dropFinding(ended)) }
    }
    if match.isDoubled {
      doubled += 1
      let ended = Self.extended(&repeated, match, by: 1, gap: Self.gap, frameLength: frameLength)
      if let ended { findings.append(Self.doubleFinding(ended)) }
    }
    if isForeign(match) {
      foreign += 1
      let ended = Self.extended(&strange, match, by: 1, gap: 2 * frameLength, frameLength: frameLength)
      if let finding = ended.flatMap(Self.strangeFinding) { findings.append(finding) }
    }
  }

  private func isForeign(_ match: FrameMatcher.Match) -> Bool {
    if let correlation = match.correlation { return correlation < Self.leastCorrelation }
    return (match.distance ?? 0) > Self.mostDistance
  }

  /// Adds a match to a run, or begins another one.
  /// - Returns: the run that has ended.
  private static func extended(
    _ run: inout Run?, _ match: FrameMatcher.Match, by count: Int, gap: Double, frameLength: Double
  ) -> Run? {
    let end = match.time + frameLength
    if var open = run, match.time - open.end <= gap + 1e-6 {
      open.end = end
      open.endFrame = match.distorted + 1
      open.count += count
      run = open
      return nil
    }
    defer {
      run = Run(
        start: match.time, end: end, frame: match.distorted, endFrame: match.distorted + 1, count: count)
    }
    return run
  }

  /// Ends what is open.
  /// - Parameter missing: seconds of the reference that come after the clip's end; nil where nobody knows.
  mutating func finish(at time: Double, missing left: Double?, offset: Int) {
    if let missing { findings.append(Self.dropFinding(missing)) }
    if let repeated { findings.append(Self.doubleFinding(repeated)) }
    if let finding = strange.flatMap(Self.strangeFinding) { findings.append(finding) }
    if matched > 0, 2 * foreign > matched {
      // Times and repeats mean nothing then.
      findings = []
      (dropped, doubled) = (0, 0)
      var finding = FindingRecord()
      finding.finding = "reference_mismatch"
      finding.severity = .error
      finding.what = "The pictures do not match the reference: is it another clip, or another edit?"
      finding.count = foreign
      findings.append(finding)
    }
    tellEnds(at: time, missing: left, offset: offset)
    findings.sort { ($0.start ?? -1, $0.finding) < ($1.start ?? -1, $1.finding) }
  }

  private mutating func tellEnds(at time: Double, missing left: Double?, offset: Int) {
    if offset != 0 {
      var finding = FindingRecord()
      finding.finding = "reference_offset"
      finding.severity = .warning
      let frames = abs(offset) == 1 ? "1 frame" : "\(abs(offset)) frames"
      finding.what =
        offset > 0
        ? "The pictures come \(frames) later than the reference's."
        : "The pictures come \(frames) earlier than the reference's: its beginning is missing."
      finding.start = 0
      finding.count = abs(offset)
      findings.append(finding)
    }
    if let left, left > 1.5 * frameLength {
      var finding = FindingRecord()
      finding.finding = "reference_end"
      finding.severity = .warning
      finding.what = "The reference goes on for another \(Self.seconds(left))."
      finding.start = time
      finding.values = ["seconds": Self.rounded(left)]
      findings.append(finding)
    }
    let late = unmatched - max(0, offset)
    if matched > 0, late > 1 {
      var finding = FindingRecord()
      finding.finding = "reference_end"
      finding.severity = .warning
      finding.what = "\(late) frames have no partner: the reference is shorter."
      finding.count = late
      findings.append(finding)
    }
  }

  private static func seconds(_ value: Double) -> String { "\(rounded(value)) s" }
  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static func place(_ run: Run, _ name: String, _ what: String) -> FindingRecord {
    var finding = FindingRecord()
    finding.finding = name
    finding.severity = .warning
    finding.what = what
    finding.start = rounded(run.start)
    finding.end = rounded(run.end)
    finding.frame = run.frame
    finding.endFrame = run.endFrame
    finding.count = run.count
    return finding
  }

  private static func dropFinding(_ run: Run) -> FindingRecord {
    let what =
      run.count == 1
      ? "1 frame of the reference is missing" : "\(run.count) frames of the reference are missing"
    return place(run, "dropped_frames", what + " before frame \(run.frame).")
  }

  private static func doubleFinding(_ run: Run) -> FindingRecord {
    let what = run.count == 1 ? "1 frame repeats the one before" : "\(run.count) frames repeat the one before"
    return place(run, "doubled_frames", what + " where the reference goes on.")
  }

  private static func strangeFinding(_ run: Run) -> FindingRecord? {
    guard run.end - run.start >= leastStrange else { return nil }
    return place(run, "reference_mismatch", "The pictures do not match the reference here.")
  }
}
