/// The motion of the camera, told from how far detections are from where their tracks were expected.
///
/// The tracks' own filters follow what is steady; what all of them missed by the same amount is a jerk of the
/// camera. The estimate is the median of the shifts in x and in y; it is nothing where the quartiles disagree
/// on the direction, and less where they are far apart.
struct DetectionMotion {
  private var shiftX: [Float] = []
  private var shiftY: [Float] = []

  /// The number of shifts.
  var count: Int { shiftX.count }

  /// Starts over.
  mutating func begin() {
    shiftX.removeAll(keepingCapacity: true)
    shiftY.removeAll(keepingCapacity: true)
  }

  /// Adds how far a detection's middle is from the prediction.
  mutating func add(_ shift: SIMD2<Float>) {
    shiftX.append(shift.x)
    shiftY.append(shift.y)
  }

  /// The common shift.
  mutating func estimate(shrink: Float) -> SIMD2<Float> {
    SIMD2(Self.common(&shiftX, shrink), Self.common(&shiftY, shrink))
  }

  private static func common(_ values: inout [Float], _ shrink: Float) -> Float {
    guard !values.isEmpty else { return 0 }
    let quarter = values.count / 4
    let median = values.select(values.count / 2)
    let low = values.select(quarter)
    let high = values.select(values.count - 1 - quarter)
    guard low * high > 0 else { return 0 }
    return median * max(0, 1 - shrink * (high - low) / abs(median))
  }
}

extension [Float] {
  /// The k-th smallest element from 0 (Hoare's selection); the order of the elements changes.
  mutating func select(_ k: Int) -> Float {
    var left = 0
    var right = count - 1
    while left < right {
      let pivot = self[(left + right) / 2]
      var i = left
      var j = right
      while i <= j {
        while self[i] < pivot { i += 1 }
        while self[j] > pivot { j -= 1 }
        if i <= j {
          swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if k <= j { right = j } else if k >= i { left = i } else { break }
    }
    return self[k]
  }
}
