/// How often one thing happened at a line or in a zone, to objects of one class.
public struct ShapeCount: FieldObject {
  /// The name of the line or zone.
  public var name = ""
  /// What happened.
  public var event = EventKind.crossed
  /// Which way, at a line.
  public var direction: CrossingDirection?
  /// The name of the class.
  public var label = ""
  /// How often.
  public var count = 0
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a count with its defaults.
  public init() {}

  /// Makes a count.
  public init(
    name: String, event: EventKind, direction: CrossingDirection? = nil, label: String, count: Int
  ) {
    self.name = name
    self.event = event
    self.direction = direction
    self.label = label
    self.count = count
  }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("name", &name, "Name of the line or zone.")
    try v.field("event", &event, "What happened.")
    try v.field("direction", &direction, "Which way, at a line.")
    try v.field("label", &label, "Name of the class.")
    try v.field("count", &count, "How often.")
  }
}

/// How many objects were in a zone over time, and how long they stayed.
public struct ZoneOccupancy: FieldObject {
  /// The name of the zone.
  public var name = ""
  /// The mean number of objects inside, weighted by time.
  public var mean = 0.0
  /// The most objects that were seen inside in one frame.
  public var maximum = 0
  /// The mean length of a stay in seconds.
  public var dwellMean: Double?
  /// The longest stay in seconds.
  public var dwellMaximum: Double?
  /// The seconds that each of the values stands for.
  public var step = 0.0
  /// The mean number of objects inside, step by step.
  public var values: [Double] = []
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes an occupancy with its defaults.
  public init() {}

  /// Makes an occupancy.
  public init(name: String) { self.name = name }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("name", &name, "Name of the zone.")
    try v.field("mean", &mean, "Mean number of objects inside, weighted by time.")
    try v.field("maximum", &maximum, "Most objects seen inside in one frame.")
    try v.field("dwell_mean", &dwellMean, "Mean length of a stay in seconds; left out where there was none.")
    try v.field("dwell_maximum", &dwellMaximum, "Longest stay in seconds; left out where there was none.")
    try v.field("step", &step, "Seconds that each value stands for; the last one may stand for fewer.")
    try v.field(
      "values", &values, "Mean number of objects inside, step by step from the first frame on; at most 240.")
  }
}
