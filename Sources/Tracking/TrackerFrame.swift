/// One detection as a tracker sees it: a box, a score and a class, of fixed size.
public struct TrackerDetection: Sendable, Hashable {
  /// The left edge in pixels.
  public var left: Float
  /// The top edge in pixels.
  public var top: Float
  /// The width in pixels.
  public var width: Float
  /// The height in pixels.
  public var height: Float
  /// What the detector gave; of any scale (see ``ScoreScale``).
  public var score: Float
  /// The class; objects of different classes are never one track.
  public var classID: Int32
  /// The row of ``TrackerFrame/appearance`` that belongs to the detection, -1 for none.
  public var appearance: Int32

  /// Makes a detection.
  public init(
    left: Float, top: Float, width: Float, height: Float, score: Float = 1, classID: Int32 = 0,
    appearance: Int32 = -1
  ) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
    self.score = score
    self.classID = classID
    self.appearance = appearance
  }

  /// The corners (left, top, right, bottom) in pixels.
  @inlinable public var corners: SIMD4<Float> { SIMD4(left, top, left + width, top + height) }
}

/// What a tracker is given of one frame. One value is kept and filled again for every frame, so that its
/// arrays are allocated once.
public struct TrackerFrame: Sendable {
  /// The time of the frame in seconds; frames come in rising order, at any distance.
  public var time: Double
  /// The detections in any order.
  public var detections: [TrackerDetection]
  /// The size of the picture in pixels, 0 where it is unknown.
  public var size: SIMD2<Float>
  /// How the picture moved since the frame before, nil where nobody measured it.
  public var cameraMotion: AffineMotion?
  /// Appearance vectors one after another, each of ``appearanceLength`` numbers and of unit length.
  public var appearance: [Float]
  /// The length of an appearance vector, 0 where there are none.
  public var appearanceLength: Int

  /// Makes a frame.
  public init(
    time: Double = 0, detections: [TrackerDetection] = [], size: SIMD2<Float> = .zero,
    cameraMotion: AffineMotion? = nil, appearance: [Float] = [], appearanceLength: Int = 0
  ) {
    self.time = time
    self.detections = detections
    self.size = size
    self.cameraMotion = cameraMotion
    self.appearance = appearance
    self.appearanceLength = appearanceLength
  }
}
