import Inference
import Media
import Pipeline
import Records

/// Finding what moves, as a task of its own.
public struct MotionTask: Sendable {
  /// How motion is told from noise.
  public var options: MotionOptions

  /// With these options.
  public init(_ options: MotionOptions = MotionOptions()) { self.options = options }

  /// What its records mean.
  public static var record: ModelRecord {
    var record = ModelRecord(name: "motion", task: "motion")
    record.classes = ["motion"]
    return record
  }
}

/// The part of detection that sees the frames in order: what moves, and with that where to look.
struct MotionPass {
  private let detector: MotionDetector
  private let reportsMotion: Bool
  private var gate: MotionGate?

  init(_ stream: StreamRecord, task: MotionTask?, gate policy: GatePolicy?, look: RegionLook) throws {
    detector = try MotionDetector(
      width: stream.width, height: stream.height, frameRate: stream.frameRate?.doubleValue ?? 25,
      options: task?.options ?? MotionOptions())
    reportsMotion = task != nil
    gate = policy.map { MotionGate(width: stream.width, height: stream.height, policy: $0, look: look) }
  }

  /// Looks at the next frame.
  mutating func see(_ item: VideoItem) throws -> (objects: [DetectedObject], decision: GateDecision?) {
    let motion = try detector.update(item.frame, time: item.record.time)
    let decision = gate?.decide(motion, time: item.record.time)
    return (reportsMotion ? motion.objects : [], decision)
  }
}
