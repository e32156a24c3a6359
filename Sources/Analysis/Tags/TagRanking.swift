import Records

/// Makes tags of mean scores.
///
/// A classifier that is unsure among kinds of one thing is often sure of the thing: five breeds at 0.12 each are a
/// dog. Such a verdict is told as a tag of its own, the group's name with the sum of its classes' scores (the trade
/// of exactness for certainty of Deng et al., Hedging Your Bets, CVPR 2012). A class that is unsure itself is told
/// where its group is sure.
public struct TagRanking: Sendable {
  /// Tags that are told at the most.
  public var limit = 5
  /// The lowest mean score of a class whose group is sure.
  public var minimumScore = 0.1
  /// The lowest mean score of a class that stands for itself.
  public var sureScore = 0.2
  /// The lowest sum of scores of a group that is sure.
  public var groupScore = 0.4
  /// The kind of thing that a label stands for; nil where nobody knows.
  public var group: @Sendable (String) -> String? = ImageNetGroups.group(of:)
  /// What a group belongs to; nil for nothing wider.
  public var family: @Sendable (String) -> String? = ImageNetGroups.family(of:)

  /// Makes a ranking with its defaults.
  public init() {}

  /// The tags, the highest score first.
  /// - Parameter means: mean scores by label, 0 to 1; those that are no number count as nothing.
  public func tags(_ means: [String: Double]) -> [TagScore] {
    let classes = means.filter { $0.value.isFinite && $0.value > 0 }
      .sorted { ($0.value, $1.key) > ($1.value, $0.key) }
      .map { Candidate(label: $0.key, group: group($0.key), score: $0.value, level: 0) }
    let groups = totals(classes, level: 1) { $0.group }
    let families = totals(groups, level: 2) { $0.group.flatMap(family) }
    let sure = Set(groups.filter { $0.score >= groupScore }.map(\.label))
    var told = classes.filter { candidate in
      candidate.score >= sureScore
        || candidate.score >= minimumScore && candidate.group.map { sure.contains($0) } ?? true
    }
    // A group is news where no class has most of it, and a family where no group has.
    told += groups.filter { group in
      group.score >= groupScore
        && !classes.contains { $0.group == group.label && $0.score * 2 > group.score }
    }
    told += families.filter { family in
      family.score >= groupScore
        && !groups.contains { self.family($0.label) == family.label && $0.score * 2 > family.score }
    }
    // The wider one first where both are as sure.
    told.sort { ($0.score, $0.level, $1.label) > ($1.score, $1.level, $0.label) }
    return told.prefix(max(0, limit)).map { candidate in
      var tag = TagScore()
      tag.label = candidate.label
      tag.group = candidate.group
      tag.score = (min(candidate.score, 1) * 1e4).rounded() / 1e4
      return tag
    }
  }

  private struct Candidate {
    var label: String
    var group: String?
    var score: Double
    /// 0 for a class, 1 for a group, 2 for a family.
    var level: Int
  }

  /// The sums over candidates that have the same name for something wider.
  private func totals(_ candidates: [Candidate], level: Int, _ name: (Candidate) -> String?) -> [Candidate] {
    var order: [String] = []
    var sums: [String: Double] = [:]
    for candidate in candidates {
      guard let wider = name(candidate) else { continue }
      if sums[wider] == nil { order.append(wider) }
      sums[wider, default: 0] += candidate.score
    }
    return order.map { Candidate(label: $0, group: $0, score: sums[$0] ?? 0, level: level) }
  }
}
