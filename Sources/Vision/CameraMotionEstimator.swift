import COpenCV
import Media
import Records

/// How the picture moved as a whole between two frames: x' = a x + b y + translationX and
/// y' = c x + d y + translationY, in pixels from the picture's upper left corner.
public struct CameraMotion: Sendable, Hashable {
  /// What the x of a point adds to its new x.
  public var a = 1.0
  /// What the y of a point adds to its new x.
  public var b = 0.0
  /// Pixels to the right.
  public var translationX = 0.0
  /// What the x of a point adds to its new y.
  public var c = 0.0
  /// What the y of a point adds to its new y.
  public var d = 1.0
  /// Pixels down.
  public var translationY = 0.0
  /// The corners that were followed.
  public var followed = 0
  /// The share of the corners followed that moved this way, 0 to 1; 0 where the motion could not be told and
  /// the identity stands for it.
  public var inlierShare = 0.0

  /// The motion that leaves everything where it is.
  public init() {}

  /// Whether the motion was measured; else it is the identity because nothing better is known.
  public var isKnown: Bool { inlierShare > 0 }

  /// The factor by which lengths grow.
  public var scale: Double { (a * a + c * c).squareRoot() }

  /// Where a point moves to.
  public func apply(_ point: Point) -> Point {
    let (x, y) = (Double(point.x), Double(point.y))
    return Point(x: Float(a * x + b * y + translationX), y: Float(c * x + d * y + translationY))
  }
}

/// Finds how the camera moved from frame to frame; one thread feeds it the frames in order.
///
/// Corners (Shi and Tomasi 1994) of the brightness at about 320 columns are followed into the next frame
/// (pyramidal Lucas-Kanade, Bouguet 2001), and a similarity (translation, rotation, scale) is fitted to them with
/// RANSAC, as BoT-SORT does for its tracks (Aharon, Orfaig and Bobrovsky 2022). Corners in the boxes of what was
/// detected in the frame before are left out, since those things move by themselves.
public final class CameraMotionEstimator {
  private let width: Int
  private let height: Int
  private let camera: OpaquePointer
  private let pictures = BytePictures()

  /// Prepares for frames of one size.
  /// - Parameters:
  ///   - width: columns of the frames.
  ///   - height: rows of the frames.
  ///   - columns: columns of the small pictures that are compared; the nearest that divides the frames.
  /// - Throws: MediaError where the frames are smaller than 16x16 or there is no memory.
  public init(width: Int, height: Int, columns: Int = 320) throws(MediaError) {
    guard width >= 16, height >= 16 else {
      throw MediaError(
        "find the camera's motion in", "pictures of \(width)x\(height)",
        cause: "they must have at least 16x16 pixels")
    }
    self.width = width
    self.height = height
    var made: OpaquePointer?
    _ = try checkOpenCV("prepare for", "the camera's motion") { error throws(Never) in
      made = vp_camera_new(Int32(width), Int32(height), Int32(max(16, columns)), error)
      return made == nil ? -1 : 0
    }
    guard let made else {
      throw MediaError("prepare for", "the camera's motion", cause: "there is no memory")
    }
    camera = made
  }

  deinit { vp_camera_free(camera) }

  /// Compares the next frame with the one before.
  /// - Parameters:
  ///   - frame: a picture of the size that was announced.
  ///   - foreground: the boxes of what was detected in the frame before, in its pixels.
  /// - Returns: the motion from the frame before to this one; the identity for the first frame, where there is
  ///   too little texture, where the corners do not agree, and where the scene changed.
  /// - Throws: MediaError where the frame has another size or cannot be read.
  public func update(_ frame: Frame, foreground: [Box] = []) throws(MediaError) -> CameraMotion {
    guard frame.width == width, frame.height == height else {
      throw MediaError(
        "find the camera's motion in", "a frame of \(frame.width)x\(frame.height)",
        cause: "the frames before had \(width)x\(height)")
    }
    let boxes = foreground.map { vp_cv_rect(x: $0.x, y: $0.y, width: $0.width, height: $0.height) }
    var found = vp_camera_motion()
    try pictures.withPicture(frame) { picture throws(MediaError) in
      var picture = picture
      _ = try checkOpenCV("find the camera's motion in", "a frame") {
        vp_camera_update(camera, &picture, boxes, Int32(boxes.count), &found, $0)
      }
    }
    var motion = CameraMotion()
    motion.followed = Int(found.followed)
    guard found.agreeing > 0, found.followed > 0 else { return motion }
    (motion.a, motion.b, motion.translationX) = (found.a, found.b, found.tx)
    (motion.c, motion.d, motion.translationY) = (found.c, found.d, found.ty)
    motion.inlierShare = Double(found.agreeing) / Double(found.followed)
    return motion
  }
}
