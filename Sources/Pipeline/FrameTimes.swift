import Records

/// What the presentation times of one stream come to, gathered in reading order with bounded memory.
///
/// Packets arrive in decoding order; a window wider than any codec's reordering puts them in order.
struct FrameTimes {
  /// The moments that were seen.
  private(set) var count = 0
  /// The earliest moment in ticks.
  private(set) var first: Int64?
  /// The latest moment in ticks.
  private(set) var last: Int64?
  /// The end of the picture or sound that is shown last, in ticks.
  private(set) var end: Int64?
  /// The shortest distance between neighbours in ticks.
  private(set) var shortest: Int64?
  /// The longest distance between neighbours in ticks.
  private(set) var longest: Int64?
  /// How many moments were seen twice.
  private(set) var repeats = 0

  private var window: [Int64] = []
  private var previous: Int64?
  private var isInMilliseconds = true
  private let timeBase: Rational

  /// H.264 and HEVC reorder by 16 pictures at the most; the rest is for containers that interleave oddly.
  private static let windowSize = 64

  init(timeBase: Rational) { self.timeBase = timeBase }

  /// Adds a moment and what is shown from then on, in ticks (0 where the length is unknown).
  mutating func add(_ time: Int64, duration: Int64) {
    count += 1
    if let first, first <= time {} else { first = time }
    if let last, last >= time {} else { last = time }
    let stop = time.addingReportingOverflow(max(0, duration)).partialValue
    if let end, end >= stop {} else { end = stop }
    var place = window.count
    while place > 0, window[place - 1] > time { place -= 1 }
    window.insert(time, at: place)
    if window.count > FrameTimes.windowSize { settle(window.removeFirst()) }
  }

  /// No more moments will come.
  mutating func finish() {
    for time in window { settle(time) }
    window = []
    // The last one lasts as long as its neighbours where the container does not say.
    if let last, end == last, let longest { end = last + longest }
  }

  private mutating func settle(_ time: Int64) {
    defer { previous = time }
    if isInMilliseconds, let first {
      let span = Int128(time - first) * Int128(timeBase.num) * 1000
      isInMilliseconds = span % Int128(timeBase.den) == 0
    }
    guard let previous else { return }
    let distance = time - previous
    if distance <= 0 { repeats += 1 }
    shortest = min(shortest ?? distance, distance)
    longest = max(longest ?? distance, distance)
  }

  /// The ticks by which neighbours may differ where only rounding sets them apart: one, and a millisecond
  /// where all moments were rounded to milliseconds once, as in Matroska and what is made from it.
  private var tolerance: Int64 {
    isInMilliseconds ? max(1, rescale(1, from: Rational(1, 1000), to: timeBase, rounding: .up)) : 1
  }

  /// Whether the moments are evenly spaced but for rounding.
  var mode: FrameRateMode {
    guard let shortest, let longest else { return .unknown }
    return longest - shortest <= tolerance ? .constant : .variable
  }

  /// The frames a second: one of `candidates` where the moments fit it, otherwise frames over time.
  func rate(candidates: [Rational]) -> Rational? {
    guard count > 1, let first, let last, last > first else { return nil }
    let span = last - first
    for rate in candidates where rate > .zero {
      let expected = rescale(Int64(count - 1), from: rate.inverse, to: timeBase)
      if abs(expected - span) <= tolerance { return rate }
    }
    return (Rational(Int64(count - 1)) / (Rational(span) * timeBase)).reduced
  }
}
