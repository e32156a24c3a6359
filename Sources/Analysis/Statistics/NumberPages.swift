import Records

/// Mean numbers of objects over stretches of equal length.
struct NumberPages: Sendable {
  private struct Page: Sendable {
    var frames = 0
    var looks = 0
    /// Objects by class, by its number.
    var objects: [Int: Int] = [:]
  }

  private let length: Double
  private var pages: [Double: Page] = [:]
  private var newest = -Double.infinity
  private var given = -Double.infinity

  /// - Parameter length: seconds of a stretch.
  init(length: Double) { self.length = length }

  /// Takes a frame. One that comes after its stretch was given out counts for the next that was not.
  /// - Parameter objects: how many objects of each class, by its number; nil where nobody looked.
  mutating func add(at time: Double, objects: [(label: Int, count: Int)]?) {
    let index = max((time / length + 1e-9).rounded(.down), given + 1)
    newest = max(newest, index)
    var page = pages[index] ?? Page()
    page.frames += 1
    if let objects {
      page.looks += 1
      for object in objects { page.objects[object.label, default: 0] += object.count }
    }
    pages[index] = page
  }

  /// The stretches that are complete: the newest two may still get frames that come late.
  /// - Parameter label: the name of a class by its number.
  mutating func take(all: Bool, label: (Int) -> String) -> [IntervalRecord] {
    let done = pages.keys.filter { all || $0 < newest - 1 }.sorted()
    return done.map { index in
      given = max(given, index)
      return record(index, pages.removeValue(forKey: index) ?? Page(), label)
    }
  }

  /// Begins anew where time does.
  mutating func restart() {
    newest = -.infinity
    given = -.infinity
  }

  private func record(_ index: Double, _ page: Page, _ label: (Int) -> String) -> IntervalRecord {
    func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
    var record = IntervalRecord()
    record.start = rounded(index * length)
    record.end = rounded((index + 1) * length)
    record.frames = page.frames
    guard page.looks > 0 else { return record }
    let looks = Double(page.looks)
    record.metrics["objects"] = rounded(Double(page.objects.values.reduce(0, +)) / looks)
    let named = page.objects.map { (label: label($0.key), count: $0.value) }
    for (label, count) in named.sorted(by: { ($0.count, $1.label) > ($1.count, $0.label) })
    where label != "objects" {
      record.metrics[label] = rounded(Double(count) / looks)
    }
    return record
  }
}
