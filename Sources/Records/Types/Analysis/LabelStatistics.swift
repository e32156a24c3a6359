/// How many objects of a class were seen, where frames are looked at, and for how long they stayed.
public struct LabelStatistics: FieldObject {
  /// Name of the class.
  public var label = ""
  /// Boxes in all.
  public var objects = 0
  /// Frames that show it.
  public var frames = 0
  /// Part of the frames looked at that show it, 0 to 1.
  public var share = 0.0
  /// Mean number in a frame, over all frames looked at.
  public var mean = 0.0
  /// Most in one frame.
  public var maximum = 0
  /// First time at which there were as many, in seconds.
  public var maximumTime: Double?
  /// Mean score of the boxes, 0 to 1.
  public var score: Double?
  /// Mean area of the boxes as a part of the picture, 0 to 1.
  public var area: Double?
  /// When it was first seen, in seconds.
  public var firstTime: Double?
  /// When it was last seen, in seconds.
  public var lastTime: Double?
  /// Tracks: objects that were told apart.
  public var tracks: Int?
  /// Most tracks in one frame.
  public var tracksMaximum: Int?
  /// Mean seconds from the first to the last sight of a track.
  public var dwellMean: Double?
  /// Median of the same.
  public var dwellMedian: Double?
  /// The longest of the same.
  public var dwellMaximum: Double?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("label", &label, "Name of the class.")
    try v.field("objects", &objects, "Boxes in all.")
    try v.field("frames", &frames, "Frames that show it.")
    try v.field("share", &share, "Part of the frames looked at that show it, 0 to 1.")
    try v.field("mean", &mean, "Mean number in a frame, over all frames looked at.")
    try v.field("maximum", &maximum, "Most in one frame.")
    try v.field("maximum_time", &maximumTime, "First time at which there were as many, in seconds.")
    try v.field("score", &score, "Mean score of the boxes, 0 to 1.")
    try v.field("area", &area, "Mean area of the boxes as a part of the picture, 0 to 1.")
    try v.field("first_time", &firstTime, "When it was first seen, in seconds.")
    try v.field("last_time", &lastTime, "When it was last seen, in seconds.")
    try v.field("tracks", &tracks, "Tracks: objects that were told apart; left out where nobody tracked.")
    try v.field("tracks_maximum", &tracksMaximum, "Most tracks in one frame.")
    try v.field("dwell_mean", &dwellMean, "Mean seconds from the first to the last sight of a track.")
    try v.field("dwell_median", &dwellMedian, "Median of the same.")
    try v.field("dwell_maximum", &dwellMaximum, "Longest of the same.")
  }
}
