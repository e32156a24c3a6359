/// How far a job is; written to standard error only.
public struct ProgressRecord: Record {
  /// `progress`.
  public static let type = "progress"
  /// What the record says.
  public static let summary = "How far a job is; on standard error only, with --progress json."

  /// The command that reports.
  public var command = ""
  /// The part that is done, 0 to 100.
  public var percent: Double?
  /// The seconds of media that are done.
  public var time = 0.0
  /// The seconds of media in all.
  public var duration: Double?
  /// The frames that are done.
  public var frames = 0
  /// The seconds of media done in a second.
  public var speed: Double?
  /// The seconds that are left.
  public var eta: Double?
  /// The frames done in a second.
  public var fps: Double?
  /// The bytes written.
  public var bytes: Int64?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Makes the record of a command's progress.
  public init(command: String, time: Double, frames: Int) {
    self.command = command
    self.time = time
    self.frames = frames
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .progress(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("command", &command, "Command that reports.")
    try v.field("percent", &percent, "Part that is done, 0 to 100, where the whole is known.")
    try v.field("time", &time, "Seconds of media done.")
    try v.field("duration", &duration, "Seconds of media in all, where it is known.")
    try v.field("frames", &frames, "Frames done.")
    try v.field("speed", &speed, "Seconds of media done in a second; 1 is real time.")
    try v.field("eta", &eta, "Seconds left, as far as can be told.")
    try v.field("fps", &fps, "Frames done in a second.")
    try v.field("bytes", &bytes, "Bytes written.")
  }
}
