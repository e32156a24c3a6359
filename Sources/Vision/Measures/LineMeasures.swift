/// How the lines and the edges of a picture are. Levels are in 8-bit code values.
public struct LineMeasures: Sendable, Equatable {
  /// Mean luma of each row.
  public var rowMeans: [Float] = []
  /// Standard deviation of luma within each row.
  public var rowDeviations: [Float] = []
  /// Mean luma of each column, over some of the rows.
  public var columnMeans: [Float] = []
  /// Standard deviation of luma within each column, over some of the rows.
  public var columnDeviations: [Float] = []
  /// How the fields lie against those of the picture before; nil for the first.
  public var fields: FieldMeasures?

  /// Makes measures with their defaults.
  public init() {}
}

/// How the fields of a picture lie against each other and against those of the picture before it.
///
/// All are mean absolute differences of luma over the parts of the picture that move. The names follow the order
/// in time of the fields where the upper one is first: the lower field before and the upper field now are then one
/// field apart, and the upper field before and the lower field now three.
public struct FieldMeasures: Sendable, Equatable {
  /// Part of the picture that moves, 0 to 1.
  public var moving = 0.0
  /// The lower field before against the upper field now.
  public var lowerToUpper = 0.0
  /// The upper field before against the lower field now.
  public var upperToLower = 0.0
  /// The two fields of the picture against each other (combing).
  public var within = 0.0
  /// The two fields of the picture before against each other.
  public var withinBefore = 0.0
  /// The upper field before against the upper field now.
  public var upperChange = 0.0
  /// The lower field before against the lower field now.
  public var lowerChange = 0.0

  /// Makes measures with their defaults.
  public init() {}
}
