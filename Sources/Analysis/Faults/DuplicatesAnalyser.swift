import Records
import Vision

/// When a frame counts as a repetition of the one before.
public struct DuplicatesOptions: Sendable, Equatable {
  /// Frames around a frame by which typical motion is judged.
  public var window = 31
  /// Greatest difference to the frame before as a part of the typical one, of the mean and of any block. The mean of
  /// coarsely coded repetitions may be more where no block's is more than `blockRatio`.
  public var ratio = 0.2
  /// Greatest difference of any block as a part of the typical one, where the mean's may be up to a half.
  public var blockRatio = 0.08
  /// Least difference of a block (in 8-bit levels) that the typical motion must have.
  public var motion = 8.0
  /// Greatest difference of a block (in 8-bit levels) that a repetition may have.
  public var noise = 8.0
  /// Most repetitions in a row, in seconds; a longer row is a still picture.
  public var longest = 0.5
  /// Part of all frames from which on repetitions are told as a finding.
  public var share = 0.02

  /// The defaults.
  public init() {}
}

/// Counts frames that repeat the one before within a moving video, and finds the pattern in which they come.
///
/// A repetition differs from the frame before by much less than frames around it do, so that repetitions are found
/// after lossy coding too; where nothing moves there are none. Needs `MeasuredPicture.measures`.
public final class DuplicatesAnalyser: PictureAnalyser {
  private struct Difference {
    var mean: Double
    var greatest: Double
    var facts: FrameFacts
    var length: Double
  }

  private let options: DuplicatesOptions
  private var window: [Difference] = []
  private var judged = 0
  private var frames = 0
  private var first: Double?
  private var previous: FrameFacts?
  private var row: [FrameFacts] = []
  private var rowLength = 0.0
  private var isBeforeMotion = false
  private var count = 0
  private var longestRow = 0
  private var firstFound: FrameFacts?
  private var cadence = Cadence()

  /// Looks for repeated frames.
  public init(options: DuplicatesOptions = DuplicatesOptions()) { self.options = options }

  /// Takes the next frame.
  public func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput) {
    frames += 1
    defer { previous = picture.facts }
    guard let previous else {
      first = picture.facts.time
      return
    }
    let measures = picture.measures
    window.append(
      Difference(
        mean: measures?.difference ?? .infinity,
        greatest: measures?.greatestDifference ?? measures?.difference ?? .infinity, facts: picture.facts,
        length: picture.facts.time - previous.time))
    if window.count > options.window { window.removeFirst() } else if window.count < options.window { return }
    // The first full window judges all up to its middle.
    while judged < options.window / 2 {
      judge(judged)
      judged += 1
    }
    judge(options.window / 2)
  }

  private func judge(_ index: Int) {
    let difference = window[index]
    // A few differences are greater than typical motion: cuts.
    let passed = max(1, window.count / 8)
    let mean = typical(\.mean, passing: passed)
    let greatest = typical(\.greatest, passing: passed)
    let moves = greatest >= options.motion
    let isClear = difference.mean <= options.ratio * mean && difference.greatest <= options.ratio * greatest
    let many = max(passed, window.count / 4)
    let isCoarse =
      difference.mean <= 0.5 * typical(\.mean, passing: many)
      && difference.greatest <= options.blockRatio * typical(\.greatest, passing: many)
    let repeats = moves && difference.greatest <= options.noise && (isClear || isCoarse)
    if repeats {
      row.append(difference.facts)
      rowLength += difference.length
      if rowLength > options.longest { abandon() }
    } else {
      closeRow(moves: moves)
    }
  }

  private func typical(_ value: KeyPath<Difference, Double>, passing: Int) -> Double {
    let sorted = window.map { $0[keyPath: value] }.sorted()
    return sorted[max(0, sorted.count - 1 - passing)]
  }

  /// A row that is too long is a still picture: none of it counts, nor what goes on with it.
  private func abandon() {
    isBeforeMotion = true
    row = []
  }

  private func closeRow(moves: Bool) {
    guard moves else {
      // Where nothing moves around it, the picture stands still.
      cadence.interrupt()
      abandon()
      return
    }
    if !isBeforeMotion, !row.isEmpty {
      count += row.count
      longestRow = max(longestRow, row.count)
      if firstFound == nil { firstFound = row.first }
    }
    if isBeforeMotion {
      cadence.interrupt()
    } else {
      cadence.add(hold: row.count + 1)
    }
    isBeforeMotion = false
    row = []
    rowLength = 0
  }

  /// Judges the last frames and sums up.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    if !window.isEmpty {
      // What is left are the frames after the middle of the last window, or all of a short video.
      let start = judged == 0 ? 0 : options.window / 2 + 1
      for index in start..<max(start, window.count) where index < window.count { judge(index) }
      closeRow(moves: true)
    }
    var section = DuplicatesSummary()
    section.count = count
    section.share = frames > 0 ? Double(count) / Double(frames) : 0
    let length = end - (first ?? end)
    if length > 0, frames > 1 { section.effectiveFrameRate = Double(frames - count) / length }
    section.cadence = count > 0 ? cadence.pattern : nil
    summary.duplicates = section
    guard section.share >= options.share, count > 0 else { return }
    var finding = FindingRecord()
    finding.finding = "duplicates"
    finding.severity = section.cadence == nil ? .warning : .info
    let pattern = section.cadence.map { ", in the pattern \($0)" } ?? ", without a pattern"
    finding.what = "\(count) of \(frames) frames repeat the one before\(pattern)"
    finding.start = firstFound?.time
    finding.frame = firstFound?.index
    finding.count = count
    finding.values = ["share": section.share, "longest_row": Double(longestRow)]
    if let rate = section.effectiveFrameRate { finding.values?["effective_frame_rate"] = rate }
    output.findings.append(finding)
  }
}

/// The pattern in which pictures are held for several frames.
struct Cadence {
  private static let longest = 30
  private var repeats: [Bool] = []
  private var compared = [Int](repeating: 0, count: longest + 1)
  private var equal = [Int](repeating: 0, count: longest + 1)
  private var within = [Int](repeating: 0, count: longest + 1)

  /// A picture was shown for some frames.
  mutating func add(hold: Int) {
    for index in 0..<min(hold, Cadence.longest) { add(isRepeat: index > 0) }
  }

  private mutating func add(isRepeat: Bool) {
    if isRepeat {
      var count = 1
      for period in 1...Cadence.longest where period <= repeats.count {
        let before = repeats[repeats.count - period]
        compared[period] += 1
        if before { equal[period] += 1 }
        within[period] += count
        if before { count += 1 }
      }
    }
    repeats.append(isRepeat)
    if repeats.count > Cadence.longest { repeats.removeFirst() }
  }

  /// What follows does not go on with what was before.
  mutating func interrupt() { repeats = [] }

  /// The shortest period after which nearly every repeated frame is followed by another, as repeats per frames; nil
  /// where there is none.
  var pattern: String? {
    for period in 2...Cadence.longest where compared[period] >= 3 {
      let count = (Double(within[period]) / Double(compared[period])).rounded()
      // Repeats that are scattered agree as often as there are repeats.
      let chance = count / Double(period)
      let agreement = Double(equal[period]) / Double(compared[period])
      guard count < Double(period), agreement >= max(0.8, 1 - 0.5 * (1 - chance)) else { continue }
      var (divisor, rest) = (period, Int(count))
      while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
      let (repeats, frames) = (Int(count) / divisor, period / divisor)
      return frames == 5 && repeats == 3 ? "3:2" : "\(repeats) of \(frames)"
    }
    return nil
  }
}
