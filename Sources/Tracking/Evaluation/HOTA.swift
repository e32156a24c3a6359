/// Higher Order Tracking Accuracy (Luiten et al., "HOTA: A Higher Order Metric for Evaluating Multi-Object
/// Tracking", IJCV 2021), with TrackEval's names, steps and numbers.
///
/// Each list has a value for each threshold of ``alphas``; TrackEval reports its mean.
public struct HOTA: Sendable, Equatable {
  /// The overlaps from which a match counts: 0.05 to 0.95.
  public static let alphas = (0..<19).map { 0.05 + Double($0) * 0.05 }

  /// HOTA: the geometric mean of detection and association accuracy.
  public private(set) var hota = zeros
  /// DetA: detection accuracy.
  public private(set) var detA = zeros
  /// AssA: association accuracy.
  public private(set) var assA = zeros
  /// DetRe: the share of the ground truth that was found.
  public private(set) var detRe = zeros
  /// DetPr: the share of the tracker's boxes that are right.
  public private(set) var detPr = zeros
  /// AssRe: how much of each true track lies in one of the tracker's.
  public private(set) var assRe = zeros
  /// AssPr: how much of each of the tracker's tracks lies in one true track.
  public private(set) var assPr = zeros
  /// LocA: the mean overlap of what was matched.
  public private(set) var locA = ones
  /// OWTA: the geometric mean of detection recall and association accuracy (open world).
  public private(set) var owta = zeros
  /// The matches.
  public private(set) var truePositives = zeros
  /// The boxes of the ground truth without a match.
  public private(set) var falseNegatives = zeros
  /// The tracker's boxes without a match.
  public private(set) var falsePositives = zeros

  private static let zeros = [Double](repeating: 0, count: alphas.count)
  private static let ones = [Double](repeating: 1, count: alphas.count)

  /// HOTA at the smallest threshold.
  public var hota0: Double { hota[0] }
  /// LocA at the smallest threshold.
  public var locA0: Double { locA[0] }
  /// HOTA times LocA at the smallest threshold.
  public var hotaLocA0: Double { hota[0] * locA[0] }

  /// Scores a sequence.
  public init(_ sequence: ScoredSequence) {
    let (truth, tracked) = (Double(sequence.truthIDs.count), Double(sequence.trackedIDs.count))
    guard truth > 0, tracked > 0 else {
      falseNegatives = falseNegatives.map { _ in truth }
      falsePositives = falsePositives.map { _ in tracked }
      return
    }
    let alignment = Self.alignment(sequence)
    let levels = Self.alphas.map { $0 - .ulpOfOne }
    // How often each pair of identities is matched, from each threshold on.
    var counts = [Double](repeating: 0, count: sequence.pairs.count * levels.count)
    var overlapSums = Self.zeros
    var matching = FrameMatching()
    for frame in sequence.frames where !frame.truth.isEmpty && !frame.tracked.isEmpty {
      matching.match(sequence, frame) { alignment[$0.pair] * $0.similarity }
      for index in matching.matches {
        let overlap = sequence.overlaps[index]
        for (level, least) in levels.enumerated() where overlap.similarity >= least {
          truePositives[level] += 1
          overlapSums[level] += overlap.similarity
          counts[overlap.pair * levels.count + level] += 1
        }
      }
    }
    for level in levels.indices {
      falseNegatives[level] = truth - truePositives[level]
      falsePositives[level] = tracked - truePositives[level]
      locA[level] = max(1e-10, overlapSums[level]) / max(1e-10, truePositives[level])
    }
    associate(sequence, counts)
    finish()
  }

  /// How well each pair of identities fits over the whole sequence: the overlaps that they share, each over all
  /// overlaps of both boxes, against the boxes of both (Jaccard).
  private static func alignment(_ sequence: ScoredSequence) -> [Double] {
    var shared = [Double](repeating: 0, count: sequence.pairs.count)
    var (rowSums, columnSums): ([Double], [Double]) = ([], [])
    for frame in sequence.frames {
      rowSums.resize(to: frame.truth.count, filledWith: 0)
      columnSums.resize(to: frame.tracked.count, filledWith: 0)
      for index in frame.overlaps {
        let overlap = sequence.overlaps[index]
        rowSums[overlap.row] += overlap.similarity
        columnSums[overlap.column] += overlap.similarity
      }
      for index in frame.overlaps {
        let overlap = sequence.overlaps[index]
        let sum = columnSums[overlap.column] + rowSums[overlap.row] - overlap.similarity
        if sum > .ulpOfOne { shared[overlap.pair] += overlap.similarity / sum }
      }
    }
    return zip(sequence.pairs, shared).map { pair, shared in
      shared / (Double(sequence.truthCounts[pair.truth] + sequence.trackedCounts[pair.tracked]) - shared)
    }
  }

  /// The association scores: of each pair of identities, averaged over its matches.
  private mutating func associate(_ sequence: ScoredSequence, _ counts: [Double]) {
    let levels = Self.alphas.count
    for (number, pair) in sequence.pairs.enumerated() {
      let truth = Double(sequence.truthCounts[pair.truth])
      let tracked = Double(sequence.trackedCounts[pair.tracked])
      for level in 0..<levels {
        let count = counts[number * levels + level]
        guard count > 0 else { break }
        assA[level] += count * (count / max(1, truth + tracked - count))
        assRe[level] += count * (count / max(1, truth))
        assPr[level] += count * (count / max(1, tracked))
      }
    }
    for level in 0..<levels {
      let matches = max(1, truePositives[level])
      assA[level] /= matches
      assRe[level] /= matches
      assPr[level] /= matches
    }
  }

  /// The scores that follow from others.
  private mutating func finish() {
    for level in Self.alphas.indices {
      let (hits, misses, extras) = (truePositives[level], falseNegatives[level], falsePositives[level])
      detRe[level] = hits / max(1, hits + misses)
      detPr[level] = hits / max(1, hits + extras)
      detA[level] = hits / max(1, hits + misses + extras)
      hota[level] = (detA[level] * assA[level]).squareRoot()
      owta[level] = (detRe[level] * assA[level]).squareRoot()
    }
  }

  /// Scores several sequences as one: counts are added, the rest is weighed by matches.
  public init(combining scores: [HOTA]) {
    for level in Self.alphas.indices {
      truePositives[level] = scores.reduce(0) { $0 + $1.truePositives[level] }
      falseNegatives[level] = scores.reduce(0) { $0 + $1.falseNegatives[level] }
      falsePositives[level] = scores.reduce(0) { $0 + $1.falsePositives[level] }
      let matches = truePositives[level]
      func weighed(_ value: KeyPath<HOTA, [Double]>) -> Double {
        scores.reduce(0) { $0 + $1[keyPath: value][level] * $1.truePositives[level] }
      }
      assA[level] = weighed(\.assA) / max(1, matches)
      assRe[level] = weighed(\.assRe) / max(1, matches)
      assPr[level] = weighed(\.assPr) / max(1, matches)
      locA[level] = max(1e-10, weighed(\.locA)) / max(1e-10, matches)
    }
    finish()
  }
}
