/// A track that ended: one object, from where it was first seen to where it was last seen.
public struct TrackRecord: Record {
  /// `track`.
  public static let type = "track"
  /// What the record says.
  public static let summary = "A track that ended: where and when one object was seen."

  /// The identity that the tracker gave.
  public var trackID = 0
  /// The name of the class.
  public var label = ""
  /// The index of the class in the model.
  public var classID: Int?
  /// The presentation timestamp of the first detection, in ticks of the stream's time base.
  public var firstPTS: Int64 = 0
  /// The presentation timestamp of the last detection, in ticks of the stream's time base.
  public var lastPTS: Int64 = 0
  /// The time of the first detection in seconds.
  public var firstTime = 0.0
  /// The time of the last detection in seconds.
  public var lastTime = 0.0
  /// The seconds between them.
  public var seconds = 0.0
  /// The frames in which the object was seen.
  public var frames = 0
  /// The mean score of the detections.
  public var score: Float = 0
  /// Where the object was, in pixels, from the first place to the last.
  public var path: [Point] = []
  /// The times of those places in seconds.
  public var pathTimes: [Double] = []
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Makes the record of a track.
  public init(trackID: Int, label: String, classID: Int? = nil) {
    self.trackID = trackID
    self.label = label
    self.classID = classID
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .track(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("track_id", &trackID, "Identity that the tracker gave, as on the objects.", required: true)
    try v.field("label", &label, "Name of the class.")
    try v.field("class_id", &classID, "Index of the class in the model.")
    try v.field("first_pts", &firstPTS, "Presentation timestamp of the first detection, in time_base.")
    try v.field("last_pts", &lastPTS, "Presentation timestamp of the last detection, in time_base.")
    try v.field("first_time", &firstTime, "The same moment in seconds, derived from first_pts.")
    try v.field("last_time", &lastTime, "The same moment in seconds, derived from last_pts.")
    try v.field("seconds", &seconds, "Seconds from the first detection to the last.")
    try v.field("frames", &frames, "Frames in which the object was seen.")
    try v.field("score", &score, "Mean score of the detections.")
    try v.field(
      "path", &path,
      "Places of the anchor point in pixels, evenly thinned to at most 64, with the first and the last.")
    try v.field("path_times", &pathTimes, "Times of those places in seconds.")
  }
}
