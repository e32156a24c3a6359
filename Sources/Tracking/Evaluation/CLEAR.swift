import Glibc

/// The CLEAR metrics (Bernardin and Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT
/// Metrics", 2008), with TrackEval's names, steps and numbers.
public struct CLEAR: Sendable, Equatable {
  /// CLR_TP: the matches.
  public private(set) var truePositives = 0
  /// CLR_FN: the boxes of the ground truth without a match.
  public private(set) var falseNegatives = 0
  /// CLR_FP: the tracker's boxes without a match.
  public private(set) var falsePositives = 0
  /// IDSW: how often a true track goes on under another identity.
  public private(set) var identitySwitches = 0
  /// MT: the true tracks that were followed for more than 80 % of their length.
  public private(set) var mostlyTracked = 0
  /// PT: those between.
  public private(set) var partlyTracked = 0
  /// ML: those that were followed for less than 20 %.
  public private(set) var mostlyLost = 0
  /// Frag: how often a true track is taken up again.
  public private(set) var fragmentations = 0
  /// CLR_Frames: the frames; TrackEval counts none where there is no ground truth, or no result.
  public private(set) var frames = 0
  /// The sum of the overlaps of what was matched.
  public private(set) var overlapSum = 0.0
  /// Whether there was nothing to match, where TrackEval sets all ratios to 0 and MLR to 1.
  private var isVoid = false

  /// Scores a sequence.
  /// - Parameters:
  ///   - sequence: The sequence.
  ///   - threshold: The overlap from which a match counts.
  public init(_ sequence: ScoredSequence, threshold: Double = 0.5) {
    guard !sequence.truthIDs.isEmpty, !sequence.trackedIDs.isEmpty else {
      isVoid = true
      falseNegatives = sequence.trackedIDs.isEmpty ? sequence.truthIDs.count : 0
      falsePositives = sequence.trackedIDs.count
      mostlyLost = sequence.truthCounts.count
      return
    }
    frames = sequence.frames.count
    var tracks = TrueTracks(count: sequence.truthCounts.count)
    var matching = FrameMatching()
    for frame in sequence.frames where !frame.truth.isEmpty && !frame.tracked.isEmpty {
      matching.match(sequence, frame) { overlap in
        guard overlap.similarity >= threshold - .ulpOfOne else { return 0 }
        let pair = sequence.pairs[overlap.pair]
        // What went together in the frame before stays together; overlaps decide among the rest.
        return (tracks.current[pair.truth] == pair.tracked ? 1000 : 0) + overlap.similarity
      }
      for index in matching.matches { overlapSum += sequence.overlaps[index].similarity }
      truePositives += matching.matches.count
      identitySwitches += tracks.follow(matching.matches.map { sequence.pairs[sequence.overlaps[$0].pair] })
    }
    falseNegatives = sequence.truthIDs.count - truePositives
    falsePositives = sequence.trackedIDs.count - truePositives
    fragmentations = tracks.starts.reduce(0) { $0 + max(0, $1 - 1) }
    for (matched, length) in zip(tracks.matched, sequence.truthCounts) {
      let share = Double(matched) / Double(length)
      if share > 0.8 {
        mostlyTracked += 1
      } else if share >= 0.2 {
        partlyTracked += 1
      } else {
        mostlyLost += 1
      }
    }
  }

  /// Scores several sequences as one: counts are added.
  public init(combining scores: [CLEAR]) {
    for score in scores {
      truePositives += score.truePositives
      falseNegatives += score.falseNegatives
      falsePositives += score.falsePositives
      identitySwitches += score.identitySwitches
      mostlyTracked += score.mostlyTracked
      partlyTracked += score.partlyTracked
      mostlyLost += score.mostlyLost
      fragmentations += score.fragmentations
      frames += score.frames
      overlapSum += score.overlapSum
    }
  }
}

/// What is known of each true track up to a frame.
private struct TrueTracks {
  /// The identity in the last frame that had both sides, -1 for none.
  var current: [Int]
  /// The last identity at all, -1 for none.
  var last: [Int]
  /// The frames that were matched.
  var matched: [Int]
  /// How often it was taken up.
  var starts: [Int]
  private var followed: [Int] = []

  init(count: Int) {
    current = Array(repeating: -1, count: count)
    last = current
    matched = Array(repeating: 0, count: count)
    starts = matched
  }

  /// Takes a frame's matches; gives how many identities changed.
  mutating func follow(_ matches: [(truth: Int, tracked: Int)]) -> Int {
    var switches = 0
    for (truth, tracked) in matches {
      if last[truth] >= 0, last[truth] != tracked { switches += 1 }
      last[truth] = tracked
      matched[truth] += 1
      if current[truth] < 0 { starts[truth] += 1 }
    }
    for truth in followed { current[truth] = -1 }
    followed.removeAll(keepingCapacity: true)
    for (truth, tracked) in matches {
      current[truth] = tracked
      followed.append(truth)
    }
    return switches
  }
}

extension CLEAR {
  private var truth: Double { max(1, Double(truePositives + falseNegatives)) }
  private var tracks: Double { max(1, Double(mostlyTracked + partlyTracked + mostlyLost)) }

  private func ratio(_ value: Double, _ whole: Double) -> Double { isVoid ? 0 : value / whole }

  /// MOTA: 1 less misses, extras and switches, each over the ground truth's boxes.
  public var mota: Double {
    ratio(Double(truePositives - falsePositives - identitySwitches), truth)
  }
  /// MOTP: the mean overlap of what was matched.
  public var motp: Double { ratio(overlapSum, max(1, Double(truePositives))) }
  /// MODA: MOTA without switches.
  public var moda: Double { ratio(Double(truePositives - falsePositives), truth) }
  /// sMOTA: MOTA with each match counted by its overlap.
  public var smota: Double {
    ratio(overlapSum - Double(falsePositives) - Double(identitySwitches), truth)
  }
  /// MOTAL: MOTA with the logarithm (base 10) of the switches.
  public var motal: Double {
    let switches = identitySwitches > 0 ? log10(Double(identitySwitches)) : 0
    return ratio(Double(truePositives - falsePositives) - switches, truth)
  }
  /// CLR_Re: the share of the ground truth that was found.
  public var recall: Double { ratio(Double(truePositives), truth) }
  /// CLR_Pr: the share of the tracker's boxes that are right.
  public var precision: Double {
    ratio(Double(truePositives), max(1, Double(truePositives + falsePositives)))
  }
  /// CLR_F1: the harmonic mean of both.
  public var f1: Double {
    let halves = 0.5 * Double(falseNegatives) + 0.5 * Double(falsePositives)
    return ratio(Double(truePositives), max(1, Double(truePositives) + halves))
  }
  /// FP_per_frame: the tracker's boxes without a match, for each frame.
  public var falsePositivesPerFrame: Double { ratio(Double(falsePositives), max(1, Double(frames))) }
  /// MTR: the share of the true tracks that were mostly tracked.
  public var mostlyTrackedRatio: Double { ratio(Double(mostlyTracked), tracks) }
  /// PTR: the share of those between.
  public var partlyTrackedRatio: Double { ratio(Double(partlyTracked), tracks) }
  /// MLR: the share of those that were mostly lost.
  public var mostlyLostRatio: Double { isVoid ? 1 : Double(mostlyLost) / tracks }
}
