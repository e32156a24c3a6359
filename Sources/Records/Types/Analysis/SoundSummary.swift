/// Loudness of the programme by EBU R 128 (ITU-R BS.1770-4).
public struct LoudnessSummary: FieldObject {
  /// Integrated loudness in LUFS; left out where all is silent.
  public var integrated: Double?
  /// Loudness range in LU (EBU Tech 3342).
  public var range: Double?
  /// Highest true peak of any channel in dBTP.
  public var truePeak: Double?
  /// Highest sample of any channel in dBFS.
  public var samplePeak: Double?
  /// Highest momentary loudness (400 ms) in LUFS.
  public var momentaryMax: Double?
  /// Highest short-term loudness (3 s) in LUFS.
  public var shortTermMax: Double?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("integrated", &integrated, "Integrated loudness in LUFS; left out where all is silent.")
    try v.field("range", &range, "Loudness range in LU (EBU Tech 3342).")
    try v.field("true_peak", &truePeak, "Highest true peak of any channel in dBTP.")
    try v.field("sample_peak", &samplePeak, "Highest sample of any channel in dBFS.")
    try v.field("momentary_max", &momentaryMax, "Highest momentary loudness (400 ms) in LUFS.")
    try v.field("short_term_max", &shortTermMax, "Highest short-term loudness (3 s) in LUFS.")
  }
}

/// Samples at the end of the scale.
public struct ClippingSummary: FieldObject {
  /// Runs of clipped samples.
  public var count = 0
  /// Samples in them, over all channels.
  public var samples = 0
  /// Part of all samples, 0 to 1.
  public var share = 0.0
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("count", &count, "Runs of clipped samples.")
    try v.field("samples", &samples, "Samples in them, over all channels.")
    try v.field("share", &share, "Part of all samples, 0 to 1.")
  }
}

/// One audio track.
public struct AudioSummary: FieldObject {
  /// Position among the audio tracks, from 0.
  public var track = 0
  /// Name of the codec.
  public var codec: String?
  /// Samples a second.
  public var sampleRate: Int?
  /// Number of channels.
  public var channels: Int?
  /// Channel layout by libav's name.
  public var layout: String?
  /// Language, by ISO 639-2.
  public var language: String?
  /// Length in seconds.
  public var duration: Double?
  /// Level of each channel in dBFS (root mean square; a full sine has -3); -120 for silence.
  public var rms: [Double]?
  /// Highest sample of each channel in dBFS; -120 for silence.
  public var peak: [Double]?
  /// Mean of each channel, -1 to 1.
  public var dcOffset: [Double]?
  /// Correlation of the first two channels, -1 to 1.
  public var correlation: Double?
  /// Frequency in hertz above which there is next to nothing.
  public var bandwidth: Double?
  /// Level in dBFS of each octave band from 31.5 Hz up (root mean square over all channels).
  public var spectrum: [Double]?
  /// Loudness of this track.
  public var loudness: LoudnessSummary?
  /// Silent stretches of this track.
  public var silence: StretchesSummary?
  /// Clipped samples of this track.
  public var clipping: ClippingSummary?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("track", &track, "Position among the audio tracks, from 0.")
    try v.field("codec", &codec, "Name of the codec.")
    try v.field("sample_rate", &sampleRate, "Samples a second.")
    try v.field("channels", &channels, "Number of channels.")
    try v.field("layout", &layout, "Channel layout by libav's name.")
    try v.field("language", &language, "Language, by ISO 639-2.")
    try v.field("duration", &duration, "Length in seconds.")
    try v.field("rms", &rms, "Level of each channel in dBFS (root mean square); -120 for silence.")
    try v.field("peak", &peak, "Highest sample of each channel in dBFS; -120 for silence.")
    try v.field("dc_offset", &dcOffset, "Mean of each channel, -1 to 1.")
    try v.field("correlation", &correlation, "Correlation of the first two channels, -1 to 1.")
    try v.field("bandwidth", &bandwidth, "Frequency in hertz above which there is next to nothing.")
    try v.field("spectrum", &spectrum, "Level in dBFS of each octave band from 31.5 Hz up.")
    try v.field("loudness", &loudness, "Loudness of this track.")
    try v.field("silence", &silence, "Silent stretches of this track.")
    try v.field("clipping", &clipping, "Clipped samples of this track.")
  }
}
