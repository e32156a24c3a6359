/// One shot: what lies between two cuts or gradual transitions.
public struct SceneRecord: Record {
  /// `scene`.
  public static let type = "scene"
  /// What the record says.
  public static let summary = "One shot: what lies between two cuts or gradual transitions."

  /// Number of the scene, from 0.
  public var scene = 0
  /// Index of its first frame, in the source's order.
  public var frame = 0
  /// Index of the first frame after it.
  public var endFrame = 0
  /// Presentation timestamp of its first frame, in time_base.
  public var pts: Int64 = 0
  /// Start in seconds.
  public var start = 0.0
  /// End in seconds.
  public var end = 0.0
  /// How it begins.
  public var transition = SceneTransition.start
  /// Start of the gradual transition into it, in seconds.
  public var transitionStart: Double?
  /// End of the gradual transition into it, in seconds.
  public var transitionEnd: Double?
  /// How sure the transition into it is, 0 to 1.
  public var score: Double?
  /// Whether it begins at a keyframe.
  public var isKeyframe: Bool?
  /// Measured values by name, means over its frames.
  public var metrics: OrderedValues<Double>?
  /// What it shows, most likely first.
  public var tags: [TagScore]?
  /// Mean number of objects in a sampled frame, by class.
  public var objects: OrderedValues<Double>?
  /// Path of a picture of it.
  public var thumbnail: String?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// The record as one of all.
  public var asAny: AnyRecord { .scene(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("scene", &scene, "Number of the scene, from 0.")
    try v.field("frame", &frame, "Index of its first frame, in the source's order.")
    try v.field("end_frame", &endFrame, "Index of the first frame after it.")
    try v.field("pts", &pts, "Presentation timestamp of its first frame, in time_base.")
    try v.field("start", &start, "Start in seconds.")
    try v.field("end", &end, "End in seconds.")
    try v.field("transition", &transition, "How it begins.")
    try v.field("transition_start", &transitionStart, "Start of the gradual transition into it, in seconds.")
    try v.field("transition_end", &transitionEnd, "End of the gradual transition into it, in seconds.")
    try v.field("score", &score, "How sure the transition into it is, 0 to 1.")
    try v.field("keyframe", &isKeyframe, "Whether it begins at a keyframe.")
    try v.field("metrics", &metrics, "Measured values by name, means over its frames.")
    try v.field("tags", &tags, "What it shows, most likely first.")
    try v.field("objects", &objects, "Mean number of objects in a sampled frame, by class.")
    try v.field("thumbnail", &thumbnail, "Path of a picture of it.")
  }
}

/// How a scene begins.
public struct SceneTransition: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// It is the first one.
  public static var start: Self { Self(rawValue: "start") }
  /// From one frame to the next.
  public static var cut: Self { Self(rawValue: "cut") }
  /// The scene before melts into it.
  public static var dissolve: Self { Self(rawValue: "dissolve") }
  /// Through a picture of one colour, mostly black or white.
  public static var fade: Self { Self(rawValue: "fade") }
  /// All that are known.
  public static var choices: [Self] { [.start, .cut, .dissolve, .fade] }
}

/// A thing that a scene or a file shows.
public struct TagScore: FieldObject {
  /// Name of the class.
  public var label = ""
  /// What kind of thing that is, such as animal or vehicle.
  public var group: String?
  /// Mean score over the sampled frames, 0 to 1.
  public var score = 0.0
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("label", &label, "Name of the class.")
    try v.field("group", &group, "What kind of thing that is, such as animal or vehicle.")
    try v.field("score", &score, "Mean score over the sampled frames, 0 to 1.")
  }
}
