import ArgumentParser
import Inference
import Media
import Records

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
      let output = RecordOutput(toleratesClosedPipe: true)
      switch format {
      case .table: try output.write(lines: Array(Entry.table(entries).utf8))
      case .ndjson: for entry in entries { try output.write(entry.record) }
      }
      return nil
    }
  }
}

/// A model in the list.
private struct Entry {
  let record: ModelRecord

  init(_ model: ModelDescription, _ state: ModelState) {
    var record = ModelRecord(name: model.name, task: model.task.rawValue)
    record.about = model.summary
    switch state {
    case .missing: record.state = .missing
    case .installed: record.state = .installed
    case .damaged: record.state = .damaged
    }
    record.path = state.path
    record.bytes = model.bytes.map { Int64($0) }
    record.license = model.license
    record.sources = model.sources.compactMap { $0.url ?? $0.package }
    record.sha256 = model.sha256.first
    let classes = model.classNames
    record.classes = classes.isEmpty ? nil : classes
    self.record = record
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
      record.name, record.task, record.state == .missing ? "-" : record.state?.rawValue ?? "",
      record.bytes.map(Self.size) ?? "", record.license ?? "",
      record.sources?.first.map(Self.short) ?? "own file", record.about ?? "",
    ]
  }

  /// A size as people read it.
  private static func size(_ bytes: Int64) -> String { "\((Double(bytes) / 1e5).rounded() / 10) MB" }

  /// The server of an address, or the package.
  private static func short(_ source: String) -> String {
    guard source.contains("://") else { return "pip" }
    let parts = source.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 2 ? String(parts[2]) : source
  }
}
