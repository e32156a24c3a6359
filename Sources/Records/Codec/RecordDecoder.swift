/// Reads records from the lines of NDJSON.
///
/// Keys may come in any order. Keys that this version does not know are kept in `extra`; a record of a
/// type that it does not know is kept whole.
public struct RecordDecoder: Sendable {
  /// How many lines have been read, for the places in errors; set it where lines were passed over.
  public var lineNumber = 0

  /// Makes a decoder whose next line is the first.
  public init() {}

  /// Reads one line, with or without its line break.
  /// - Throws: ``RecordError`` with the line, the byte and what was expected there.
  public mutating func decode(_ line: Span<UInt8>) throws(RecordError) -> AnyRecord {
    try decode(
      Array(capacity: line.count) { bytes in
        for index in line.indices { bytes.append(line[index]) }
      })
  }

  /// Reads one line, with or without its line break.
  /// - Throws: ``RecordError`` with the line, the byte and what was expected there.
  public mutating func decode(_ line: ArraySlice<UInt8>) throws(RecordError) -> AnyRecord {
    try decode(Array(line))
  }

  /// Reads one line, with or without its line break.
  /// - Throws: ``RecordError`` with the line, the byte and what was expected there.
  public mutating func decode(_ line: [UInt8]) throws(RecordError) -> AnyRecord {
    lineNumber += 1
    do throws(RecordError) {
      return try Self.record(line)
    } catch {
      throw error.at(line: lineNumber)
    }
  }

  /// Reads one line as a record of a known type.
  /// - Throws: ``RecordError`` where the line is not one, or is of another type.
  public mutating func decode<R: Record>(_ type: R.Type, from line: [UInt8]) throws(RecordError) -> R {
    let record = try decode(line)
    guard let record = record.record as? R else {
      throw RecordError(
        cause: .mismatch, line: lineNumber, offset: 0, expected: "a record of type \(R.type)",
        found: "one of type \(record.type)")
    }
    return record
  }

  /// The `type` of the record on a line, whether it is known or not.
  /// - Throws: ``RecordError`` where the line is not a record.
  public static func type(of line: [UInt8]) throws(RecordError) -> String {
    var reader = try FieldReader(line)
    reader.skipSpace()
    return try reader.peekType()
  }

  private static func record(_ line: [UInt8]) throws(RecordError) -> AnyRecord {
    var reader = try FieldReader(line)
    reader.skipSpace()
    let start = reader.position
    let name = try reader.peekType()
    for type in RecordRegistry.all where type.type == name {
      let record = try type.readRecord(from: &reader)
      try reader.finish()
      return record
    }
    try reader.skipValue()
    let end = reader.position
    try reader.finish()
    return .unknown(name, Array(line[start..<end].onOneLine))
  }
}

extension FieldReader {
  /// Checks that nothing but space follows.
  mutating func finish() throws(RecordError) {
    skipSpace()
    guard position == bytes.count else { throw expected("the end of the line", .syntax) }
  }
}
