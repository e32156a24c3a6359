import Records

/// One rule of the HLS specifications that a stream is held to.
public struct ConformanceRule: Sendable {
  /// Its name, which stays the same from version to version: "media.target-duration".
  public let id: String
  /// Where it stands: a section of draft-pantos-hls-rfc8216bis-17 or of Apple's "HLS Authoring Specification
  /// for Apple devices" (2025-06-26).
  public let section: String
  /// How bad it is to break it: a MUST is an error, a SHOULD a warning.
  public let severity: FindingSeverity
  /// What it asks, in one sentence.
  public let sentence: String

  init(_ id: String, _ section: String, _ sentence: String) { self.init(id, section, .error, sentence) }

  init(_ id: String, _ section: String, _ severity: FindingSeverity, _ sentence: String) {
    self.id = id
    self.section = section
    self.severity = severity
    self.sentence = sentence
  }

  /// All rules, family by family.
  public static var all: [ConformanceRule] {
    let families: [[ConformanceRule]] = [
      PlaylistRules.all, AttributeRules.all, MediaPlaylistRules.all, EncryptionRules.all,
      MultivariantRules.all,
      GroupRules.all, SegmentRules.all, TimingRules.all, BitRateRules.all, CodecRules.all, AlignmentRules.all,
      IFrameRules.all, SubtitleRules.all, LiveRules.all,
    ]
    return families.flatMap { $0 }
  }
}

/// Where something was found.
struct FindingPlace: Sendable {
  /// The playlist or file, as people call it.
  var file: String
  /// The line of the playlist, from 1.
  var line: Int?
  /// The number of the segment in the playlist, from 0, and its reference.
  var segment: (index: Int, uri: String)?

  init(_ file: String, line: Int? = nil, segment: (index: Int, uri: String)? = nil) {
    self.file = file
    self.line = line
    self.segment = segment
  }

  var text: String {
    var text = file
    if let line { text += ", line \(line)" }
    if let segment { text += ", segment \(segment.index) (\(segment.uri))" }
    return text
  }
}

/// Collects findings; of each rule in each file a few are kept and the rest is counted.
struct FindingList: Sendable {
  /// Findings of one rule in one file that are kept.
  static let kept = 10

  private var findings: [FindingRecord] = []
  private var counts: [String: Int] = [:]
  private var order: [(rule: ConformanceRule, file: String, severity: FindingSeverity)] = []

  /// Adds a finding.
  /// - Parameters:
  ///   - severity: another severity than the rule's.
  ///   - time: seconds from the start of the playlist.
  mutating func add(
    _ rule: ConformanceRule, _ what: String, at place: FindingPlace, declared: String? = nil,
    measured: String? = nil, time: Double? = nil, severity: FindingSeverity? = nil
  ) {
    let key = rule.id + "\n" + place.file
    let count = (counts[key] ?? 0) + 1
    counts[key] = count
    if count == 1 { order.append((rule, place.file, severity ?? rule.severity)) }
    guard count <= Self.kept else { return }
    var record = FindingRecord()
    record.finding = "hls"
    record.rule = rule.id
    record.section = rule.section
    record.severity = severity ?? rule.severity
    record.what = what
    record.place = place.text
    record.declared = declared
    record.measured = measured
    record.start = time
    findings.append(record)
  }

  mutating func append(_ other: FindingList) {
    findings += other.findings
    for entry in other.order {
      let key = entry.rule.id + "\n" + entry.file
      if counts[key] == nil { order.append(entry) }
      counts[key, default: 0] += other.counts[key] ?? 0
    }
  }

  /// The findings that a test lets pass.
  func filtered(_ passes: (FindingRecord) -> Bool) -> FindingList {
    var list = FindingList()
    list.findings = findings.filter(passes)
    list.order = order
    for (key, count) in counts { list.counts[key] = min(count, Self.kept) }
    return list
  }

  /// The findings so far, those that were only counted at the end; the list is empty afterwards.
  mutating func take() -> [FindingRecord] {
    defer { self = FindingList() }
    var all = findings
    for (rule, file, severity) in order {
      let more = (counts[rule.id + "\n" + file] ?? 0) - Self.kept
      guard more > 0 else { continue }
      var record = FindingRecord()
      record.finding = "hls"
      record.rule = rule.id
      record.section = rule.section
      record.severity = severity
      record.what = "\(more) more of these"
      record.place = file
      record.count = more
      all.append(record)
    }
    return all
  }
}
