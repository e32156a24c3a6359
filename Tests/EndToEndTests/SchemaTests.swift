import Foundation
import Records
import Testing

@Suite struct SchemaTests {
  @Test func theSchemaOfAllRecordsIsJSON() throws {
    let outcome = try Program.run(["schema"])
    #expect(outcome.ending == .exited(0))
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: Any])
    #expect(Set(definitions.keys) == Set(RecordRegistry.all.map { $0.type }))
  }

  @Test func eachTypeHasASchemaOfItsOwn() throws {
    for type in RecordRegistry.all {
      let outcome = try Program.run(["schema", type.type])
      #expect(outcome.ending == .exited(0))
      let schema = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
      #expect(schema["title"] as? String == type.type)
    }
  }

  /// What commands print has no key that the schema does not name.
  @Test func whatCommandsPrintIsInTheSchema() throws {
    try Scratch.withFolder { folder in
      var lines = try Program.run(["capture", Fixtures.path("two_languages.mp4"), "--emit", "records"]).text
      lines += try Program.run(["sink", Fixtures.path("studio.mp4"), "--checksum"]).text
      lines += try Program.run(
        ["transcode-hls", Fixtures.path("vfr.mp4"), "-o", "\(folder)/out"] + Tiny.options
      ).text
      let schema = try #require(
        try JSONSerialization.jsonObject(with: Data(try Program.run(["schema"]).output)) as? [String: Any])
      let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
      var seen: Set<String> = []
      for line in lines.split(separator: "\n") {
        let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let type = try #require(record["type"] as? String)
        let definition = try #require(definitions[type])
        let properties = try #require(definition["properties"] as? [String: Any])
        #expect(Set(record.keys).isSubset(of: properties.keys), "\(line)")
        #expect(Set(definition["required"] as? [String] ?? []).isSubset(of: record.keys), "\(line)")
        seen.insert(type)
      }
      #expect(seen == ["stream", "frame", "end", "file", "summary"])
    }
  }
}
