import Records

/// The bytes and the exact duration of one segment.
public struct SegmentSize: Sendable, Hashable, Codable {
  /// The segment's size in bytes, as transferred.
  public let bytes: Int
  /// The segment's duration in seconds.
  public let duration: Rational

  /// Creates a size of `bytes` bytes that last `duration` seconds.
  public init(bytes: Int, duration: Rational) {
    self.bytes = bytes
    self.duration = duration
  }
}

/// The segments of one rendition, from which BANDWIDTH and AVERAGE-BANDWIDTH follow (RFC 8216 section
/// 4.3.4.2).
///
/// The bandwidth of a variant with separate audio is the sum of the video's and of the largest audio's.
public struct SegmentSizes: Sendable, Hashable, Codable {
  /// The segments in playlist order.
  public private(set) var segments: [SegmentSize]

  /// Creates a list of segments, empty by default.
  public init(_ segments: [SegmentSize] = []) {
    self.segments = segments
  }

  /// Adds the next segment: its size in bytes and its duration in seconds.
  public mutating func append(bytes: Int, duration: Rational) {
    segments.append(SegmentSize(bytes: bytes, duration: duration))
  }

  /// All bytes.
  public var totalBytes: Int { segments.reduce(0) { $0 + $1.bytes } }

  /// The lowest EXT-X-TARGETDURATION that these segments allow, in whole seconds, at least 1.
  public var targetDuration: Int { ExtInf.targetDuration(of: segments.map(\.duration)) }

  /// The peak segment bit rate in bits per second, rounded up; see ``BandwidthMeter/peak``.
  ///
  /// - Parameter targetDuration: the playlist's EXT-X-TARGETDURATION in seconds; ``targetDuration`` if nil.
  public func peak(targetDuration: Rational? = nil) -> Int {
    meter(targetDuration: targetDuration).peak
  }

  /// All bits divided by the whole duration, in bits per second, rounded up; 0 when there is nothing.
  public var average: Int { meter(targetDuration: nil).average }

  private func meter(targetDuration target: Rational?) -> BandwidthMeter {
    var meter = BandwidthMeter(targetDuration: target ?? Rational(Int64(targetDuration), 1))
    for segment in segments { meter.append(bytes: segment.bytes, duration: segment.duration) }
    return meter
  }
}

/// Measures peak and average bit rate segment by segment, in bounded memory (RFC 8216 section 4.3.4.2).
public struct BandwidthMeter: Sendable {
  /// The playlist's EXT-X-TARGETDURATION in seconds.
  public let targetDuration: Rational
  private var recent: [SegmentSize] = []
  private var windowPeak = 0
  private var totalBits: Int128 = 0
  private var totalDuration = ExactTime.zero

  /// Creates a meter for a playlist of this target duration in seconds.
  public init(targetDuration: Rational) {
    self.targetDuration = targetDuration
  }

  /// Takes the next segment into account: its size in bytes and its duration in seconds.
  public mutating func append(bytes: Int, duration: Rational) {
    totalBits += 8 * Int128(bytes)
    totalDuration += duration
    recent.append(SegmentSize(bytes: bytes, duration: duration))
    var bits: Int128 = 0
    var time = ExactTime.zero
    var kept = 0
    for segment in recent.reversed() {
      bits += 8 * Int128(segment.bytes)
      time += segment.duration
      guard time.isAtMost(targetDuration, timesHalves: 3) else {
        // A segment longer than any window still has to be downloaded: it is measured alone.
        if kept == 0 { windowPeak = max(windowPeak, time.bitRate(ofBits: bits)) }
        break
      }
      kept += 1
      if time.isAtLeast(targetDuration, timesHalves: 1) {
        windowPeak = max(windowPeak, time.bitRate(ofBits: bits))
      }
    }
    recent.removeFirst(recent.count - kept)
  }

  /// The largest bit rate of any contiguous segments that together last 0.5 to 1.5 target durations.
  ///
  /// In bits per second, rounded up. A stream shorter than that counts as a whole.
  public var peak: Int { windowPeak > 0 ? windowPeak : average }

  /// All bits divided by the whole duration, in bits per second, rounded up; 0 when there is nothing.
  public var average: Int { totalDuration.bitRate(ofBits: totalBits) }
}
