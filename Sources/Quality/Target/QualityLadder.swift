/// A size that a title may be encoded at, with what the fixed ladder gives it.
public struct QualityCandidate: Sendable {
  /// Width in pixels.
  public var width: Int
  /// Height in pixels.
  public var height: Int
  /// The ladder's bits a second of this size, which are not exceeded; infinity for no limit.
  public var cap: Double
  /// What was predicted of the title at this size.
  public var curve: TitleCurve

  /// Describes a size.
  public init(width: Int, height: Int, cap: Double, curve: TitleCurve) {
    self.width = width
    self.height = height
    self.cap = cap
    self.curve = curve
  }

  var pixels: Int { width * height }
}

/// A rung that was chosen.
public struct QualityRung: Sendable, Hashable, Codable {
  /// Place of the candidate whose rate caps it, in the order given.
  public var place: Int
  /// Width in pixels.
  public var width: Int
  /// Height in pixels.
  public var height: Int
  /// Average bits a second.
  public var rate: Double
  /// The constant rate factor that takes that rate.
  public var quantiser: Double
  /// Mean quality that is expected.
  public var quality: Double
  /// Why it is as it is.
  public var reason: String
}

/// A rung of the fixed ladder that was left out.
public struct DroppedRung: Sendable, Hashable, Codable {
  /// Place of the candidate, in the order given.
  public var place: Int
  /// Width in pixels.
  public var width: Int
  /// Height in pixels.
  public var height: Int
  /// Why it is left out.
  public var reason: String
}

/// The rungs of a title.
public struct QualityLadder: Sendable, Hashable, Codable {
  /// Those to encode, the best first.
  public var rungs: [QualityRung]
  /// Those that do not earn their place.
  public var dropped: [DroppedRung]
}
