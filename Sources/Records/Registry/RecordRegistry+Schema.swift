extension RecordRegistry {
  /// The JSON Schema (draft 2020-12) of one record type, indented; nothing where the type is not known.
  public static func schema(for name: String) -> String? {
    guard let type = recordType(named: name) else { return nil }
    let head: [(String, SchemaValue)] = [
      ("$schema", .string(draft)),
      ("$id", .string("urn:vidproc:1:" + type.type)),
      ("title", .string(type.type)),
    ]
    return SchemaValue.object(head + definition(of: type)).text
  }

  /// The JSON Schema (draft 2020-12) of a line of any known type, indented.
  public static var schemas: String {
    SchemaValue.object([
      ("$schema", .string(draft)),
      ("$id", .string("urn:vidproc:1")),
      ("title", .string("vidproc/1")),
      ("description", .string("One line of NDJSON. Readers pass on types and keys that they do not know.")),
      ("oneOf", .list(all.map { .object([("$ref", .string("#/$defs/" + $0.type))]) })),
      ("$defs", .object(all.map { ($0.type, .object(definition(of: $0))) })),
    ]).text
  }

  private static let draft = "https://json-schema.org/draft/2020-12/schema"

  private static func definition(of type: any Record.Type) -> [(String, SchemaValue)] {
    let fields = FieldDescription.list(of: type)
    let typeField = SchemaValue.object([("const", .string(type.type))])
    return [
      ("description", .string(type.summary)),
      ("type", .string("object")),
      ("properties", .object([("type", typeField)] + fields.map { ($0.key, property($0)) })),
      ("required", .list((["type"] + required(fields)).map { .string($0) })),
    ]
  }

  private static func required(_ fields: [FieldDescription]) -> [String] {
    fields.filter(\.isRequired).map(\.key)
  }

  private static func property(_ field: FieldDescription) -> SchemaValue {
    .object([("description", .string(field.meaning))] + members(of: field.shape))
  }

  private static func members(of shape: FieldShape) -> [(String, SchemaValue)] {
    switch shape {
    case .integer: return [("type", .string("integer"))]
    case .number: return [("type", .list([.string("number"), .string("null")]))]
    case .string: return [("type", .string("string"))]
    case .choice(let choices):
      return [("type", .string("string")), ("enum", .list(choices.map { .string($0) }))]
    case .boolean: return [("type", .string("boolean"))]
    case .list(let element):
      return [("type", .string("array")), ("items", .object(members(of: element)))]
    case .tuple(let element, let names):
      return [
        ("type", .string("array")),
        (
          "prefixItems",
          .list(names.map { .object([("title", .string($0))] + members(of: element)) })
        ),
        ("items", .boolean(false)),
        ("minItems", .integer(names.count)),
      ]
    case .map(let element):
      return [("type", .string("object")), ("additionalProperties", .object(members(of: element)))]
    case .object(let fields):
      var members: [(String, SchemaValue)] = [
        ("type", .string("object")),
        ("properties", .object(fields.map { ($0.key, property($0)) })),
      ]
      let required = required(fields)
      if !required.isEmpty { members.append(("required", .list(required.map { .string($0) }))) }
      return members
    }
  }
}

/// A JSON value of a schema.
private indirect enum SchemaValue {
  case string(String)
  case integer(Int)
  case boolean(Bool)
  case list([SchemaValue])
  case object([(String, SchemaValue)])

  /// The value as indented text with a line break at the end.
  var text: String {
    var writer = FieldWriter()
    write(to: &writer, indent: "")
    writer.append("\n")
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private var isScalar: Bool {
    switch self {
    case .string, .integer, .boolean: true
    case .list, .object: false
    }
  }

  private func write(to writer: inout FieldWriter, indent: String) {
    let inner = indent + "  "
    switch self {
    case .string(let text): writer.write(text)
    case .integer(let value): writer.write(Int64(value))
    case .boolean(let value): value.write(to: &writer)
    case .list(let values):
      let isShort = values.allSatisfy(\.isScalar)
      writer.append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { writer.append(isShort ? ", " : ",") }
        if !isShort { writer.append("\n" + inner) }
        value.write(to: &writer, indent: inner)
      }
      writer.append(isShort ? "]" : "\n" + indent + "]")
    case .object(let members):
      writer.append("{")
      for (index, (key, value)) in members.enumerated() {
        writer.append((index > 0 ? ",\n" : "\n") + inner)
        writer.write(key)
        writer.append(": ")
        value.write(to: &writer, indent: inner)
      }
      writer.append("\n" + indent + "}")
    }
  }
}
