import Media
import Records

/// What a video must be like: demands on the values of a summary, read from YAML or JSON.
public struct Policy: Sendable {
  /// One demand of a policy.
  struct Check: Sendable {
    /// Where the value stands.
    var path: SummaryPath
    /// What it must be.
    var demand: Demand
    /// How bad it is when it is not.
    var severity = FindingSeverity.error
    /// What to tell people then.
    var message: String?
    /// Whether the value may be missing.
    var isOptional = false
  }

  /// The policy's name.
  public internal(set) var name: String
  /// What it is for.
  public internal(set) var description: String?
  /// The demands, in the order of the file, inherited ones first.
  var checks: [Check] = []

  /// The paths on which it makes demands.
  public var paths: [String] { checks.map(\.path.description) }

  /// Every path on which a policy can make a demand, `*` standing for each element of a list.
  public static var knownPaths: [String] { SummaryPath.known }

  init(name: String) { self.name = name }

  /// Adds a demand; one on the same path is replaced in its place.
  mutating func add(_ check: Check) {
    if let index = checks.firstIndex(where: { $0.path == check.path }) {
      checks[index] = check
    } else {
      checks.append(check)
    }
  }
}
