import Records

/// The place of a value in a summary, such as `loudness.integrated`, `audio.0.channels` or `audio.*.codec`.
struct SummaryPath: Sendable, Hashable, CustomStringConvertible {
  /// One step of a path.
  enum Step: Sendable, Hashable {
    /// A member of an object.
    case key(String)
    /// An element of a list, from 0.
    case index(Int)
    /// All elements of a list.
    case all
    /// How many elements a list has.
    case count
  }

  /// The steps from the summary down.
  let steps: [Step]
  /// What stands there.
  let shape: FieldShape
  /// What its numbers count in.
  let unit: SummaryUnit
  /// What the value says.
  let meaning: String

  /// The canonical text.
  var description: String {
    steps.map { step in
      switch step {
      case .key(let key): key
      case .index(let index): "\(index)"
      case .all: "*"
      case .count: "count"
      }
    }.joined(separator: ".")
  }

  static func == (a: SummaryPath, b: SummaryPath) -> Bool { a.steps == b.steps }
  func hash(into hasher: inout Hasher) { hasher.combine(steps) }

  /// Reads a path; nil where no summary can hold such a value.
  init?(_ text: String) {
    var parts: [String] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      // audio[0].channels is audio.0.channels.
      guard let open = part.firstIndex(of: "["), part.last == "]" else {
        parts.append(String(part))
        continue
      }
      parts.append(String(part[..<open]))
      parts.append(String(part[part.index(after: open)...].dropLast()))
    }
    var steps: [Step] = []
    var shape = SummaryRecord.shape
    var unit = SummaryUnit.none
    var meaning = SummaryRecord.summary
    for part in parts {
      switch shape {
      case .object(let fields):
        guard let field = fields.first(where: { $0.key == part }) else { return nil }
        steps.append(.key(part))
        shape = field.shape
        meaning = field.meaning
        // The mean of a metric in dB is in dB.
        let own = SummaryUnit(meaning: field.meaning)
        if own != .none || (unit != .decibels && unit != .points) { unit = own }
      case .map(let element):
        guard !part.isEmpty else { return nil }
        steps.append(.key(part))
        shape = element
      case .list(let element):
        if part == "*" {
          steps.append(.all)
          shape = element
        } else if let index = Int(part), index >= 0 {
          steps.append(.index(index))
          shape = element
        } else if part == "count" {
          steps.append(.count)
          (shape, unit, meaning) = (.integer, .none, "How many there are.")
        } else {
          return nil
        }
      case .tuple(let element, let names):
        guard let index = names.firstIndex(of: part) ?? Int(part), names.indices.contains(index) else {
          return nil
        }
        steps.append(.index(index))
        shape = element
      default: return nil
      }
    }
    guard !steps.isEmpty else { return nil }
    (self.steps, self.shape, self.unit, self.meaning) = (steps, shape, unit, meaning)
  }

  /// The values at the place with their own paths; nil for those that are not there.
  func values(in tree: JSONTree) -> [(path: String, value: JSONTree?)] {
    var found: [(path: String, value: JSONTree?)] = [("", tree)]
    for step in steps {
      found = found.flatMap { path, value -> [(path: String, value: JSONTree?)] in
        let prefix = path.isEmpty ? "" : path + "."
        switch (step, value) {
        case (.key(let key), _): return [(prefix + key, value?[key])]
        case (.index(let index), .list(let values)?):
          return [(prefix + "\(index)", values.indices.contains(index) ? values[index] : nil)]
        case (.index(let index), _): return [(prefix + "\(index)", nil)]
        case (.all, .list(let values)?) where !values.isEmpty:
          return values.enumerated().map { (prefix + "\($0)", $1) }
        case (.all, _): return [(prefix + "*", nil)]
        case (.count, .list(let values)?): return [(prefix + "count", .number(Double(values.count)))]
        case (.count, _): return [(prefix + "count", .number(0))]
        }
      }
    }
    return found.map { ($0.path, $0.value == .null ? nil : $0.value) }
  }
}

extension SummaryPath {
  /// All paths of single values that a summary knows, with `*` for elements of lists.
  static let known: [String] = {
    var paths: [String] = []
    func walk(_ shape: FieldShape, _ path: String) {
      switch shape {
      case .object(let fields):
        for field in fields { walk(field.shape, path.isEmpty ? field.key : path + "." + field.key) }
      case .list(let element): walk(element, path + ".*")
      default: paths.append(path)
      }
    }
    walk(SummaryRecord.shape, "")
    return paths
  }()

  /// The known paths that are nearest to one that is not, best first.
  static func nearest(to text: String) -> [String] {
    let wanted = Array(text.lowercased().utf8)
    let last = text.split(separator: ".").last.map(String.init) ?? text
    let section = text.split(separator: ".").first.map(String.init) ?? text
    let scored = known.enumerated().compactMap { order, path -> (score: [Int], path: String)? in
      let distance = editDistance(wanted, Array(path.utf8))
      let parts = path.split(separator: ".").map(String.init)
      // A value of the same name in another section is as good as one wrong letter.
      let score = parts.last == last ? min(distance, 1) : distance
      guard score <= max(2, wanted.count / 4) else { return nil }
      return ([score, parts.first == section ? 0 : 1, distance, order], path)
    }
    return scored.sorted { $0.score.lexicographicallyPrecedes($1.score) }.prefix(3).map(\.path)
  }

  /// How many letters must be changed, added or taken away (Levenshtein).
  private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
        (diagonal, row[j + 1]) = (row[j + 1], next)
      }
    }
    return row[b.count]
  }
}
