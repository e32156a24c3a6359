import Foundation
import Testing

@testable import Records

@Suite struct RegistryTests {
  private func keys(of record: AnyRecord) throws -> Set<String> {
    let object = try JSONSerialization.jsonObject(with: Data(Samples.line(record))) as? [String: Any]
    return Set(try #require(object).keys)
  }

  @Test func schemaOfEachTypeIsJSONAndListsEachKey() throws {
    for record in Samples.all.prefix(RecordRegistry.all.count) {
      let text = try #require(RecordRegistry.schema(for: record.type))
      let schema = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let properties = try #require(schema["properties"] as? [String: [String: Any]])
      #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
      // The samples set every field, so that their keys are all there are.
      #expect(Set(properties.keys) == (try keys(of: record)), "\(record.type)")
      #expect(properties["type"]?["const"] as? String == record.type)
      for (key, property) in properties where key != "type" {
        #expect((property["description"] as? String)?.hasSuffix(".") == true)
      }
    }
    #expect(RecordRegistry.schema(for: "nonsense") == nil)
  }

  @Test func schemaOfAllHasADefinitionForEachType() throws {
    let schema = try JSONSerialization.jsonObject(with: Data(RecordRegistry.schemas.utf8)) as? [String: Any]
    let definitions = try #require(schema?["$defs"] as? [String: Any])
    #expect(Set(definitions.keys) == Set(RecordRegistry.all.map { $0.type }))
    #expect((schema?["oneOf"] as? [Any])?.count == RecordRegistry.all.count)
  }

  @Test func typesAreListedOnceAndDecodeToThemselves() {
    #expect(Set(RecordRegistry.all.map { $0.type }).count == RecordRegistry.all.count)
    #expect(Set(Samples.all.map(\.type)) == Set(RecordRegistry.all.map { $0.type }))
  }

  @Test func keysAreInSnakeCaseAndGivenOnce() {
    for type in RecordRegistry.all {
      let keys = FieldDescription.list(of: type).map(\.key)
      #expect(Set(keys).count == keys.count)
      let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_".utf8)
      #expect(keys.allSatisfy { $0.utf8.allSatisfy(letters.contains) })
      #expect(keys.count < 64, "the reader keeps a bit for each field")
    }
  }

  @Test func tableHasARowForEachKey() {
    let rows = RecordRegistry.markdownTable.split(separator: "\n")
    #expect(rows.allSatisfy { $0.hasPrefix("|") && $0.hasSuffix("|") })
    for type in RecordRegistry.all {
      for field in FieldDescription.list(of: type) {
        #expect(rows.contains { $0.hasPrefix("| `\(type.type)` | `\(field.key)` |") })
      }
    }
    #expect(rows.contains { $0.contains("`objects[].keypoints[].name`") })
  }
}
