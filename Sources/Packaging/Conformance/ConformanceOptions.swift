/// How a stream is checked.
public struct ConformanceOptions: Sendable {
  /// Whether segments are read, besides playlists.
  public var readsMedia = true
  /// Whether segments are decoded, besides read.
  public var decodes = true
  /// Seconds for which a live playlist is watched; nil to look at it once.
  public var watch: Double?
  /// Playlists that are checked side by side.
  public var jobs = 1

  /// The usual: all is read and decoded, once, one playlist after the other.
  public init() {}
}

/// What a check came to.
public struct ConformanceOutcome: Sendable {
  /// Findings of severity error.
  public var errors = 0
  /// Findings of severity warning.
  public var warnings = 0
  /// Other findings.
  public var notes = 0
  /// Playlists that were read.
  public var playlists = 0
  /// Segments that were read.
  public var segments = 0
  /// Frames that were decoded.
  public var frames = 0
  /// Playlists and segments that could not be read.
  public var unread = 0
  /// What was checked, in words.
  public var subject = ""

  /// Whether no finding is an error.
  public var conforms: Bool { errors == 0 }

  /// Creates an outcome of nothing.
  public init() {}
}
