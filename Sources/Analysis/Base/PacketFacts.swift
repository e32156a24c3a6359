import Media
import Records

/// What a packet says of itself.
public struct PacketFacts: Sendable, Equatable {
  /// Index of its stream in the container.
  public var stream: Int
  /// The kind of that stream.
  public var kind: StreamInfo.Kind
  /// Presentation timestamp in `timeBase`.
  public var pts: Int64?
  /// Decoding timestamp in `timeBase`.
  public var dts: Int64?
  /// Duration in `timeBase`; 0 when unknown.
  public var duration: Int64
  /// What the times count in.
  public var timeBase: Rational
  /// Bytes.
  public var size: Int
  /// Whether decoding can start here.
  public var isKeyframe: Bool
  /// Whether the container says that it is damaged.
  public var isCorrupt: Bool
  /// Whether it is decoded but not shown (an edit list cuts it off).
  public var isDiscarded: Bool

  /// Names a packet.
  public init(
    stream: Int, kind: StreamInfo.Kind, pts: Int64?, dts: Int64?, duration: Int64, timeBase: Rational,
    size: Int,
    isKeyframe: Bool, isCorrupt: Bool = false, isDiscarded: Bool = false
  ) {
    self.stream = stream
    self.kind = kind
    self.pts = pts
    self.dts = dts
    self.duration = duration
    self.timeBase = timeBase
    self.size = size
    self.isKeyframe = isKeyframe
    self.isCorrupt = isCorrupt
    self.isDiscarded = isDiscarded
  }
}
