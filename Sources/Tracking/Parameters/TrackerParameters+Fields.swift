extension TrackerParameters {
  /// All settings, as `cascade.minimumIoU`.
  public static let fields: [ParameterField<TrackerParameters>] =
    CascadeParameters.fields.map { ParameterField("cascade", \.cascade, $0) }
    + ByteParameters.fields.map { ParameterField("bytetrack", \.byteTrack, $0) }
    + ByteParameters.fields.map { ParameterField("botsort", \.botSORT, $0) }
    + OCSORTParameters.fields.map { ParameterField("ocsort", \.ocSORT, $0) }
    + SORTParameters.fields.map { ParameterField("sort", \.sort, $0) }
}

extension CascadeParameters {
  /// The settings by name.
  public static let fields: [ParameterField<CascadeParameters>] = [
    ParameterField(
      "medianBelief", \.medianBelief,
      "The belief at the median score of believed tracks"),
    ParameterField(
      "highBelief", \.highBelief,
      "Detections from this belief on are matched first (after ByteTrack, Zhang 2022)"),
    ParameterField(
      "lowBelief", \.lowBelief,
      "Detections from this belief on are matched second, the rest is not used"),
    ParameterField(
      "newBelief", \.newBelief,
      "The least belief of a detection that starts a track"),
    ParameterField(
      "instantBelief", \.instantBelief,
      "From this belief on a track is confirmed by its first detection"),
    ParameterField(
      "confirmHits", \.confirmHits,
      "The detections after which a track may be confirmed"),
    ParameterField(
      "confirmBelief", \.confirmBelief,
      "The sum of beliefs at which a track is confirmed (a track score as Blackman's, 2004)"),
    ParameterField(
      "planeWeight", \.planeWeight,
      """
      How much a height that does not fit the ground takes from the belief (see GroundPlane); 0 turns \
      it off
      """),
    ParameterField(
      "planeLimit", \.planeLimit,
      "The deviation in standard deviations from which on it takes"),
    ParameterField(
      "planeMost", \.planeMost,
      "The most that it takes"),
    ParameterField(
      "planeMemory", \.planeMemory,
      "The memory of the ground in seconds"),
    ParameterField(
      "positionNoise", \.positionNoise,
      "The random walk of the middle in h per square root of a second"),
    ParameterField(
      "velocityNoise", \.velocityNoise,
      "The change of the middle's velocity in h/s per square root of a second"),
    ParameterField(
      "sizeNoise", \.sizeNoise,
      "The random walk of width and height"),
    ParameterField(
      "sizeVelocityNoise", \.sizeVelocityNoise,
      "The change of the velocity of width and height"),
    ParameterField(
      "measurementNoise", \.measurementNoise,
      "The standard deviation of a detection's middle in h"),
    ParameterField(
      "sizeMeasurementNoise", \.sizeMeasurementNoise,
      "The standard deviation of a detection's width and height in h"),
    ParameterField(
      "scoreNoise", \.scoreNoise,
      """
      How much larger both are at belief 0 than at 4, as a factor less 1 (NSA Kalman, Du et al., \
      GIAOTracker, 2021)
      """),
    ParameterField(
      "adaptationRate", \.adaptationRate,
      """
      How fast the process noise adapts to the objects, per detection (see NoiseAdaptation); 0 turns \
      it off
      """),
    ParameterField(
      "adaptationTarget", \.adaptationTarget,
      """
      The correlation of innovations that the adaptation aims at; above 0 the filter is slower than \
      the best one for the next frame, which is better for longer gaps
      """),
    ParameterField(
      "initialVelocity", \.initialVelocity,
      "The standard deviation of a new track's velocity in h/s"),
    ParameterField(
      "initialSizeVelocity", \.initialSizeVelocity,
      "The standard deviation of a new track's growth in h/s"),
    ParameterField(
      "estimatesCamera", \.estimatesCamera,
      "Whether the motion of the camera is estimated from the detections where nobody measured it"),
    ParameterField(
      "cameraTracks", \.cameraTracks,
      "The matched tracks that such an estimate needs"),
    ParameterField(
      "cameraShrink", \.cameraShrink,
      "How much of it the quartiles' distance takes away: 1 takes all where it is as large as the motion"),
    ParameterField(
      "minimumIoU", \.minimumIoU,
      """
      The least similarity of a match in the first association: IoU times height IoU (Hybrid-SORT, \
      Yang et al. 2024)
      """),
    ParameterField(
      "secondIoU", \.secondIoU,
      "The least similarity of a match with a detection of low belief"),
    ParameterField(
      "tentativeIoU", \.tentativeIoU,
      "The least similarity of a match with a track that is not confirmed"),
    ParameterField(
      "buffer", \.buffer,
      """
      The share of a prediction's standard deviation by which boxes are expanded (buffered IoU, Yang \
      et al. 2023)
      """),
    ParameterField(
      "scoreFuse", \.scoreFuse,
      "How much a detection of belief -4 is worth less than one of 4, 0 to 1 (ByteTrack's fuse_score)"),
    ParameterField(
      "lostPenalty", \.lostPenalty,
      "What each second without a detection takes from the similarity, at most 0.2"),
    ParameterField(
      "secondLost", \.secondLost,
      """
      The seconds since the last detection up to which a track takes one of low belief; the last \
      frame always counts
      """),
    ParameterField(
      "appearanceDistance", \.appearanceDistance,
      "The greatest half cosine distance of a match by appearance (BoT-SORT, Aharon 2022: theta_emb)"),
    ParameterField(
      "appearanceVeto", \.appearanceVeto,
      "The half cosine distance from which on a detection is not a lost track's, however near"),
    ParameterField(
      "findDistance", \.findDistance,
      "The greatest half cosine distance at which a lost track is found again away from its prediction"),
    ParameterField(
      "findReach", \.findReach,
      "How far from its prediction that may be: in h, and in h for every second without a detection"),
    ParameterField(
      "appearanceMemory", \.appearanceMemory,
      "The share of the old vector in a track's mean appearance (Aharon 2022: alpha)"),
    ParameterField(
      "maximumLost", \.maximumLost,
      "The longest time without a detection in seconds; two frames at least"),
    ParameterField(
      "tentativeLost", \.tentativeLost,
      "The same for a track that is not confirmed"),
    ParameterField(
      "coastTime", \.coastTime,
      "The time in seconds for which the predicted box of a hidden object is output"),
    ParameterField(
      "coastCover", \.coastCover,
      "The part of the predicted box that a seen object must cover for that"),
    ParameterField(
      "coastHits", \.coastHits,
      "The detections that the track must have had for that"),
    ParameterField(
      "coastInside", \.coastInside,
      "The part of the predicted box that must be in the picture for that"),
  ]
}

extension ByteParameters {
  /// The settings by name.
  public static let fields: [ParameterField<ByteParameters>] = [
    ParameterField(
      "highScore", \.highScore,
      "Detections above this score are matched first (Zhang 2022: tau; the code's track_thresh)"),
    ParameterField(
      "lowScore", \.lowScore,
      "Detections above this score are matched second (the code's 0.1)"),
    ParameterField(
      "newScore", \.newScore,
      "The least score of a new track (the code's track_thresh + 0.1; BoT-SORT's new_track_thresh)"),
    ParameterField(
      "matchThreshold", \.matchThreshold,
      "The greatest cost of a match in the first association, 0 to 1 (the code's match_thresh)"),
    ParameterField(
      "secondThreshold", \.secondThreshold,
      "The greatest IoU distance of a match in the second association"),
    ParameterField(
      "unconfirmedThreshold", \.unconfirmedThreshold,
      "The greatest cost of a match of tracks that were seen once"),
    ParameterField(
      "fusesScore", \.fusesScore,
      "Whether the IoU is multiplied by the score (the code's fuse_score, off for MOT20)"),
    ParameterField(
      "duplicateDistance", \.duplicateDistance,
      "The IoU distance below which a seen and a lost track are one"),
    ParameterField(
      "maximumLost", \.maximumLost,
      """
      The longest time without a detection in seconds (the code's track_buffer of 30 frames at 30 a \
      second)
      """),
    ParameterField(
      "usesCameraMotion", \.usesCameraMotion,
      "Whether the tracks follow the camera's motion (Aharon 2022, section 3.2)"),
    ParameterField(
      "proximityThreshold", \.proximityThreshold,
      "The greatest IoU distance at which appearance counts (Aharon 2022: theta_iou)"),
    ParameterField(
      "appearanceThreshold", \.appearanceThreshold,
      "The greatest half cosine distance of a match by appearance (Aharon 2022: theta_emb)"),
    ParameterField(
      "appearanceMemory", \.appearanceMemory,
      "The share of the old vector in a track's mean appearance (Aharon 2022: alpha)"),
    ParameterField(
      "frameTime", \.frameTime,
      "The length of a frame in seconds, the unit of time of the filter's noise"),
  ]
}

extension OCSORTParameters {
  /// The settings by name.
  public static let fields: [ParameterField<OCSORTParameters>] = [
    ParameterField(
      "minimumScore", \.minimumScore,
      "Detections at or below this score are not used in the first association (the code's det_thresh)"),
    ParameterField(
      "minimumIoU", \.minimumIoU,
      "The least IoU of a match (the code's iou_threshold)"),
    ParameterField(
      "maximumLost", \.maximumLost,
      "The longest time without a detection in seconds (the code's max_age of 30 frames)"),
    ParameterField(
      "minimumHits", \.minimumHits,
      "Consecutive matches before a track is output (the code's min_hits)"),
    ParameterField(
      "directionFrames", \.directionFrames,
      "The time over which the direction of a track is measured in frames (Cao 2023: delta t)"),
    ParameterField(
      "directionWeight", \.directionWeight,
      "The weight of the direction's consistency (Cao 2023: lambda; the code's inertia)"),
    ParameterField(
      "usesLowScores", \.usesLowScores,
      "Whether detections above lowScore are matched second, as in ByteTrack (the code's use_byte)"),
    ParameterField(
      "lowScore", \.lowScore,
      "The least score of the second association"),
    ParameterField(
      "frameTime", \.frameTime,
      "The length of a frame in seconds, the unit of time of the filter's noise"),
  ]
}

extension SORTParameters {
  /// The settings by name.
  public static let fields: [ParameterField<SORTParameters>] = [
    ParameterField(
      "minimumIoU", \.minimumIoU,
      "The least IoU of a match (Bewley 2016, section 3.3: IoUmin)"),
    ParameterField(
      "maximumLost", \.maximumLost,
      "The longest time without a detection in seconds (TLost; the code's max_age of 1 frame)"),
    ParameterField(
      "minimumHits", \.minimumHits,
      "Consecutive matches before a track is output (the code's min_hits)"),
    ParameterField(
      "frameTime", \.frameTime,
      "The length of a frame in seconds, the unit of time of the filter's noise"),
  ]
}
