/// The settings of ``SORT``.
public struct SORTParameters: Sendable, Hashable {
  /// The least IoU of a match (Bewley 2016, section 3.3: IoUmin).
  public var minimumIoU: Float = 0.3
  /// The longest time without a detection in seconds (TLost; the code's `max_age` of 1 frame).
  public var maximumLost: Double = 1.0 / 30
  /// Consecutive matches before a track is output (the code's `min_hits`).
  public var minimumHits = 3
  /// The length of a frame in seconds, the unit of time of the filter's noise.
  public var frameTime: Double = 1.0 / 30
  /// The defaults of the paper's code.
  public init() {}
}
