import Inference
import Records

/// BlazeFace, MediaPipe's face detector (arXiv:1907.05047; mediapipe/modules/face_detection): short range
/// (128x128, 896 anchors), back camera (256x256, 896) and full range (192x192, 2304).
///
/// Outputs [batch, anchors, 16] and [batch, anchors, 1], as `MediaPipeBoxes` says, with the six landmarks of
/// `Skeleton.face6`. Overlapping candidates are blended.
struct BlazeFaceDecoder: OutputDecoder {
  static let name = "blazeface"
  let suppression = Suppression.blended
  let classCount: Int? = 1
  let skeleton: Skeleton? = .face6

  private let boxes: MediaPipeBoxes

  static func matches(_ context: DecoderContext) -> Bool { boxes(context) != nil }

  init(_ context: DecoderContext) throws {
    guard let boxes = Self.boxes(context) else {
      throw context.mismatch(Self.name, expected: "[batch, anchors, 16] and [batch, anchors, 1]")
    }
    try context.checkLabels(1)
    self.boxes = boxes
  }

  private static func boxes(_ context: DecoderContext) -> MediaPipeBoxes? {
    MediaPipeBoxes(context, points: 6, arrangements: [[(8, 2), (16, 6)], [(16, 2), (32, 6)], [(4, 1)]])
  }

  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    try boxes.decode(outputs, picture: picture, minimumScore: minimumScore, into: &candidates)
  }
}
