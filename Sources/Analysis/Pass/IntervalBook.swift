import Glibc
import Records

/// Gathers values into stretches of equal length, and gives each out when nothing more will come for it.
struct IntervalBook {
  private struct Page {
    var frames = 0
    var sums = MetricSums()
    /// Values that stand for the stretch as a whole.
    var values: OrderedValues<Double> = [:]
  }

  /// Who still writes into stretches, and how far each is, in seconds.
  private var writers: [String: Double] = [:]
  private var pages: [Int: Page] = [:]
  private var next: Int?
  private let length: Double
  /// Seconds by which a writer may fall behind the others before it is waited for no longer.
  private let patience = 30.0

  /// - Parameter length: seconds of a stretch.
  init(length: Double, writers names: [String]) {
    self.length = length
    for name in names { writers[name] = -.infinity }
  }

  /// A broken source may name any time; what is farther off than this is gathered there.
  private static let furthest = 1e12

  private func page(at time: Double) -> Int {
    Int(min(max(floor(time / length + 1e-9), -IntervalBook.furthest), IntervalBook.furthest))
  }

  /// Adds the values of a frame.
  mutating func add(_ metrics: OrderedValues<Double>, at time: Double) {
    guard time.isFinite else { return }
    let index = max(page(at: time), next ?? Int.min)
    pages[index, default: Page()].frames += 1
    pages[index]?.sums.add(metrics)
    advance("pictures", to: time)
  }

  /// Adds a value that was measured over a stretch of the book's own length that begins at `time`, or over parts of
  /// it: the greatest counts.
  mutating func add(_ name: String, _ value: Double, at time: Double) {
    guard time.isFinite, value.isFinite else { return }
    let index = page(at: time)
    guard next.map({ index >= $0 }) ?? true else { return }
    let rounded = MetricSums.rounded(value)
    pages[index, default: Page()].values[name] = max(pages[index]?.values[name] ?? rounded, rounded)
  }

  /// Says that a writer has nothing more for what lies before `time`.
  mutating func advance(_ writer: String, to time: Double) {
    if let before = writers[writer], time > before { writers[writer] = time }
  }

  /// The stretches that are complete.
  mutating func take(all: Bool = false) -> [IntervalRecord] {
    guard !pages.isEmpty else { return [] }
    let furthest = writers.values.max() ?? .infinity
    let done = max(writers.values.min() ?? .infinity, furthest - patience)
    var records: [IntervalRecord] = []
    for index in pages.keys.sorted() {
      guard all || Double(index + 1) * length <= done else { break }
      next = index + 1
      guard let page = pages.removeValue(forKey: index) else { continue }
      var record = IntervalRecord()
      record.start = MetricSums.rounded(Double(index) * length)
      record.end = MetricSums.rounded(Double(index + 1) * length)
      record.frames = page.frames
      record.metrics = page.sums.means()
      for entry in page.values.entries { record.metrics[entry.key] = entry.value }
      records.append(record)
    }
    return records
  }
}
