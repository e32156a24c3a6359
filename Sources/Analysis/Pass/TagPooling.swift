import Records

/// Pools what models saw in sampled pictures: mean scores of labels, mean numbers of objects.
public struct TagPooling: Sendable {
  /// How mean scores become tags.
  public var ranking = TagRanking()

  /// Makes a pooling with its defaults.
  public init() {}

  /// The tags, most likely first, and the objects by label; nil where nobody looked.
  func pool(_ samples: [[LabelScores]]) -> (tags: [TagScore]?, objects: OrderedValues<Double>?) {
    var all = Accumulator()
    for sightings in samples { all.add(sightings) }
    return all.pooled(by: self)
  }

  /// Sums over samples, of any number.
  struct Accumulator {
    private var scores = Mean()
    private var objects: [AnalyserName: Mean] = [:]

    mutating func add(_ sightings: [LabelScores]) {
      for sighting in sightings {
        if sighting.analyser == .tags {
          scores.add(sighting.values)
        } else {
          objects[sighting.analyser, default: Mean()].add(sighting.values)
        }
      }
    }

    func pooled(by pooling: TagPooling) -> (tags: [TagScore]?, objects: OrderedValues<Double>?) {
      let means = objects.values.reduce(into: [String: Double]()) { $0.merge($1.means) { $0 + $1 } }
      return (
        scores.samples == 0 ? nil : pooling.ranking.tags(scores.means),
        objects.isEmpty ? nil : TagPooling.ordered(means)
      )
    }
  }

  private static func ordered(_ means: [String: Double]) -> OrderedValues<Double> {
    var values: OrderedValues<Double> = [:]
    for (label, mean) in sorted(means) where mean >= 0.005 { values[label] = MetricSums.rounded(mean) }
    return values
  }

  private static func sorted(_ means: [String: Double]) -> [(key: String, value: Double)] {
    means.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
  }

  /// Sums by label over samples; a label that is not named in a sample counts as 0 there.
  struct Mean {
    private var sums: [String: Double] = [:]
    private(set) var samples = 0

    mutating func add(_ values: [String: Double]) {
      samples += 1
      for (label, value) in values { sums[label, default: 0] += value }
    }

    var means: [String: Double] { sums.mapValues { $0 / Double(max(samples, 1)) } }
  }
}
