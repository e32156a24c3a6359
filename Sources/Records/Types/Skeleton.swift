/// The names of an object's points, and the lines that are drawn between them.
public struct Skeleton: Sendable, Equatable {
  /// The points' names, in the model's order. Left and right are the person's own.
  public let names: [String]
  /// Pairs of points, by their place in `names`.
  public let edges: [[Int]]

  /// Names points.
  public init(names: [String], edges: [[Int]] = []) {
    self.names = names
    self.edges = edges
  }
}

extension Skeleton {
  /// The 17 keypoints of COCO's persons and its own lines (`person_keypoints_val2017.json`, categories).
  public static let coco17 = Skeleton(
    names: [
      "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
      "left_elbow",
      "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee",
      "left_ankle", "right_ankle",
    ],
    edges: [
      [15, 13], [13, 11], [16, 14], [14, 12], [11, 12], [5, 11], [6, 12], [5, 6], [5, 7], [6, 8], [7, 9],
      [8, 10], [1, 2], [0, 1], [0, 2], [1, 3], [2, 4], [3, 5], [4, 6],
    ])

  /// The 33 landmarks of MediaPipe's pose model (BlazePose, arXiv:2006.10204) and its `POSE_CONNECTIONS`.
  public static let mediapipe33 = Skeleton(
    names: [
      "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye",
      "right_eye_outer", "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder",
      "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_pinky",
      "right_pinky", "left_index", "right_index", "left_thumb", "right_thumb", "left_hip", "right_hip",
      "left_knee", "right_knee", "left_ankle", "right_ankle", "left_heel", "right_heel", "left_foot_index",
      "right_foot_index",
    ],
    edges: [
      [0, 1], [1, 2], [2, 3], [3, 7], [0, 4], [4, 5], [5, 6], [6, 8], [9, 10], [11, 12], [11, 13], [13, 15],
      [15, 17], [15, 19], [15, 21], [17, 19], [12, 14], [14, 16], [16, 18], [16, 20], [16, 22], [18, 20],
      [11, 23], [12, 24], [23, 24], [23, 25], [24, 26], [25, 27], [26, 28], [27, 29], [28, 30], [29, 31],
      [30, 32], [27, 31], [28, 32],
    ])

  /// The 4 points by which MediaPipe's pose detector says where a body lies: two centres, and for each a point
  /// whose distance and direction give the size and the rotation.
  public static let bodyAlignment = Skeleton(
    names: ["mid_hip", "full_body", "mid_shoulder", "upper_body"], edges: [[0, 1], [2, 3]])

  /// The 5 landmarks of YuNet and of aligned face crops (ArcFace, SFace).
  public static let face5 = Skeleton(
    names: ["right_eye", "left_eye", "nose_tip", "right_mouth_corner", "left_mouth_corner"])

  /// The 6 landmarks of MediaPipe's face detector (BlazeFace, arXiv:1907.05047).
  public static let face6 = Skeleton(
    names: [
      "right_eye", "left_eye", "nose_tip", "mouth_center", "right_ear_tragion", "left_ear_tragion",
    ])

  /// A body's skeleton by its number of keypoints, where that tells it.
  public static func body(keypoints: Int) -> Skeleton? {
    switch keypoints {
    case coco17.names.count: coco17
    case mediapipe33.names.count: mediapipe33
    default: nil
    }
  }
}
