/// Cuts a stream of bytes, which comes in chunks of any size, into lines.
///
/// Push a chunk, then take lines with ``next()`` until there is none; at the end take the rest with
/// ``finish()``. Lines without text are counted and passed over.
public struct LineSplitter: Sendable {
  /// The longest line that is taken where nothing else is asked: 64 MiB.
  public static let defaultMaximumLength = 64 << 20

  /// The longest line that is taken, in bytes without the line break.
  public let maximumLength: Int
  /// The number, counted from 1, of the line that was taken last.
  public private(set) var lineNumber = 0

  private var buffer: [UInt8] = []
  /// Where the line starts that is taken next.
  private var start = 0
  /// Up to where that line has been searched for its end.
  private var searched = 0
  /// Whether the rest of a line that was too long is being dropped.
  private var isDropping = false

  /// Makes a splitter for lines of at most `maximumLength` bytes.
  public init(maximumLength: Int = LineSplitter.defaultMaximumLength) {
    self.maximumLength = max(0, maximumLength)
  }

  /// How many bytes wait for the end of their line, or to be taken.
  public var pendingCount: Int { buffer.count - start }

  /// Adds the bytes that came next.
  public mutating func push(_ chunk: some Collection<UInt8>) {
    makeRoom()
    buffer.append(contentsOf: chunk)
  }

  /// Adds the bytes that came next.
  public mutating func push(_ chunk: Span<UInt8>) {
    makeRoom()
    buffer.reserveCapacity(buffer.count + chunk.count)
    for index in chunk.indices { buffer.append(chunk[index]) }
  }

  /// Drops what has been taken, once that is most of the buffer.
  private mutating func makeRoom() {
    guard start > 0, start >= buffer.count - start else { return }
    buffer.removeSubrange(..<start)
    searched -= start
    start = 0
  }

  /// Takes the next whole line, without its line break, or nothing until more bytes are pushed.
  /// - Throws: ``RecordError`` of cause `lineTooLong`, once for each such line, which is then dropped;
  ///   the lines after it can be taken.
  public mutating func next() throws(RecordError) -> [UInt8]? {
    while true {
      guard let end = lineEnd() else {
        searched = buffer.count
        if isDropping {
          start = buffer.count
        } else if buffer.count - start - 1 > maximumLength {
          let length = buffer.count - start
          start = buffer.count
          isDropping = true
          lineNumber += 1
          throw tooLong("at least \(length)")
        }
        return nil
      }
      let line = start..<end
      start = end + 1
      searched = start
      if isDropping {
        isDropping = false
        continue
      }
      if let line = try take(line) { return line }
    }
  }

  /// Takes the last line where no line break ends it. Call it after ``next()`` has given nothing.
  /// - Throws: ``RecordError`` of cause `lineTooLong`.
  public mutating func finish() throws(RecordError) -> [UInt8]? {
    let line = start..<buffer.count
    start = buffer.count
    searched = start
    defer { isDropping = false }
    return isDropping || line.isEmpty ? nil : try take(line)
  }

  private func lineEnd() -> Int? {
    var index = searched
    while index < buffer.count {
      if buffer[index] == UInt8(ascii: "\n") { return index }
      index += 1
    }
    return nil
  }

  /// The bytes of a line, nothing where it has no text.
  private mutating func take(_ line: Range<Int>) throws(RecordError) -> [UInt8]? {
    lineNumber += 1
    var end = line.upperBound
    if end > line.lowerBound, buffer[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let length = end - line.lowerBound
    guard length <= maximumLength else { throw tooLong("\(length)") }
    let isBlank = buffer[line.lowerBound..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    return isBlank ? nil : Array(buffer[line.lowerBound..<end])
  }

  private func tooLong(_ length: String) -> RecordError {
    RecordError(
      cause: .lineTooLong, line: lineNumber, offset: maximumLength,
      expected: "a line of at most \(maximumLength) bytes", found: "\(length) bytes")
  }
}
