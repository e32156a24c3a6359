/// How points of the picture moved between two frames: x' = a x + b y + tx, y' = c x + d y + ty (a 2x3
/// matrix).
public struct AffineMotion: Sendable, Hashable {
  /// The matrix's first column (a, c).
  public var columnX: SIMD2<Float>
  /// The matrix's second column (b, d).
  public var columnY: SIMD2<Float>
  /// The translation (tx, ty) in pixels.
  public var translation: SIMD2<Float>

  /// The motion that leaves everything where it is.
  public static let identity = AffineMotion(
    columnX: SIMD2(1, 0), columnY: SIMD2(0, 1), translation: SIMD2(0, 0))

  /// Makes a motion from the columns of its matrix.
  public init(columnX: SIMD2<Float>, columnY: SIMD2<Float>, translation: SIMD2<Float>) {
    self.columnX = columnX
    self.columnY = columnY
    self.translation = translation
  }

  /// This motion after another one.
  public func after(_ first: AffineMotion) -> AffineMotion {
    AffineMotion(
      columnX: turn(first.columnX), columnY: turn(first.columnY), translation: apply(first.translation))
  }

  /// Whether all six numbers are finite.
  public var isFinite: Bool {
    let sum = columnX + columnY + translation
    return (sum.x + sum.y).isFinite
  }

  /// Where a point moves to.
  @inline(__always) func apply(_ point: SIMD2<Float>) -> SIMD2<Float> {
    columnX * point.x + columnY * point.y + translation
  }

  /// Where a vector (a velocity) turns to.
  @inline(__always) func turn(_ vector: SIMD2<Float>) -> SIMD2<Float> {
    columnX * vector.x + columnY * vector.y
  }

  /// The factor by which lengths grow: the square root of the determinant's magnitude.
  @inline(__always) var scale: Float {
    abs(columnX.x * columnY.y - columnX.y * columnY.x).squareRoot()
  }
}

/// Something that measures how the picture moved, from the pictures themselves.
public protocol CameraMotionSource {
  /// The motion from the frame that was given before to this one, nil where it cannot be told.
  mutating func cameraMotion(at time: Double) -> AffineMotion?
}

/// Something that describes what a detection looks like.
public protocol AppearanceSource {
  /// The length of a vector.
  var vectorLength: Int { get }
  /// Writes one vector of unit length per detection, one after another.
  mutating func vectors(of detections: [TrackerDetection], at time: Double, into vectors: inout [Float])
}
