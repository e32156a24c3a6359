/// Measures of how much two boxes, given by their corners (left, top, right, bottom), are one.
enum Overlap {
  /// The area of a box.
  @inline(__always) static func area(_ box: SIMD4<Float>) -> Float {
    let size = box.highHalf - box.lowHalf
    return size.x * size.y
  }

  /// Whether two boxes share an area.
  @inline(__always) static func touches(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Bool {
    let low = pointwiseMax(a.lowHalf, b.lowHalf)
    let high = pointwiseMin(a.highHalf, b.highHalf)
    return low.x < high.x && low.y < high.y
  }

  /// The area that two boxes share.
  @inline(__always) static func intersection(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Float {
    let size = pointwiseMin(a.highHalf, b.highHalf) - pointwiseMax(a.lowHalf, b.lowHalf)
    return max(0, size.x) * max(0, size.y)
  }

  /// The intersection over the union (Jaccard index), 0 to 1.
  @inline(__always) static func iou(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Float {
    let common = intersection(a, b)
    let union = area(a) + area(b) - common
    return union > 0 ? common / union : 0
  }

  /// The intersection over union of the vertical extents alone (height modulated IoU of Hybrid-SORT, Yang et
  /// al. 2024), 0 to 1.
  @inline(__always) static func heightIoU(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Float {
    let common = min(a.w, b.w) - max(a.y, b.y)
    let union = max(a.w, b.w) - min(a.y, b.y)
    return common > 0 ? common / union : 0
  }

  /// The smaller height over the larger one, 0 to 1.
  @inline(__always) static func sizeRatio(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> Float {
    let (first, second) = (a.w - a.y, b.w - b.y)
    return min(first, second) / max(first, second)
  }

  /// The box grown on every side by a part of its size (buffered IoU, Yang et al., C-BIoU, 2023).
  @inline(__always) static func expanded(_ box: SIMD4<Float>, by part: Float) -> SIMD4<Float> {
    let margin = (box.highHalf - box.lowHalf) * part
    return SIMD4(lowHalf: box.lowHalf - margin, highHalf: box.highHalf + margin)
  }
}
