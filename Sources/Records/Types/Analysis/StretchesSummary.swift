/// Stretches of one kind: black, frozen or silent ones.
public struct StretchesSummary: FieldObject {
  /// How many there are.
  public var count = 0
  /// Seconds together.
  public var total = 0.0
  /// Seconds of the longest.
  public var longest = 0.0
  /// Part of the whole length, 0 to 1.
  public var share = 0.0
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("count", &count, "How many there are.")
    try v.field("total", &total, "Seconds together.")
    try v.field("longest", &longest, "Seconds of the longest.")
    try v.field("share", &share, "Part of the whole length, 0 to 1.")
  }
}
