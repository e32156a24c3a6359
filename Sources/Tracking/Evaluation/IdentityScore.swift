/// The identity metrics (Ristani et al., "Performance Measures and a Data Set for Multi-Target, Multi-Camera
/// Tracking", ECCV workshops 2016), with TrackEval's names and numbers.
///
/// Each true track is given one of the tracker's, so that the most boxes fall together.
public struct IdentityScore: Sendable, Equatable {
  /// IDTP: the boxes that fall together.
  public private(set) var truePositives = 0
  /// IDFN: the ground truth's boxes that do not.
  public private(set) var falseNegatives = 0
  /// IDFP: the tracker's boxes that do not.
  public private(set) var falsePositives = 0

  /// IDF1: the harmonic mean of both.
  public var f1: Double {
    let halves = 0.5 * Double(falsePositives) + 0.5 * Double(falseNegatives)
    return Double(truePositives) / max(1, Double(truePositives) + halves)
  }
  /// IDR: the share of the ground truth's boxes that fall together with a tracker's.
  public var recall: Double { Double(truePositives) / max(1, Double(truePositives + falseNegatives)) }
  /// IDP: the share of the tracker's boxes.
  public var precision: Double { Double(truePositives) / max(1, Double(truePositives + falsePositives)) }

  /// Scores a sequence.
  /// - Parameters:
  ///   - sequence: The sequence.
  ///   - threshold: The overlap from which boxes fall together.
  public init(_ sequence: ScoredSequence, threshold: Double = 0.5) {
    var counts = [Int](repeating: 0, count: sequence.pairs.count)
    for overlap in sequence.overlaps where overlap.similarity >= threshold { counts[overlap.pair] += 1 }
    truePositives = Self.largestSum(sequence, counts)
    falseNegatives = sequence.truthIDs.count - truePositives
    falsePositives = sequence.trackedIDs.count - truePositives
  }

  /// Scores several sequences as one: counts are added.
  public init(combining scores: [IdentityScore]) {
    for score in scores {
      truePositives += score.truePositives
      falseNegatives += score.falseNegatives
      falsePositives += score.falsePositives
    }
  }

  /// The most boxes that fall together when each track is given one track of the other side.
  ///
  /// A pair costs the boxes of both tracks less twice those that they share, and a track alone costs its boxes:
  /// what is shared alone decides, and tracks that share nothing can be left out.
  private static func largestSum(_ sequence: ScoredSequence, _ counts: [Int]) -> Int {
    var rows: [Int: Int] = [:]
    var columns: [Int: Int] = [:]
    for (pair, count) in zip(sequence.pairs, counts) where count > 0 {
      if rows[pair.truth] == nil { rows[pair.truth] = rows.count }
      if columns[pair.tracked] == nil { columns[pair.tracked] = columns.count }
    }
    var costs = [Double](repeating: 0, count: rows.count * columns.count)
    for (pair, count) in zip(sequence.pairs, counts) where count > 0 {
      guard let row = rows[pair.truth], let column = columns[pair.tracked] else { continue }
      costs[row * columns.count + column] = -Double(count)
    }
    var assignment = DenseAssignment()
    guard assignment.solve(costs, rows: rows.count, columns: columns.count) else { return 0 }
    return assignment.columnOfRow.enumerated().reduce(0) { sum, pair in
      pair.element < 0 ? sum : sum - Int(costs[pair.offset * columns.count + pair.element])
    }
  }
}
