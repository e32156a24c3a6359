/// The size that objects have at each height of the picture, learnt while tracking.
///
/// Objects of one kind that stand on one ground have heights that grow linearly with the row of their feet
/// (Hoiem et al., "Putting Objects in Perspective", CVPR 2006); most false detections do not. The line is a
/// least squares fit of relative errors with forgetting, robust by Tukey's weights; what it says of a box is
/// how many standard deviations the height is away, where the fit's own uncertainty counts in, so that a
/// scene without such a line says nothing.
struct GroundPlane {
  /// As many observations count as one: those of one track repeat each other.
  private static let repetition = 8.0
  /// The standard deviation of the relative error that is assumed with the weight of as many observations.
  private static let assumedDeviation = 0.15
  /// What is known of fewer observations is not used.
  private static let leastCount = 20

  /// The time in seconds after which an observation counts for a half.
  private let memory: Float
  private var origin: Float = 0
  private var weight = 0.0
  private var sumRow = 0.0
  private var sumRowRow = 0.0
  private var sumHeight = 0.0
  private var sumRowHeight = 0.0
  private var sumCount = 0.0
  private var sumSquare = 0.0
  private var count = 0

  private var meanRow: Float = 0
  private var meanHeight: Float = 0
  private var slope: Float = 0
  private var variance: Float = 1
  private var meanVariance: Float = 1
  private var slopeVariance: Float = 1

  /// A ground of which nothing is known.
  init(memory: Float) { self.memory = memory }

  /// Forgets by the time that went by and fits the line to what was observed.
  mutating func advance(by seconds: Float) {
    let keep = Double(1 / (1 + seconds / memory))
    weight *= keep
    sumRow *= keep
    sumRowRow *= keep
    sumHeight *= keep
    sumRowHeight *= keep
    sumCount *= keep
    sumSquare *= keep
    guard weight > 0 else { return }
    let row = sumRow / weight
    let height = sumHeight / weight
    let spread = max(0, sumRowRow / weight - row * row)
    let product = sumRowHeight / weight - row * height
    // A spread of less than a hundredth of a height says nothing of the slope.
    let ridge = 1e-4 * height * height
    meanRow = Float(row)
    meanHeight = Float(height)
    slope = Float(product / (spread + ridge))
    let independent = max(0.1, sumCount / Self.repetition)
    variance = Float(
      (sumSquare + Self.assumedDeviation * Self.assumedDeviation * Self.repetition)
        / (sumCount + Self.repetition))
    meanVariance = variance / Float(independent)
    slopeVariance = variance * Float(height * height / ((spread + ridge) * independent))
  }

  /// The squared deviation of a box's height from the line in variances; 0 where nothing is known.
  func deviation(_ box: SIMD4<Float>) -> Float {
    guard count >= Self.leastCount else { return 0 }
    let row = box.w - origin - meanRow
    let expected = max(meanHeight + slope * row, 0.05 * meanHeight)
    let error = ElementaryFunctions.logarithm((box.w - box.y) / expected)
    let relative = row / expected
    let scale = variance + meanVariance + slopeVariance * relative * relative
    return error * error / scale
  }

  /// Takes in a box that is an object with a probability.
  mutating func observe(_ box: SIMD4<Float>, probability: Float) {
    let height = box.w - box.y
    if count == 0 { origin = box.w }
    var share = probability
    if count >= Self.leastCount {
      let tukey = max(0, 1 - deviation(box) / 12)
      share *= tukey * tukey
    }
    count += 1
    guard share > 0 else { return }
    let row = Double(box.w - origin)
    let tall = Double(height)
    let relative = Double(share) / (tall * tall)
    weight += relative
    sumRow += relative * row
    sumRowRow += relative * row * row
    sumHeight += relative * tall
    sumRowHeight += relative * row * tall
    if count > Self.leastCount {
      let expected = max(meanHeight + slope * (Float(row) - meanRow), 0.05 * meanHeight)
      let error = Double(ElementaryFunctions.logarithm(height / expected))
      sumCount += Double(share)
      sumSquare += Double(share) * error * error
    }
  }
}
