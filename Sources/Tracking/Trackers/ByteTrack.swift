/// ByteTrack (Zhang et al., "ByteTrack: Multi-Object Tracking by Associating Every Detection Box", ECCV 2022,
/// arXiv:2110.06864), after its reference code.
///
/// Detections of high score are matched first, those of low score then with the tracks that are left. Frames
/// count in steps of ``ByteParameters/frameTime``; detections and tracks are compared within a class.
public struct ByteTrack: MultiObjectTracker {
  private var cascade: ByteCascade

  /// A tracker with no track.
  public init(parameters: ByteParameters = .byteTrack) {
    cascade = ByteCascade(model: .aspect, parameters: parameters)
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
