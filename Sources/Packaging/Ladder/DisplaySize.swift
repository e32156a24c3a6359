import Records

/// A source's size in square pixels: (width / divisor) x (height / divisor), kept exact.
struct DisplaySize {
  private let width: Int
  private let height: Int
  private let divisor: Int

  /// Grows the side that pixels which are not square make longer.
  init(width sourceWidth: Int, height sourceHeight: Int, sampleAspect: Rational) {
    // Within these bounds every product below fits 64 bits; more is no picture.
    let sides = (min(max(sourceWidth, 1), 1 << 16), min(max(sourceHeight, 1), 1 << 16))
    let lowest = sampleAspect.reduced
    var aspect = (Int(clamping: lowest.num), Int(clamping: lowest.den))
    if aspect.0 <= 0 || aspect.1 <= 0 { aspect = (1, 1) }
    while max(aspect.0, aspect.1) > 1 << 20 { aspect = (max(aspect.0 >> 1, 1), max(aspect.1 >> 1, 1)) }
    width = sides.0 * aspect.0
    height = sides.1 * aspect.1
    divisor = min(aspect.0, aspect.1)
  }

  /// The size with even sides that are not longer than the source's own.
  var even: (width: Int, height: Int) {
    (max(2, width / divisor / 2 * 2), max(2, height / divisor / 2 * 2))
  }

  /// The largest even size of this shape inside a rung's box, turned as the source is.
  func fitted(inside rung: Rung) -> (width: Int, height: Int, enlarges: Bool) {
    let turns = width != height && rung.width != rung.height && (width > height) != (rung.width > rung.height)
    let box = turns ? (rung.height, rung.width) : (rung.width, rung.height)
    let byWidth = box.0 * height <= box.1 * width
    let enlarges = byWidth ? box.0 * divisor > width : box.1 * divisor > height
    // A box with odd sides holds an even size of one less.
    let inner = (box.0 / 2 * 2, box.1 / 2 * 2)
    var fitted =
      byWidth
      ? (inner.0, Self.nearestEven(inner.0 * height, width))
      : (Self.nearestEven(inner.1 * width, height), inner.1)
    fitted = (min(fitted.0, inner.0), min(fitted.1, inner.1))
    if !enlarges { fitted = (min(fitted.0, even.width), min(fitted.1, even.height)) }
    return (max(2, fitted.0), max(2, fitted.1), enlarges)
  }

  /// The even number nearest to a fraction.
  private static func nearestEven(_ numerator: Int, _ denominator: Int) -> Int {
    2 * ((numerator + denominator) / (2 * denominator))
  }
}
