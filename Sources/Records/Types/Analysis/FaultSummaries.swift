/// How the fields of the pictures lie in time.
public struct InterlaceSummary: FieldObject {
  /// progressive, top_first, bottom_first, telecine or mixed.
  public var verdict = ""
  /// Part of the judged frames that are interlaced, 0 to 1.
  public var interlacedShare = 0.0
  /// Frames with enough motion to judge by.
  public var judged = 0
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("verdict", &verdict, "progressive, top_first, bottom_first, telecine or mixed.")
    try v.field(
      "interlaced_share", &interlacedShare, "Part of the judged frames that are interlaced, 0 to 1.")
    try v.field("judged", &judged, "Frames with enough motion to judge by.")
  }
}

/// Bars around the picture.
public struct LetterboxSummary: FieldObject {
  /// Whether there are bars through most of the video.
  public var isPresent = false
  /// Picture within the bars: left, top, width and height in pixels.
  public var crop: Box?
  /// Width over height of that, as displayed.
  public var aspect: Double?
  /// Height of the upper bar in pixels.
  public var top = 0
  /// Height of the lower bar in pixels.
  public var bottom = 0
  /// Width of the left bar in pixels.
  public var left = 0
  /// Width of the right bar in pixels.
  public var right = 0
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("present", &isPresent, "Whether there are bars through most of the video.")
    try v.field("crop", &crop, "Picture within the bars: left, top, width and height in pixels.")
    try v.field("aspect", &aspect, "Width over height of that, as displayed.")
    try v.field("top", &top, "Height of the upper bar in pixels.")
    try v.field("bottom", &bottom, "Height of the lower bar in pixels.")
    try v.field("left", &left, "Width of the left bar in pixels.")
    try v.field("right", &right, "Width of the right bar in pixels.")
  }
}

/// Frames that show the same as the one before.
public struct DuplicatesSummary: FieldObject {
  /// How many there are.
  public var count = 0
  /// Part of all frames, 0 to 1.
  public var share = 0.0
  /// Different pictures a second.
  public var effectiveFrameRate: Double?
  /// Pattern in which they come, such as 3:2 or 1 of 5.
  public var cadence: String?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("count", &count, "How many there are.")
    try v.field("share", &share, "Part of all frames, 0 to 1.")
    try v.field("effective_frame_rate", &effectiveFrameRate, "Different pictures a second.")
    try v.field("cadence", &cadence, "Pattern in which they come, such as 3:2 or 1 of 5.")
  }
}

/// Flashes that may provoke seizures (WCAG 2.3.1, ITU-R BT.1702).
public struct FlashSummary: FieldObject {
  /// Stretches with more than three flashes within a second.
  public var count = 0
  /// General (luminance) flashes over all.
  public var general = 0
  /// Flashes of saturated red over all.
  public var red = 0
  /// Most flashes within any second.
  public var worst = 0
  /// Whether no second holds more than three.
  public var hasPassed = false
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("count", &count, "Stretches with more than three flashes within a second.")
    try v.field("general", &general, "General (luminance) flashes over all.")
    try v.field("red", &red, "Flashes of saturated red over all.")
    try v.field("worst", &worst, "Most flashes within any second.")
    try v.field("passed", &hasPassed, "Whether no second holds more than three.")
  }
}
