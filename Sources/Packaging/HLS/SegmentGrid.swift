import Records

/// The times at which segments begin: every `duration` seconds, exactly.
///
/// A segment k holds the frames with k * duration <= t < (k + 1) * duration, so a new one starts at the first
/// frame at or after k * duration. Boundaries never drift at 29.97 or 59.94 fps or at a variable frame rate,
/// as those of a fixed number of frames do.
public struct SegmentGrid: Sendable, Hashable, Codable {
  /// The distance between boundaries in seconds.
  public let duration: Rational

  /// Creates a grid of `duration` seconds a segment.
  ///
  /// - Throws: `PackagingFormatError` when the duration is not positive.
  public init(duration: Rational) throws(PackagingFormatError) {
    guard duration.num > 0, duration.den > 0 else {
      throw PackagingFormatError(
        operation: "lay out segments", subject: "segment duration \(duration.num)/\(duration.den)",
        cause: "it is not positive", hint: "give a duration in seconds such as 6")
    }
    self.duration = duration
  }

  /// The index of the segment that a frame at `time` seconds after the start belongs to.
  public func index(at time: Rational) -> Int64 {
    Int64(
      clamping: ExactTime.floorDivide(
        Int128(time.num) * Int128(duration.den), Int128(time.den) * Int128(duration.num)))
  }

  /// The index of the segment that a frame `ticks` units of `timeBase` seconds after the start belongs to.
  public func index(ticks: Int64, timeBase: Rational) -> Int64 {
    let product = Int128(ticks) * Int128(timeBase.num)
    let base = Int128(timeBase.den)
    let whole = ExactTime.floorDivide(product, base)
    let rest = product - whole * base
    let scale = Int128(duration.den)
    let (high, overflow) = whole.multipliedReportingOverflow(by: scale)
    guard !overflow else { return ticks < 0 ? .min : .max }
    return Int64(clamping: ExactTime.floorDivide(high + rest * scale / base, Int128(duration.num)))
  }

  /// The time in seconds at which segment `index` begins.
  ///
  /// It is exact while `index` times the duration's numerator fits 64 bits.
  public func start(of index: Int64) -> Rational {
    Rational(index, 1) * duration
  }

  /// The index of the audio frame whose start is nearest to a video boundary; a tie goes to the later frame.
  ///
  /// - Parameters:
  ///   - videoBoundary: the first video frame's presentation time in seconds after the start.
  ///   - sampleRate: samples per second, positive.
  ///   - samplesPerFrame: samples in one coded frame (1024 for AAC-LC), positive.
  public func audioCut(videoBoundary: Rational, sampleRate: Int, samplesPerFrame: Int) -> Int64 {
    let frame = Int128(samplesPerFrame) * Int128(videoBoundary.den)
    let samples = Int128(videoBoundary.num) * Int128(sampleRate)
    return Int64(clamping: ExactTime.floorDivide(2 * samples + frame, 2 * frame))
  }
}
