/// What an object did at a line or in a zone.
public struct EventRecord: Record {
  /// `event`.
  public static let type = "event"
  /// What the record says.
  public static let summary = "An object crossed a line, or entered a zone, dwelt in it or left it."

  /// What happened.
  public var event = EventKind.crossed
  /// The name of the line or zone.
  public var name = ""
  /// Which way a line was crossed.
  public var direction: CrossingDirection?
  /// The identity that the tracker gave.
  public var trackID = 0
  /// The name of the class.
  public var label = ""
  /// The index of the frame in which it happened.
  public var frame = 0
  /// The frame's presentation timestamp in ticks of the stream's time base.
  public var pts: Int64 = 0
  /// The same moment in seconds.
  public var time = 0.0
  /// Where the object's anchor point was in that frame, in pixels.
  public var point = Point()
  /// The seconds in the zone up to then.
  public var seconds: Double?
  /// What the line or zone has counted so far, this event included.
  public var counts: OrderedValues<Int>?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Makes the record of an event.
  public init(event: EventKind, name: String, trackID: Int, label: String) {
    self.event = event
    self.name = name
    self.trackID = trackID
    self.label = label
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .event(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("event", &event, "What happened.")
    try v.field("name", &name, "Name of the line or zone.")
    try v.field(
      "direction", &direction,
      "Which way a line was crossed: in is to the right hand of who looks from its first point to its second."
    )
    try v.field("track_id", &trackID, "Identity that the tracker gave, as on the objects.")
    try v.field("label", &label, "Name of the class.")
    try v.field("frame", &frame, "Index of the frame in which it happened; it is told when it is certain.")
    try v.field("pts", &pts, "Presentation timestamp of that frame, in time_base.")
    try v.field("time", &time, "The same moment in seconds, derived from pts.")
    try v.field("point", &point, "Place of the object's anchor point in that frame, in pixels.")
    try v.field("seconds", &seconds, "Seconds in the zone up to then; for dwelt and left.")
    try v.field(
      "counts", &counts,
      "Counted so far, this event included: in and out at a line, inside (now) and entered at a zone.")
  }
}

/// What an object does at a line or in a zone.
public struct EventKind: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// It went over a line.
  public static var crossed: Self { Self(rawValue: "crossed") }
  /// It came into a zone, or was first seen in it.
  public static var entered: Self { Self(rawValue: "entered") }
  /// It went out of a zone, or was last seen in it.
  public static var left: Self { Self(rawValue: "left") }
  /// It has been in a zone for as long as was asked for.
  public static var dwelt: Self { Self(rawValue: "dwelt") }
  /// All that are known.
  public static var choices: [Self] { [.crossed, .entered, .left, .dwelt] }
}

/// Which way a line is crossed.
public struct CrossingDirection: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// From the left hand to the right hand of who looks from the line's first point to its second; downwards
  /// over a line that is drawn from left to right.
  public static var `in`: Self { Self(rawValue: "in") }
  /// The other way.
  public static var out: Self { Self(rawValue: "out") }
  /// All that are known.
  public static var choices: [Self] { [.in, .out] }
}
