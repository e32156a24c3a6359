/// What a whole run came to.
public struct SummaryRecord: Record {
  /// `summary`.
  public static let type = "summary"
  /// What the record says.
  public static let summary = "What a whole run came to."

  /// The command that sums up.
  public var command = ""
  /// The frames that were read.
  public var frames = 0
  /// The bytes that were read.
  public var bytes: Int64?
  /// The seconds from the first frame to the last, by the clock.
  public var seconds: Double?
  /// The frames a second over that time.
  public var fps: Double?
  /// Checksums by stream (SHA-256 in hexadecimal).
  public var checksums: OrderedValues<String>?
  /// Seconds by part of the work, summed over all threads.
  public var timing: OrderedValues<Double>?
  /// The tracks that there were.
  public var tracks: Int?
  /// What happened at lines and in zones, by class.
  public var counts: [ShapeCount]?
  /// How many objects were in the zones over time.
  public var occupancy: [ZoneOccupancy]?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Makes the summary of a command.
  public init(command: String, frames: Int) {
    self.command = command
    self.frames = frames
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .summary(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("command", &command, "Command that sums up.")
    try v.field("frames", &frames, "Frames read.")
    try v.field("bytes", &bytes, "Bytes of frames and samples read.")
    try v.field("seconds", &seconds, "Seconds from the first frame to the last, by the clock.")
    try v.field("fps", &fps, "Frames a second over that time.")
    try v.field("checksums", &checksums, "SHA-256 of the frames' packed bytes, by stream.")
    try v.field("timing", &timing, "Seconds by part of the work, summed over all threads.")
    try v.field("tracks", &tracks, "Tracks that there were.")
    try v.field("counts", &counts, "What happened at lines and in zones, by direction and class.")
    try v.field("occupancy", &occupancy, "How many objects were in each zone over time.")
  }
}
