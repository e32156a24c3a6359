import Records
import Vision

/// When pictures count as interlaced. The ratios stand in the place of those of ffmpeg's idet.
public struct InterlaceOptions: Sendable, Equatable {
  /// How the stream says that its fields lie; nil where it does not say.
  public var declared: FieldOrder?
  /// Least part of the picture that must move for a frame to be judged, 0 to 1.
  public var motion = 0.004
  /// How much farther apart than the nearer fields the others must be.
  public var interlaced = 1.15
  /// How much more two frames must differ than the fields of one, for it to be progressive.
  public var progressive = 1.25
  /// How much more one field must change than the other, for the other to be repeated.
  public var repeated = 3.0
  /// Seconds over which frames are judged together.
  public var window = 1.0
  /// Seconds that a stretch must last to be told.
  public var minimum = 2.0

  /// The defaults.
  public init() {}
}

/// Finds out how the fields of the pictures lie in time, and whether the stream says so.
///
/// In an interlaced video the fields of two frames follow each other in time, so that two of them lie one field's
/// time apart and two others three (idet's idea); in a progressive one all are one frame apart. Film in interlaced
/// video (3:2 pulldown) repeats an upper and a lower field in every five frames. Needs `MeasuredPicture.lines`.
public final class InterlaceAnalyser: PictureAnalyser {
  private let options: InterlaceOptions
  private var all = FieldTally()
  private var window = FieldTally()
  private var windowStart: FrameFacts?
  private var state = ""
  private var start: FrameFacts?
  private var last: FrameFacts?

  /// Looks at fields.
  public init(options: InterlaceOptions = InterlaceOptions()) { self.options = options }

  /// Takes the next frame.
  public func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput) {
    let facts = picture.facts
    defer { last = facts }
    if let begun = windowStart {
      if facts.time - begun.time >= options.window, window.judged >= 10 {
        settle(from: begun, &output)
        windowStart = facts
      } else if facts.time - begun.time >= 3 * options.window {
        // Too little moves.
        window = FieldTally()
        windowStart = facts
      }
    } else {
      windowStart = facts
      start = facts
    }
    guard let fields = picture.lines?.fields, let kind = judge(fields) else { return }
    all.count(kind, frame: facts.index)
    window.count(kind, frame: facts.index)
  }

  private func judge(_ fields: FieldMeasures) -> FieldTally.Kind? {
    guard fields.moving >= options.motion else { return nil }
    if fields.lowerChange > options.repeated * fields.upperChange { return .upperRepeated }
    if fields.upperChange > options.repeated * fields.lowerChange { return .lowerRepeated }
    let apart = (fields.upperToLower + fields.lowerToUpper) / 2
    let within = max(fields.within, fields.withinBefore)
    // The two fields of an interlaced frame are as far apart in time as its nearer ones of two frames.
    let nearer = min(fields.upperToLower, fields.lowerToUpper)
    if within > 0.6 * nearer {
      if fields.upperToLower > options.interlaced * fields.lowerToUpper { return .topFirst }
      if fields.lowerToUpper > options.interlaced * fields.upperToLower { return .bottomFirst }
    }
    return apart > options.progressive * within ? .progressive : nil
  }

  /// Ends a window: it goes on with the stretch, or a new one begins with it.
  private func settle(from begun: FrameFacts, _ output: inout AnalyserOutput) {
    let verdict = window.verdict
    window = FieldTally()
    guard verdict != "mixed", verdict != state else { return }
    if !state.isEmpty {
      tell(to: begun.time, frame: begun.index, &output)
      start = begun
    }
    state = verdict
  }

  private func tell(to end: Double, frame: Int?, _ output: inout AnalyserOutput) {
    guard let start, end - start.time >= min(options.minimum, options.window),
      let (what, severity) = contradiction(state), end - start.time >= options.minimum || start.index == 0
    else { return }
    var finding = FindingRecord()
    finding.finding = "interlace"
    finding.severity = severity
    finding.what = what
    finding.start = start.time
    finding.end = end
    finding.frame = start.index
    finding.endFrame = frame
    output.findings.append(finding)
  }

  /// What is wrong where the fields lie in a way; nil where they lie as the stream says.
  private func contradiction(_ found: String) -> (String, FindingSeverity)? {
    let declared = options.declared
    let isInterlaced = declared != nil && declared != .progressive
    let saysTop = declared == .topTop || declared == .bottomTop
    let words = declared == nil ? "the stream does not say so" : "the stream says that it is progressive"
    switch found {
    case "top_first" where !isInterlaced:
      return ("the video is interlaced, upper field first, but \(words)", .warning)
    case "bottom_first" where !isInterlaced:
      return ("the video is interlaced, lower field first, but \(words)", .warning)
    case "top_first" where !saysTop:
      return ("the upper field comes first, but the stream says that it is the lower", .error)
    case "bottom_first" where saysTop:
      return ("the lower field comes first, but the stream says that it is the upper", .error)
    case "telecine":
      return ("film in interlaced video (3:2 pulldown): two frames in five hold two pictures", .warning)
    case "progressive" where isInterlaced:
      return ("the video is progressive, but the stream says that it is interlaced", .info)
    default: return nil
    }
  }

  /// Tells the last stretch.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    if let begun = windowStart, window.judged >= 10 { settle(from: begun, &output) }
    if state.isEmpty, all.judged >= 5 { state = all.verdict }
    tell(to: end, frame: nil, &output)
    var section = InterlaceSummary()
    section.judged = all.judged
    section.interlacedShare = all.interlacedShare
    section.verdict = all.judged == 0 ? "progressive" : all.verdict
    summary.interlace = section
  }
}

/// Frames by how their fields lie.
struct FieldTally {
  /// How the fields of two frames lie.
  enum Kind { case progressive, topFirst, bottomFirst, upperRepeated, lowerRepeated }

  private var progressive = 0
  private var topFirst = 0
  private var bottomFirst = 0
  private var repeats = [0, 0]
  private var lastRepeat: [Int?] = [nil, nil]
  private var distances = 0
  private var fives = 0

  mutating func count(_ kind: Kind, frame: Int) {
    switch kind {
    case .progressive: progressive += 1
    case .topFirst: topFirst += 1
    case .bottomFirst: bottomFirst += 1
    case .upperRepeated: countRepeat(0, frame)
    case .lowerRepeated: countRepeat(1, frame)
    }
  }

  private mutating func countRepeat(_ field: Int, _ frame: Int) {
    repeats[field] += 1
    if let before = lastRepeat[field] {
      distances += 1
      if (frame - before) % 5 == 0 { fives += 1 }
    }
    lastRepeat[field] = frame
  }

  /// Frames that were judged.
  var judged: Int { progressive + topFirst + bottomFirst + repeats[0] + repeats[1] }

  /// Part of the judged frames whose fields are of two instants. Each repeated field of a pulldown joins such a
  /// frame and one that is whole.
  var interlacedShare: Double {
    guard judged > 0 else { return 0 }
    return (Double(topFirst + bottomFirst) + Double(repeats[0] + repeats[1]) / 2) / Double(judged)
  }

  private var isTelecine: Bool {
    let least = Double(judged) * 0.08
    return Double(repeats[0]) >= least && Double(repeats[1]) >= least && distances >= 2
      && Double(fives) >= 0.7 * Double(distances)
  }

  /// progressive, top_first, bottom_first, telecine or mixed.
  var verdict: String {
    if isTelecine { return "telecine" }
    let share = interlacedShare
    if share < 0.1 { return "progressive" }
    let fields = Double(topFirst + bottomFirst)
    guard share > 0.6, fields > 0 else { return "mixed" }
    if Double(topFirst) >= 0.85 * fields { return "top_first" }
    return Double(bottomFirst) >= 0.85 * fields ? "bottom_first" : "mixed"
  }
}
