import Inference
import Media

/// Where the numbers are in an output of the YOLO family.
struct YOLOLayout {
  /// How the anchors are laid out.
  enum Order {
    /// [batch, features, anchors].
    case planes
    /// [batch, anchors, features].
    case rows
    /// [batch, detections, left, top, right, bottom, score, class and more]: suppression is in the model.
    case endToEnd
  }

  /// Which output, how its axes are, and how many anchors a cell has where their number says it.
  private typealias Axes = (output: Int, order: Order, features: Int, anchorsPerCell: Int?)

  let output: Int
  let order: Order
  let features: Int
  /// nil where the output has class numbers instead of a score for each.
  let classes: Int?
  let hasObjectness: Bool
  let keypoints: Int
  /// Where the keypoints begin in an anchor's features.
  var firstKeypoint: Int { (order == .endToEnd ? 6 : 4 + (hasObjectness ? 1 : 0) + (classes ?? 0)) }

  /// Finds the layout; nil where no output is such.
  /// - Throws: MediaError where the labels do not fit it.
  init?(_ context: DecoderContext) throws {
    guard let found = Self.axes(context) else { return nil }
    (output, order, features) = (found.output, found.order, found.features)
    let hasMasks = context.outputs.contains { $0.shape.count == 4 && $0.shape.contains(32) }

    if order == .endToEnd {
      let rest = features - 6 - (hasMasks ? 32 : 0)
      guard rest >= 0, rest % 3 == 0 else { return nil }
      classes = nil
      hasObjectness = false
      keypoints = rest / 3
      return
    }

    let labels = context.classCount
    let objectness = context.flag("objectness") ?? Self.hasObjectness(found, labels: labels)
    let rest = features - 4 - (objectness ? 1 : 0) - (hasMasks ? 32 : 0)
    hasObjectness = objectness
    if let given = context.integer("keypoints") {
      keypoints = given
    } else if labels == 1, rest > 1, (rest - 1) % 3 == 0 {
      keypoints = (rest - 1) / 3
    } else if labels == nil, rest == 52 {
      keypoints = 17
    } else {
      keypoints = 0
    }
    let classes = rest - 3 * keypoints
    guard classes > 0, keypoints >= 0 else { return nil }
    self.classes = classes
    try context.checkLabels(classes)
  }

  /// Whether the box is followed by an objectness: where a cell has three anchors, and in rows of 5 numbers more
  /// than there are labels (85 where neither labels nor the number of anchors are known).
  private static func hasObjectness(_ found: Axes, labels: Int?) -> Bool {
    if found.anchorsPerCell == 3 { return true }
    guard found.order == .rows else { return false }
    if let labels { return found.features == labels + 5 }
    return found.anchorsPerCell == nil && found.features == 85
  }

  /// Finds the output and which of its axes is the anchors'.
  private static func axes(_ context: DecoderContext) -> Axes? {
    var counts: [Int: Int] = [:]
    for strides in [[4, 8, 16, 32], [8, 16, 32, 64], [8, 16, 32]] {
      let cells = context.grids(strides).map(\.cells).reduce(0, +)
      counts[3 * cells] = 3
      counts[cells] = 1
    }
    for (index, port) in context.outputs.enumerated() where port.shape.count == 3 {
      let (first, last) = (port.shape[1], port.shape[2])
      if let last, let perCell = counts[last], let first, first > 4 {
        return (index, .planes, first, perCell)
      }
      if let first, let perCell = counts[first], let last, last > 4 {
        return (index, .rows, last, perCell)
      }
      // No grid's number of anchors: detections after suppression, or a number that the model leaves free.
      if let last, first.map({ $0 <= 1000 }) ?? true, isEndToEnd(last, context) {
        return (index, .endToEnd, last, nil)
      }
      if let first, last == nil, isDense(first, context) { return (index, .planes, first, nil) }
      if let last, isDense(last, context) { return (index, .rows, last, nil) }
    }
    return nil
  }

  /// Whether rows of this length are detections: 6 numbers, then keypoints or the 32 coefficients of a mask.
  private static func isEndToEnd(_ features: Int, _ context: DecoderContext) -> Bool {
    let keypoints = context.integer("keypoints") ?? 17
    return [6, 6 + 3 * keypoints, 6 + 32].contains(features)
  }

  /// Whether an anchor of this length has a score for each class.
  private static func isDense(_ features: Int, _ context: DecoderContext) -> Bool {
    guard let labels = context.classCount else { return features == 84 || features == 85 }
    return features == labels + 4 || features == labels + 5
  }
}
