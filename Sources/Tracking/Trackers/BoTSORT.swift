/// BoT-SORT (Aharon et al., "BoT-SORT: Robust Associations Multi-Pedestrian Tracking", 2022,
/// arXiv:2206.14651), after its reference code.
///
/// ByteTrack with a filter over width and height, camera motion where ``TrackerFrame/cameraMotion`` gives it,
/// and appearance where ``TrackerFrame/appearance`` does: the cost is the least of the IoU distance and half
/// the cosine distance, the latter only for boxes that are near and look alike. Where the motion rotates, the
/// covariance between x and y is dropped (see ``BoxKalman``).
public struct BoTSORT: MultiObjectTracker {
  private var cascade: ByteCascade

  /// A tracker with no track.
  public init(parameters: ByteParameters = .botSORT) {
    cascade = ByteCascade(model: .size, parameters: parameters)
  }

  /// The settings.
  public var parameters: ByteParameters { cascade.parameters }

  /// Follows the objects into the next frame.
  public mutating func update(_ frame: TrackerFrame, into output: inout TrackerOutput) {
    cascade.update(frame, into: &output)
  }

  /// Ends all tracks.
  public mutating func finish(into output: inout TrackerOutput) { cascade.finish(into: &output) }
}
