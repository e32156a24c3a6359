/// The last scores and two quantiles of them, found anew from time to time.
struct ScoreWindow {
  private static let capacity = 512
  private let lowPart: Float
  private let highPart: Float
  private var values: [Float] = []
  private var scratch: [Float] = []
  private var next = 0
  private var pending = 0
  /// The lower quantile.
  private(set) var low: Float = 0
  /// The higher quantile.
  private(set) var high: Float = 0

  /// A window of two quantiles, 0 to 1.
  init(low: Float, high: Float) {
    lowPart = low
    highPart = high
  }

  /// The number of scores.
  var count: Int { values.count }

  /// Adds a score; the oldest falls out.
  mutating func append(_ value: Float) {
    if values.count < Self.capacity {
      values.append(value)
    } else {
      values[next] = value
      next = (next + 1) % Self.capacity
    }
    pending += 1
  }

  /// Finds the quantiles again where enough is new: a quarter of the window.
  /// - Returns: Whether it did.
  mutating func refresh() -> Bool {
    guard pending > 0, pending * 4 >= count else { return false }
    pending = 0
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: values)
    low = scratch.select(Int(Float(count - 1) * lowPart))
    high = scratch.select(Int(Float(count - 1) * highPart))
    return true
  }
}
