/// What counts as a shot boundary.
public struct SceneOptions: Sendable, Equatable {
  /// Score from which a sudden change is a cut, 0 to 1. Lower finds more cuts, and more that are none.
  public var threshold = 0.5
  /// Score from which a change over many frames is a dissolve, 0 to 1.
  public var dissolveThreshold = 0.5
  /// Shortest scene in seconds: of two boundaries nearer than that, the surer one stays.
  public var minimumLength = 0.25
  /// Longest flash in seconds: where the picture comes back within it, there was no cut.
  public var flashLength = 0.25
  /// Longest dissolve in seconds.
  public var longestDissolve = 2.2
  /// Longest fade in or fade out in seconds; of a longer one, this much is reported.
  public var longestFade = 4.0
  /// Whether dissolves and fades are looked for; cuts always are.
  public var findsGradual = true

  /// Options with their defaults.
  public init() {}
}
