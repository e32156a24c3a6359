/// What a whole picture is like. Levels are in 8-bit code values; more bits are scaled down, with fractions.
public struct PictureMeasures: Sendable, Equatable {
  /// Pixels by 8-bit luma code: 256 counts.
  public var histogram: [UInt32] = []
  /// Mean luma.
  public var mean = 0.0
  /// Standard deviation of luma.
  public var deviation = 0.0
  /// Spatial information (ITU-T P.910): standard deviation of the Sobel magnitude, in levels of the full range.
  public var spatialInformation = 0.0
  /// Temporal information (ITU-T P.910): standard deviation of the difference to the picture before, in levels
  /// of the full range; nil for the first, and where the size or the format has changed.
  public var temporalInformation: Double?
  /// Mean absolute difference of luma to the picture before; nil where that cannot be compared.
  public var difference: Double?
  /// Greatest mean absolute difference of luma of any block of 16x16 to the picture before; nil where that
  /// cannot be compared.
  public var greatestDifference: Double?
  /// Width of the sharpest tenth of the edges in pixels, from 1; nil where there are too few edges to tell.
  public var edgeWidth: Double?
  /// Sharpness, 0 (blurred) to 100: what follows from `edgeWidth`; 0 where that is nil.
  public var sharpness = 0.0
  /// Standard deviation of the noise.
  public var noise = 0.0
  /// Standard deviation of the finest structures in the median block: texture, and noise.
  public var detail = 0.0
  /// Visibility of coding blocks, 0 (none) to 100.
  public var blockiness = 0.0
  /// Visibility of steps in smooth gradients, 0 (none) to 100.
  public var banding = 0.0

  /// Makes measures with their defaults.
  public init() {}

  /// The level that a share of the pixels lies under, with fractions; 0 without a histogram.
  /// - Parameter share: 0 to 1.
  public func level(at share: Double) -> Double { histogram.quantile(share) ?? 0 }

  /// Part of the pixels between two codes, both counted in; 0 without a histogram.
  public func share(of codes: ClosedRange<Int>) -> Double {
    let total = histogram.reduce(0) { $0 + UInt64($1) }
    guard total > 0 else { return 0 }
    let range = codes.clamped(to: 0...(histogram.count - 1))
    return Double(histogram[range].reduce(0) { $0 + UInt64($1) }) / Double(total)
  }
}

extension [UInt32] {
  /// Where a share of all that was counted lies: the index of its count, and the part of that count which is
  /// needed as a fraction; nil where nothing was counted.
  func quantile(_ share: Double) -> Double? {
    let total = reduce(0) { $0 + UInt64($1) }
    guard total > 0 else { return nil }
    let wanted = Swift.max(0, Swift.min(1, share)) * Double(total)
    var before = 0.0
    for (index, count) in enumerated() where count > 0 {
      if before + Double(count) >= wanted { return Double(index) + (wanted - before) / Double(count) }
      before += Double(count)
    }
    return Double(count)
  }
}
