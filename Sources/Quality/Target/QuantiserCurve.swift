import Glibc

/// What one encode of a snippet showed.
public struct QuantiserPoint: Sendable, Hashable, Codable {
  /// The constant rate factor, or another quantiser on x264's scale, where 6 doubles the step.
  public var quantiser: Double
  /// Mean quality of its frames, 0 to 100.
  public var quality: Double
  /// Bits a second.
  public var rate: Double

  /// Describes an encode.
  public init(quantiser: Double, quality: Double, rate: Double) {
    self.quantiser = quantiser
    self.quality = quality
    self.rate = rate
  }
}

/// Quality and rate of a snippet against the quantiser, through the encodes that were made of it.
///
/// On VMAF's scale what is missing from 100 grows by about the same factor with each step of the quantiser, and so
/// falls the rate: both are drawn as straight lines of logarithms between neighbouring points, and go on beyond the
/// outer ones. Where there is one point alone, usual slopes stand in.
public struct QuantiserCurve: Sendable, Hashable {
  /// By how much the logarithm of the missing quality grows with a step of the quantiser: mean of four clips.
  public static let usualLoss = 0.11
  /// By how much the logarithm of the rate falls.
  public static let usualRate = 0.125

  /// The points by quantiser.
  public let points: [QuantiserPoint]

  /// Takes points; of several with one quantiser the last counts.
  public init(_ points: [QuantiserPoint]) {
    var found: [Double: QuantiserPoint] = [:]
    for point in points { found[point.quantiser] = point }
    self.points = found.values.sorted { $0.quantiser < $1.quantiser }
  }

  /// Quality at a quantiser, 0 to 100; 0 without points.
  public func quality(at quantiser: Double) -> Double {
    guard !points.isEmpty else { return 0 }
    let missing = line(at: quantiser, usual: Self.usualLoss) { log(max(0.05, 100 - $0.quality)) }
    return min(100, max(0, 100 - exp(missing)))
  }

  /// Bits a second at a quantiser; 0 without points.
  public func rate(at quantiser: Double) -> Double {
    guard !points.isEmpty else { return 0 }
    return exp(-line(at: quantiser, usual: Self.usualRate) { -log(max(1, $0.rate)) })
  }

  /// A value that grows with the quantiser, by straight lines.
  private func line(at quantiser: Double, usual: Double, _ value: (QuantiserPoint) -> Double) -> Double {
    let values = Self.ascending(points.map(value))
    guard points.count > 1 else {
      return points.first.map { values[0] + usual * (quantiser - $0.quantiser) } ?? 0
    }
    let right = max(1, points.firstIndex { $0.quantiser >= quantiser } ?? points.count - 1)
    let (from, to) = (points[right - 1].quantiser, points[right].quantiser)
    let slope = (values[right] - values[right - 1]) / (to - from)
    if quantiser < from { return values[right - 1] + max(0.01, slope) * (quantiser - from) }
    if quantiser > to { return values[right] + max(0.01, slope) * (quantiser - to) }
    return values[right - 1] + slope * (quantiser - from)
  }

  /// Values that do not fall: neighbours that do are replaced by their mean.
  private static func ascending(_ values: [Double]) -> [Double] {
    var pools: [(sum: Double, count: Int)] = []
    for value in values {
      pools.append((value, 1))
      while pools.count > 1 {
        let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
        guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
        pools.removeLast(2)
        pools.append((before.sum + last.sum, before.count + last.count))
      }
    }
    return pools.flatMap { [Double](repeating: $0.sum / Double($0.count), count: $0.count) }
  }
}
