/// Chooses the rungs of a title for a quality, instead of fixed rates.
///
/// Rungs are chosen title by title (Aaron, Li, Manohara, De Cock and Ronca, "Per-title encode optimization", 2015):
/// at each rate the size that looks best is used, so that the rungs lie on the convex hull of all sizes' curves. The
/// curves are predicted from snippets (see ``TitleCurve``), not from trial encodes of everything.
///
/// 1. The best rung: the largest size, at the rate that reaches the target; a smaller one where that reaches it with
///    clearly fewer bits. The ladder's rate of the size is a cap.
/// 2. Each further rung of the ladder serves those who have its rate, and not the next higher one's. It is left out
///    where the rung above costs them no more. Otherwise it takes its rate, but is at least `ratios.lowerBound` times
///    cheaper than the one above, and as much as `ratios.upperBound` times where less would not be visible
///    (`visible`).
/// 3. Its size is the largest that is better than all smaller ones at this rate by `sizeGain`; no larger than the
///    ladder's where the title is held down by its caps.
public struct QualityTarget: Sendable {
  /// Mean quality of the best rung, 0 to 100.
  public var quality: Double
  /// By what neighbouring rungs' rates differ.
  public var ratios = 1.5...2.2
  /// A difference of quality that is worth a rung.
  public var visible = 3.0
  /// By what a larger size must be better at equal rates.
  public var sizeGain = 0.5
  /// By what part a smaller size must be cheaper to replace the largest one as the best rung.
  public var saving = 0.1
  /// By how much finer than its snippets were encoded a smaller size may be needed to replace the largest one: beyond,
  /// scaling limits what it can reach.
  public var reach = 3.0

  /// A target.
  public init(_ quality: Double) { self.quality = quality }

  /// Chooses.
  /// - Parameter candidates: the sizes of the fixed ladder.
  /// - Returns: no rung where there is no candidate.
  public func ladder(_ candidates: [QualityCandidate]) -> QualityLadder {
    var result = QualityLadder(rungs: [], dropped: [])
    let order = candidates.indices.sorted {
      (candidates[$0].pixels, candidates[$0].cap, $1) > (candidates[$1].pixels, candidates[$1].cap, $0)
    }
    guard let largest = order.first else { return result }
    let best = best(order, of: candidates)
    for place in order.prefix(while: { $0 != best.place }) {
      let saved = "\(best.height) rows reach the quality with fewer bits"
      result.dropped.append(dropped(place, of: candidates, "\(saved) than \(candidates[largest].height)"))
    }
    result.rungs.append(best)
    for place in order.drop(while: { $0 != best.place }).dropFirst() {
      guard let above = result.rungs.last else { break }
      let cap = candidates[place].cap
      if above.rate <= cap {
        let costs = "the \(above.height)-row rung costs \(kilobits(above.rate))"
        result.dropped.append(
          dropped(place, of: candidates, "\(costs), no more than this one's \(kilobits(cap))"))
        continue
      }
      // A title that its caps hold down is hard: no larger size than the ladder's serves it at lower rates.
      let isHard = best.rate >= candidates[best.place].cap
      let largest = isHard ? candidates[place].pixels : above.width * above.height
      result.rungs.append(
        follower(place, of: candidates, order: order, above: above, largest: largest))
    }
    return result
  }

  private func best(_ order: [Int], of candidates: [QualityCandidate]) -> QualityRung {
    var chosen: QualityRung?
    for place in order {
      let candidate = candidates[place]
      var quantiser = candidate.curve.quantiser(quality: quality)
      var rate = candidate.curve.rate(at: quantiser)
      let isCapped = rate > candidate.cap
      if isCapped {
        rate = candidate.cap
        quantiser = candidate.curve.quantiser(rate: rate)
      }
      let expected = candidate.curve.quality(at: quantiser)
      let rung = QualityRung(
        place: place, width: candidate.width, height: candidate.height, rate: rate, quantiser: quantiser,
        quality: expected,
        reason: isCapped
          ? "the ladder's rate, which does not reach \(text(quality))" : "reaches \(text(quality))")
      guard let other = chosen else {
        chosen = rung
        continue
      }
      // A smaller size, if it comes as near to the target.
      let isAsGood = expected >= min(quality, other.quality) - 0.05
      if isAsGood, quantiser >= candidate.curve.finest - reach, rung.rate < other.rate * (1 - saving) {
        chosen = rung
      }
    }
    return chosen
      ?? QualityRung(
        place: 0, width: 0, height: 0, rate: 0, quantiser: 0, quality: 0, reason: "")
  }

  private func follower(
    _ place: Int, of candidates: [QualityCandidate], order: [Int], above: QualityRung, largest: Int
  ) -> QualityRung {
    let cap = candidates[place].cap
    let sizes = order.filter { candidates[$0].pixels <= largest }
    var rate = min(cap, above.rate / ratios.lowerBound)
    var reason =
      rate < cap ? "\(text(ratios.lowerBound)) times cheaper than the rung above" : "the ladder's rate"
    let lowest = above.rate / ratios.upperBound
    if rate > lowest, quality(rate, sizes, candidates) > above.quality - visible {
      // Down to where the difference shows.
      var (low, high) = (lowest, rate)
      for _ in 0..<30 {
        let middle = (low + high) / 2
        if quality(middle, sizes, candidates) > above.quality - visible {
          high = middle
        } else {
          low = middle
        }
      }
      rate = high
      reason = "as cheap as a difference of \(text(visible)) to the rung above makes it"
    }
    let chosen = size(rate, sizes, candidates)
    let candidate = candidates[chosen]
    if chosen != place {
      reason += "; better than \(candidates[place].height) rows at this rate"
    }
    let quantiser = candidate.curve.quantiser(rate: rate)
    return QualityRung(
      place: place, width: candidate.width, height: candidate.height, rate: rate, quantiser: quantiser,
      quality: candidate.curve.quality(at: quantiser), reason: reason)
  }

  private func quality(_ rate: Double, _ sizes: [Int], _ candidates: [QualityCandidate]) -> Double {
    let chosen = size(rate, sizes, candidates)
    return quality(rate, of: candidates[chosen])
  }

  /// Scaling limits what a smaller size can reach, however fine: what was not measured is not believed.
  private func quality(_ rate: Double, of candidate: QualityCandidate) -> Double {
    let curve = candidate.curve
    return curve.quality(at: max(curve.finest - reach, curve.quantiser(rate: rate)))
  }

  /// The size for a rate: from the smallest up, each that is better by enough.
  private func size(_ rate: Double, _ sizes: [Int], _ candidates: [QualityCandidate]) -> Int {
    var (chosen, reached) = (sizes.last ?? 0, -Double.infinity)
    for place in sizes.reversed() {
      let quality = quality(rate, of: candidates[place])
      if quality > reached + sizeGain { (chosen, reached) = (place, quality) }
    }
    return chosen
  }

  private func dropped(_ place: Int, of candidates: [QualityCandidate], _ reason: String) -> DroppedRung {
    DroppedRung(
      place: place, width: candidates[place].width, height: candidates[place].height, reason: reason)
  }

  private func kilobits(_ rate: Double) -> String {
    rate < 1e15 ? "\(Int((rate / 1000).rounded())) kb/s" : "unlimited rate"
  }

  /// A number with a decimal where it needs one.
  private func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
