/// The life of a track.
public enum TrackState: UInt8, Sendable, Hashable {
  /// Seen too few times to be believed.
  case tentative
  /// Believed and seen in this frame.
  case confirmed
  /// Believed and not seen in this frame.
  case lost
}

/// What a tracker says of one detection.
public struct TrackedDetection: Sendable, Hashable {
  /// The track's identity from 1, 0 where the detection belongs to no track.
  public var trackID: Int
  /// The state of the track after this frame.
  public var state: TrackState
  /// The corners (left, top, right, bottom) of the filtered box in pixels.
  public var corners: SIMD4<Float>
  /// The velocity of the middle in pixels per second.
  public var velocity: SIMD2<Float>
  /// Seconds since the track's first detection.
  public var age: Double

  /// A detection of no track.
  public static let none = TrackedDetection(
    trackID: 0, state: .tentative, corners: .zero, velocity: .zero, age: 0)

  /// Makes a value.
  public init(trackID: Int, state: TrackState, corners: SIMD4<Float>, velocity: SIMD2<Float>, age: Double) {
    self.trackID = trackID
    self.state = state
    self.corners = corners
    self.velocity = velocity
    self.age = age
  }
}

/// A believed track that has no detection in this frame, at the place where it is thought to be.
public struct LostTrack: Sendable, Hashable {
  /// The track's identity.
  public var trackID: Int
  /// The track's class.
  public var classID: Int32
  /// The score of the track's last detection.
  public var score: Float
  /// The corners (left, top, right, bottom) of the predicted box in pixels.
  public var corners: SIMD4<Float>
  /// The velocity of the middle in pixels per second.
  public var velocity: SIMD2<Float>
  /// Seconds since the track's first detection.
  public var age: Double
  /// Seconds since the track's last detection.
  public var missing: Double
  /// Whether the prediction may stand for a detection (see ``CascadeParameters/coastTime``).
  public var isCoasting: Bool
}

/// A track that will never be seen again.
public struct EndedTrack: Sendable, Hashable {
  /// The track's identity.
  public var trackID: Int
  /// The track's class.
  public var classID: Int32
  /// The time of the first detection in seconds.
  public var firstTime: Double
  /// The time of the last detection in seconds.
  public var lastTime: Double
  /// The number of detections.
  public var hits: Int
  /// Whether the track was ever believed.
  public var wasConfirmed: Bool
}

/// What a tracker says of one frame. One value is kept and filled again for every frame.
public struct TrackerOutput: Sendable {
  /// One element for each detection of the frame, in the frame's order.
  public var detections: [TrackedDetection] = []
  /// The believed tracks without a detection, by identity.
  public var lost: [LostTrack] = []
  /// The tracks that ended with this frame, by identity.
  public var ended: [EndedTrack] = []

  /// An empty output.
  public init() {}

  /// Empties the lists and makes room for as many detections.
  mutating func begin(detections count: Int) {
    detections.removeAll(keepingCapacity: true)
    for _ in 0..<count { detections.append(.none) }
    lost.removeAll(keepingCapacity: true)
    ended.removeAll(keepingCapacity: true)
  }
}

/// A tracker of many objects: it is given detections frame by frame and says which of them are one object.
///
/// Identities count from 1 and are never used again. The result does not depend on the order of a frame's
/// detections. Boxes that are not finite or have no area get no identity and change nothing.
public protocol MultiObjectTracker: Sendable {
  /// Follows the objects into the next frame.
  /// - Parameters:
  ///   - frame: The detections and the time. A time that is not after the last one counts as the same
  ///     instant.
  ///   - output: Emptied, then filled with this frame's result.
  mutating func update(_ frame: TrackerFrame, into output: inout TrackerOutput)

  /// Ends all tracks, as at the end of the input: ``TrackerOutput/ended`` lists them, the rest is empty.
  mutating func finish(into output: inout TrackerOutput)
}
