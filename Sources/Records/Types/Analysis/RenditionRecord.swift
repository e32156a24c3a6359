/// One rendition of a ladder: as it was chosen, or compared with the source that it was made from.
public struct RenditionRecord: Record {
  /// `rendition`.
  public static let type = "rendition"
  /// What the record says.
  public static let summary =
    "One rendition of a ladder: as it was chosen, or compared with the source that it was made from."

  /// Name of the rendition.
  public var rendition = ""
  /// Where it was read.
  public var path = ""
  /// Width in pixels, upright.
  public var width = 0
  /// Height in pixels, upright.
  public var height = 0
  /// Bits a second that the playlist declares.
  public var bandwidth: Int64?
  /// Bits a second of the pictures, as measured.
  public var bitRate: Int64?
  /// How near the pictures come to the reference.
  public var reference: ReferenceSummary?
  /// Metric of the rate-quality curve.
  public var hullMetric: String?
  /// Whether it is on the convex hull of the ladder's points: no mix of others gives more quality at its rate.
  public var isOnHull: Bool?
  /// Quality by which it stays under the hull.
  public var belowHull: Double?
  /// Bits a second of the pictures, as planned.
  public var plannedBitRate: Int64?
  /// Quality that is expected, 0 to 100.
  public var expectedQuality: Double?
  /// Scale of that quality: VMAF's model, or vidproc-estimate.
  public var qualityScale: String?
  /// Whether it was estimated without VMAF.
  public var isEstimate: Bool?
  /// Why it was chosen so.
  public var reason: String?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// The record as one of all.
  public var asAny: AnyRecord { .rendition(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("rendition", &rendition, "Name of the rendition.")
    try v.field("path", &path, "Where it was read.")
    try v.field("width", &width, "Width in pixels, upright.")
    try v.field("height", &height, "Height in pixels, upright.")
    try v.field("bandwidth", &bandwidth, "Bits a second that the playlist declares.")
    try v.field("bit_rate", &bitRate, "Bits a second of the pictures, as measured.")
    try v.field("reference", &reference, "How near the pictures come to the reference.")
    try v.field("hull_metric", &hullMetric, "Metric of the rate-quality curve.")
    try v.field(
      "on_hull", &isOnHull,
      "Whether it is on the convex hull of the ladder's points: no mix of others gives more quality at its rate."
    )
    try v.field("below_hull", &belowHull, "Quality by which it stays under the hull.")
    try v.field("planned_bit_rate", &plannedBitRate, "Bits a second of the pictures, as planned.")
    try v.field("expected_quality", &expectedQuality, "Quality that is expected, 0 to 100.")
    try v.field(
      "quality_scale", &qualityScale, "Scale of that quality: VMAF's model, or vidproc-estimate.")
    try v.field("is_estimate", &isEstimate, "Whether it was estimated without VMAF.")
    try v.field("reason", &reason, "Why it was chosen so.")
  }
}
