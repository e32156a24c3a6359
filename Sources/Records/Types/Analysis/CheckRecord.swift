/// Whether one demand of a policy is met.
public struct CheckRecord: Record {
  /// `check`.
  public static let type = "check"
  /// What the record says.
  public static let summary = "Whether one demand of a policy is met."

  /// Path of the value in the summary, such as loudness.integrated.
  public var check = ""
  /// Whether the demand is met.
  public var hasPassed = false
  /// How bad it is when the demand is missed; only an error fails a run.
  public var severity = FindingSeverity.error
  /// Whether the value is not there, and may be missing.
  public var isSkipped: Bool?
  /// What the policy demands.
  public var wanted = ""
  /// What was found; "nothing" where the value is not there.
  public var found = ""
  /// What the policy says of a missed demand.
  public var message: String?
  /// Where the demand is missed worst, in words.
  public var place: String?
  /// Where that begins, in seconds.
  public var start: Double?
  /// Where that ends, in seconds.
  public var end: Double?
  /// Name of the policy.
  public var policy: String?
  /// What was analysed.
  public var source: String?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// The record as one of all.
  public var asAny: AnyRecord { .check(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("check", &check, "Path of the value in the summary, such as loudness.integrated.")
    try v.field("passed", &hasPassed, "Whether the demand is met.")
    try v.field("severity", &severity, "How bad it is when the demand is missed; only an error fails a run.")
    try v.field("skipped", &isSkipped, "Whether the value is not there, and may be missing.")
    try v.field("wanted", &wanted, "What the policy demands.")
    try v.field("found", &found, "What was found; \"nothing\" where the value is not there.")
    try v.field("message", &message, "What the policy says of a missed demand.")
    try v.field("where", &place, "Where the demand is missed worst, in words.")
    try v.field("start", &start, "Where that begins, in seconds.")
    try v.field("end", &end, "Where that ends, in seconds.")
    try v.field("policy", &policy, "Name of the policy.")
    try v.field("source", &source, "What was analysed.")
  }
}
