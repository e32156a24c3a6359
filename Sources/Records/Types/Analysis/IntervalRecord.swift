/// Measured values over a stretch of time, mostly a second.
public struct IntervalRecord: Record {
  /// `interval`.
  public static let type = "interval"
  /// What the record says.
  public static let summary = "Measured values over a stretch of time, mostly a second."

  /// Start in seconds.
  public var start = 0.0
  /// End in seconds.
  public var end = 0.0
  /// Frames that begin in it.
  public var frames = 0
  /// Measured values by name, means over its frames unless the name says otherwise.
  public var metrics: OrderedValues<Double> = [:]
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// The record as one of all.
  public var asAny: AnyRecord { .interval(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("start", &start, "Start in seconds.")
    try v.field("end", &end, "End in seconds.")
    try v.field("frames", &frames, "Frames that begin in it.")
    try v.field(
      "metrics", &metrics, "Measured values by name, means over its frames unless the name says otherwise.")
  }
}
