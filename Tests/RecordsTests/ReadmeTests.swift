import Foundation
import Records
import Testing

@Test func readmeListsEveryRecordTypeWithItsSummary() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
  for type in RecordRegistry.all {
    #expect(
      readme.contains("| `\(type.type)` | \(type.summary) |"), "README.md lacks the row of \(type.type)")
  }
}
