/// VMAF predicted from features of our own, where no libvmaf is at hand.
///
/// The model `vmaf_v0.6.1` is a smooth function of six features. A polynomial of the second degree in them is fitted
/// to what libvmaf says of real clips, by Tests/Benchmarks/Quality/fit.py, which also tells the errors on titles
/// that a fit has not seen.
public enum QualityEstimate {
  /// The name of the scale.
  public static let scale = "vidproc-estimate"

  /// The score of a picture, 0 to 100.
  public static func score(_ features: FidelityFeatures) -> Double {
    let inputs = inputs(features)
    var score = EstimateTable.constant
    var place = 0
    for first in inputs.indices {
      score += EstimateTable.linear[first] * inputs[first]
      for second in first..<inputs.count {
        score += EstimateTable.quadratic[place] * inputs[first] * inputs[second]
        place += 1
      }
    }
    return min(100, max(0, score))
  }

  /// What the polynomial is of: how much is lost, and the motion up to 20 levels, about 0 to 1 each.
  static func inputs(_ features: FidelityFeatures) -> [Double] {
    [1 - features.detail] + features.information.map { 1 - $0 } + [min(features.motion, 20) / 20]
  }
}
