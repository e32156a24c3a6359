/// The forms in which trackers hold a box, to and from its corners (left, top, right, bottom).
enum BoxForms {
  /// The middle, the width and the height (BoT-SORT).
  @inline(__always) static func middleSize(_ c: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4(lowHalf: (c.lowHalf + c.highHalf) * 0.5, highHalf: c.highHalf - c.lowHalf)
  }

  /// The corners of a box given by middle, width and height.
  @inline(__always) static func corners(middleSize m: SIMD4<Float>) -> SIMD4<Float> {
    let half = m.highHalf * 0.5
    return SIMD4(lowHalf: m.lowHalf - half, highHalf: m.lowHalf + half)
  }

  /// The middle, the area and the width over the height (SORT).
  @inline(__always) static func middleArea(_ c: SIMD4<Float>) -> SIMD4<Float> {
    let m = middleSize(c)
    return SIMD4(m.x, m.y, m.z * m.w, m.z / (m.w + 1e-6))
  }

  /// The corners of a box given by middle, area and aspect; an area that is not positive gives an empty box.
  @inline(__always) static func corners(middleArea m: SIMD4<Float>) -> SIMD4<Float> {
    let area = max(m.z, 0)
    let width = (area * max(m.w, 0)).squareRoot()
    let height = width > 0 ? area / width : 0
    return corners(middleSize: SIMD4(m.x, m.y, width, height))
  }

  /// The middle, the width over the height and the height (DeepSORT, ByteTrack).
  @inline(__always) static func middleAspect(_ c: SIMD4<Float>) -> SIMD4<Float> {
    let m = middleSize(c)
    return SIMD4(m.x, m.y, m.z / m.w, m.w)
  }

  /// The corners of a box given by middle, aspect and height.
  @inline(__always) static func corners(middleAspect m: SIMD4<Float>) -> SIMD4<Float> {
    corners(middleSize: SIMD4(m.x, m.y, max(m.z * m.w, 0), max(m.w, 0)))
  }
}
