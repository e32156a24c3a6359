/// What a value looks like in JSON, for the schema and the README's table.
public indirect enum FieldShape: Sendable, Equatable {
  /// An integer of 64 bits.
  case integer
  /// A number; one that is not finite is written as null.
  case number
  /// A text.
  case string
  /// One of some known texts.
  case choice([String])
  /// True or false.
  case boolean
  /// A list of any length.
  case list(FieldShape)
  /// A list of one value for each name.
  case tuple(FieldShape, [String])
  /// An object of any keys and one kind of value.
  case map(FieldShape)
  /// An object of declared fields.
  case object([FieldDescription])
}

/// One field of an object, for the schema and the README's table.
public struct FieldDescription: Sendable, Equatable {
  /// The key in JSON.
  public let key: String
  /// What the value looks like.
  public let shape: FieldShape
  /// Whether the key is left out where there is nothing to say.
  public let isOptional: Bool
  /// Whether readers refuse a record without the key.
  public let isRequired: Bool
  /// What the value says.
  public let meaning: String

  /// The fields of an object, in declared order.
  public static func list<Object: FieldObject>(of type: Object.Type) -> [FieldDescription] {
    var lister = FieldLister()
    var object = Object()
    object.fields(&lister)
    return lister.fields
  }
}

/// Collects the descriptions of the fields that it is led through.
private struct FieldLister: FieldVisitor {
  typealias Failure = Never
  var fields: [FieldDescription] = []

  mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String, required: Bool
  ) {
    fields.append(
      FieldDescription(
        key: key, shape: Value.shape, isOptional: Value.self is any OptionalField.Type,
        isRequired: required, meaning: meaning))
  }
}

/// Marks `Optional`, whatever it wraps.
protocol OptionalField {}
extension Optional: OptionalField {}
