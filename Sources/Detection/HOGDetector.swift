import COpenCV
import Foundation
import Media
import Records

/// Makes people detectors that need no model file: OpenCV's histogram of oriented gradients.
public struct HOGDetectorFactory: DetectorFactory {
  /// The name on the command line, in place of a model's.
  public static let name = "hog-person"

  /// Scores below are dropped.
  public let minimumScore: Float
  /// How much pictures are enlarged first; nil for what brings them to about 1152 rows, from 1 to 2.
  public let scale: Double?

  /// Sets the threshold and the scale.
  public init(minimumScore: Float? = nil, scale: Double? = nil) {
    self.minimumScore = minimumScore ?? 0.25
    self.scale = scale
  }

  /// One class, `person`.
  public var record: ModelRecord {
    var record = ModelRecord(name: Self.name, task: "objects")
    record.engine = "opencv"
    record.classes = ["person"]
    return record
  }

  /// Each part by itself: the time grows with the area.
  public func regionLook(width: Int, height: Int) -> RegionLook { .separate }

  /// Makes one for another thread.
  public func makeDetector() throws -> any Detector {
    try HOGDetector(minimumScore: minimumScore, scale: scale)
  }
}

/// Finds standing people by histograms of oriented gradients and a linear support vector machine (Dalal and
/// Triggs 2005), with the weights that OpenCV carries.
///
/// Windows of 64x128 pixels hold a person of about 51x102, which is the smallest that is found; smaller ones
/// after enlarging. On vtest.avi, where people are 60 to 110 pixels high, AP at an overlap of 0.5 was 0.07 at
/// the picture's own size, 0.56 at 1.5 times and 0.73 at twice the size, for 1, 4 and 12 times the work.
public final class HOGDetector: Detector {
  private let minimumScore: Float
  private let scale: Double?
  private let hog: OpaquePointer

  /// Prepares to look for people.
  /// - Parameters:
  ///   - minimumScore: scores below are dropped, 0 to 1.
  ///   - scale: how much pictures are enlarged first; nil for what brings them to about 1152 rows, from 1
  ///     to 2.
  public init(minimumScore: Float = 0.25, scale: Double? = nil) throws(MediaError) {
    if let scale, !(scale >= 0.1 && scale <= 8) {
      throw MediaError("enlarge", "pictures \(scale) times", cause: "the scale must be from 0.1 to 8")
    }
    self.minimumScore = minimumScore
    self.scale = scale
    var made: OpaquePointer?
    let cause = OpenCVError.text { error in
      made = vp_cv_hog_new(error)
      return made == nil ? -1 : 0
    }
    guard let made else { throw MediaError("make", "a people detector", cause: cause ?? "unknown") }
    hog = made
  }

  deinit { vp_cv_hog_free(hog) }

  /// Looks at a picture's brightness, or at parts of it.
  public func detect(_ frame: Frame, regions: [Box]?) throws -> [DetectedObject] {
    let planes = try LumaPlanes(frame.pixelFormat)
    let whole = Box(width: Float(frame.width), height: Float(frame.height))
    let parts = (regions ?? [whole]).map { $0.intersection(whole) }
    let factor = scale ?? min(2, max(1, 1152 / Double(max(1, frame.height))))
    if planes.isBytes {
      let found = try frame.withPlane(0) { plane in
        try parts.flatMap { part in
          try look(at: part, base: plane.base, stride: plane.stride, factor: factor)
        }
      }
      return found ?? []
    }
    var bytes = try planes.bytes(of: frame)
    return try bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      return try parts.flatMap { try look(at: $0, base: base, stride: frame.width, factor: factor) }
    }
  }

  private func look(at part: Box, base: UnsafePointer<UInt8>, stride: Int, factor: Double) throws
    -> [DetectedObject]
  {
    let left = Int(part.x.rounded(.down))
    let top = Int(part.y.rounded(.down))
    let width = Int(part.maxX.rounded(.down)) - left
    let height = Int(part.maxY.rounded(.down)) - top
    guard width > 0, height > 0 else { return [] }
    var people = [vp_cv_person](repeating: vp_cv_person(), count: 1000)
    var count: Int32 = 0
    let cause = OpenCVError.text { error in
      count = vp_cv_hog_detect(
        hog, base + top * stride + left, stride, Int32(width), Int32(height), factor, 0, &people,
        Int32(people.count), error)
      return count
    }
    if let cause { throw MediaError("look for people in", "a frame", cause: cause) }
    return people.prefix(Int(count)).compactMap { person in
      let score = Self.score(weight: person.weight)
      guard score >= minimumScore else { return nil }
      return DetectedObject(
        label: "person", classID: 0, score: score,
        box: Self.body(person, x: Float(left), y: Float(top)))
    }
  }

  /// A window's distance from the machine's border as a score of 0 to 1.
  ///
  /// A logistic curve fitted to whether a window held a person of vtest.avi's ground truth (543 windows):
  /// beyond 1.6 nearly all did, below 0.6 few.
  static func score(weight: Float) -> Float { 1 / (1 + exp(-2.8 * (weight - 1.24))) }

  /// The person in a window: the training windows had a border around the person. The shares are those of
  /// OpenCV's own example; without them AP on vtest.avi is 0.02 instead of 0.73.
  private static func body(_ window: vp_cv_person, x: Float, y: Float) -> Box {
    Box(
      x: x + window.x + 0.1 * window.width, y: y + window.y + 0.07 * window.height,
      width: 0.8 * window.width, height: 0.8 * window.height)
  }
}
