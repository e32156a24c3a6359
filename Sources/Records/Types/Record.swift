/// A line of NDJSON with a `type`: what stages say to each other.
///
/// A record type names its fields once, in `fields(_:)`, and stands once in ``RecordRegistry/all``. The
/// codec, `Codable`, the JSON Schema and the README's table follow from there.
public protocol Record: FieldObject {
  /// The value of `type`, in snake case.
  static var type: String { get }
  /// What the record says, in one sentence.
  static var summary: String { get }
  /// The record as one of all.
  var asAny: AnyRecord { get }
  /// Reads a record of this type as one of all; comes from an extension.
  static func readRecord(from reader: inout FieldReader) throws(RecordError) -> AnyRecord
}

extension Record {
  /// Writes the record: its `type`, its fields, then the members that this version does not know.
  public func write(to writer: inout FieldWriter) {
    writer.append("{\"type\":\"")
    writer.append(Self.type)
    writer.append(byte: UInt8(ascii: "\""))
    var copy = self
    copy.fields(&writer)
    writer.endObject(extra)
  }

  /// Reads a record whose `type` is known to be this one.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = Self()
    try reader.readObject(&self, isRecord: true)
  }

  /// Reads a record of this type as one of all.
  public static func readRecord(from reader: inout FieldReader) throws(RecordError) -> AnyRecord {
    var record = Self()
    try reader.readObject(&record, isRecord: true)
    return record.asAny
  }
}

/// Any record: one of the known types, or one that is passed on as it came.
public enum AnyRecord: Sendable, Equatable {
  /// What the stream is.
  indirect case stream(StreamRecord)
  /// One frame.
  case frame(FrameRecord)
  /// The end of the stream.
  case end(EndRecord)
  /// A file that was published.
  indirect case file(FileRecord)
  /// How far a job is.
  indirect case progress(ProgressRecord)
  /// What a whole run came to.
  indirect case summary(SummaryRecord)
  /// A file as a whole.
  indirect case container(ContainerRecord)
  /// One of the streams in a file.
  indirect case elementaryStream(ElementaryStreamRecord)
  /// A fault met on the way.
  indirect case problem(ProblemRecord)
  /// A model that a stage uses.
  indirect case model(ModelRecord)
  /// A track that ended.
  indirect case track(TrackRecord)
  /// What an object did at a line or in a zone.
  indirect case event(EventRecord)
  /// What a tracker's result is worth.
  indirect case trackScore(TrackScoreRecord)
  /// One shot.
  indirect case scene(SceneRecord)
  /// Something found wrong.
  indirect case finding(FindingRecord)
  /// Whether one demand of a policy is met.
  indirect case check(CheckRecord)
  /// Measured values over a stretch of time.
  indirect case interval(IntervalRecord)
  /// One rendition of a ladder against a reference.
  indirect case rendition(RenditionRecord)
  /// A record of a type that this version does not know: its type, and its line without the line break.
  case unknown(String, [UInt8])

  /// The record itself, nothing where its type is unknown.
  public var record: (any Record)? {
    switch self {
    case .stream(let record): record
    case .frame(let record): record
    case .end(let record): record
    case .file(let record): record
    case .progress(let record): record
    case .summary(let record): record
    case .container(let record): record
    case .elementaryStream(let record): record
    case .problem(let record): record
    case .model(let record): record
    case .track(let record): record
    case .event(let record): record
    case .trackScore(let record): record
    case .scene(let record): record
    case .finding(let record): record
    case .check(let record): record
    case .interval(let record): record
    case .rendition(let record): record
    case .unknown: nil
    }
  }

  /// The value of `type`.
  public var type: String {
    switch self {
    case .stream: StreamRecord.type
    case .frame: FrameRecord.type
    case .end: EndRecord.type
    case .file: FileRecord.type
    case .progress: ProgressRecord.type
    case .summary: SummaryRecord.type
    case .container: ContainerRecord.type
    case .elementaryStream: ElementaryStreamRecord.type
    case .problem: ProblemRecord.type
    case .model: ModelRecord.type
    case .track: TrackRecord.type
    case .event: EventRecord.type
    case .trackScore: TrackScoreRecord.type
    case .scene: SceneRecord.type
    case .finding: FindingRecord.type
    case .check: CheckRecord.type
    case .interval: IntervalRecord.type
    case .rendition: RenditionRecord.type
    case .unknown(let type, _): type
    }
  }
}
