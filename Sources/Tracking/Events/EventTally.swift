import Records

/// How often what happened at which line and in which zone, by class.
struct EventTally: Sendable {
  private struct Key: Hashable {
    var shape: Int
    var kind: FoundEvent.Kind
    var label: String
  }

  private var counts: [Key: Int] = [:]
  /// For each shape, how often each kind of event happened to objects of any class.
  private var totals: [Int]
  private let names: [String]
  private let lineCount: Int

  init(lines: [CountingLine], zones: [CountingZone]) {
    names = lines.map(\.name) + zones.map(\.name)
    lineCount = lines.count
    totals = Array(repeating: 0, count: names.count * FoundEvent.Kind.allCases.count)
  }

  /// Counts an event and makes its record.
  mutating func record(_ found: FoundEvent) -> EventRecord {
    counts[Key(shape: found.shape, kind: found.kind, label: found.label), default: 0] += 1
    totals[index(found.shape, found.kind)] += 1
    var record = EventRecord(
      event: found.kind.event, name: names[found.shape], trackID: found.trackID, label: found.label)
    record.direction = found.kind.direction
    record.frame = found.moment.frame
    record.pts = found.moment.pts
    record.time = found.moment.time
    record.point = Point(x: found.moment.point.x.hundredths, y: found.moment.point.y.hundredths)
    record.seconds = found.seconds?.nearest(partsOfOne: 1e6)
    if found.shape < lineCount {
      record.counts = ["in": total(found.shape, .crossedIn), "out": total(found.shape, .crossedOut)]
    } else {
      let entered = total(found.shape, .entered)
      record.counts = ["inside": entered - total(found.shape, .left), "entered": entered]
    }
    return record
  }

  /// All counts: by shape in the order of the shapes, by what happened, by label.
  var rows: [ShapeCount] {
    counts.sorted {
      ($0.key.shape, $0.key.kind, $0.key.label) < ($1.key.shape, $1.key.kind, $1.key.label)
    }.map { key, count in
      ShapeCount(
        name: names[key.shape], event: key.kind.event, direction: key.kind.direction, label: key.label,
        count: count)
    }
  }

  private func total(_ shape: Int, _ kind: FoundEvent.Kind) -> Int { totals[index(shape, kind)] }

  private func index(_ shape: Int, _ kind: FoundEvent.Kind) -> Int {
    shape * FoundEvent.Kind.allCases.count + Int(kind.rawValue)
  }
}
