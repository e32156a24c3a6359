/// How the video is cut.
public struct ScenesSummary: FieldObject {
  /// How many scenes there are.
  public var count = 0
  /// Hard cuts.
  public var cuts = 0
  /// Dissolves.
  public var dissolves = 0
  /// Fades through a picture of one colour.
  public var fades = 0
  /// Mean length of a scene in seconds.
  public var meanLength: Double?
  /// Length of the shortest scene in seconds.
  public var shortest: Double?
  /// Length of the longest scene in seconds.
  public var longest: Double?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes one with its defaults.
  public init() {}

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("count", &count, "How many scenes there are.")
    try v.field("cuts", &cuts, "Hard cuts.")
    try v.field("dissolves", &dissolves, "Dissolves.")
    try v.field("fades", &fades, "Fades through a picture of one colour.")
    try v.field("mean_length", &meanLength, "Mean length of a scene in seconds.")
    try v.field("shortest", &shortest, "Length of the shortest scene in seconds.")
    try v.field("longest", &longest, "Length of the longest scene in seconds.")
  }
}
