/// What a media playlist is for.
enum RenditionRole: Sendable, Hashable {
  case variant, video, audio, subtitles, iFrames, alone

  var isSubtitles: Bool { self == .subtitles }
}

/// One segment as measured.
struct SegmentFacts: Sendable {
  var sequence: Int
  var declared: Double
  var hasDiscontinuity: Bool
  /// Seconds of presentation time; nil where the media could not be read.
  var start: Double?
  var end: Double?
}

/// What was measured of one media playlist.
struct RenditionReport: Sendable {
  var media: LooseMedia
  var role: RenditionRole
  /// Whether it is live content, or was when it was first seen.
  var isLinear = false
  var segments: [SegmentFacts] = []
  var format: SegmentFormat?
  /// The codecs' names for CODECS (RFC 6381), in the order in which they came.
  var codecs: [String] = []
  /// The size of the decoded pictures.
  var size: (width: Int, height: Int)?
  var sampleAspect: Double?
  var frameRate = FrameRateMeter()
  /// The transfer characteristics of the pictures by libav's name.
  var transfer: String?
  var channels: Int?
  var hasVideo = false
  var hasAudio = false
  /// The longest frame of the leading stream in seconds.
  var longestFrame = 0.0
  /// Bits a second (RFC 8216bis section 4.4.6.2).
  var peak = 0
  var average = 0
  var framesDecoded = 0
  var segmentsRead = 0
  var segmentsFailed = 0
  /// Whether every segment with video begins with an IDR; nil without video.
  var beginsWithIDR: Bool?

  /// Whether its segments leave it, so that renditions may have been seen from different ones on.
  var isWindow: Bool { isLinear && (media.isLive || media.type != "EVENT") }

  /// How long the segments are, as declared.
  var seconds: Double { segments.reduce(0) { $0 + $1.declared } }

  var name: String { media.playlist.name }
}

/// Measures frame rates over the segments of a rendition.
struct FrameRateMeter: Sendable {
  private(set) var shortest = Double.infinity
  private(set) var longest = 0.0
  private var frames = 0
  private var length = 0.0
  private var last: Double?

  /// Begins anew, as at a discontinuity.
  mutating func reset() { last = nil }

  /// Takes the presentation times of a segment in order.
  mutating func take(_ times: [Int64], seconds: Double) {
    for time in times {
      let now = Double(time) * seconds
      defer { last = now }
      guard let last, now > last, now - last < 10 else { continue }
      frames += 1
      length += now - last
      shortest = min(shortest, now - last)
      longest = max(longest, now - last)
    }
  }

  /// Frames a second on average; nil with less than two frames.
  var mean: Double? { frames > 0 && length > 0 ? Double(frames) / length : nil }

  /// The highest momentary rate.
  var highest: Double? { shortest.isFinite && shortest > 0 ? 1 / shortest : nil }

  /// Whether the frames come evenly, within what a clock of milliseconds rounds.
  var isConstant: Bool { longest - shortest < 0.0025 }
}
