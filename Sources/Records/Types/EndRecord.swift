/// The end of a stream; a stream without it was cut off.
public struct EndRecord: Record {
  /// `end`.
  public static let type = "end"
  /// What the record says.
  public static let summary = "The end of the stream; a stream without it was cut off."

  /// How the stream ended.
  public var status = EndStatus.complete
  /// The frames that passed.
  public var frames = 0
  /// The frames that were dropped.
  public var dropped = 0
  /// The items that could not be processed.
  public var errors = 0
  /// Why the stream ended early.
  public var reason: String?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Makes the record of an end.
  public init(
    status: EndStatus, frames: Int, dropped: Int = 0, errors: Int = 0, reason: String? = nil
  ) {
    self.status = status
    self.frames = frames
    self.dropped = dropped
    self.errors = errors
    self.reason = reason
  }

  /// Whether what was written is all that there is: the source came to its end, or it is a live one, which
  /// has none until somebody stops it.
  public func isWhole(of stream: StreamRecord) -> Bool {
    status == .complete || stream.isLive == true && status == .interrupted
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .end(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("status", &status, "How the stream ended.", required: true)
    try v.field("frames", &frames, "Frames that passed the stage that writes this.")
    try v.field("dropped", &dropped, "Frames dropped so far, upstream's included.")
    try v.field("errors", &errors, "Items that could not be processed, upstream's included.")
    try v.field("reason", &reason, "Why the stream ended early.")
  }
}

/// How a stream ended.
public struct EndStatus: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// The source came to its end.
  public static var complete: Self { Self(rawValue: "complete") }
  /// Somebody stopped it, or it was cut off.
  public static var interrupted: Self { Self(rawValue: "interrupted") }
  /// A fault ended it.
  public static var error: Self { Self(rawValue: "error") }
  /// All that are known.
  public static var choices: [Self] { [.complete, .interrupted, .error] }
}
