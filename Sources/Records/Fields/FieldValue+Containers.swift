extension Optional: FieldValue where Wrapped: FieldValue {
  /// Nothing.
  public static var blank: Wrapped? { nil }
  /// The shape of what is wrapped.
  public static var shape: FieldShape { Wrapped.shape }
  /// Whether there is nothing.
  public var isAbsent: Bool { self == nil }

  /// Writes the value, or null.
  public func write(to writer: inout FieldWriter) {
    if let value = self {
      value.write(to: &writer)
    } else {
      writer.append("null")
    }
  }

  /// Reads a value, or null as `nil`.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    if try reader.readNull() {
      self = nil
      return
    }
    var value = Wrapped.blank
    try value.read(from: &reader)
    self = value
  }
}

extension Array: FieldValue where Element: FieldValue {
  /// The empty list.
  public static var blank: [Element] { [] }
  /// A list of the element's shape.
  public static var shape: FieldShape { .list(Element.shape) }

  /// Writes the elements in brackets.
  public func write(to writer: inout FieldWriter) {
    writer.append(byte: UInt8(ascii: "["))
    var isFirst = true
    for element in self {
      if !isFirst { writer.append(byte: UInt8(ascii: ",")) }
      isFirst = false
      element.write(to: &writer)
    }
    writer.append(byte: UInt8(ascii: "]"))
  }

  /// Reads a list of any length.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    self = []
    guard try reader.beginList() else { return }
    repeat {
      var element = Element.blank
      try element.read(from: &reader)
      append(element)
    } while try reader.nextElement()
  }
}

extension Rational: FieldValue {
  /// Zero.
  public static var blank: Rational { .zero }
  /// Numerator and denominator.
  public static var shape: FieldShape { .tuple(.integer, ["num", "den"]) }

  /// Writes `[num,den]`.
  public func write(to writer: inout FieldWriter) {
    writer.append(byte: UInt8(ascii: "["))
    writer.write(num)
    writer.append(byte: UInt8(ascii: ","))
    writer.write(den)
    writer.append(byte: UInt8(ascii: "]"))
  }

  /// Reads `[num,den]`.
  /// - Throws: ``RecordError`` where it is anything else or the denominator is zero.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    let start = reader.position
    guard try reader.beginList() else { throw reader.expected("[numerator,denominator]", at: start) }
    let num = try reader.readInteger()
    guard try reader.nextElement() else { throw reader.expected("[numerator,denominator]", at: start) }
    let denStart = reader.position
    let den = try reader.readInteger()
    guard den != 0 else { throw reader.expected("a denominator other than 0", .range, at: denStart) }
    guard try !reader.nextElement() else { throw reader.expected("[numerator,denominator]", at: start) }
    self = Rational(num, den)
  }

  /// Decodes `[num,den]`.
  /// - Throws: `DecodingError` where it is anything else or the denominator is zero.
  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    let num = try list.decode(Int64.self)
    let den = try list.decode(Int64.self)
    guard den != 0 else {
      throw DecodingError.dataCorruptedError(
        in: list, debugDescription: "a fraction needs a denominator other than 0")
    }
    self.init(num, den)
  }

  /// Encodes `[num,den]`.
  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(num)
    try list.encode(den)
  }
}
