/// How near the pictures come to a reference.
public struct ReferenceSummary: FieldObject {
  /// Name of the reference.
  public var source = ""
  /// Pairs of frames that were compared.
  public var frames = 0
  /// Frames by which the pictures come later than the reference's.
  public var offset: Int?
  /// Frames of the reference that have no partner.
  public var dropped: Int?
  /// Frames that repeat the one before where the reference goes on.
  public var doubled: Int?
  /// Frames that have no partner in the reference.
  public var unmatched: Int?
  /// Width at which they were compared.
  public var width: Int?
  /// Height at which they were compared.
  public var height: Int?
  /// Peak signal-to-noise ratio of luma in dB.
  public var psnr: MetricSummary?
  /// The same over all planes, weighted by their sizes.
  public var psnrAverage: MetricSummary?
  /// Structural similarity of luma, 0 to 1.
  public var ssim: MetricSummary?
  /// The same over all planes, weighted by their sizes.
  public var ssimAverage: MetricSummary?
  /// Multi-scale structural similarity of luma, 0 to 1.
  public var msSSIM: MetricSummary?
  /// VMAF, 0 to 100.
  public var vmaf: MetricSummary?
  /// VMAF's model.
  public var vmafModel: String?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("source", &source, "Name of the reference.")
    try v.field("frames", &frames, "Pairs of frames that were compared.")
    try v.field("offset", &offset, "Frames by which the pictures come later than the reference's.")
    try v.field("dropped", &dropped, "Frames of the reference that have no partner.")
    try v.field("doubled", &doubled, "Frames that repeat the one before where the reference goes on.")
    try v.field("unmatched", &unmatched, "Frames that have no partner in the reference.")
    try v.field("width", &width, "Width at which they were compared.")
    try v.field("height", &height, "Height at which they were compared.")
    try v.field("psnr", &psnr, "Peak signal-to-noise ratio of luma in dB.")
    try v.field("psnr_average", &psnrAverage, "The same over all planes, weighted by their sizes.")
    try v.field("ssim", &ssim, "Structural similarity of luma, 0 to 1.")
    try v.field("ssim_average", &ssimAverage, "The same over all planes, weighted by their sizes.")
    try v.field("ms_ssim", &msSSIM, "Multi-scale structural similarity of luma, 0 to 1.")
    try v.field("vmaf", &vmaf, "VMAF, 0 to 100.")
    try v.field("vmaf_model", &vmafModel, "VMAF's model.")
  }
}

/// A metric pooled over all frames.
public struct MetricSummary: FieldObject {
  /// Arithmetic mean.
  public var mean = 0.0
  /// Harmonic mean.
  public var harmonicMean: Double?
  /// Worst frame.
  public var min = 0.0
  /// Value that 1% of the frames stay under.
  public var p1: Double?
  /// Value that 5% of the frames stay under.
  public var p5: Double?
  /// Of the error over all frames together, as ffmpeg's psnr filter prints it.
  public var global: Double?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("mean", &mean, "Arithmetic mean.")
    try v.field("harmonic_mean", &harmonicMean, "Harmonic mean.")
    try v.field("min", &min, "Worst frame.")
    try v.field("p1", &p1, "Value that 1% of the frames stay under.")
    try v.field("p5", &p5, "Value that 5% of the frames stay under.")
    try v.field(
      "global", &global, "Of the error over all frames together, as ffmpeg's psnr filter prints it.")
  }
}
