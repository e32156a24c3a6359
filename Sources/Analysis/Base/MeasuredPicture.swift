import Media
import Records
import Vision

/// What is known of a frame beside its picture.
public struct FrameFacts: Sendable, Equatable {
  /// Index in the source's order, from 0.
  public var index: Int
  /// Presentation timestamp in the stream's time base.
  public var pts: Int64
  /// The same moment in seconds.
  public var time: Double
  /// Whether it was coded as a keyframe.
  public var isKeyframe: Bool
  /// How it was coded: `I`, `P`, `B`, or `?` where nobody says.
  public var codingType: Character

  /// Names a frame.
  public init(
    index: Int, pts: Int64, time: Double, isKeyframe: Bool = false, codingType: Character = "?"
  ) {
    self.index = index
    self.pts = pts
    self.time = time
    self.isKeyframe = isKeyframe
    self.codingType = codingType
  }
}

/// A frame with what was measured in its picture, as the analysers see it.
public struct MeasuredPicture: Sendable {
  /// Which frame it is.
  public var facts: FrameFacts
  /// Its small copy.
  public var small: SmallPicture
  /// What the whole picture is like; nil where no analyser asked for it.
  public var measures: PictureMeasures?
  /// How its lines and edges are; nil where no analyser asked for it.
  public var lines: LineMeasures?

  /// Joins a frame and what was measured.
  public init(
    facts: FrameFacts, small: SmallPicture, measures: PictureMeasures? = nil, lines: LineMeasures? = nil
  ) {
    self.facts = facts
    self.small = small
    self.measures = measures
    self.lines = lines
  }
}
