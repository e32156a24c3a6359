/// The settings of ``CascadeTracker``.
///
/// Beliefs are log odds that a detection is an object (see ``ScoreScale``): 0 is even, 2.6 the median of
/// believed tracks. Lengths and speeds are in h, the size of the box (see ``CascadeTrack``), so that they
/// hold at every distance and resolution.
public struct CascadeParameters: Sendable, Hashable {
  // Beliefs.

  /// The belief at the median score of believed tracks.
  public var medianBelief: Float = 2.6
  /// Detections from this belief on are matched first (after ByteTrack, Zhang 2022).
  public var highBelief: Float = -2
  /// Detections from this belief on are matched second, the rest is not used.
  public var lowBelief: Float = -4
  /// The least belief of a detection that starts a track.
  public var newBelief: Float = -0.5
  /// From this belief on a track is confirmed by its first detection.
  public var instantBelief: Float = 3.4
  /// The detections after which a track may be confirmed.
  public var confirmHits = 2
  /// The sum of beliefs at which a track is confirmed (a track score as Blackman's, 2004).
  public var confirmBelief: Float = 3
  /// How much a height that does not fit the ground takes from the belief (see ``GroundPlane``); 0 turns it
  /// off.
  public var planeWeight: Float = 0.5
  /// The deviation in standard deviations from which on it takes.
  public var planeLimit: Float = 2.2
  /// The most that it takes.
  public var planeMost: Float = 6
  /// The memory of the ground in seconds.
  public var planeMemory: Float = 10

  // Motion.

  /// The random walk of the middle in h per square root of a second.
  public var positionNoise: Float = 0.2
  /// The change of the middle's velocity in h/s per square root of a second.
  public var velocityNoise: Float = 0.8
  /// The random walk of width and height.
  public var sizeNoise: Float = 0.17
  /// The change of the velocity of width and height.
  public var sizeVelocityNoise: Float = 0.2
  /// The standard deviation of a detection's middle in h.
  public var measurementNoise: Float = 0.08
  /// The standard deviation of a detection's width and height in h.
  public var sizeMeasurementNoise: Float = 0.06
  /// How much larger both are at belief 0 than at 4, as a factor less 1 (NSA Kalman, Du et al., GIAOTracker,
  /// 2021).
  public var scoreNoise: Float = 1.5
  /// How fast the process noise adapts to the objects, per detection (see ``NoiseAdaptation``); 0 turns it
  /// off.
  public var adaptationRate: Float = 0.02
  /// The correlation of innovations that the adaptation aims at; above 0 the filter is slower than the best
  /// one for the next frame, which is better for longer gaps.
  public var adaptationTarget: Float = 0.02
  /// The standard deviation of a new track's velocity in h/s.
  public var initialVelocity: Float = 3
  /// The standard deviation of a new track's growth in h/s.
  public var initialSizeVelocity: Float = 1
  /// Whether the motion of the camera is estimated from the detections where nobody measured it.
  public var estimatesCamera = true
  /// The matched tracks that such an estimate needs.
  public var cameraTracks = 3
  /// How much of it the quartiles' distance takes away: 1 takes all where it is as large as the motion.
  public var cameraShrink: Float = 0.5

  // Association.

  /// The least similarity of a match in the first association: IoU times height IoU (Hybrid-SORT, Yang et al.
  /// 2024).
  public var minimumIoU: Float = 0.22
  /// The least similarity of a match with a detection of low belief.
  public var secondIoU: Float = 0.3
  /// The least similarity of a match with a track that is not confirmed.
  public var tentativeIoU: Float = 0.35
  /// The share of a prediction's standard deviation by which boxes are expanded (buffered IoU, Yang et al.
  /// 2023).
  public var buffer: Float = 0.15
  /// How much a detection of belief -4 is worth less than one of 4, 0 to 1 (ByteTrack's `fuse_score`).
  public var scoreFuse: Float = 0.4
  /// What each second without a detection takes from the similarity, at most 0.2.
  public var lostPenalty: Float = 0.1
  /// The seconds since the last detection up to which a track takes one of low belief; the last frame always
  /// counts.
  public var secondLost: Double = 0.2
  /// The greatest half cosine distance of a match by appearance (BoT-SORT, Aharon 2022: theta_emb).
  public var appearanceDistance: Float = 0.25
  /// The half cosine distance from which on a detection is not a lost track's, however near.
  public var appearanceVeto: Float = 0.4
  /// The greatest half cosine distance at which a lost track is found again away from its prediction.
  public var findDistance: Float = 0.12
  /// How far from its prediction that may be: in h, and in h for every second without a detection.
  public var findReach: Float = 1
  /// The share of the old vector in a track's mean appearance (Aharon 2022: alpha).
  public var appearanceMemory: Float = 0.9

  // Lives.

  /// The longest time without a detection in seconds; two frames at least.
  public var maximumLost: Double = 1.5
  /// The same for a track that is not confirmed.
  public var tentativeLost: Double = 0.15
  /// The time in seconds for which the predicted box of a hidden object is output.
  public var coastTime: Double = 0.16
  /// The part of the predicted box that a seen object must cover for that.
  public var coastCover: Float = 0.1
  /// The detections that the track must have had for that.
  public var coastHits = 5
  /// The part of the predicted box that must be in the picture for that.
  public var coastInside: Float = 1

  /// The defaults.
  public init() {}
}
