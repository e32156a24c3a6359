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
  /// Whether another job's files in the folder may be replaced.
  public var force = false

  /// The default ladder.
  public init() {}
}
