import ArgumentParser
import Foundation
import Inference
import Media

/// Lists the models that have a name.
struct ModelsListCommand: ParsableCommand {
  /// For whom the list is.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models: what they do, whether they are here, their licences.")

  @Option(help: ArgumentHelp("Models of this task alone.", valueName: "task"))
  var task: ModelDescription.Task?

  @Option(help: ArgumentHelp("table for people, ndjson for programs.", valueName: "format"))
  var format = Format.table

  func run() throws {
    try ExitStatus.run(pipeIsProduct: true) {
      let store = ModelStore()
      let models = store.known { Console.warning("\($0)") }.filter { task == nil || $0.task == task }
      let entries = try models.map { Entry($0, try store.state(of: $0)) }
      let text = format == .table ? Entry.table(entries) : try Entry.lines(entries)
      try RecordOutput(toleratesClosedPipe: true).write(lines: Array(text.utf8))
      return nil
    }
  }
}

/// A model in the list.
private struct Entry: Encodable {
  let type = "model"
  let name: String
  let task: String
  let summary: String
  /// installed, damaged or missing.
  let state: String
  let path: String?
  let bytes: Int?
  let license: String
  let sources: [String]
  let sha256: [String]

  init(_ model: ModelDescription, _ state: ModelState) {
    name = model.name
    task = model.task.rawValue
    summary = model.summary
    switch state {
    case .missing: self.state = "missing"
    case .installed: self.state = "installed"
    case .damaged: self.state = "damaged"
    }
    path = state.path
    bytes = model.bytes
    license = model.license
    sources = model.sources.compactMap { $0.url ?? $0.package }
    sha256 = model.sha256
  }

  /// One JSON object a line.
  static func lines(_ entries: [Entry]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try entries.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
  }

  /// Columns under headings.
  static func table(_ entries: [Entry]) -> String {
    let rows = [["NAME", "TASK", "STATE", "SIZE", "LICENCE", "SOURCE", "WHAT IT IS"]] + entries.map(\.row)
    let widths = (0..<rows[0].count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { text, width in
        text + String(repeating: " ", count: width - text.count)
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  private var row: [String] {
    [
      name, task, state == "missing" ? "-" : state, bytes.map(Self.size) ?? "", license,
      sources.first.map(Self.short) ?? "own file", summary,
    ]
  }

  /// A size as people read it.
  static func size(_ bytes: Int) -> String { "\((Double(bytes) / 1e5).rounded() / 10) MB" }

  /// The server of an address, or the package.
  private static func short(_ source: String) -> String {
    guard source.contains("://") else { return "pip" }
    let parts = source.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 2 ? String(parts[2]) : source
  }
}
