/// The settings of all trackers, as one configuration file holds them.
public struct TrackerParameters: Sendable, Hashable {
  /// The default tracker's.
  public var cascade = CascadeParameters()
  /// ByteTrack's.
  public var byteTrack = ByteParameters.byteTrack
  /// BoT-SORT's.
  public var botSORT = ByteParameters.botSORT
  /// OC-SORT's.
  public var ocSORT = OCSORTParameters()
  /// SORT's.
  public var sort = SORTParameters()

  /// The defaults.
  public init() {}

  /// Sets the length of a frame in seconds, the unit of time of the trackers that count frames in their
  /// papers.
  public mutating func setFrameTime(_ seconds: Double) {
    guard seconds.isFinite, seconds > 0 else { return }
    byteTrack.frameTime = seconds
    botSORT.frameTime = seconds
    ocSORT.frameTime = seconds
    sort.frameTime = seconds
  }

  /// Sets the longest time without a detection in seconds, in all trackers.
  public mutating func setMaximumLost(_ seconds: Double) {
    cascade.maximumLost = seconds
    byteTrack.maximumLost = seconds
    botSORT.maximumLost = seconds
    ocSORT.maximumLost = seconds
    sort.maximumLost = seconds
  }
}

/// The trackers, by the names that the command line has for them.
public enum TrackerKind: String, Sendable, CaseIterable {
  /// The default one.
  case cascade
  /// ByteTrack.
  case byteTrack = "bytetrack"
  /// BoT-SORT.
  case botSORT = "botsort"
  /// OC-SORT.
  case ocSORT = "ocsort"
  /// SORT.
  case sort

  /// A tracker with its settings.
  public func makeTracker(_ parameters: TrackerParameters = TrackerParameters()) -> any MultiObjectTracker {
    switch self {
    case .cascade: CascadeTracker(parameters: parameters.cascade)
    case .byteTrack: ByteTrack(parameters: parameters.byteTrack)
    case .botSORT: BoTSORT(parameters: parameters.botSORT)
    case .ocSORT: OCSORT(parameters: parameters.ocSORT)
    case .sort: SORT(parameters: parameters.sort)
    }
  }
}
