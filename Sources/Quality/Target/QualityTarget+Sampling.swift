extension QualityTarget {
  /// The quantiser at which snippets are first encoded: in the middle of what clips need for a target of 93, finer by
  /// as much as a higher target asks for by the usual slope.
  public var firstQuantiser: Double {
    let point = QuantiserPoint(quantiser: 23, quality: 92, rate: 1)
    let curve = TitleCurve([QualitySample(weight: 1, points: [point])])
    return rounded(min(34, max(16, curve.quantiser(quality: quality))))
  }

  /// The quantiser at which snippets should be encoded next, so that the prediction at the target, or at the rate that
  /// caps it, lies near a measurement.
  /// - Parameters:
  ///   - curve: what is predicted so far.
  ///   - cap: bits a second that the size may take.
  ///   - measured: quantisers that snippets were encoded at.
  /// - Returns: nil where one of these is so near (1.5) to the one predicted that another encode tells no more.
  public func nextQuantiser(_ curve: TitleCurve, cap: Double, measured: [Double]) -> Double? {
    let wanted = max(curve.quantiser(quality: quality), curve.quantiser(rate: cap))
    guard let nearest = measured.min(by: { abs($0 - wanted) < abs($1 - wanted) }) else {
      return firstQuantiser
    }
    guard abs(nearest - wanted) > 1.5 else { return nil }
    // Not far beyond what was measured: slopes change.
    return rounded(min(nearest + 8, max(nearest - 8, wanted)))
  }

  /// The rate at which the next smaller size of the ladder is likely to be used.
  /// - Parameters:
  ///   - rate: that of the size above, in bits a second.
  ///   - cap: bits a second that the size may take.
  public func likelyRate(below rate: Double, cap: Double) -> Double { min(cap, rate / ratios.lowerBound) }

  /// Halves are fine enough.
  private func rounded(_ quantiser: Double) -> Double { (quantiser * 2).rounded() / 2 }
}
