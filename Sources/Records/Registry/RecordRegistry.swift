/// All record types, listed once: the decoder, the schemas and the README's table go by this list.
public enum RecordRegistry {
  /// The record types, in the order in which they are documented.
  public static let all: [any Record.Type] = [
    StreamRecord.self,
    FrameRecord.self,
    EndRecord.self,
    FileRecord.self,
    ProgressRecord.self,
    ContainerRecord.self,
    ElementaryStreamRecord.self,
    ProblemRecord.self,
    SummaryRecord.self,
    ModelRecord.self,
    TrackRecord.self,
    EventRecord.self,
    TrackScoreRecord.self,
    SceneRecord.self,
    FindingRecord.self,
    CheckRecord.self,
    IntervalRecord.self,
    RenditionRecord.self,
  ]

  /// The record type of a name, nothing where it is not known.
  public static func recordType(named name: String) -> (any Record.Type)? {
    all.first { $0.type == name }
  }

  /// The Markdown table of all records for the README: type, key, JSON type and meaning.
  ///
  /// Keys of objects inside a record stand as `objects[].label` and `color.space`.
  public static var markdownTable: String {
    var lines = ["| Type | Key | JSON | Meaning |", "|---|---|---|---|"]
    for type in all {
      lines.append(row([code(type.type), "", "", type.summary]))
      append(FieldDescription.list(of: type), of: type.type, prefix: "", to: &lines)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func append(
    _ fields: [FieldDescription], of type: String, prefix: String, to lines: inout [String]
  ) {
    for field in fields {
      let key = prefix + field.key
      let optional = field.isOptional ? ", optional" : ""
      lines.append(row([code(type), code(key), field.shape.name + optional, field.meaning]))
      switch field.shape {
      case .object(let inner): append(inner, of: type, prefix: key + ".", to: &lines)
      case .list(.object(let inner)): append(inner, of: type, prefix: key + "[].", to: &lines)
      default: break
      }
    }
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
  }

  private static func code(_ text: String) -> String { "\u{60}" + text + "\u{60}" }
}

extension FieldDescription {
  /// The fields of a record type that is only known at run time.
  static func list(of type: any Record.Type) -> [FieldDescription] {
    guard case .object(let fields) = type.shape else { return [] }
    return fields
  }
}

extension FieldShape {
  /// The name for the table: a JSON type, with the parts of a tuple or the choices.
  var name: String {
    switch self {
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .choice(let choices): "string: " + choices.joined(separator: ", ")
    case .boolean: "boolean"
    case .list(.object): "array of objects"
    case .list(let element): "array of " + element.name
    case .tuple(let element, let names): "[" + names.joined(separator: ", ") + "] of " + element.name + "s"
    case .map(let element): "object of " + element.name + "s"
    case .object: "object"
    }
  }
}
