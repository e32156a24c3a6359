import Records

/// The size of a picture whose pixels are made square.
enum SquarePixels {
  /// Grows the side that pixels which are not square make longer, to the nearest whole pixel.
  static func size(width: Int, height: Int, sampleAspect: Rational?) -> (width: Int, height: Int) {
    guard let aspect = sampleAspect, aspect > .zero, width > 0, height > 0 else { return (width, height) }
    let ratio = aspect.doubleValue
    // No real pixel is as long as this; such values are damage.
    guard ratio > 1.0 / 64, ratio < 64, ratio != 1 else { return (width, height) }
    return ratio > 1
      ? (Int((Double(width) * ratio).rounded()), height) : (width, Int((Double(height) / ratio).rounded()))
  }
}
