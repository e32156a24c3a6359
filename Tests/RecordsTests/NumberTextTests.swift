import Testing

@testable import Records

@Suite struct NumberTextTests {
  private func text<Value: FieldValue>(_ value: Value) -> String {
    var writer = FieldWriter()
    value.write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func read<Value: FieldValue>(_ text: String, as type: Value.Type) throws -> Value {
    var reader = try FieldReader(Array(text.utf8))
    var value = Value.blank
    try value.read(from: &reader)
    return value
  }

  @Test(arguments: [
    (12.0, "12"), (0.5, "0.5"), (0, "0"), (-0.0, "-0"), (0.000001, "0.000001"), (1e-7, "1e-07"),
    (-1.25, "-1.25"), (1.0 / 3, "0.3333333333333333"), (0.1 + 0.2, "0.30000000000000004"),
    (1e9, "1000000000"), (999_999_999.999999, "999999999.999999"), (1e22, "1e+22"),
    (.leastNonzeroMagnitude, "5e-324"),
    (.infinity, "null"), (.nan, "null"), (1.05, "1.05"), (100.000001, "100.000001"),
  ])
  func doublesAreWrittenShort(value: Double, expected: String) {
    #expect(text(value) == expected)
  }

  @Test(arguments: [
    (Float(0.91), "0.91"), (1071.92, "1071.92"), (16_777_216, "16777216"), (0.123456, "0.123456"),
    (1.0 / 3, "0.33333334"), (98.7654, "98.7654"), (-0.25, "-0.25"), (.infinity, "null"), (-0.0, "-0"),
  ])
  func floatsAreWrittenShort(value: Float, expected: String) {
    #expect(text(value) == expected)
  }

  @Test(arguments: [0, 9, 10, 99, 100, -1, .max, .min, 1_000_000_000_000_000_000, 999_999_999_999_999_999])
  func integersAreWrittenWhole(value: Int64) throws {
    #expect(text(value) == "\(value)")
    #expect(try read("\(value)", as: Int64.self) == value)
  }

  @Test func integersMayBeWrittenAsNumbers() throws {
    #expect(try read("12.0", as: Int.self) == 12)
    #expect(try read("1e3", as: Int.self) == 1000)
    #expect(try read("-0", as: Int.self) == 0)
  }

  @Test func randomNumbersReadBackExactlyAndAgreeWithTheStandardLibrary() throws {
    var random = SeededGenerator(state: 7)
    for index in 0..<40_000 {
      let bits = Double(bitPattern: random.next())
      let double =
        index % 2 == 0 ? bits : Double(Int64.random(in: -9_999_999...9_999_999, using: &random)) / 1e4
      if double.isFinite {
        let text = text(double)
        #expect(try read(text, as: Double.self).bitPattern == double.bitPattern)
        #expect(text.count <= double.description.count)
      }
      let small = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      let float = index % 2 == 0 ? small : Float.random(in: -4000...4000, using: &random)
      if float.isFinite {
        let text = text(float)
        #expect(try read(text, as: Float.self).bitPattern == float.bitPattern)
        #expect(try read("\(Double(float))", as: Float.self).bitPattern == float.bitPattern)
      }
    }
  }

  @Test func halfwayFloatsRoundOnce() throws {
    // A hair above the middle of two floats: as a Double it would be the middle, and go to even.
    #expect(try read("16777217.0000000001", as: Float.self) == 16_777_218)
    #expect(try read("16777217", as: Float.self) == 16_777_216)
    #expect(try read("1e-45", as: Float.self) == .leastNonzeroMagnitude)
  }

  @Test(arguments: [
    ("a\"b\\c/\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}é\u{1F600}", #""a\"b\\c/\n\r\t\b\f\u0000\u001f\u007fé😀""#),
    ("", #""""#), ("plain text of more than fifteen bytes", #""plain text of more than fifteen bytes""#),
  ])
  func textsAreEscaped(value: String, expected: String) throws {
    #expect(text(value) == expected)
    #expect(try read(expected, as: String.self) == value)
  }

  @Test func escapesAreResolved() throws {
    #expect(try read(#""\u00e9\ud83d\uDE00\/\b\f\n\r\t\"\\""#, as: String.self) == "é😀/\u{8}\u{C}\n\r\t\"\\")
  }
}
