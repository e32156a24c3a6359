/// Writes records as NDJSON to bytes that it owns: one JSON object a line, each with its `type` first.
public struct RecordEncoder: Sendable {
  private var writer = FieldWriter()

  /// Makes an empty encoder.
  /// - Parameter capacity: The bytes to make room for at once.
  public init(capacity: Int = 0) {
    writer.bytes.reserveCapacity(capacity)
  }

  /// Appends a record as one line.
  public mutating func append<R: Record>(_ record: R) {
    record.write(to: &writer)
    writer.append(byte: UInt8(ascii: "\n"))
  }

  /// Appends any record as one line; one of an unknown type goes out as it came.
  public mutating func append(_ record: AnyRecord) {
    switch record {
    case .stream(let record): append(record)
    case .frame(let record): append(record)
    case .end(let record): append(record)
    case .file(let record): append(record)
    case .progress(let record): append(record)
    case .summary(let record): append(record)
    case .container(let record): append(record)
    case .elementaryStream(let record): append(record)
    case .problem(let record): append(record)
    case .model(let record): append(record)
    case .track(let record): append(record)
    case .event(let record): append(record)
    case .trackScore(let record): append(record)
    case .scene(let record): append(record)
    case .finding(let record): append(record)
    case .check(let record): append(record)
    case .interval(let record): append(record)
    case .rendition(let record): append(record)
    case .unknown(_, let line): append(line: line)
    }
  }

  /// Appends the bytes of a whole line, without its line break, as they are.
  public mutating func append(line: [UInt8]) {
    writer.bytes.append(contentsOf: line)
    writer.append(byte: UInt8(ascii: "\n"))
  }

  /// What has been written since the encoder was last emptied.
  public var bytes: [UInt8] { writer.bytes }

  /// How many bytes those are.
  public var count: Int { writer.bytes.count }

  /// Whether there are none.
  public var isEmpty: Bool { writer.bytes.isEmpty }

  /// Hands over what has been written and empties the encoder.
  public mutating func take() -> [UInt8] {
    let bytes = writer.bytes
    writer.bytes = []
    return bytes
  }

  /// Empties the encoder.
  public mutating func removeAll(keepingCapacity keepsCapacity: Bool = false) {
    writer.bytes.removeAll(keepingCapacity: keepsCapacity)
  }

  /// The line of one record, without its line break.
  public static func line<R: Record>(_ record: R) -> [UInt8] {
    var writer = FieldWriter()
    record.write(to: &writer)
    return writer.bytes
  }
}
