extension Int: FieldValue {
  /// Zero.
  public static var blank: Int { 0 }
  /// An integer.
  public static var shape: FieldShape { .integer }

  /// Writes the decimal digits.
  public func write(to writer: inout FieldWriter) {
    writer.write(Int64(self))
  }

  /// Reads an integer of 64 bits; `12.0` and `1e3` count as integers.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = Int(truncatingIfNeeded: try reader.readInteger())
  }
}

extension Int64: FieldValue {
  /// Zero.
  public static var blank: Int64 { 0 }
  /// An integer.
  public static var shape: FieldShape { .integer }

  /// Writes the decimal digits.
  public func write(to writer: inout FieldWriter) {
    writer.write(self)
  }

  /// Reads an integer of 64 bits; `12.0` and `1e3` count as integers.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = try reader.readInteger()
  }
}

extension Double: FieldValue {
  /// Zero.
  public static var blank: Double { 0 }
  /// A number.
  public static var shape: FieldShape { .number }

  /// Writes the shortest text that reads back as the same value; null where it is not finite.
  public func write(to writer: inout FieldWriter) {
    writer.write(self)
  }

  /// Reads a number; null reads as zero.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = try reader.readNull() ? 0 : try reader.readDouble()
  }
}

extension Float: FieldValue {
  /// Zero.
  public static var blank: Float { 0 }
  /// A number.
  public static var shape: FieldShape { .number }

  /// Writes the shortest text that reads back as the same value; null where it is not finite.
  public func write(to writer: inout FieldWriter) {
    writer.write(self)
  }

  /// Reads a number; null reads as zero.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = try reader.readNull() ? 0 : try reader.readFloat()
  }
}

extension Bool: FieldValue {
  /// False.
  public static var blank: Bool { false }
  /// A boolean.
  public static var shape: FieldShape { .boolean }

  /// Writes `true` or `false`.
  public func write(to writer: inout FieldWriter) {
    writer.append(self ? "true" : "false")
  }

  /// Reads `true` or `false`.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = try reader.readBool()
  }
}

extension String: FieldValue {
  /// The empty text.
  public static var blank: String { "" }
  /// A text.
  public static var shape: FieldShape { .string }

  /// Writes the text with quotes, backslashes and control characters escaped.
  public func write(to writer: inout FieldWriter) {
    writer.write(self)
  }

  /// Reads a text.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = try reader.readString()
  }
}

/// A text out of a known set that may grow: what a newer program writes is kept as it came.
public protocol FieldChoice: FieldValue, RawRepresentable, Hashable, CustomStringConvertible
where RawValue == String {
  /// Takes any text, known or not.
  init(rawValue: String)
  /// The texts that this version knows; the first is the default.
  static var choices: [Self] { get }
}

extension FieldChoice {
  /// The first choice.
  public static var blank: Self { choices.first ?? Self(rawValue: "") }
  /// One of the choices.
  public static var shape: FieldShape { .choice(choices.map(\.rawValue)) }
  /// The text itself.
  public var description: String { rawValue }

  /// Writes the text.
  public func write(to writer: inout FieldWriter) {
    writer.write(rawValue)
  }

  /// Reads any text.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = Self(rawValue: try reader.readString())
  }
}
