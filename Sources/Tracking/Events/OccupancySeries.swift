import Records

/// How many objects were in a zone over time, in bounded memory: steps of time double when there are too
/// many.
struct OccupancySeries: Sendable {
  /// How many steps there are at most.
  static let limit = 240

  /// The length of a step in seconds.
  private(set) var step = 1.0
  /// Seconds that objects spent inside, by step.
  private var sums: [Double] = []
  private var start: Double?
  private var end = 0.0
  private var total = 0.0
  private var most = 0
  private var stays = 0
  private var staySeconds = 0.0
  private var longestStay = 0.0

  init() {
    sums.reserveCapacity(OccupancySeries.limit)
  }

  /// Goes on to a frame's time.
  mutating func advance(to time: Double) {
    if start == nil {
      start = time
      end = time
    }
    end = max(end, time)
  }

  /// Takes how many objects are seen inside in a frame.
  mutating func see(_ count: Int) { most = max(most, count) }

  /// Takes a stay that ended.
  mutating func addStay(seconds: Double) {
    stays += 1
    staySeconds += seconds
    longestStay = max(longestStay, seconds)
  }

  /// Takes that one object was inside from one time to another.
  mutating func add(from first: Double, to last: Double) {
    guard let start else { return }
    let from = max(first, start) - start
    let to = last - start
    guard to > from else { return }
    while to > step * Double(OccupancySeries.limit) { double() }
    total += to - from
    var index = min(Int(from / step), OccupancySeries.limit - 1)
    var time = from
    while time < to {
      let edge = index == OccupancySeries.limit - 1 ? to : min(to, Double(index + 1) * step)
      while sums.count <= index { sums.append(0) }
      sums[index] += max(0, edge - time)
      time = edge
      index += 1
    }
  }

  private mutating func double() {
    step *= 2
    var count = 0
    for index in stride(from: 0, to: sums.count, by: 2) {
      sums[count] = sums[index] + (index + 1 < sums.count ? sums[index + 1] : 0)
      count += 1
    }
    sums.removeLast(sums.count - count)
  }

  /// What it comes to, rounded to ten thousandths.
  func occupancy(name: String) -> ZoneOccupancy {
    var result = ZoneOccupancy(name: name)
    var series = self
    let length = end - (start ?? end)
    while length > series.step * Double(OccupancySeries.limit) { series.double() }
    result.step = series.step
    result.mean = length > 0 ? (total / length).nearest(partsOfOne: 10_000) : 0
    result.maximum = most
    if stays > 0 {
      result.dwellMean = (staySeconds / Double(stays)).nearest(partsOfOne: 10_000)
      result.dwellMaximum = longestStay.nearest(partsOfOne: 10_000)
    }
    var begin = 0.0
    // A last step of no more than a millionth is noise of the sums of times.
    while begin < length - series.step * 1e-6, result.values.count < OccupancySeries.limit {
      let index = result.values.count
      let sum = index < series.sums.count ? series.sums[index] : 0
      let mean = sum / min(series.step, length - begin)
      result.values.append(mean.nearest(partsOfOne: 10_000))
      begin = Double(index + 1) * series.step
    }
    return result
  }
}
