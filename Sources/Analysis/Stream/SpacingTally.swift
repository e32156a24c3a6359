import Media
import Records

/// The distances of neighbours in a stream of pictures: the usual one, what deviates, and the gaps.
///
/// Distances within a tick of each other are one, and within a millisecond where all times were rounded to
/// milliseconds once, as in Matroska and FLV and what is made from them.
struct SpacingTally {
  /// A distance that is much longer than others may be.
  struct Gap: Equatable {
    var start: Int64
    var end: Int64
  }

  private static let kinds = 64
  private static let most = 256
  private let timeBase: Rational
  private var first: Int64?
  private(set) var previous: Int64?
  private var isInMilliseconds = true
  private var counts: [Int64: Int] = [:]
  private var longer: [Gap] = []
  private var dropped = 0
  private(set) var total = 0
  /// Times that come twice.
  private(set) var repeats = 0
  private(set) var firstRepeat: Int64?

  init(timeBase: Rational) { self.timeBase = timeBase }

  /// Adds the next time, in order.
  mutating func add(_ time: Int64) {
    defer { previous = time }
    guard let first else {
      self.first = time
      return
    }
    if isInMilliseconds, time != first {
      let span = Int128(time - first) * Int128(timeBase.num) * 1000
      isInMilliseconds = span % Int128(max(1, timeBase.den)) == 0
    }
    guard let previous else { return }
    let distance = time - previous
    guard distance > 0 else {
      repeats += 1
      if firstRepeat == nil { firstRepeat = time }
      return
    }
    total += 1
    count(distance)
    // What is kept as a possible gap follows what is usual by then; all are judged again at the end.
    if let usual, distance > usual + usual / 2 {
      if longer.count < SpacingTally.most {
        longer.append(Gap(start: previous, end: time))
      } else {
        dropped += 1
      }
    } else if total <= 16 {
      early.append(Gap(start: previous, end: time))
    }
  }

  /// The first distances, before it is known which is usual.
  private var early: [Gap] = []

  private mutating func count(_ distance: Int64) {
    if counts[distance] == nil, counts.count >= SpacingTally.kinds {
      // The rarest gives way; its share was small.
      if let rarest = counts.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }), rarest.value <= 1 {
        counts[rarest.key] = nil
      } else {
        return
      }
    }
    counts[distance, default: 0] += 1
  }

  /// After a jump the next time has no neighbour.
  mutating func restart() { previous = nil }

  /// The distance that comes most often.
  var usual: Int64? { counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key }

  /// Ticks by which distances may differ through rounding alone.
  var tolerance: Int64 {
    isInMilliseconds ? max(1, rescale(1, from: Rational(1, 1000), to: timeBase, rounding: .up)) : 1
  }

  /// Distances that are the usual one but for rounding.
  private var even: Int {
    guard let usual else { return 0 }
    return counts.reduce(0) { abs($1.key - usual) <= tolerance ? $0 + $1.value : $0 }
  }

  /// Whether so many distances differ from the usual one, that it is no constant rate with faults. One in five may.
  var isVariable: Bool { total > 1 && even * 5 < total * 4 }

  /// Distances of more than one and a half of the usual one; none where the rate varies.
  var gaps: [Gap] {
    guard !isVariable, let usual, total > 1 else { return [] }
    return (early + longer).filter { $0.end - $0.start > usual + usual / 2 + tolerance }
      .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// Gaps that were only counted.
  var moreGaps: Int { isVariable ? 0 : dropped }

  /// The greatest deviation from the usual distance that is more than rounding and less than a gap, in ticks.
  var jitter: Int64? {
    guard !isVariable, let usual else { return nil }
    return counts.keys.filter { $0 <= usual + usual / 2 }.map { abs($0 - usual) }
      .filter { $0 > tolerance }.max() ?? 0
  }
}
