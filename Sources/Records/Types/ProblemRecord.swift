/// A fault that was met on the way, and did not stop the work.
public struct ProblemRecord: Record {
  /// `problem`.
  public static let type = "problem"
  /// What the record says.
  public static let summary = "A fault met on the way that did not stop the work."

  /// Where it was met.
  public var place: String?
  /// When, in seconds of media.
  public var time: Double?
  /// The index of the stream.
  public var stream: Int?
  /// What is wrong.
  public var what = ""
  /// How often it was met.
  public var count: Int?
  /// What kind of fault it is; damage where nothing is said.
  public var kind: ProblemKind?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Makes the record of a fault.
  public init(
    what: String, place: String? = nil, time: Double? = nil, stream: Int? = nil, count: Int? = nil,
    kind: ProblemKind? = nil
  ) {
    self.what = what
    self.place = place
    self.time = time
    self.stream = stream
    self.count = count
    self.kind = kind
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .problem(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("place", &place, "Where it was met, such as packet 1234.")
    try v.field("time", &time, "When, in seconds of media.")
    try v.field("stream", &stream, "Index of the stream in the file.")
    try v.field("what", &what, "What is wrong.", required: true)
    try v.field("count", &count, "How often it was met, where like faults are told once.")
    try v.field("kind", &kind, "What kind of fault it is; left out for damage.")
  }
}

/// What kind of fault a problem is.
public struct ProblemKind: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// A time that was repaired.
  public static var time: Self { Self(rawValue: "time") }
  /// A source that dropped or came back.
  public static var source: Self { Self(rawValue: "source") }
  /// All that are known.
  public static var choices: [Self] { [.time, .source] }
}
