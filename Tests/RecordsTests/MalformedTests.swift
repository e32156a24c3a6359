import Testing

@testable import Records

@Suite struct MalformedTests {
  @Test(arguments: [
    ("", RecordError.Cause.syntax), ("   ", .syntax), ("[]", .syntax), ("null", .syntax), ("{", .syntax),
    ("{}", .missing), (#"{"type"}"#, .syntax), (#"{"type":}"#, .mismatch), (#"{"type":5}"#, .mismatch),
    (#"{"type":"end"}"#, .missing), (#"{"type":"end","status":null}"#, .missing),
    (#"{"type":"end","status":"complete"}}"#, .syntax), (#"{"type":"end","status":"complete"} x"#, .syntax),
    (#"{"type":"end","status":"complete",}"#, .syntax), (#"{"type":"end" "status":"complete"}"#, .syntax),
    (#"{"type":"end","status":"com"#, .syntax), (#"{"type":"end","status":"\x"}"#, .syntax),
    (#"{"type":"end","status":"\u12"}"#, .syntax), (#"{"type":"end","status":"\u12G4"}"#, .syntax),
    (#"{"type":"end","status":"\ud83d"}"#, .encoding),
    (#"{"type":"end","status":"\ud83d\u0041"}"#, .encoding),
    (#"{"type":"end","status":"\ude00"}"#, .encoding), ("{\"type\":\"end\",\"status\":\"a\tb\"}", .syntax),
    (#"{"type":"end","status":"\"#, .syntax), (#"{"type":"end","status":complete}"#, .mismatch),
    (#"{"type":"x","a":01}"#, .syntax), (#"{"type":"x","a":1.}"#, .syntax),
    (#"{"type":"x","a":-}"#, .mismatch),
    (#"{"type":"x","a":.5}"#, .syntax), (#"{"type":"x","a":1e}"#, .syntax),
    (#"{"type":"x","a":+1}"#, .syntax),
    (#"{"type":"x","a":NaN}"#, .syntax), (#"{"type":"x","a":tru}"#, .syntax),
    (#"{"type":"x","a":nul"#, .syntax),
    (#"{"type":"x","a":[1 2]}"#, .syntax), (#"{"type":"x","a":[1,]}"#, .syntax),
    (#"{"type":"x","a":{"b":1,}}"#, .syntax), (#"{"type":"x","a":{b:1}}"#, .syntax),
  ])
  func isAnErrorOfItsCause(text: String, cause: RecordError.Cause) throws {
    let error = try #require(throws: RecordError.self) { try Samples.decode(text) }
    #expect(error.cause == cause, "\(error)")
    #expect(error.line == 1)
    #expect(error.offset <= text.utf8.count)
  }

  @Test(arguments: [
    (#""frame":99999999999999999999"#, RecordError.Cause.range), (#""frame":9223372036854775808"#, .range),
    (#""frame":1e30"#, .range), (#""frame":1.5"#, .mismatch), (#""frame":"1""#, .mismatch),
    (#""frame":-9223372036854775809"#, .range), (#""time":1e999"#, .range), (#""time":true"#, .mismatch),
    (#""keyframe":1"#, .mismatch), (#""objects":{}"#, .mismatch), (#""objects":[1]"#, .mismatch),
    (#""objects":[{"box":[1,2,3]}]"#, .mismatch), (#""objects":[{"box":[1,2,3,4,5]}]"#, .mismatch),
    (#""objects":[{"box":[]}]"#, .mismatch), (#""objects":[{"score":1e39}]"#, .range),
    (#""metrics":[]"#, .mismatch), (#""metrics":{"a":"b"}"#, .mismatch),
  ])
  func valueOfAnotherTypeIsAnErrorWithItsPath(member: String, cause: RecordError.Cause) throws {
    let error = try #require(throws: RecordError.self) {
      try Samples.decode(#"{"type":"frame","frame":0,"pts":0,"# + member + "}")
    }
    #expect(error.cause == cause, "\(error)")
    #expect(!error.path.isEmpty)
  }

  @Test func errorsSayWhereAndWhat() throws {
    var decoder = RecordDecoder()
    decoder.lineNumber = 11
    let line = #"{"type":"frame","frame":0,"pts":0,"objects":[{"score":"high"}]}"#
    let error = try #require(throws: RecordError.self) { try decoder.decode(Array(line.utf8)) }
    #expect(
      error.description
        == #"cannot read a record at line 12, byte 54: expected a number for "objects.score", "#
        + #"found `"high"`; `vidproc schema` prints the keys and their types"#)
  }

  @Test func fractionsNeedADenominator() throws {
    for text in ["[1,0]", "[1]", "[]", "[1,2,3]", "1.5", "[1.5,2]"] {
      #expect(throws: RecordError.self) {
        try Samples.decode(#"{"type":"stream","width":1,"height":1,"time_base":"# + text + "}")
      }
    }
  }

  @Test func nestingHasALimitAndIsNoCrash() throws {
    func line(_ depth: Int) -> String {
      #"{"type":"x","a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
    }
    _ = try Samples.decode(line(FieldReader.deepest - 1))
    for depth in [FieldReader.deepest, 1_000_000] {
      let error = try #require(throws: RecordError.self) { try Samples.decode(line(depth)) }
      #expect(error.cause == .depth)
    }
  }

  @Test(arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]])
  func bytesThatAreNotUTF8AreAnError(bytes: [UInt8]) throws {
    for prefix in [#"{"type":"end","status":""#, #"{"type":"x","a":""#, ""] {
      var decoder = RecordDecoder()
      let line = Array(prefix.utf8) + bytes + Array("\"}".utf8)
      let error = try #require(throws: RecordError.self) { try decoder.decode(line) }
      #expect(error.cause == .encoding)
      #expect(error.offset == prefix.utf8.count)
    }
  }

  @Test func everyCutOfEveryLineIsAnError() {
    for record in Samples.all {
      let line = Samples.line(record)
      for count in 0..<line.count {
        var decoder = RecordDecoder()
        #expect(throws: RecordError.self) { try decoder.decode(line[..<count]) }
      }
    }
  }

  @Test func randomMutationsNeverCrash() throws {
    var random = SeededGenerator(state: 42)
    let lines = Samples.all.map(Samples.line)
    let spice = Array("{}[]\",:\\u0123456789eE+-.ntf \n\u{7F}".utf8) + [0, 0x80, 0xC3, 0xF0, 0xFF]
    var survivors = 0
    for _ in 0..<60_000 {
      var line = lines[Int.random(in: 0..<lines.count, using: &random)]
      for _ in 0..<Int.random(in: 1...4, using: &random) where !line.isEmpty {
        let place = Int.random(in: 0..<line.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: line[place] = spice.randomElement(using: &random) ?? 0
        case 1: line.insert(spice.randomElement(using: &random) ?? 0, at: place)
        case 2: line.remove(at: place)
        case 3: line.removeSubrange(place..<min(line.count, place + 8))
        default: line.insert(contentsOf: line[place..<min(line.count, place + 12)], at: 0)
        }
      }
      var decoder = RecordDecoder()
      guard let record = try? decoder.decode(line) else { continue }
      // What was read is written as a line that reads back the same.
      survivors += 1
      let again = Samples.line(record)
      #expect(!again.contains(10))
      #expect(try decoder.decode(again) == record)
    }
    #expect(survivors > 1000)
  }
}

/// SplitMix64, so that a failure comes again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
