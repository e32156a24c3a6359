import Inference
import Records

/// MediaPipe's detector of bodies, which goes before its landmark model (arXiv:2006.10204;
/// mediapipe/modules/pose_detection): 224x224, 2254 anchors, and 128x128, 896 anchors, in its first version.
///
/// Outputs [batch, anchors, 12] and [batch, anchors, 1], as `MediaPipeBoxes` says. The box is that of the face;
/// the four points of `Skeleton.bodyAlignment` say where the body lies. Overlapping candidates are blended.
struct MediaPipePoseDetectorDecoder: OutputDecoder {
  static let name = "mediapipe-pose-detector"
  let suppression = Suppression.blended
  let classCount: Int? = 1
  let skeleton: Skeleton? = .bodyAlignment

  private let boxes: MediaPipeBoxes

  static func matches(_ context: DecoderContext) -> Bool { boxes(context) != nil }

  init(_ context: DecoderContext) throws {
    guard let boxes = Self.boxes(context) else {
      throw context.mismatch(Self.name, expected: "[batch, anchors, 12] and [batch, anchors, 1]")
    }
    try context.checkLabels(1)
    self.boxes = boxes
  }

  private static func boxes(_ context: DecoderContext) -> MediaPipeBoxes? {
    MediaPipeBoxes(context, points: 4, arrangements: [[(8, 2), (16, 2), (32, 6)], [(8, 2), (16, 6)]])
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    try boxes.decode(outputs, picture: picture, minimumScore: minimumScore, into: &candidates)
  }
}
