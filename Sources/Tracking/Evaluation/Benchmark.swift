/// A benchmark's rules for what is scored (Leal-Taixé et al., "MOTChallenge 2015", arXiv 1504.01942; Milan et
/// al., "MOT16", arXiv 1603.00831; Dendorfer et al., "MOT20", arXiv 2003.09003).
public enum Benchmark: String, Sendable, CaseIterable {
  /// Ground truth has no classes; rows flagged 0 are left out.
  case mot15
  /// Pedestrians are scored; boxes on distractors neither help nor harm.
  case mot16
  /// As MOT16.
  case mot17
  /// As MOT16, with vehicles among the distractors.
  case mot20
  /// Every row of the ground truth counts.
  case none

  /// Whether the eighth column of ground truth is a class.
  var hasClasses: Bool {
    switch self {
    case .mot15, .none: false
    case .mot16, .mot17, .mot20: true
    }
  }

  /// The class that is scored.
  static let pedestrian = 1
  /// The classes that there are: 1 pedestrian, 2 person on vehicle, 3 car, 4 bicycle, 5 motorbike, 6 non-MOT
  /// vehicle, 7 static person, 8 distractor, 9 occluder, 10 occluder on ground, 11 occluder full, 12 reflection,
  /// 13 crowd.
  static let classes = 1...13

  /// Whether a tracker's box on an object of this class is taken out before the score.
  func isDistractor(_ classID: Int) -> Bool {
    switch classID {
    case 2, 7, 8, 12: hasClasses
    case 6: self == .mot20
    default: false
    }
  }

  /// Whether a row of the ground truth is scored.
  func isScored(_ row: TrackTable.Row) -> Bool {
    switch self {
    case .none: true
    case .mot15: row.isCounted
    case .mot16, .mot17, .mot20: row.isCounted && row.classValue == Double(Self.pedestrian)
    }
  }

  /// Checks that each class of the ground truth is one that the benchmark has.
  func checkClasses(_ table: TrackTable) throws(TrackDataError) {
    guard hasClasses else { return }
    for row in table.rows where !Self.classes.contains(where: { Double($0) == row.classValue }) {
      throw TrackDataError(
        "score", table.name, line: row.line,
        cause: "\(TrackTable.text(row.classValue)) in column 8 is none of \(rawValue)'s classes, 1 to 13",
        hint: "--benchmark mot15 is for ground truth without classes")
    }
  }
}
