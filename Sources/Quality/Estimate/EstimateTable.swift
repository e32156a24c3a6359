/// Coefficients by Tests/Benchmarks/Quality/fit.py; the inputs are those of ``QualityEstimate``.
enum EstimateTable {
  static let constant = 97.4875
  static let linear: [Double] = [
    -220.8355, -0.8011, 6.4114, -64.9836, -88.2872, 27.8853,
  ]
  /// Of the first input with itself and each after it, then of the second, and so on.
  static let quadratic: [Double] = [
    43.7714, 0.1174, -27.2795, 97.6470, 19.2411, 0.8320,
    3.7091, -4.8806, 5.6841, 15.1856, -9.4777,
    8.5667, 6.7748, -20.1672, 13.0492,
    58.8790, 32.4576, -21.5085,
    1.5215, 3.5567,
    -1.6834,
  ]
}
