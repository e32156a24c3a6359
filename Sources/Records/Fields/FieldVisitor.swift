/// Something that is led through the fields of a record, one after the other, in declared order.
///
/// The writer, the reader, `Codable`, the JSON Schema and the README's table are each one visitor, so
/// that a record names its fields once.
public protocol FieldVisitor {
  /// What a visit throws; `Never` for those that cannot fail.
  associatedtype Failure: Error

  /// Visits one field.
  /// - Parameters:
  ///   - key: The key in JSON, in snake case.
  ///   - value: The value, read or replaced in place.
  ///   - meaning: What the value says, with its unit; one sentence for schema and table.
  ///   - required: Whether a record without this key is refused by readers.
  mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String, required: Bool
  ) throws(Failure)
}

extension FieldVisitor {
  /// Visits one field that readers do without.
  @inline(__always)
  public mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String
  ) throws(Failure) {
    try field(key, &value, meaning, required: false)
  }
}

/// A value that can stand in a field.
public protocol FieldValue: Codable, Equatable, Sendable {
  /// The value that a reader starts from.
  static var blank: Self { get }
  /// What the value looks like in JSON.
  static var shape: FieldShape { get }
  /// Whether the field is left out when written; true for a `nil` alone.
  var isAbsent: Bool { get }
  /// Writes the value as JSON.
  func write(to writer: inout FieldWriter)
  /// Reads the value from JSON.
  /// - Throws: ``RecordError`` with the place and what was expected there.
  mutating func read(from reader: inout FieldReader) throws(RecordError)
}

extension FieldValue {
  /// False: only an optional can be absent.
  public var isAbsent: Bool { false }
}

/// A value that is a JSON object with declared fields.
///
/// A type names its fields in ``fields(_:)`` and has everything else from extensions.
public protocol FieldObject: FieldValue {
  /// Makes the object with the defaults that stand for keys that are not there.
  init()
  /// The members of the object that this version does not know, passed on as they came.
  var extra: ExtraFields { get set }
  /// Leads a visitor through every field, once, in the order in which they are written.
  mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure)
}

extension FieldObject {
  /// The object with its defaults.
  public static var blank: Self { Self() }

  /// An object of the declared fields.
  public static var shape: FieldShape { .object(FieldDescription.list(of: Self.self)) }

  /// Writes the object: its fields in declared order, then the members that this version does not know.
  public func write(to writer: inout FieldWriter) {
    writer.beginObject()
    var copy = self
    copy.fields(&writer)
    writer.endObject(extra)
  }

  /// Reads the object; keys may come in any order.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = Self()
    try reader.readObject(&self, isRecord: false)
  }
}

/// The members of an object that this version does not know, as raw JSON.
///
/// They are written again after the known fields, byte for byte. `Codable` does not carry them.
public struct ExtraFields: Sendable, Hashable, CustomStringConvertible {
  /// The members `"key":value`, joined with commas, without the braces around them.
  public private(set) var bytes: [UInt8] = []

  /// Makes an empty list.
  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { bytes.isEmpty }

  /// The members as text.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// Adds a member from two raw JSON tokens. A line break between tokens becomes a space, so that what
  /// is written stays on one line.
  mutating func append(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
    bytes.append(contentsOf: key)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(contentsOf: value.onOneLine)
  }
}

extension ArraySlice<UInt8> {
  /// The JSON text with its line breaks, which can only stand between tokens, made spaces.
  var onOneLine: ArraySlice<UInt8> {
    guard contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return self }
    return ArraySlice(map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
  }
}
