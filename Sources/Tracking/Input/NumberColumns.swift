/// Reads the numbers of a line.
enum NumberColumns {
  /// What stands where a number should.
  struct Fault: Error {
    var column: Int
    var found: String
  }

  static func read(_ line: Span<UInt8>, into values: inout [Double]) throws(Fault) {
    var hasCommas = false
    for index in line.indices where line[index] == UInt8(ascii: ",") { hasCommas = true }
    var index = 0
    while true {
      while index < line.count, isSpace(line[index]) { index += 1 }
      let start = index
      while index < line.count, !isSpace(line[index]), line[index] != UInt8(ascii: ",") { index += 1 }
      let end = index
      while index < line.count, isSpace(line[index]) { index += 1 }
      let isLast = index == line.count
      // A line may end in a comma, and be empty.
      if isLast, start == end { return }
      guard let value = number(line.extracting(start..<end)) else {
        let text = line.extracting(start..<end)
        throw Fault(column: values.count + 1, found: start == end ? "empty" : "\"\(string(text))\"")
      }
      values.append(value)
      if isLast { return }
      if line[index] == UInt8(ascii: ",") {
        index += 1
      } else if hasCommas {
        throw Fault(column: values.count, found: "\"\(string(line.extracting(start..<line.count)))\"")
      }
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  /// A finite number; nil for anything else.
  ///
  /// Digits of up to 2^53 and a power of ten of up to 22 are exact, so that one division rounds correctly
  /// (Clinger, "How to read floating point numbers accurately", 1990).
  private static func number(_ text: Span<UInt8>) -> Double? {
    var digits: UInt64 = 0
    var (count, decimals, isFraction) = (0, 0, false)
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        count += 1
        guard count <= 15 else { return slowNumber(text) }
        digits = digits * 10 + UInt64(text[index] - UInt8(ascii: "0"))
        if isFraction { decimals += 1 }
      case UInt8(ascii: ".") where !isFraction: isFraction = true
      case UInt8(ascii: "-") where index == 0: break
      default: return slowNumber(text)
      }
    }
    guard count > 0 else { return nil }
    let value = Double(digits) / powersOfTen[decimals]
    return text[0] == UInt8(ascii: "-") ? -value : value
  }

  private static func slowNumber(_ text: Span<UInt8>) -> Double? {
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        break
      default: return nil
      }
    }
    guard let value = Double(string(text)), value.isFinite else { return nil }
    return value
  }

  private static func string(_ text: Span<UInt8>) -> String {
    String(decoding: text.indices.prefix(40).map { text[$0] }, as: UTF8.self)
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
