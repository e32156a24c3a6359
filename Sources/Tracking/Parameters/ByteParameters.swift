/// The settings of ``ByteTrack`` and ``BoTSORT``.
public struct ByteParameters: Sendable, Hashable {
  /// Detections above this score are matched first (Zhang 2022: tau; the code's `track_thresh`).
  public var highScore: Float = 0.5
  /// Detections above this score are matched second (the code's 0.1).
  public var lowScore: Float = 0.1
  /// The least score of a new track (the code's `track_thresh` + 0.1; BoT-SORT's `new_track_thresh`).
  public var newScore: Float = 0.6
  /// The greatest cost of a match in the first association, 0 to 1 (the code's `match_thresh`).
  public var matchThreshold: Float = 0.8
  /// The greatest IoU distance of a match in the second association.
  public var secondThreshold: Float = 0.5
  /// The greatest cost of a match of tracks that were seen once.
  public var unconfirmedThreshold: Float = 0.7
  /// Whether the IoU is multiplied by the score (the code's `fuse_score`, off for MOT20).
  public var fusesScore = true
  /// The IoU distance below which a seen and a lost track are one.
  public var duplicateDistance: Float = 0.15
  /// The longest time without a detection in seconds (the code's `track_buffer` of 30 frames at 30 a second).
  public var maximumLost = 1.0
  /// Whether the tracks follow the camera's motion (Aharon 2022, section 3.2).
  public var usesCameraMotion = false
  /// The greatest IoU distance at which appearance counts (Aharon 2022: theta_iou).
  public var proximityThreshold: Float = 0.5
  /// The greatest half cosine distance of a match by appearance (Aharon 2022: theta_emb).
  public var appearanceThreshold: Float = 0.25
  /// The share of the old vector in a track's mean appearance (Aharon 2022: alpha).
  public var appearanceMemory: Float = 0.9
  /// The length of a frame in seconds, the unit of time of the filter's noise.
  public var frameTime = 1.0 / 30
  /// The defaults of ByteTrack's code.
  public static let byteTrack = ByteParameters()
  /// The defaults of BoT-SORT's code.
  public static let botSORT = {
    var result = ByteParameters()
    result.highScore = 0.6
    result.newScore = 0.7
    result.usesCameraMotion = true
    return result
  }()
  /// The defaults of ByteTrack's code.
  public init() {}
}
