/// How many bits the pictures take, and how they are grouped.
public struct BitrateSummary: FieldObject {
  /// Bits a second over all.
  public var mean: Double?
  /// Bits a second in the second with most.
  public var max: Double?
  /// Bits a second in the second with fewest.
  public var min: Double?
  /// Keyframes.
  public var keyframes: Int?
  /// Mean distance of keyframes in seconds.
  public var gopMean: Double?
  /// Greatest distance of keyframes in seconds.
  public var gopMax: Double?
  /// Least distance of keyframes in seconds.
  public var gopMin: Double?
  /// Whether all keyframes but the last group's are equally far apart.
  public var isGOPFixed: Bool?
  /// Whether pictures that are decoded after a keyframe are shown before it.
  public var isGOPOpen: Bool?
  /// Frames by type: I, P, B.
  public var frameTypes: OrderedValues<Int>?
  /// Most B frames in a row.
  public var bFramesMax: Int?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("mean", &mean, "Bits a second over all.")
    try v.field("max", &max, "Bits a second in the second with most.")
    try v.field("min", &min, "Bits a second in the second with fewest.")
    try v.field("keyframes", &keyframes, "Keyframes.")
    try v.field("gop_mean", &gopMean, "Mean distance of keyframes in seconds.")
    try v.field("gop_max", &gopMax, "Greatest distance of keyframes in seconds.")
    try v.field("gop_min", &gopMin, "Least distance of keyframes in seconds.")
    try v.field("gop_fixed", &isGOPFixed, "Whether keyframes are equally far apart.")
    try v.field(
      "gop_open", &isGOPOpen, "Whether pictures that are decoded after a keyframe are shown before it.")
    try v.field("frame_types", &frameTypes, "Frames by type: I, P, B.")
    try v.field("b_frames_max", &bFramesMax, "Most B frames in a row.")
  }
}

/// Whether time goes on as it should.
public struct TimestampsSummary: FieldObject {
  /// Places where frames are missing.
  public var gaps = 0
  /// Frames that begin before the one before has ended.
  public var overlaps = 0
  /// Decoding times that do not increase.
  public var nonMonotonic = 0
  /// Packets without a time.
  public var missing = 0
  /// Times that jump by seconds.
  public var jumps = 0
  /// Gaps in the sound, over all audio tracks.
  public var audioGaps = 0
  /// Sound that begins before the sound before has ended, over all audio tracks.
  public var audioOverlaps = 0
  /// Packets that an edit list cuts off.
  public var notShown = 0
  /// Whether frames last differently long.
  public var isVariable = false
  /// Greatest deviation of a frame from the even grid, in seconds.
  public var jitter: Double?
  /// Start of the first audio track minus that of the video, in seconds.
  public var audioOffset: Double?
  /// How much longer the audio is than the video, in seconds, its offset included.
  public var audioDrift: Double?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("gaps", &gaps, "Places where frames are missing.")
    try v.field("overlaps", &overlaps, "Frames that begin before the one before has ended.")
    try v.field("non_monotonic", &nonMonotonic, "Decoding times that do not increase.")
    try v.field("missing", &missing, "Packets without a time.")
    try v.field("jumps", &jumps, "Times that jump by seconds.")
    try v.field("audio_gaps", &audioGaps, "Gaps in the sound, over all audio tracks.")
    try v.field(
      "audio_overlaps", &audioOverlaps,
      "Sound that begins before the sound before has ended, over all audio tracks.")
    try v.field("not_shown", &notShown, "Packets that an edit list cuts off.")
    try v.field("variable", &isVariable, "Whether frames last differently long.")
    try v.field("jitter", &jitter, "Greatest deviation of a frame from the even grid, in seconds.")
    try v.field(
      "audio_offset", &audioOffset, "Start of the first audio track minus that of the video, in seconds.")
    try v.field(
      "audio_drift", &audioDrift,
      "How much longer the audio is than the video, in seconds, its offset included.")
  }
}

/// Damage met while decoding.
public struct DecodeSummary: FieldObject {
  /// Damaged packets and pictures, over all streams.
  public var errors = 0
  /// Those of the pictures.
  public var video: Int?
  /// Those of the sound.
  public var audio: Int?
  /// Packets that the container marks as damaged.
  public var corruptPackets: Int?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("errors", &errors, "Damaged packets and pictures, over all streams.")
    try v.field("video", &video, "Those of the pictures.")
    try v.field("audio", &audio, "Those of the sound.")
    try v.field("corrupt_packets", &corruptPackets, "Packets that the container marks as damaged.")
  }
}
