/// Something that an analyser or a validator found wrong, or worth knowing, and where.
public struct FindingRecord: Record {
  /// `finding`.
  public static let type = "finding"
  /// What the record says.
  public static let summary =
    "Something that an analyser or a validator found wrong, or worth knowing, and where."

  /// What kind of finding: the analyser's or rule's name, such as black or flash.
  public var finding = ""
  /// How bad it is.
  public var severity = FindingSeverity.info
  /// What was found, in one sentence.
  public var what = ""
  /// Where it begins, in seconds.
  public var start: Double?
  /// Where it ends, in seconds.
  public var end: Double?
  /// Index of its first frame, in the source's order.
  public var frame: Int?
  /// Index of the first frame after it.
  public var endFrame: Int?
  /// Index of the elementary stream or audio track it concerns.
  public var stream: Int?
  /// Where else it is, such as a file or a packet.
  public var place: String?
  /// The rule of a specification that it breaks, by the validator's name for it.
  public var rule: String?
  /// Where that rule stands, as document and section.
  public var section: String?
  /// What the stream says of itself.
  public var declared: String?
  /// What was found instead.
  public var measured: String?
  /// Measured values by name.
  public var values: OrderedValues<Double>?
  /// How many of the kind it stands for.
  public var count: Int?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// The record as one of all.
  public var asAny: AnyRecord { .finding(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field(
      "finding", &finding, "What kind of finding: the analyser's or rule's name, such as black or flash.")
    try v.field("severity", &severity, "How bad it is.")
    try v.field("what", &what, "What was found, in one sentence.")
    try v.field("start", &start, "Where it begins, in seconds.")
    try v.field("end", &end, "Where it ends, in seconds.")
    try v.field("frame", &frame, "Index of its first frame, in the source's order.")
    try v.field("end_frame", &endFrame, "Index of the first frame after it.")
    try v.field("stream", &stream, "Index of the elementary stream or audio track it concerns.")
    try v.field("place", &place, "Where else it is, such as a file or a packet.")
    try v.field("rule", &rule, "The rule of a specification that it breaks, by the validator's name for it.")
    try v.field("section", &section, "Where that rule stands, as document and section.")
    try v.field("declared", &declared, "What the stream says of itself.")
    try v.field("measured", &measured, "What was found instead.")
    try v.field("values", &values, "Measured values by name.")
    try v.field("count", &count, "How many of the kind it stands for.")
  }
}

/// How bad a finding is.
public struct FindingSeverity: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// Worth knowing.
  public static var info: Self { Self(rawValue: "info") }
  /// Somebody should look at it.
  public static var warning: Self { Self(rawValue: "warning") }
  /// It is broken.
  public static var error: Self { Self(rawValue: "error") }
  /// All that are known.
  public static var choices: [Self] { [.info, .warning, .error] }
}
