import Records

/// How a live stream is published.
public struct LiveSettings: Sendable, Hashable {
  /// Whether all segments stay listed (EXT-X-PLAYLIST-TYPE:EVENT) instead of a window that moves.
  public var isEvent: Bool
  /// Seconds of media in the playlists at the least, once that much was published.
  public var window: Rational

  /// Seconds without a picture, in the source's time or by the clock, after which the stream is taken up
  /// again with a discontinuity. Sources of less than two frames a second get four frames.
  static let longestGap = Rational(2, 1)
  /// Seconds for which a picture may stand before it is shown again where a segment begins.
  static let longestHold = Rational(2, 5)

  /// Describes how a stream is published.
  /// - Parameter window: seconds; at least three segments are always listed (RFC 8216 section 6.2.2).
  public init(isEvent: Bool = false, window: Rational = Rational(30, 1)) {
    self.isEvent = isEvent
    self.window = window
  }

  /// The EXT-X-TARGETDURATION of all playlists: it holds for any segment, since none is longer than the
  /// distance of the boundaries and the time that a picture may stand.
  static func targetDuration(segment: Rational) -> Int {
    let longest = segment + longestHold + Rational(1, 2)
    return max(1, Int(longest.num / longest.den))
  }

  /// Seconds after which a source of this rate is taken for gone.
  static func gap(frameRate: Rational?) -> Rational {
    guard let frameRate, frameRate > .zero else { return longestGap }
    return max(longestGap, frameRate.inverse * Rational(4, 1))
  }
}
