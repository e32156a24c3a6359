/// How one thing is followed. All times are in seconds, so that frame rate and dropped frames change nothing.
public struct SingleObjectOptions: Sendable, Hashable {
  /// The confidence from which on a place is learned from.
  public var learnFrom: Float = 0.55
  /// The confidence below which a place is not believed.
  public var doubtBelow: Float = 0.35
  /// The confidence from which on a thing that was lost counts as found.
  public var findFrom: Float = 0.65
  /// How long a place may be doubted before the thing is lost.
  public var patience = 0.25
  /// The time in which what is known of the thing follows what it looks like.
  public var learningTime = 2.0
  /// The time in which the velocity follows.
  public var velocityTime = 0.2
  /// How much farther the search reaches for each second that the thing is lost, in its own sizes (the root of its
  /// area).
  public var searchGrowth = 4.0
  /// The time from one search beyond the window to the next, as long as the thing may be near.
  public var searchInterval = 0.1
  /// The time after which the whole frame is searched.
  public var wholeFrameAfter = 1.0
  /// The time from one search of the whole frame to the next; each looks for one of seven sizes.
  public var wholeFrameInterval = 0.1
  /// The places that a search looks at closely; at most 3 of the whole frame.
  public var candidates = 5
  /// The share of the thing that must lie in the frame; with less of it, it is lost.
  public var minimumInside: Float = 0.3

  /// The defaults.
  public init() {}
}
