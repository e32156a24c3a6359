/// What sample values mean, by libav's names (ITU-T H.273); what is not known is `nil`.
public struct ColorDescription: FieldObject {
  /// The matrix coefficients.
  public var space: String?
  /// The range, `tv` or `pc`.
  public var range: String?
  /// The primaries.
  public var primaries: String?
  /// The transfer function.
  public var transfer: String?
  /// Where chroma samples lie.
  public var chromaLocation: String?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a description that says nothing.
  public init() {}

  /// Makes a description from libav's names.
  public init(range: String?, space: String?, primaries: String?, transfer: String?, chromaLocation: String?)
  {
    self.range = range
    self.space = space
    self.primaries = primaries
    self.transfer = transfer
    self.chromaLocation = chromaLocation
  }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("range", &range, "Range of the samples: tv (limited) or pc (full).")
    try v.field("space", &space, "Matrix coefficients, such as bt709.")
    try v.field("primaries", &primaries, "Colour primaries, such as bt2020.")
    try v.field("transfer", &transfer, "Transfer function, such as smpte2084.")
    try v.field("chroma_location", &chromaLocation, "Where chroma samples lie, such as left.")
  }
}

/// High dynamic range metadata of a stream.
public struct HDRDescription: FieldObject {
  /// The mastering display.
  public var masteringDisplay: String?
  /// The maximum content light level in candelas per square metre.
  public var maxCLL: Int?
  /// The maximum frame-average light level in candelas per square metre.
  public var maxFALL: Int?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a description that says nothing.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field(
      "mastering_display", &masteringDisplay,
      "Mastering display in x265's notation: G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min) (SMPTE ST 2086).")
    try v.field("max_cll", &maxCLL, "Maximum content light level in cd/m2 (CTA-861.3).")
    try v.field("max_fall", &maxFALL, "Maximum frame-average light level in cd/m2 (CTA-861.3).")
  }
}
