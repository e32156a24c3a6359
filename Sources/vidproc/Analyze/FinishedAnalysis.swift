import Analysis
import Glibc
import Media
import Pipeline
import Records

/// The results of an input that a batch may have analysed before.
struct FinishedAnalysis {
  /// A checksum over the input and the options.
  let fingerprint: String
  private let path: String
  private let products: [String]

  /// - Parameter path: where the results are, where there are any.
  init(path: String, command: AnalyzeCommand, input: String, policies: [Policy]) throws {
    self.path = path
    var options = command.input.sourceOptions
    options.audio = true
    let identity = try InputIdentity.of(input, stream: StreamRecord(), options: options)
    let what = command.what
    let against = command.against
    var parts = [Version.text, identity, input]
    parts += what.analysers.map(\.rawValue).sorted()
    parts.append("frames \(what.perFrame), interval \(what.interval.value)")
    parts.append("scene \(what.minSceneLength?.value ?? .zero)")
    parts += what.models.model + [what.models.labels ?? "", "\(what.models.engine)"]
    parts += [against.reference ?? "", against.vmafModel ?? "", "\(against.offset ?? 0)"]
    parts += (against.metrics?.names ?? []).map(\.rawValue).sorted()
    for policy in policies { parts.append("\(policy)") }
    fingerprint = SHA256.hex(Array(parts.joined(separator: "\u{0}").utf8))
    let files = [command.products.report, command.products.contactSheet, command.products.keyframes]
    products =
      files.compactMap { $0 }.map { AnalysisProductsGroup.path($0, for: input) }
      + [command.products.thumbnails, command.products.split].compactMap { $0 }
  }

  /// The checks of the results that are there; nil where there are none, or of another input or other options.
  func checks() throws -> [CheckRecord]? {
    guard access(path, R_OK) == 0, products.allSatisfy({ access($0, F_OK) == 0 }) else { return nil }
    let lines = try RecordLines(path, interrupt: Signals.interrupt)
    var decoder = RecordDecoder()
    var isSame = false
    var isWhole = false
    var checks: [CheckRecord] = []
    while let line = try lines.next() {
      guard let record = try? decoder.decode(line) else { return nil }
      switch record {
      case .summary(let summary): isSame = summary.fingerprint == fingerprint
      case .check(let check): checks.append(check)
      case .end(let end): isWhole = end.status == .complete
      default: break
      }
    }
    return isSame && isWhole ? checks : nil
  }
}
