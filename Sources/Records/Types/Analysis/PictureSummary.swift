/// What the pictures are like, over all frames.
public struct PictureSummary: FieldObject {
  /// Mean luma, 0 (black) to 1 (white).
  public var brightness: Double?
  /// Mean standard deviation of luma within a frame, 0 to 0.5.
  public var contrast: Double?
  /// Mean saturation, 0 to 1.
  public var saturation: Double?
  /// Dominant colours, most frequent first.
  public var colors: [DominantColor]?
  /// Sharpness, 0 (blurred) to 100.
  public var sharpness: Double?
  /// Standard deviation of the noise, in 8-bit levels.
  public var noise: Double?
  /// Visibility of coding blocks, 0 (none) to 100.
  public var blockiness: Double?
  /// Visibility of steps in smooth gradients, 0 (none) to 100.
  public var banding: Double?
  /// Mean spatial information (ITU-T P.910).
  public var siMean: Double?
  /// Greatest spatial information (ITU-T P.910).
  public var siMax: Double?
  /// Mean temporal information (ITU-T P.910).
  public var tiMean: Double?
  /// Greatest temporal information (ITU-T P.910).
  public var tiMax: Double?
  /// Mean absolute difference of small pictures from frame to frame, in 8-bit levels.
  public var motion: Double?
  /// Mean part of the pixels at or under black, 0 to 1.
  public var clippedBlack: Double?
  /// Mean part of the pixels at or over white, 0 to 1.
  public var clippedWhite: Double?
  /// Quality without a reference, 0 to 100.
  public var quality: Double?
  /// Lowest quality over any second.
  public var qualityMin: Double?
  /// Points that each fault costs.
  public var qualityParts: OrderedValues<Double>?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("brightness", &brightness, "Mean luma, 0 (black) to 1 (white).")
    try v.field("contrast", &contrast, "Mean standard deviation of luma within a frame, 0 to 0.5.")
    try v.field("saturation", &saturation, "Mean saturation, 0 to 1.")
    try v.field("colors", &colors, "Dominant colours, most frequent first.")
    try v.field("sharpness", &sharpness, "Sharpness, 0 (blurred) to 100.")
    try v.field("noise", &noise, "Standard deviation of the noise, in 8-bit levels.")
    try v.field("blockiness", &blockiness, "Visibility of coding blocks, 0 (none) to 100.")
    try v.field("banding", &banding, "Visibility of steps in smooth gradients, 0 (none) to 100.")
    try v.field("si_mean", &siMean, "Mean spatial information (ITU-T P.910).")
    try v.field("si_max", &siMax, "Greatest spatial information (ITU-T P.910).")
    try v.field("ti_mean", &tiMean, "Mean temporal information (ITU-T P.910).")
    try v.field("ti_max", &tiMax, "Greatest temporal information (ITU-T P.910).")
    try v.field(
      "motion", &motion, "Mean absolute difference of small pictures from frame to frame, in 8-bit levels.")
    try v.field("clipped_black", &clippedBlack, "Mean part of the pixels at or under black, 0 to 1.")
    try v.field("clipped_white", &clippedWhite, "Mean part of the pixels at or over white, 0 to 1.")
    try v.field("quality", &quality, "Quality without a reference, 0 to 100.")
    try v.field("quality_min", &qualityMin, "Lowest quality over any second.")
    try v.field("quality_parts", &qualityParts, "Points that each fault costs.")
  }
}

/// A colour that takes much of the pictures.
public struct DominantColor: FieldObject {
  /// Colour as #rrggbb.
  public var color = ""
  /// Part of the pixels, 0 to 1.
  public var share = 0.0
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("color", &color, "Colour as #rrggbb.")
    try v.field("share", &share, "Part of the pixels, 0 to 1.")
  }
}
