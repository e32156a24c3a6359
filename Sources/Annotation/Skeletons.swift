import Records

/// The lines between keypoints.
struct Skeleton {
  /// Pairs of keypoints by name.
  let edges: [(from: String, to: String)]
  /// Pairs by their place, where objects list their keypoints as the model does.
  private let places: [(from: Int, to: Int)]
  private let names: [String]

  /// The skeleton that a model's record tells; nil where it tells none.
  init?(_ model: ModelRecord) {
    guard let names = model.keypoints, let pairs = model.edges else { return nil }
    let places = pairs.filter { $0.count == 2 && $0.allSatisfy(names.indices.contains) }.map {
      (from: $0[0], to: $0[1])
    }
    guard !places.isEmpty else { return nil }
    self.init(names: names, places: places)
  }

  private init(names: [String], places: [(from: Int, to: Int)]) {
    self.names = names
    self.places = places
    edges = places.map { (names[$0.from], names[$0.to]) }
  }

  private init(_ names: String, _ chains: [String]) {
    let names = names.split(separator: " ").map(String.init)
    var places: [(from: Int, to: Int)] = []
    for chain in chains {
      let points = chain.split(separator: " ").compactMap { names.firstIndex(of: String($0)) }
      places += zip(points, points.dropFirst()).map { (from: $0, to: $1) }
    }
    self.init(names: names, places: places)
  }

  /// The skeleton that fits keypoints of these names; nil where none is known.
  static func known(for keypoints: [Keypoint]) -> Skeleton? {
    func has(_ name: String) -> Bool { keypoints.contains { $0.name == name } }
    guard has("left_shoulder") || has("left_hip") || has("right_shoulder") else { return nil }
    return has("left_eye_inner") || has("left_foot_index") ? mediaPipe : coco
  }

  /// The pairs of an object's keypoints that are joined.
  func pairs(of keypoints: [Keypoint]) -> [(Keypoint, Keypoint)] {
    if keypoints.count == names.count, zip(keypoints, names).allSatisfy({ $0.name == $1 }) {
      return places.map { (keypoints[$0.from], keypoints[$0.to]) }
    }
    return edges.compactMap { edge in
      guard let from = keypoints.first(where: { $0.name == edge.from }),
        let to = keypoints.first(where: { $0.name == edge.to })
      else { return nil }
      return (from, to)
    }
  }

  /// The 17 keypoints of COCO.
  static let coco = Skeleton(
    """
    nose left_eye right_eye left_ear right_ear left_shoulder right_shoulder left_elbow right_elbow left_wrist \
    right_wrist left_hip right_hip left_knee right_knee left_ankle right_ankle
    """,
    [
      "nose left_eye left_ear", "nose right_eye right_ear",
      "left_shoulder right_shoulder right_hip left_hip left_shoulder", "left_shoulder left_elbow left_wrist",
      "right_shoulder right_elbow right_wrist", "left_hip left_knee left_ankle",
      "right_hip right_knee right_ankle",
    ])

  /// The 33 landmarks of MediaPipe's pose model (BlazePose).
  static let mediaPipe = Skeleton(
    """
    nose left_eye_inner left_eye left_eye_outer right_eye_inner right_eye right_eye_outer left_ear right_ear \
    mouth_left mouth_right left_shoulder right_shoulder left_elbow right_elbow left_wrist right_wrist left_pinky \
    right_pinky left_index right_index left_thumb right_thumb left_hip right_hip left_knee right_knee left_ankle \
    right_ankle left_heel right_heel left_foot_index right_foot_index
    """,
    [
      "nose left_eye_inner left_eye left_eye_outer left_ear",
      "nose right_eye_inner right_eye right_eye_outer right_ear", "mouth_left mouth_right",
      "left_shoulder right_shoulder right_hip left_hip left_shoulder",
      "left_shoulder left_elbow left_wrist left_pinky left_index left_wrist left_thumb",
      "right_shoulder right_elbow right_wrist right_pinky right_index right_wrist right_thumb",
      "left_hip left_knee left_ankle left_heel left_foot_index left_ankle",
      "right_hip right_knee right_ankle right_heel right_foot_index right_ankle",
    ])
}
