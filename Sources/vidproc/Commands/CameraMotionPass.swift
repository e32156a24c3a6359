import Media
import Pipeline
import Records
import Tracking
import Vision

/// Measures the camera's motion between the frames that were looked at, over those between.
final class CameraMotionPass {
  private let estimator: CameraMotionEstimator?
  private let choice: CameraChoice
  private var foreground: [Box] = []
  /// The motion since the last frame that was looked at; nil where it could not be told.
  private var since: AffineMotion? = .identity

  init(_ choice: CameraChoice, _ stream: StreamRecord) throws(MediaError) {
    self.choice = choice
    estimator =
      choice == .frames && stream.width >= 16 && stream.height >= 16
      ? try CameraMotionEstimator(width: stream.width, height: stream.height) : nil
  }

  /// The motion up to a frame, for trackers; nil to let them tell it from the detections.
  func motion(of video: VideoItem) throws(MediaError) -> AffineMotion? {
    guard choice != .still else { return .identity }
    guard let estimator else { return nil }
    let found = try estimator.update(video.frame, foreground: foreground)
    if found.isKnown {
      let step = AffineMotion(
        columnX: SIMD2(Float(found.a), Float(found.c)), columnY: SIMD2(Float(found.b), Float(found.d)),
        translation: SIMD2(Float(found.translationX), Float(found.translationY)))
      since = since.map { step.after($0) }
    } else {
      since = nil
    }
    guard let objects = video.record.objects else { return nil }
    foreground = objects.map(\.box)
    defer { since = .identity }
    return since
  }
}
