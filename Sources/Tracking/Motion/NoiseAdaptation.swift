/// The process noise's scale, learnt from the innovations of all tracks.
///
/// The innovations of a filter whose noise is right are white (Mehra 1970). Where those of two frames in a
/// row agree in sign, the filter is too slow and its process noise grows; where they differ, it follows the
/// detector's noise and the process noise shrinks. Middle and size adapt separately.
struct NoiseAdaptation {
  /// The factors of the standard deviations of x, y, width and height.
  private(set) var factors = SIMD4<Float>(repeating: 1)
  private var logarithms = SIMD2<Float>.zero
  private var sum = SIMD2<Float>.zero
  private let rate: Float
  private let target: Float

  /// The most that the logarithm of a factor becomes, up or down.
  private static let limit = SIMD2<Float>(repeating: 1.5)

  /// A scale of 1 that changes at a rate per observation, towards a correlation.
  init(rate: Float, target: Float) {
    self.rate = rate
    self.target = target
  }

  /// Takes in the innovations of one track in two frames in a row, in standard deviations.
  @inline(__always)
  mutating func observe(_ before: SIMD4<Float>, _ now: SIMD4<Float>) {
    let product = before * now
    sum += SIMD2(product.x + product.y, product.z + product.w) * 0.5 - target
  }

  /// Changes the factors by what was taken in.
  mutating func advance() {
    guard sum != .zero else { return }
    logarithms += sum * rate
    logarithms.clamp(lowerBound: -Self.limit, upperBound: Self.limit)
    sum = .zero
    let (place, size) = (
      ElementaryFunctions.exponential(logarithms.x), ElementaryFunctions.exponential(logarithms.y)
    )
    factors = SIMD4(place, place, size, size)
  }

}
