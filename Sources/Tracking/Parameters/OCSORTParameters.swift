/// The settings of ``OCSORT``.
public struct OCSORTParameters: Sendable, Hashable {
  /// Detections at or below this score are not used in the first association (the code's `det_thresh`).
  public var minimumScore: Float = 0.6
  /// The least IoU of a match (the code's `iou_threshold`).
  public var minimumIoU: Float = 0.3
  /// The longest time without a detection in seconds (the code's `max_age` of 30 frames).
  public var maximumLost = 1.0
  /// Consecutive matches before a track is output (the code's `min_hits`).
  public var minimumHits = 3
  /// The time over which the direction of a track is measured in frames (Cao 2023: delta t).
  public var directionFrames: Float = 3
  /// The weight of the direction's consistency (Cao 2023: lambda; the code's `inertia`).
  public var directionWeight: Float = 0.2
  /// Whether detections above ``lowScore`` are matched second, as in ByteTrack (the code's `use_byte`).
  public var usesLowScores = false
  /// The least score of the second association.
  public var lowScore: Float = 0.1
  /// The length of a frame in seconds, the unit of time of the filter's noise.
  public var frameTime = 1.0 / 30
  /// The defaults of the paper's code.
  public init() {}
}
