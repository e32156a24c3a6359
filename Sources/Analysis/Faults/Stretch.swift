import Records

/// A stretch of frames that is open, and the tally of those that have ended.
struct Stretches {
  /// Where a stretch begins.
  struct Beginning {
    /// In seconds.
    var time: Double
    /// Index of the first frame.
    var frame: Int
  }

  /// What those that were long enough come to.
  private(set) var summary = StretchesSummary()
  /// The one that goes on.
  private(set) var open: Beginning?
  /// Seconds that a stretch must last.
  let minimum: Double

  init(minimum: Double) { self.minimum = minimum }

  /// Begins a stretch where none goes on.
  mutating func begin(_ facts: FrameFacts) {
    if open == nil { open = Beginning(time: facts.time, frame: facts.index) }
  }

  /// Ends what goes on.
  /// - Parameters:
  ///   - time: start of the first frame after it, or the end of the media.
  ///   - frame: index of that frame; nil at the end of the media.
  /// - Returns: the stretch as a finding without a name, where it is long enough.
  mutating func end(at time: Double, frame: Int?) -> FindingRecord? {
    guard let begun = open else { return nil }
    open = nil
    let length = time - begun.time
    // Times are sums of rounded ticks: what misses the least length by less than a microsecond has it.
    guard length >= minimum - 1e-6, length > 0 else { return nil }
    summary.count += 1
    summary.total += length
    summary.longest = max(summary.longest, length)
    var finding = FindingRecord()
    finding.start = begun.time
    finding.end = time
    finding.frame = begun.frame
    finding.endFrame = frame
    finding.values = ["duration": length]
    return finding
  }

  /// The summary of a media of a length.
  func summary(of length: Double) -> StretchesSummary {
    var whole = summary
    whole.share = length > 0 ? min(1, summary.total / length) : 0
    return whole
  }
}

extension Double {
  /// Seconds for a sentence: at most three places after the point, without zeros at the end.
  var inSeconds: String {
    let thousandths = (self * 1000).rounded()
    guard thousandths.isFinite, abs(thousandths) < 1e15 else { return "\(self)" }
    return
      "\(thousandths == (thousandths / 1000).rounded() * 1000 ? "\(Int64(thousandths / 1000))" : "\(thousandths / 1000)") s"
  }
}
