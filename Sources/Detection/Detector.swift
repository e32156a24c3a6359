import Media
import Records

/// Finds things in pictures. One thread uses a detector at a time; each worker has its own.
public protocol Detector: AnyObject {
  /// Looks at pictures, or parts of them.
  /// - Parameters:
  ///   - frame: a decoded picture.
  ///   - regions: the parts to look at, in the frame's pixels; each is given to the model as a picture of its
  ///     own. Nil for the whole picture.
  /// - Returns: objects in the frame's pixels; those of different regions may stand for the same thing.
  func detect(_ frame: Frame, regions: [Box]?) throws -> [DetectedObject]
}

/// Makes detectors that share what can be shared (the compiled model).
public protocol DetectorFactory: Sendable {
  /// Makes one for another thread.
  func makeDetector() throws -> any Detector
}
