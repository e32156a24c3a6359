/// A frame's detections as trackers work on them: valid ones only, in an order that is their own and not the
/// input's, as corners. Buffers are kept between frames.
struct DetectionSet {
  /// The corners (left, top, right, bottom).
  private(set) var boxes: [SIMD4<Float>] = []
  /// The scores, as given.
  private(set) var scores: [Float] = []
  /// The classes.
  private(set) var classes: [Int32] = []
  /// The rows of the appearance vectors, -1 for none.
  private(set) var appearance: [Int32] = []
  /// The place of each in the frame.
  private(set) var source: [Int32] = []

  private var keys: [Key] = []
  private var scratch: [Key] = []

  private struct Key {
    var low: UInt64
    var source: Int32
  }

  /// The number of valid detections.
  var count: Int { boxes.count }

  /// Sides beyond this many pixels, and corners further away, are not boxes of a picture; it keeps areas and
  /// variances finite in single precision.
  static let limit: Float = 1e6

  /// Takes the frame's valid detections in the order of left edge, top edge, width, height, score, class.
  mutating func load(_ frame: TrackerFrame) {
    keys.removeAll(keepingCapacity: true)
    for (index, detection) in frame.detections.enumerated() where Self.isValid(detection) {
      keys.append(
        Key(
          low: UInt64(Self.ordered(detection.left)) << 32 | UInt64(Self.ordered(detection.top)),
          source: Int32(index)))
    }
    sort(frame.detections)
    boxes.removeAll(keepingCapacity: true)
    scores.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    appearance.removeAll(keepingCapacity: true)
    source.removeAll(keepingCapacity: true)
    for key in keys {
      let detection = frame.detections[Int(key.source)]
      boxes.append(detection.corners)
      scores.append(detection.score)
      classes.append(detection.classID)
      appearance.append(detection.appearance)
      source.append(key.source)
    }
  }

  private static func isValid(_ d: TrackerDetection) -> Bool {
    d.width > 0 && d.height > 0 && d.width < limit && d.height < limit && abs(d.left) < limit
      && abs(d.top) < limit && abs(d.score) < 1e9 && d.left + d.width > d.left && d.top + d.height > d.top
  }

  /// The bits of a float, turned so that they order as unsigned integers; the two zeros are one.
  @inline(__always) private static func ordered(_ value: Float) -> UInt32 {
    let bits = (value + 0).bitPattern
    return bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
  }

  /// A merge sort from the bottom up in kept buffers; short runs by insertion.
  private mutating func sort(_ detections: [TrackerDetection]) {
    let count = keys.count
    let run = 16
    for start in stride(from: 0, to: count, by: run) {
      for index in start..<min(start + run, count) {
        let key = keys[index]
        var place = index
        while place > start, Self.precedes(key, keys[place - 1], detections) {
          keys[place] = keys[place - 1]
          place -= 1
        }
        keys[place] = key
      }
    }
    var width = run
    while width < count {
      scratch.removeAll(keepingCapacity: true)
      for start in stride(from: 0, to: count, by: 2 * width) {
        let middle = min(start + width, count)
        let end = min(start + 2 * width, count)
        var (left, right) = (start, middle)
        while left < middle || right < end {
          if right >= end || (left < middle && !Self.precedes(keys[right], keys[left], detections)) {
            scratch.append(keys[left])
            left += 1
          } else {
            scratch.append(keys[right])
            right += 1
          }
        }
      }
      swap(&keys, &scratch)
      width *= 2
    }
  }

  @inline(__always)
  private static func precedes(_ a: Key, _ b: Key, _ detections: [TrackerDetection]) -> Bool {
    if a.low != b.low { return a.low < b.low }
    let (first, second) = (detections[Int(a.source)], detections[Int(b.source)])
    if first.width != second.width { return first.width < second.width }
    if first.height != second.height { return first.height < second.height }
    if first.score != second.score { return first.score > second.score }
    return first.classID < second.classID
  }
}
