/// Turns a detector's scores into a belief that the detection is an object, learnt while tracking.
///
/// Detectors disagree on what a score means: half of a Faster R-CNN's detections at 0.85 are false, but few
/// of a YOLO's at 0.5, and the official MOT15 detections carry boosting margins from -1 to 160. The belief is
/// a log odds, 0 where about half of the detections are false. Its place is found from the scores themselves,
/// as a distance below the median score of the detections of believed tracks. Scores that all lie in 0...1
/// are compared as logits; others linearly, with 0 at the lowest tenth. Scores that are all equal give one
/// belief, which is high.
struct ScoreScale {
  /// The weight of what is assumed of the median, in detections.
  private static let priorWeight: Float = 30
  /// The logit of the median that is assumed before the first detections, and their weight in tens.
  private static let priorLogit: Float = 2.2

  /// The belief at the median of believed tracks.
  private let medianBelief: Float
  private var all = ScoreWindow(low: 0.1, high: 0.7)
  private var believed = ScoreWindow(low: 0.1, high: 0.5)
  private var isProbability = true
  private var median: Float = 0
  private var low: Float = 0

  /// A scale that has seen nothing.
  init(medianBelief: Float) { self.medianBelief = medianBelief }

  /// Takes in the scores of a frame.
  mutating func observe(_ scores: [Float]) {
    for score in scores {
      if score < 0 || score > 1 { isProbability = false }
      all.append(score)
    }
    let isNew = all.refresh()
    if believed.refresh() || isNew { place() }
  }

  /// Takes in the score of a detection of a believed track.
  mutating func observeBelieved(_ score: Float) { believed.append(score) }

  private mutating func place() {
    let count = Float(believed.count)
    let weight = Self.priorWeight
    if isProbability {
      // Before tracks are believed: the seventh tenth of all scores, of which the upper half is seldom false.
      let seen = Float(min(all.count, 20))
      let prior = (seen * Self.logit(all.high) + 10 * Self.priorLogit) / (seen + 10)
      let known = count > 0 ? Self.logit(believed.high) : 0
      median = (count * known + weight * prior) / (count + weight)
    } else {
      low = all.low
      median = (count * believed.high + weight * all.high) / (count + weight)
    }
  }

  /// The belief in a detection of a score, in log odds from -4 to 4.
  @inline(__always)
  func belief(_ score: Float) -> Float {
    let value: Float
    if isProbability {
      value = Self.logit(score) - median + medianBelief
    } else {
      value = median > low ? medianBelief * (score - low) / (median - low) : medianBelief
    }
    return min(4, max(-4, value))
  }

  /// ln(p / (1 - p)), of p kept within 0.001...0.999.
  private static func logit(_ p: Float) -> Float {
    let kept = min(0.999, max(0.001, p))
    return ElementaryFunctions.logarithm(kept / (1 - kept))
  }
}
