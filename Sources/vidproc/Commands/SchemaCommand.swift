import ArgumentParser
import Records

/// Prints the JSON Schema of the records.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of each record type.",
    discussion: "Without a type, prints one schema for all, by type. --markdown prints the README's table.")

  @Argument(help: "A record type: stream, frame, end, file, ...")
  var type: String?

  @Flag(help: "Print a Markdown table of all records and their keys.")
  var markdown = false

  func run() throws {
    let output = RecordOutput(toleratesClosedPipe: true)
    if markdown { return try output.write(lines: Array(RecordRegistry.markdownTable.utf8)) }
    guard let type else { return try output.write(lines: Array((RecordRegistry.schemas + "\n").utf8)) }
    guard let schema = RecordRegistry.schema(for: type) else {
      let known = RecordRegistry.all.map { $0.type }.joined(separator: ", ")
      throw ValidationError("There is no record type \"\(type)\". The types: \(known).")
    }
    try output.write(lines: Array((schema + "\n").utf8))
  }
}
