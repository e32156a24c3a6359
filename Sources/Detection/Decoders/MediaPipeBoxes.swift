import Inference
import Records

/// The boxes of MediaPipe's detectors (`SsdAnchorsCalculator` and `TensorsToDetectionsCalculator` in
/// google-ai-edge/mediapipe).
///
/// Two outputs: [batch, anchors, 4 + 2 points], centre x and y, width, height and the points in pixels of the
/// input, relative to the anchor; and [batch, anchors, 1], logits. The anchors are the middles of the cells; a
/// cell has as many as there are layers of its stride, times two where the model has two aspect ratios.
struct MediaPipeBoxes {
  /// So many anchors in each cell of a grid.
  typealias Layers = [(stride: Int, anchors: Int)]

  let boxes: Int
  let scores: Int
  let points: Int
  private let layers: [(grid: Grid, anchors: Int)]
  private let count: Int

  /// Finds the outputs; nil where they do not fit any of some arrangements of anchors.
  init?(_ context: DecoderContext, points: Int, arrangements: [Layers]) {
    for arrangement in arrangements {
      let grids = context.grids(arrangement.map(\.stride), roundingUp: true)
      let layers = zip(grids, arrangement).map { (grid: $0, anchors: $1.anchors) }
      let count = layers.map { $0.grid.cells * $0.anchors }.reduce(0, +)
      guard let boxes = context.outputs.firstIndex(where: { $0.has(nil, count, 4 + 2 * points) }),
        let scores = context.outputs.firstIndex(where: { $0.has(nil, count, 1) })
      else { continue }
      (self.boxes, self.scores, self.points, self.layers, self.count) = (boxes, scores, points, layers, count)
      return
    }
    return nil
  }

  /// Appends the candidates of one picture, all of class 0.
  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]
  ) throws {
    let minimum = logit(minimumScore)
    let features = 4 + 2 * points
    try outputs.reading(scores, picture: picture, count: count) { logits in
      try outputs.reading(boxes, picture: picture, count: count * features) { boxes in
        var start = 0
        for layer in layers {
          let stride = Float(layer.grid.stride)
          for anchor in 0..<(layer.grid.cells * layer.anchors) where logits[start + anchor] >= minimum {
            let score = sigmoid(logits[start + anchor])
            let box = boxes + (start + anchor) * features
            guard score >= minimumScore, box[2] > 0, box[3] > 0 else { continue }
            let cell = anchor / layer.anchors
            let x = (Float(cell % layer.grid.columns) + 0.5) * stride
            let y = (Float(cell / layer.grid.columns) + 0.5) * stride
            candidates.add(
              0, score, centerX: x + box[0], centerY: y + box[1], width: box[2], height: box[3],
              points: (0..<points).map { CandidatePoint(x: x + box[4 + 2 * $0], y: y + box[5 + 2 * $0]) })
          }
          start += layer.grid.cells * layer.anchors
        }
      }
    }
  }
}
