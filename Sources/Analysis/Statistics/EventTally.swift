import Records

/// What happened at lines and in zones, counted from events.
struct EventTally: Sendable {
  /// Kinds of event, names and classes that are told apart at the most.
  private static let limit = 10_000

  private struct Key: Hashable, Sendable {
    var name: Int
    var event: String
    var direction: String?
    var label: String
  }

  private struct Zone: Sendable {
    var inside = 0
    var maximum = 0
    var stays = DwellLengths()
    /// Seconds that objects spent inside.
    var sum = 0.0
  }

  private var names: [String: Int] = [:]
  private var counts: [Key: Int] = [:]
  private var zones: [Int: Zone] = [:]

  /// Takes an event.
  mutating func add(_ event: EventRecord) {
    guard names[event.name] != nil || names.count < EventTally.limit else { return }
    let name = names[event.name] ?? names.count
    names[event.name] = name
    let key = Key(
      name: name, event: event.event.rawValue, direction: event.direction?.rawValue, label: event.label)
    guard counts[key] != nil || counts.count < EventTally.limit else { return }
    counts[key, default: 0] += 1
    guard event.event == .entered || event.event == .left else { return }
    var zone = zones[name] ?? Zone()
    if event.event == .entered {
      zone.inside += 1
      zone.maximum = max(zone.maximum, zone.inside)
    } else {
      let seconds = event.seconds.map { $0.isFinite ? max(0, $0) : 0 } ?? 0
      zone.inside -= 1
      zone.stays.add(seconds)
      zone.sum += seconds
    }
    zones[name] = zone
  }

  /// How often what happened, by name in the order in which they came, kind, direction and class.
  var rows: [ShapeCount] {
    let shapes = names.sorted { $0.value < $1.value }.map(\.key)
    let kinds = EventKind.choices.map(\.rawValue)
    func order(_ key: Key) -> (Int, Int, String, String) {
      (key.name, kinds.firstIndex(of: key.event) ?? kinds.count, key.direction ?? "", key.label)
    }
    return counts.sorted { order($0.key) < order($1.key) }.map { key, count in
      ShapeCount(
        name: shapes[key.name], event: EventKind(rawValue: key.event),
        direction: key.direction.map { CrossingDirection(rawValue: $0) }, label: key.label, count: count)
    }
  }

  /// How many objects were in each zone, of stays that have ended, in one step over all.
  /// - Parameter seconds: the length of it all.
  func occupancy(over seconds: Double) -> [ZoneOccupancy] {
    func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
    return names.sorted { $0.value < $1.value }.compactMap { name, index in
      guard let zone = zones[index] else { return nil }
      var result = ZoneOccupancy(name: name)
      result.mean = seconds > 0 ? rounded(zone.sum / seconds) : 0
      result.maximum = zone.maximum
      result.dwellMean = zone.stays.mean.map(rounded)
      result.dwellMaximum = zone.stays.count > 0 ? rounded(zone.stays.maximum) : nil
      result.step = rounded(seconds)
      result.values = seconds > 0 ? [result.mean] : []
      return result
    }
  }
}
