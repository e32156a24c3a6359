import Testing

@testable import Records

@Suite struct LineSplitterTests {
  private func lines(_ text: String, chunk: Int) throws -> [String] {
    var splitter = LineSplitter()
    var lines: [String] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      splitter.push(bytes[start..<min(bytes.count, start + chunk)])
      while let line = try splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
    }
    if let line = try splitter.finish() { lines.append(String(decoding: line, as: UTF8.self)) }
    return lines
  }

  @Test(arguments: [1, 2, 3, 5, 7, 64, 10_000])
  func chunksMayEndAnywhere(chunk: Int) throws {
    let text = "{\"a\":1}\r\n\n  \n" + String(repeating: "é line\n", count: 500) + "last"
    let expected = ["{\"a\":1}"] + Array(repeating: "é line", count: 500) + ["last"]
    #expect(try lines(text, chunk: chunk) == expected)
  }

  @Test func linesAreCountedWithBlankOnes() throws {
    var splitter = LineSplitter()
    splitter.push(Array("a\n\n\nb\n".utf8).span)
    _ = try splitter.next()
    #expect(splitter.lineNumber == 1)
    _ = try splitter.next()
    #expect(splitter.lineNumber == 4)
    #expect(try splitter.next() == nil)
    #expect(try splitter.finish() == nil)
  }

  @Test(arguments: [1, 4, 100])
  func tooLongALineIsOneErrorAndTheNextIsRead(chunk: Int) throws {
    var splitter = LineSplitter(maximumLength: 8)
    var lines: [[UInt8]] = []
    var errors: [RecordError] = []
    let bytes = Array("12345678\r\n123456789\nshort\n0123456789abcdef0123456789\nend".utf8)
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      splitter.push(bytes[start..<min(bytes.count, start + chunk)])
      var goesOn = true
      while goesOn {
        do throws(RecordError) {
          let line = try splitter.next()
          if let line { lines.append(line) }
          goesOn = line != nil
        } catch {
          errors.append(error)
        }
      }
      #expect(splitter.pendingCount <= 10)
    }
    if let line = try splitter.finish() { lines.append(line) }
    #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["12345678", "short", "end"])
    #expect(errors.map(\.cause) == [.lineTooLong, .lineTooLong])
    #expect(errors.map(\.line) == [2, 4])
    #expect(splitter.lineNumber == 5)
  }
}
