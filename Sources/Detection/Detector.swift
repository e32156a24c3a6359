import Inference
import Media
import Records

/// A picture to look at, or parts of it.
public struct Look: Sendable {
  /// A decoded picture.
  public var frame: Frame
  /// The parts to look at, in the frame's pixels; each is given to the model as a picture of its own. Nil for
  /// the whole picture.
  public var regions: [Box]?
  /// Parts of the picture side by side in one smaller input, instead of `regions`.
  public var mosaic: Mosaic?

  /// Looks at a picture, or parts of it.
  public init(_ frame: Frame, regions: [Box]? = nil, mosaic: Mosaic? = nil) {
    self.frame = frame
    self.regions = regions
    self.mosaic = mosaic
  }
}

/// Finds things in pictures. One thread uses a detector at a time; each worker has its own.
public protocol Detector: AnyObject {
  /// Looks at a picture, or parts of it.
  /// - Parameters:
  ///   - frame: a decoded picture.
  ///   - regions: the parts to look at, as in `Look`.
  /// - Returns: objects in the frame's pixels; those of different regions may stand for the same thing.
  func detect(_ frame: Frame, regions: [Box]?) throws -> [DetectedObject]

  /// Looks at several pictures, at once where the detector can.
  func detect(_ looks: [Look]) throws -> [[DetectedObject]]
}

extension Detector {
  /// One picture after the other.
  public func detect(_ looks: [Look]) throws -> [[DetectedObject]] {
    try looks.map { try detect($0.frame, regions: $0.regions) }
  }
}

/// Makes detectors that share what can be shared (the compiled model).
public protocol DetectorFactory: Sendable {
  /// What the records of its detectors mean: classes, keypoints.
  var record: ModelRecord { get }
  /// The picture that its model takes; nil where there is no such size.
  var input: PictureInput? { get }
  /// How its detectors look at parts of frames of a size.
  func regionLook(width: Int, height: Int) -> RegionLook
  /// Makes one for another thread.
  func makeDetector() throws -> any Detector
}

extension DetectorFactory {
  /// Pictures of any size.
  public var input: PictureInput? { nil }
  /// A part costs as much as the whole.
  public func regionLook(width: Int, height: Int) -> RegionLook { .none }
}
