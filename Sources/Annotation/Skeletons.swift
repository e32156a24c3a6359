import Records

extension Skeleton {
  /// The skeleton that a model's record tells; nil where it tells none.
  init?(_ model: ModelRecord) {
    guard let names = model.keypoints, let pairs = model.edges else { return nil }
    let edges = pairs.filter { $0.count == 2 && $0.allSatisfy(names.indices.contains) }
    guard !edges.isEmpty else { return nil }
    self.init(names: names, edges: edges)
  }

  /// The skeleton that fits keypoints of these names; nil where none is known.
  static func known(for keypoints: [Keypoint]) -> Skeleton? {
    func has(_ name: String) -> Bool { keypoints.contains { $0.name == name } }
    guard has("left_shoulder") || has("left_hip") || has("right_shoulder") else { return nil }
    return has("left_eye_inner") || has("left_foot_index") ? mediapipe33 : coco17
  }

  /// The pairs of an object's keypoints that are joined.
  func pairs(of keypoints: [Keypoint]) -> [(Keypoint, Keypoint)] {
    if keypoints.count == names.count, zip(keypoints, names).allSatisfy({ $0.name == $1 }) {
      return edges.map { (keypoints[$0[0]], keypoints[$0[1]]) }
    }
    return edges.compactMap { edge in
      guard let from = keypoints.first(where: { $0.name == names[edge[0]] }),
        let to = keypoints.first(where: { $0.name == names[edge[1]] })
      else { return nil }
      return (from, to)
    }
  }
}
