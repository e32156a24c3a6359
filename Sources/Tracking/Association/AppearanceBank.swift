/// The appearance vectors of tracks: exponential means of what their detections looked like, of unit length.
///
/// Tracks hold a slot's number; a slot is used again after its track ended.
struct AppearanceBank {
  private var values: [Float] = []
  private var free: [Int32] = []
  private var length = 0

  /// Says how long the vectors of a frame are; a change of the length forgets everything, a frame without
  /// vectors nothing.
  /// - Returns: Whether the slots are still good.
  mutating func prepare(length newLength: Int) -> Bool {
    guard newLength > 0, newLength != length else { return true }
    length = newLength
    values.removeAll(keepingCapacity: true)
    free.removeAll(keepingCapacity: true)
    return false
  }

  /// Whether a frame has a vector in this row.
  @inline(__always) func has(_ row: Int32, in frame: TrackerFrame) -> Bool {
    length > 0 && frame.appearanceLength == length && row >= 0
      && (Int(row) + 1) * length <= frame.appearance.count
  }

  /// Mixes a detection's vector into a slot; a slot of -1 is a new one, which is set to the vector.
  mutating func blend(_ slot: inout Int32, with row: Int32, of frame: TrackerFrame, keeping alpha: Float) {
    guard has(row, in: frame) else { return }
    var share = 1 - alpha
    if slot < 0 {
      share = 1
      if let used = free.popLast() {
        slot = used
      } else {
        slot = Int32(values.count / length)
        for _ in 0..<length { values.append(0) }
      }
    }
    let from = Int(row) * length
    let to = Int(slot) * length
    var square: Float = 0
    for k in 0..<length {
      let value = (1 - share) * values[to + k] + share * frame.appearance[from + k]
      values[to + k] = value
      square += value * value
    }
    guard square > 0 else { return }
    let factor = 1 / square.squareRoot()
    for k in 0..<length { values[to + k] *= factor }
  }

  /// The cosine distance of a slot and a detection's vector, 0 to 2; nil where either is missing.
  func distance(_ slot: Int32, _ row: Int32, of frame: TrackerFrame) -> Float? {
    guard slot >= 0, has(row, in: frame) else { return nil }
    let from = Int(row) * length
    let to = Int(slot) * length
    var product: Float = 0
    for k in 0..<length { product += values[to + k] * frame.appearance[from + k] }
    return product.isFinite ? 1 - product : nil
  }

  /// Gives a slot back.
  mutating func release(_ slot: Int32) {
    if slot >= 0 { free.append(slot) }
  }
}
