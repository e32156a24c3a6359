import Media
import Records

/// Follows what a person pointed at through a stream, and describes it as an object of each frame's record.
public final class SingleObjectStage {
  /// What is pointed at, and what it is called.
  public struct Target: Sendable, Hashable {
    /// The box in pixels of the frames.
    public var box: Box
    /// The time in seconds at which it is there; the first frame where nil.
    public var time: Double?
    /// The name of its class.
    public var label: String

    /// Points at a box.
    public init(box: Box, time: Double? = nil, label: String = "object") {
      self.box = box
      self.time = time
      self.label = label
    }
  }

  private let target: Target
  private let options: SingleObjectOptions
  private var tracker: SingleObjectTracker?
  private var startTime = 0.0

  /// Prepares to follow a target.
  public init(_ target: Target, options: SingleObjectOptions = SingleObjectOptions()) {
    self.target = target
    self.options = options
  }

  /// Whether the target's time has come, so that it is followed.
  public var hasStarted: Bool { tracker != nil }

  /// Looks at the next frame.
  /// - Parameters:
  ///   - frame: the picture.
  ///   - time: its time in seconds.
  /// - Returns: the object, of `track_id` 1, its score the confidence, its state "confirmed" or "lost"; nil
  ///   before the target's time.
  /// - Throws: MediaError where the box lies outside the frame, the frames change in size or cannot be read.
  public func update(_ frame: Frame, time: Double) throws(MediaError) -> DetectedObject? {
    guard let tracker else {
      // Half a millisecond allows for times that were written with three decimals.
      if let start = target.time, time < start - 5e-4 { return nil }
      let tracker = try SingleObjectTracker(frame, box: target.box, time: time, options: options)
      self.tracker = tracker
      startTime = time
      return object(tracker.result, time: time)
    }
    return object(try tracker.update(frame, time: time), time: time)
  }

  private func object(_ result: SingleObjectTracker.Result, time: Double) -> DetectedObject {
    var object = DetectedObject(label: target.label, score: result.confidence, box: result.box)
    object.trackID = 1
    object.state = result.state == .tracking ? "confirmed" : "lost"
    object.age = max(0, time - startTime)
    object.velocity = result.velocity
    return object
  }
}
