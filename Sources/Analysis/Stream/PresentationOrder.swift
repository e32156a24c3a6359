/// Puts what arrives in decoding order into the order of its presentation, with bounded memory.
struct PresentationOrder<Element> {
  /// H.264 and HEVC reorder by 16 pictures at the most; the rest is for containers that interleave oddly.
  private static var size: Int { 64 }
  private var waiting: [(time: Int64, element: Element)] = []

  /// Adds an element.
  /// - Returns: the earliest one, where enough are waiting.
  mutating func add(_ element: Element, time: Int64) -> Element? {
    var place = waiting.count
    while place > 0, waiting[place - 1].time > time { place -= 1 }
    waiting.insert((time, element), at: place)
    return waiting.count > PresentationOrder.size ? waiting.removeFirst().element : nil
  }

  /// Takes all that are waiting, in order.
  mutating func drain() -> [Element] {
    defer { waiting = [] }
    return waiting.map(\.element)
  }
}
