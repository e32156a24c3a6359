import Records

/// How segments are wrapped.
public enum SegmentContainer: String, Sendable, Codable, CaseIterable {
  /// Fragmented MP4 (CMAF).
  case fmp4
  /// MPEG-2 transport stream.
  case ts
}

/// The codecs that a ladder can be made in.
public enum VideoCodec: String, Sendable, Codable, CaseIterable {
  case h264, hevc, av1
}

/// How much work is put into fewer bits.
public enum Effort: String, Sendable, Codable, CaseIterable {
  /// Little for its size.
  case normal
  /// About a quarter more, for fewer bits at the same quality.
  case high
}

/// What a ladder job is asked for.
public struct TranscodeOptions: Sendable {
  /// The rungs; those above the source are left out.
  public var ladder = Ladder.standard
  /// Target duration of a segment in seconds.
  public var segment = Rational(4, 1)
  /// How segments are wrapped.
  public var container = SegmentContainer.fmp4
  /// The codec of rungs that do not name their own.
  public var codec = VideoCodec.h264
  /// The encoder's preset; nil for the codec's default here.
  public var preset: String?
  /// How much work is put into fewer bits, where no preset is given.
  public var effort = Effort.normal
  /// Frames a second; nil to keep each frame of the source.
  public var frameRate: Rational?
  /// Whether surround sound is kept beside the stereo version.
  public var keepsSurround = false
  /// Bits a second of a stereo track.
  public var audioBitrate = 128_000
  /// Whether HDR is brought to BT.709 where the codec is H.264.
  public var toneMaps = true
  /// Whether interlaced video is deinterlaced.
  public var deinterlaces = true
  /// The quality of the best rendition, the others following; nil for the ladder's rates.
  public var quality: QualityGoal?
  /// Whether renditions share one analysis, where the input can be read twice and the codec allows it.
  public var sharesAnalysis = false
  /// Seconds of a chunk with an analysis of its own, at the least; nil for the default.
  public var chunk: Rational?
  /// Whether playlists are published after each chunk, before all is done.
  public var publishesEarly = false
  /// Chunks that are encoded at the same time; the output does not depend on it.
  public var jobs = 1
  /// Whether the renditions are encoded as a live stream's: at presets that keep up, with little delay.
  public var isLive = false
  /// Whether another job's files in the folder may be replaced.
  public var force = false
  /// Copied rungs, encryption, subtitles, thumbnails.
  public var extras = ExtrasRequest()

  /// The default ladder.
  public init() {}
}
