import Records

/// All metrics of one sequence, or of several taken as one.
public struct TrackScore: Sendable, Equatable {
  /// Higher Order Tracking Accuracy.
  public var hota: HOTA
  /// The CLEAR metrics.
  public var clear: CLEAR
  /// The identity metrics.
  public var identity: IdentityScore
  /// Dets: the tracker's boxes.
  public var trackedBoxes = 0
  /// GT_Dets: the ground truth's boxes.
  public var truthBoxes = 0
  /// IDs: the tracker's identities.
  public var trackedIDs = 0
  /// GT_IDs: the ground truth's identities.
  public var truthIDs = 0
  /// The frames.
  public var frames = 0
  /// The overlap from which CLEAR and identity metrics count a match.
  public let threshold: Double

  /// Scores a sequence.
  /// - Parameters:
  ///   - sequence: The sequence.
  ///   - threshold: The overlap from which CLEAR and identity metrics count a match, above 0 and up to 1.
  public init(_ sequence: ScoredSequence, threshold: Double = 0.5) {
    precondition(threshold > 0 && threshold <= 1, "an overlap")
    self.threshold = threshold
    hota = HOTA(sequence)
    clear = CLEAR(sequence, threshold: threshold)
    identity = IdentityScore(sequence, threshold: threshold)
    trackedBoxes = sequence.trackedIDs.count
    truthBoxes = sequence.truthIDs.count
    trackedIDs = sequence.trackedCounts.count
    truthIDs = sequence.truthCounts.count
    frames = sequence.frames.count
  }

  /// Scores several sequences as one, as TrackEval combines them: by boxes, not by sequences.
  public init(combining scores: [TrackScore]) {
    threshold = scores.first?.threshold ?? 0.5
    hota = HOTA(combining: scores.map(\.hota))
    clear = CLEAR(combining: scores.map(\.clear))
    identity = IdentityScore(combining: scores.map(\.identity))
    for score in scores {
      trackedBoxes += score.trackedBoxes
      truthBoxes += score.truthBoxes
      trackedIDs += score.trackedIDs
      truthIDs += score.truthIDs
      frames += score.frames
    }
  }
}
