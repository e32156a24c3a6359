#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What lines and zones have counted, gathered from `event` lines and any line with `counts`.
///
/// Understood are `counts` as numbers by direction (`{"in":3,"out":2}`) or as one number, for the line or
/// zone that `name`, `line` or `zone` tells; `counts` by name of such; and events without counts, which are
/// counted by their `direction`.
struct Counts {
  private var byName: [String: [(key: String, value: Int)]] = [:]

  /// Takes one record's line; what it does not understand it passes over.
  mutating func take(_ line: [UInt8]) {
    guard let event = try? JSONDecoder().decode(EventLine.self, from: Data(line)) else { return }
    let name = event.name ?? event.line ?? event.zone
    switch (event.counts, name) {
    case (.number(let value)?, let name?): byName[name] = [("", value)]
    case (.map(let map)?, let name?): set(name, map)
    case (.map(let map)?, nil):
      for (name, value) in map {
        switch value {
        case .number(let number): byName[name] = [("", number)]
        case .map(let inner): set(name, inner)
        }
      }
    case (nil, let name?):
      guard event.type == "event", let direction = event.direction else { return }
      var entries = byName[name] ?? []
      if let index = entries.firstIndex(where: { $0.key == direction }) {
        entries[index].value += 1
      } else {
        entries.append((direction, 1))
      }
      byName[name] = entries.sorted { $0.key < $1.key }
    default: break
    }
  }

  private mutating func set(_ name: String, _ map: [String: CountValue]) {
    byName[name] = map.compactMap { key, value in
      guard case .number(let number) = value else { return nil }
      return (key, number)
    }.sorted { $0.key < $1.key }
  }

  /// The counts of a line or zone as text; nil where none have come.
  func text(_ name: String) -> String? {
    guard let entries = byName[name], !entries.isEmpty else { return nil }
    return entries.map { $0.key.isEmpty ? "\($0.value)" : "\($0.key) \($0.value)" }.joined(separator: "  ")
  }
}

private indirect enum CountValue: Decodable {
  case number(Int)
  case map([String: CountValue])

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if let number = try? single.decode(Int.self) {
      self = .number(number)
    } else {
      self = .map(try single.decode([String: CountValue].self))
    }
  }
}

private struct EventLine: Decodable {
  var type: String
  var name: String?
  var line: String?
  var zone: String?
  var direction: String?
  var counts: CountValue?
}
