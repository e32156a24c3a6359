import Glibc
import Inference
import Media
import Records

/// Which part of a frame a model of one body is given.
public enum BodyCrop: Sendable, Equatable {
  /// MediaPipe's: turned so that the line from the hips' middle to the top of the body stands upright, a square
  /// of 1.25 times the circle around the body (pose_detection_to_roi.pbtxt); the frame's edge goes on outside
  /// of it (pose_landmark_by_roi_cpu.pbtxt names no border, which is BORDER_REPLICATE).
  case aligned
  /// RTMPose's: the person's box, 1.25 times as large, widened to the input's shape, with the pad outside of
  /// the frame (mmpose, `GetBBoxCenterScale` and `TopdownAffine`).
  case box

  /// The part for a person that the first model found; nil where that does not tell it.
  func region(of person: DetectedObject, for input: PictureInput) -> RotatedRegion? {
    switch self {
    case .aligned:
      guard let points = person.keypoints, points.count >= 2 else { return nil }
      let across = points[1].x - points[0].x
      let down = points[1].y - points[0].y
      let size = 2 * hypotf(across, down) * 1.25
      guard size >= 2 else { return nil }
      // 0 where the body stands: the second point above the first.
      let angle = Float.pi / 2 - atan2f(-down, across)
      return RotatedRegion(
        center: Point(x: points[0].x, y: points[0].y), width: size, height: size, angle: angle,
        outside: .edge)
    case .box:
      let shape = Float(input.width) / Float(input.height)
      var (width, height) = (person.box.width * 1.25, person.box.height * 1.25)
      guard width >= 2, height >= 2 else { return nil }
      if width > height * shape { height = width / shape } else { width = height * shape }
      return RotatedRegion(center: person.box.center, width: width, height: height)
    }
  }
}

/// Two models in a row: one finds the bodies, the other the keypoints of each.
public struct TopDownPoseFactory: DetectorFactory {
  private let persons: ModelDetectorFactory
  private let body: LoadedModel
  private let crop: BodyCrop
  private let minimumScore: Float
  private let times: StageTimes?

  /// Joins two models.
  /// - Parameters:
  ///   - persons: finds bodies: objects of the label `person`, or those with the points of `aligned`.
  ///   - body: gives one body's keypoints.
  ///   - minimumScore: bodies whose keypoints are less sure are dropped.
  public init(
    persons: ModelDetectorFactory, body: LoadedModel, crop: BodyCrop, minimumScore: Float,
    times: StageTimes? = nil
  ) {
    self.persons = persons
    self.body = body
    self.crop = crop
    self.minimumScore = minimumScore
    self.times = times
  }

  /// What the records mean.
  public var record: ModelRecord { body.record }

  /// The picture that the first model takes.
  public var input: PictureInput? { persons.input }

  /// Makes a detector for another thread.
  public func makeDetector() throws -> any Detector {
    TopDownPose(
      persons: try persons.makeDetector(), body: try ModelRun(body, times: times), crop: crop,
      minimumScore: minimumScore)
  }
}

final class TopDownPose: Detector {
  private let persons: any Detector
  private let body: ModelRun
  private let crop: BodyCrop
  private let minimumScore: Float
  private var candidates: [Candidate] = []

  init(persons: any Detector, body: ModelRun, crop: BodyCrop, minimumScore: Float) {
    self.persons = persons
    self.body = body
    self.crop = crop
    self.minimumScore = minimumScore
  }

  func detect(_ frame: Frame, regions: [Box]?) throws -> [DetectedObject] {
    try persons.detect(frame, regions: regions).compactMap { person in
      guard person.label == "person" else { return nil }
      return try pose(of: person, in: frame)
    }
  }

  private func pose(of person: DetectedObject, in frame: Frame) throws -> DetectedObject? {
    let input = body.model.input
    guard let region = crop.region(of: person, for: input) else { return nil }
    try body.run(frame, region)
    try body.candidates(0, minimumScore: minimumScore, into: &candidates)
    guard let found = candidates.max(by: { $0.score < $1.score }) else { return nil }
    func place(_ point: CandidatePoint) -> Point {
      region.frame(Point(x: point.x, y: point.y), inputWidth: input.width, inputHeight: input.height)
    }
    var object = DetectedObject(label: "person", classID: 0, score: person.score, box: person.box)
    body.model.attach(found.points, to: &object, place)
    if crop == .aligned {
      // The first model's box is that of the face.
      object.score = found.score
      object.box = TopDownPose.extent(found.points, place, in: frame)
    }
    return object.box.area > 0 ? object : nil
  }

  /// The box around points, cut at the frame's edges.
  private static func extent(
    _ points: [CandidatePoint], _ place: (CandidatePoint) -> Point, in frame: Frame
  ) -> Box {
    let seen = points.filter { ($0.score ?? 1) >= 0.3 }
    let places = (seen.isEmpty ? points : seen).map(place)
    return Polygon(places).bounds.intersection(Box(width: Float(frame.width), height: Float(frame.height)))
  }
}
