/// A snippet that stands for a part of a title.
public struct QualitySample: Sendable, Hashable {
  /// The part of the title's time that it stands for, 0 to 1.
  public var weight: Double
  /// What was measured of it.
  public var curve: QuantiserCurve
  /// What a model says of the bits a second that it takes, by the same model as the title's; 1 where there is none.
  public var modelledRate: Double

  /// Describes a snippet.
  public init(weight: Double, points: [QuantiserPoint], modelledRate: Double = 1) {
    self.weight = weight
    curve = QuantiserCurve(points)
    self.modelledRate = modelledRate
  }
}

/// Quality and rate of a whole title at one size against the quantiser, predicted from snippets.
///
/// Quality is the snippets' by weight. So is the rate, times what the first pass says of the whole title over what
/// it says of the snippets (a ratio estimate): a snippet of a second has more than its share of intra pictures.
public struct TitleCurve: Sendable, Hashable {
  /// Lowest and highest quantiser that are looked at.
  public static let quantisers = 8.0...48.0

  private let samples: [QualitySample]
  private let total: Double
  private let rateFactor: Double

  /// Makes one of at least one snippet.
  /// - Parameter modelledRate: what a model says of the title's bits a second; nil where there is none.
  public init(_ samples: [QualitySample], modelledRate: Double? = nil) {
    self.samples = samples
    total = samples.reduce(0) { $0 + $1.weight }
    let modelled = samples.reduce(0) { $0 + $1.weight * $1.modelledRate } / max(total, 1e-9)
    rateFactor = modelledRate.map { modelled > 0 ? $0 / modelled : 1 } ?? 1
  }

  /// The finest quantiser that all snippets were encoded at; predictions much below it are a guess.
  public var finest: Double {
    samples.compactMap { $0.curve.points.first?.quantiser }.max() ?? Self.quantisers.upperBound
  }

  /// Mean quality of the title's frames at a quantiser, 0 to 100.
  public func quality(at quantiser: Double) -> Double {
    samples.reduce(0) { $0 + $1.weight * $1.curve.quality(at: quantiser) } / max(total, 1e-9)
  }

  /// Bits a second of the title at a quantiser.
  public func rate(at quantiser: Double) -> Double {
    samples.reduce(0) { $0 + $1.weight * $1.curve.rate(at: quantiser) } / max(total, 1e-9) * rateFactor
  }

  /// The coarsest quantiser at which the title is this good; the lowest where it never is.
  public func quantiser(quality: Double) -> Double { highest { self.quality(at: $0) >= quality } }

  /// The finest quantiser at which the title takes no more than this; the highest where it always takes more.
  public func quantiser(rate: Double) -> Double { lowest { self.rate(at: $0) <= rate } }

  /// Quality of the title where it takes this many bits a second.
  public func quality(rate: Double) -> Double { quality(at: quantiser(rate: rate)) }

  private func highest(_ isFine: (Double) -> Bool) -> Double {
    var (low, high) = (Self.quantisers.lowerBound, Self.quantisers.upperBound)
    if isFine(high) { return high }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if isFine(middle) { low = middle } else { high = middle }
    }
    return low
  }

  private func lowest(_ isFine: (Double) -> Bool) -> Double {
    var (low, high) = (Self.quantisers.lowerBound, Self.quantisers.upperBound)
    if isFine(low) { return low }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if isFine(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
