import Records

/// Where a track was, in bounded memory: when there are too many places, every second one is dropped, and of
/// the next ones only as many are kept as stand as far apart. The first and the last place always stay.
public struct TrackPath: Sendable, Equatable {
  /// How many places there are at most.
  public static let limit = 64

  private var kept: [(point: Point, time: Double)] = []
  private var last: (point: Point, time: Double)?
  private var count = 0
  private var stride = 1

  /// An empty path.
  public init() {}

  /// Adds the next place.
  public mutating func add(_ point: Point, time: Double) {
    defer { count += 1 }
    last = nil
    if count % stride == 0, kept.count == TrackPath.limit - 1 {
      kept = Swift.stride(from: 0, to: kept.count, by: 2).map { kept[$0] }
      stride *= 2
    }
    if count % stride == 0 { kept.append((point, time)) } else { last = (point, time) }
  }

  /// The places in pixels, from the first to the last.
  public var points: [Point] { kept.map(\.point) + (last.map { [$0.point] } ?? []) }

  /// The times of the places in seconds.
  public var times: [Double] { kept.map(\.time) + (last.map { [$0.time] } ?? []) }

  /// Whether both have the same places and go on in the same way.
  public static func == (a: TrackPath, b: TrackPath) -> Bool {
    a.count == b.count && a.stride == b.stride && a.points == b.points && a.times == b.times
  }
}
