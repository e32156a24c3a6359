import CPictureKernels

/// A change from one shot to the next by mixing their pictures.
struct SceneDissolve {
  /// First and last frame that is mixed.
  var mixed: ClosedRange<Int>
  /// First frame of which the new shot is the greater part.
  var middle: Int
  /// How sure it is, 0 to 1.
  var score: Double
}

/// Finds dissolves: frames that are mixtures of a frame before and one after them, with ever more of the latter,
/// where these two have little in common.
struct DissolveFinder {
  /// Two frames between which others are mixtures.
  private struct Span {
    var first: Int
    var last: Int
    /// Root of the mean square difference of the two, in levels.
    var distance: Double
    /// Greatest part of a frame between them that is no mixture of theirs, 0 to 1.
    var rest: Double
    var score: Double

    var merit: Double { distance * (1 - 2 * rest) }
  }

  private let lengths: [Int]
  private let threshold: Double
  private let patience: Int
  private var best: Span?
  /// No span begins before this frame: a dissolve or a cut ends there.
  private var barrier = 0

  /// - Parameters:
  ///   - longest: most frames of a dissolve.
  ///   - threshold: least score.
  init(longest: Int, threshold: Double) {
    var lengths: [Int] = []
    var length = 8.0
    while Int(length) + 2 < longest {
      lengths.append(Int(length) + 2)
      length *= 1.3
    }
    self.lengths = lengths + [longest]
    self.threshold = threshold
    patience = max(6, longest / 5)
  }

  /// Number of the first frame of the dissolve that may be under way.
  var open: Int? { best?.first }

  /// Looks at the last frame.
  /// - Returns: a dissolve that is over.
  mutating func add(_ history: SceneHistory) -> SceneDissolve? {
    let last = history.end - 1
    for length in lengths {
      let first = last - length
      guard first >= max(history.start, barrier) else { break }
      guard let span = span(first, last, history), span.merit > best?.merit ?? 0 else { continue }
      best = span
    }
    guard let span = best, last >= span.last + patience else { return nil }
    return finish(history)
  }

  /// Ends the dissolve that is under way.
  mutating func finish(_ history: SceneHistory) -> SceneDissolve? {
    guard let span = best else { return nil }
    best = nil
    let dissolve = refined(span, history)
    guard dissolve.mixed.count >= 4, !comesBack(span, history) else { return nil }
    barrier = max(barrier, dissolve.mixed.upperBound)
    return dissolve
  }

  /// No dissolve reaches over some frames: a cut, or a fade out with its end.
  mutating func stop(_ frames: ClosedRange<Int>) {
    barrier = max(barrier, frames.upperBound)
    if let span = best, span.last >= frames.lowerBound { best = nil }
  }

  private func span(_ first: Int, _ last: Int, _ history: SceneHistory) -> Span? {
    let (start, end) = (history[first].picture, history[last].picture)
    guard start.thumbnail.count == end.thumbnail.count else { return nil }
    var (before, rest, distance) = (0.0, 0.0, 0.0)
    for quarter in [2, 1, 3] {
      let middle = history[first + (last - first) * quarter / 4].picture
      guard let mixture = Mixture(start, middle, end) else { return nil }
      if quarter == 2 {
        // Most spans end here.
        guard mixture.distance > 8, mixture.share > 0.2, mixture.share < 0.8, mixture.rest < 0.3 else {
          return nil
        }
        before = mixture.share
        distance = mixture.distance
      } else {
        guard quarter == 1 ? mixture.share < before - 0.05 : mixture.share > before + 0.05 else { return nil }
      }
      rest = max(rest, mixture.rest)
    }
    guard rest < 0.3 else { return nil }
    let structure = end.newStructure(since: start)
    let score = min(1, max(0, (structure - 0.3) / 0.6)) * min(1, (0.36 - rest) / 0.2)
    guard score >= threshold else { return nil }
    return Span(first: first, last: last, distance: distance, rest: rest, score: score)
  }

  /// Whether the new picture was there before, or the old one is there again: a flash that dies down.
  private func comesBack(_ span: Span, _ history: SceneHistory) -> Bool {
    let (start, end) = (history[span.first].picture, history[span.last].picture)
    for step in stride(from: 2, through: 2 * patience, by: 3) {
      let (before, after) = (span.first - step, span.last + step)
      if history.contains(before), before >= barrier, end.isSame(as: history[before].picture) { return true }
      if history.contains(after), start.isSame(as: history[after].picture) { return true }
    }
    return false
  }

  /// The ends of the mixture, from the frames at which a quarter and three quarters of it are done.
  private func refined(_ span: Span, _ history: SceneHistory) -> SceneDissolve {
    let (start, end) = (history[span.first].picture, history[span.last].picture)
    let shares = (span.first...span.last).map { Mixture(start, history[$0].picture, end)?.share ?? 0 }
    func crossing(_ level: Double) -> Double {
      guard let index = shares.firstIndex(where: { $0 >= level }), index > 0 else {
        return Double(span.first)
      }
      let part = (level - shares[index - 1]) / max(1e-6, shares[index] - shares[index - 1])
      return Double(span.first + index - 1) + part
    }
    let (early, middle, late) = (crossing(0.25), crossing(0.5), crossing(0.75))
    let half = max(0.5, (late - early) / 2)
    let from = Int((early - half).rounded(.down)) + 1
    let to = Int((late + half).rounded(.up)) - 1
    return SceneDissolve(
      mixed: max(history.start, from)...max(from, to, history.start), middle: Int(middle.rounded(.up)),
      score: span.score)
  }
}

/// A picture as a mixture of two others.
struct Mixture {
  /// Root of the mean square difference of the two, in levels.
  let distance: Double
  /// The second's part.
  let share: Double
  /// What is no mixture, over the distance.
  let rest: Double

  init?(_ start: ScenePicture, _ middle: ScenePicture, _ end: ScenePicture) {
    let count = start.thumbnail.count
    guard middle.thumbnail.count == count, end.thumbnail.count == count else { return nil }
    let sums = vp_scene_mix(start.thumbnail, middle.thumbnail, end.thumbnail, count)
    guard sums.whole > 0 else { return nil }
    distance = (Double(sums.whole) / Double(count)).squareRoot()
    share = Double(sums.part) / Double(sums.whole)
    rest = max(0, Double(sums.passed) / Double(sums.whole) - share * share).squareRoot()
  }
}
