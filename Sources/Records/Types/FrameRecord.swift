/// One frame, and what the stages have found out about it.
public struct FrameRecord: Record {
  /// `frame`.
  public static let type = "frame"
  /// What the record says.
  public static let summary =
    "One frame; it grows as it flows: detect adds objects, track ids, analyze metrics."

  /// The index in the source's order.
  public var frame = 0
  /// The presentation timestamp in ticks of the stream's time base.
  public var pts: Int64 = 0
  /// The same moment in seconds.
  public var time = 0.0
  /// Whether the frame was coded as a keyframe.
  public var isKeyframe: Bool?
  /// The objects found in the frame; `nil` where nobody looked.
  public var objects: [DetectedObject]?
  /// How the objects were found, where not every frame is looked at in full.
  public var detection: DetectionExtent?
  /// Measured values by name.
  public var metrics: OrderedValues<Double>?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Makes the record of a frame.
  /// - Parameters:
  ///   - frame: The index in the source's order, before sampling or dropping.
  ///   - pts: The presentation timestamp in ticks of the stream's time base.
  ///   - time: The same moment in seconds.
  ///   - objects: The objects found; `nil` where nobody looked.
  public init(frame: Int, pts: Int64, time: Double, objects: [DetectedObject]? = nil) {
    self.frame = frame
    self.pts = pts
    self.time = time
    self.objects = objects
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .frame(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field(
      "frame", &frame, "Index in the source's order, before sampling or dropping, from 0.", required: true)
    try v.field(
      "pts", &pts, "Presentation timestamp in the stream's time_base, from the source's own origin.",
      required: true)
    try v.field("time", &time, "The same moment in seconds, derived from pts.")
    try v.field("keyframe", &isKeyframe, "Whether the frame was coded as a keyframe.")
    try v.field("objects", &objects, "Objects found in the frame; left out where nobody looked.")
    try v.field(
      "detection", &detection,
      "How the objects were found: by a full look, by a look at some regions, or held from a frame before.")
    try v.field("metrics", &metrics, "Measured values by name.")
  }
}

/// How much of a frame was looked at.
public struct DetectionExtent: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// All of it.
  public static var full: Self { Self(rawValue: "full") }
  /// The regions where something moved; objects elsewhere are held from a frame before.
  public static var regions: Self { Self(rawValue: "regions") }
  /// Nothing: the objects are those of a frame before, because nothing moved.
  public static var held: Self { Self(rawValue: "held") }
  /// All that are known.
  public static var choices: [Self] { [.full, .regions, .held] }
}

/// One object found in a frame.
public struct DetectedObject: FieldObject {
  /// The name of the class.
  public var label = ""
  /// The index of the class in the model.
  public var classID: Int?
  /// How sure the detector is, 0 to 1.
  public var score: Float = 0
  /// Where the object is.
  public var box = Box()
  /// The identity that the tracker gave.
  public var trackID: Int?
  /// The state of the track.
  public var state: String?
  /// The seconds since the track began.
  public var age: Double?
  /// The velocity in pixels a second.
  public var velocity: Point?
  /// Places on the object, without names.
  public var landmarks: [Point]?
  /// Places on the object, with names.
  public var keypoints: [Keypoint]?
  /// The area in square pixels where it is known better than by the box.
  public var area: Double?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes an object with its defaults.
  public init() {}

  /// Makes an object as a detector finds it.
  /// - Parameters:
  ///   - label: The name of the class.
  ///   - classID: The index of the class in the model.
  ///   - score: How sure the detector is, 0 to 1.
  ///   - box: Where the object is, in pixels of the stream's declared size.
  public init(label: String, classID: Int? = nil, score: Float, box: Box) {
    self.label = label
    self.classID = classID
    self.score = score
    self.box = box
  }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("label", &label, "Name of the class.")
    try v.field("class_id", &classID, "Index of the class in the model.")
    try v.field("score", &score, "How sure the detector is, 0 to 1.")
    try v.field(
      "box", &box, "Left, top, width and height in pixels of the size that the stream record declares.")
    try v.field("track_id", &trackID, "Identity that the tracker gave, the same through all frames.")
    try v.field("state", &state, "State of the track, such as tentative, confirmed or lost.")
    try v.field("age", &age, "Seconds since the track began.")
    try v.field("velocity", &velocity, "Velocity in pixels a second, to the right and down.")
    try v.field("landmarks", &landmarks, "Places on the object in pixels, in the model's order.")
    try v.field("keypoints", &keypoints, "Named places on the object.")
    try v.field(
      "area", &area, "Area in square pixels, where it is known better than by the box (blobs, masks).")
  }
}

extension DetectedObject {
  /// The object in a picture whose width and height are `x` and `y` times as large.
  public func scaled(x: Float, y: Float) -> DetectedObject {
    var object = self
    object.box = box.scaled(x: x, y: y)
    object.velocity = velocity.map { Point(x: $0.x * x, y: $0.y * y) }
    object.landmarks = landmarks?.map { Point(x: $0.x * x, y: $0.y * y) }
    object.keypoints = keypoints?.map { keypoint in
      var keypoint = keypoint
      keypoint.x *= x
      keypoint.y *= y
      return keypoint
    }
    object.area = area.map { $0 * Double(x) * Double(y) }
    return object
  }
}

extension DetectedObject {
  /// The object in hundredths of a pixel and ten thousandths of a score: more is noise, and twice the bytes.
  public func rounded() -> DetectedObject {
    func pixels(_ value: Float) -> Float { (value * 100).rounded() / 100 }
    func pixels(_ point: Point) -> Point { Point(x: pixels(point.x), y: pixels(point.y)) }
    func score(_ value: Float) -> Float { (value * 10000).rounded() / 10000 }
    var object = self
    object.box = Box(
      x: pixels(box.x), y: pixels(box.y), width: pixels(box.width), height: pixels(box.height))
    object.score = score(self.score)
    object.velocity = velocity.map { pixels($0) }
    object.age = age.map { ($0 * 10000).rounded() / 10000 }
    object.landmarks = landmarks?.map { pixels($0) }
    object.keypoints = keypoints?.map {
      Keypoint(name: $0.name, x: pixels($0.x), y: pixels($0.y), score: score($0.score))
    }
    return object
  }
}

/// A named place on an object, such as an elbow.
public struct Keypoint: FieldObject {
  /// The name of the place.
  public var name = ""
  /// Pixels from the left.
  public var x: Float = 0
  /// Pixels from the top.
  public var y: Float = 0
  /// How sure the detector is, 0 to 1.
  public var score: Float = 0
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a keypoint with its defaults.
  public init() {}

  /// Makes a keypoint.
  public init(name: String, x: Float, y: Float, score: Float) {
    self.name = name
    self.x = x
    self.y = y
    self.score = score
  }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("name", &name, "Name of the place, such as left_elbow.")
    try v.field("x", &x, "Pixels from the left.")
    try v.field("y", &y, "Pixels from the top.")
    try v.field("score", &score, "How sure the detector is, 0 to 1.")
  }
}
