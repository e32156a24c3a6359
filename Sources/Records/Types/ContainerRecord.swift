/// A file as a whole, as `vidproc probe` sees it.
public struct ContainerRecord: Record {
  /// `container`.
  public static let type = "container"
  /// What the record says.
  public static let summary = "A file or address as a whole, from vidproc probe."

  /// The file or address.
  public var source = ""
  /// libav's short name of the format.
  public var format = ""
  /// libav's long name of the format.
  public var formatName = ""
  /// The length in seconds.
  public var duration: Double?
  /// The time of the first sample in seconds.
  public var startTime: Double?
  /// The bits a second over all streams.
  public var bitRate: Int64?
  /// The size in bytes.
  public var bytes: Int64?
  /// Whether reading can jump.
  public var isSeekable: Bool?
  /// The number of streams.
  public var streams = 0
  /// The tags by name.
  public var tags: OrderedValues<String>?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// The record as one of all.
  public var asAny: AnyRecord { .container(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("source", &source, "File or address that was read.")
    try v.field("format", &format, "Format by libav's short name, such as mov,mp4,m4a,3gp,3g2,mj2.")
    try v.field("format_name", &formatName, "Format by libav's long name.")
    try v.field("duration", &duration, "Length in seconds.")
    try v.field("start_time", &startTime, "Time of the first sample in seconds.")
    try v.field("bit_rate", &bitRate, "Bits a second over all streams.")
    try v.field("bytes", &bytes, "Size in bytes.")
    try v.field("seekable", &isSeekable, "Whether reading can jump.")
    try v.field("streams", &streams, "Number of streams.")
    try v.field("tags", &tags, "Tags by name, in their order in the file.")
  }
}
