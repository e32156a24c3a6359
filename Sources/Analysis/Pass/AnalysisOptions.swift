import Records

/// What an analysis looks for, and how.
public struct AnalysisOptions: Sendable {
  /// The analysers that run.
  public var analysers = AnalyserName.byDefault
  /// The shortest scene in seconds; nil for the detector's own.
  public var minimumSceneLength: Double?
  /// Seconds of an `interval` record; nil for none.
  public var interval: Double? = 1
  /// Whether every frame is delivered with its metrics.
  public var deliversFrames = false
  /// Width of the pictures that are kept of scenes; nil for none.
  public var thumbnailWidth: Int?
  /// Seconds between the pictures that are looked at with models, and kept to show.
  public var sampling = 0.5
  /// Threads that measure pictures.
  public var threads = 2

  /// The default analysers.
  public init() {}

  /// Whether nothing is done with pictures but to make them small.
  var onlyMakesSmallPictures: Bool {
    thumbnailWidth == nil && analysers.isDisjoint(with: AnalyserName.withModels)
      && !analysers.contains { $0.needsMeasures || $0.needsLines || $0.readsSound }
  }

  /// Whether pictures are read at all.
  var readsPictures: Bool { analysers.contains { !$0.readsSound } }

  /// Whether sound is read.
  public var readsSound: Bool { analysers.contains { $0.readsSound || $0 == .timestamps || $0 == .decode } }
}
