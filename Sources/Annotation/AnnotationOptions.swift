import Records
import Vision

/// What is drawn on the frames, and how.
public struct AnnotationOptions: Sendable {
  /// How it looks.
  public var style = AnnotationStyle()
  /// Labels of the objects that are drawn; nil for all.
  public var labels: Set<String>?
  /// Objects with a lower score are not drawn, 0 to 1.
  public var minScore: Float = 0
  /// Seconds of a track's past that are drawn as its trail; 0 for none.
  public var trail = 2.0
  /// Seconds for which the objects of an earlier frame are drawn where nobody looked at a frame.
  public var hold = 0.0
  /// Lines to draw, with their counts.
  public var lines: [NamedShape] = []
  /// Zones to draw, with their counts.
  public var zones: [NamedShape] = []
  /// Whether time, frame, rate and counts are shown in a corner.
  public var showsHeadsUp = false
  /// Regions to make unrecognisable; nil for none.
  public var redaction: Redaction?

  /// Everything that the records hold, in the default style.
  public init() {}

  /// Whether there is something to draw on frames without records.
  public var drawsWithoutRecords: Bool { showsHeadsUp || !lines.isEmpty || !zones.isEmpty }

  /// Which objects are made unrecognisable, and how.
  public struct Redaction: Sendable {
    /// Labels of the objects; `faces` also takes what is labelled `face` and the heads of poses.
    public var labels: Set<String>
    /// How.
    public var style = RedactionStyle.pixelate
    /// Seconds that a region stays unrecognisable after its object was last found there.
    public var hold = 0.5
    /// How far the region goes beyond the box on each side, as a part of the box's size.
    public var margin: Float = 0.15

    /// Makes objects of these labels unrecognisable.
    public init(labels: Set<String>) { self.labels = labels }
  }
}

/// How drawings look. Lengths are in pixels of the frame; nil follows the size of the picture.
public struct AnnotationStyle: Sendable {
  /// What gives an object its colour.
  public enum ColorSource: String, Sendable, CaseIterable {
    /// Its class.
    case `class`
    /// Its track's id; the class where it has none.
    case id
  }

  /// How scores are written.
  public enum ScoreFormat: String, Sendable, CaseIterable {
    /// 0.87
    case decimal
    /// 87%
    case percent
  }

  /// Which place of an object leaves the trail.
  public enum TrailAnchor: String, Sendable, CaseIterable {
    /// The middle of the box's lower edge.
    case feet
    /// The middle of the box.
    case center
  }

  /// A kind of drawing that can be hidden.
  public enum Part: String, Sendable, CaseIterable {
    /// Boxes round objects.
    case boxes
    /// The names on the boxes' labels.
    case labels
    /// The scores on the boxes' labels.
    case scores
    /// The track ids on the boxes' labels.
    case ids
    /// Keypoints with the lines between them, and landmarks.
    case keypoints
    /// Where tracks came from.
    case trails
    /// Numbers on lines and zones.
    case counts
  }

  /// Width of a box's line.
  public var lineWidth: Float?
  /// The font: a file or a name for fontconfig; nil for the system's sans-serif.
  public var font: String?
  /// Size of the letters' em square.
  public var fontSize: Int?
  /// Radius of a box's corners.
  public var cornerRadius: Float?
  /// Opacity of boxes, skeletons and trails, 0 to 1.
  public var opacity: Float = 1
  /// Opacity of the labels' plates, 0 to 1.
  public var labelOpacity: Float = 0.9
  /// What gives an object its colour.
  public var colorBy = ColorSource.class
  /// How scores are written.
  public var scoreFormat = ScoreFormat.decimal
  /// Which place of an object leaves the trail.
  public var trailAnchor = TrailAnchor.feet
  /// Colours of labels; of the palette for those that are not named.
  public var colors: [String: Color] = [:]
  /// Colour of the labels' text; nil for what is read best.
  public var textColor: Color?
  /// What is drawn.
  public var shown = Set(Part.allCases)

  /// The default style.
  public init() {}
}
