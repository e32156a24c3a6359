/// When a frame is looked at as a whole, in parts, or not at all.
public struct GatePolicy: Sendable, Hashable {
  /// Seconds between two looks at the whole frame, whatever moves.
  ///
  /// Finds what came too slowly to be motion, and drops what a look at regions left standing.
  public var fullEvery = 4.0
  /// Seconds for which a place counts as moving after its last motion, so that what stops is looked at once
  /// more when it stands, and what leaves is looked for where it was. At least until the next frame.
  public var linger = 0.2
  /// What is added to each side of a moving part, as a share of its width and height.
  public var margin: Float = 0.25
  /// The least that is added to each side, as a share of the frame's longer side.
  public var context: Float = 0.02
  /// Moving parts with less area are passed over, as a share of the frame.
  public var minimumArea: Float = 0.0001
  /// Where the regions cover more of the frame than this, the whole is looked at instead.
  public var maximumCoverage: Float = 0.4
  /// The most regions that are looked at one by one; close ones are joined until they are as few.
  public var maximumRegions = 8
  /// A held object is taken to have been looked at where regions cover this share of it.
  public var lookedAt: Float = 0.8

  /// A policy with its defaults.
  public init() {}
}

/// How a detector looks at regions.
public enum RegionLook: Sendable, Hashable {
  /// Not at all: its time is the same for a part as for the whole, as with a model of one fixed input size.
  case none
  /// Each region by itself, in time that grows with its area.
  case separate
  /// All in one smaller input.
  case mosaic(RegionPacker)
}
