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
  /// Name of what was analysed.
  public var source: String?
  /// The file as a whole.
  public var container: ContainerSummary?
  /// The pictures as they are coded.
  public var video: VideoSummary?
  /// The audio tracks.
  public var audio: [AudioSummary]?
  /// How the video is cut.
  public var scenes: ScenesSummary?
  /// Black stretches.
  public var black: StretchesSummary?
  /// Frozen stretches.
  public var freeze: StretchesSummary?
  /// Silent stretches of the first audio track.
  public var silence: StretchesSummary?
  /// Loudness of the first audio track.
  public var loudness: LoudnessSummary?
  /// Clipped samples of the first audio track.
  public var clipping: ClippingSummary?
  /// How the fields lie in time.
  public var interlace: InterlaceSummary?
  /// Bars around the picture.
  public var letterbox: LetterboxSummary?
  /// Frames that show the same as the one before.
  public var duplicates: DuplicatesSummary?
  /// Flashes that may provoke seizures.
  public var flash: FlashSummary?
  /// How many bits the pictures take.
  public var bitrate: BitrateSummary?
  /// Whether time goes on as it should.
  public var timestamps: TimestampsSummary?
  /// Damage met while decoding.
  public var decode: DecodeSummary?
  /// What the pictures are like.
  public var picture: PictureSummary?
  /// What the video shows, most likely first.
  public var tags: [TagScore]?
  /// Mean number of objects in a sampled frame, by class.
  public var objects: OrderedValues<Double>?
  /// What the records of detect and track come to, by class.
  public var labels: [LabelStatistics]?
  /// How near the pictures come to a reference.
  public var reference: ReferenceSummary?
  /// What tells whether another run would find the same: a checksum over the input and the options.
  public var fingerprint: String?
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
    try v.field("source", &source, "Name of what was analysed.")
    try v.field("container", &container, "The file as a whole.")
    try v.field("video", &video, "The pictures as they are coded.")
    try v.field("audio", &audio, "The audio tracks.")
    try v.field("scenes", &scenes, "How the video is cut.")
    try v.field("black", &black, "Black stretches.")
    try v.field("freeze", &freeze, "Frozen stretches.")
    try v.field("silence", &silence, "Silent stretches of the first audio track.")
    try v.field("loudness", &loudness, "Loudness of the first audio track.")
    try v.field("clipping", &clipping, "Clipped samples of the first audio track.")
    try v.field("interlace", &interlace, "How the fields lie in time.")
    try v.field("letterbox", &letterbox, "Bars around the picture.")
    try v.field("duplicates", &duplicates, "Frames that show the same as the one before.")
    try v.field("flash", &flash, "Flashes that may provoke seizures.")
    try v.field("bitrate", &bitrate, "How many bits the pictures take.")
    try v.field("timestamps", &timestamps, "Whether time goes on as it should.")
    try v.field("decode", &decode, "Damage met while decoding.")
    try v.field("picture", &picture, "What the pictures are like.")
    try v.field("tags", &tags, "What the video shows, most likely first.")
    try v.field("objects", &objects, "Mean number of objects in a sampled frame, by class.")
    try v.field("labels", &labels, "What the records of detect and track come to, by class.")
    try v.field("reference", &reference, "How near the pictures come to a reference.")
    try v.field(
      "fingerprint", &fingerprint,
      "Checksum over the input and the options, by which a batch knows what it has done.")
  }
}
