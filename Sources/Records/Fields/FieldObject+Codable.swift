/// A coding key of any text.
struct FieldKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) {
    nil
  }
}

extension FieldObject {
  /// Decodes the declared fields; what is not there keeps its default. Members that this version does
  /// not know are dropped: use ``RecordDecoder`` to keep them.
  /// - Throws: `DecodingError` for a value of another type, another `type`, or a required key that is missing.
  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: FieldKey.self)
    if let record = Self.self as? any Record.Type {
      let key = FieldKey(stringValue: "type")
      if let name = try container.decodeIfPresent(String.self, forKey: key), name != record.type {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription: "expected a \(record.type) record, found \(name)")
      }
    }
    var visitor = CodableReader(container: container)
    try fields(&visitor)
  }

  /// Encodes `type` where this is a record, and the fields that are there.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var visitor = CodableWriter(container: encoder.container(keyedBy: FieldKey.self))
    if let record = Self.self as? any Record.Type {
      try visitor.container.encode(record.type, forKey: FieldKey(stringValue: "type"))
    }
    var copy = self
    try copy.fields(&visitor)
  }
}

/// Fills fields from a keyed container.
private struct CodableReader: FieldVisitor {
  typealias Failure = any Error
  let container: KeyedDecodingContainer<FieldKey>

  mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String, required: Bool
  ) throws {
    let key = FieldKey(stringValue: key)
    if let found = try container.decodeIfPresent(Value.self, forKey: key) {
      value = found
    } else if required {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: container.codingPath, debugDescription: meaning))
    }
  }
}

/// Writes fields to a keyed container.
private struct CodableWriter: FieldVisitor {
  typealias Failure = any Error
  var container: KeyedEncodingContainer<FieldKey>

  mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String, required: Bool
  ) throws {
    if value.isAbsent { return }
    try container.encode(value, forKey: FieldKey(stringValue: key))
  }
}
