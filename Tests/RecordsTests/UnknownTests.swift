import Testing

@testable import Records

@Suite struct UnknownTests {
  @Test func unknownKeysSurviveByteForByte() throws {
    let extra = #""x_a":{"n":[1, 2.50,1e400,99999999999999999999],"s":"\u00e9\/"},"x_b":null,"x\u005fc":"é""#
    let line = #"{"type":"frame","frame":1,"pts":2,"time":0.5,"# + extra + "}"
    #expect(try Samples.rewritten(line) == line)
    let first = "{" + extra + #","type":"frame","frame":1,"pts":2,"time":0.5}"#
    #expect(try Samples.rewritten(first) == line)
    let amid = #"{"type":"frame","frame":1,"# + extra + #","pts":2,"time":0.5}"#
    #expect(try Samples.rewritten(amid) == line)
  }

  @Test func unknownKeysOfObjectsSurvive() throws {
    let line =
      #"{"type":"frame","frame":1,"pts":2,"time":0.5,"objects":[{"label":"car","score":0.5,"#
      + #""box":[1,2,3,4],"plate":"ZH 1","type":"suv"}]}"#
    #expect(try Samples.rewritten(line) == line)
  }

  @Test func unknownTypesSurviveByteForByte() throws {
    let line = #"{ "a" : [1, {"b":"\ud83d"}], "type":"x-new", "z":1.0e5 }"#
    #expect(try Samples.decode(line) == .unknown("x-new", Array(line.utf8)))
    #expect(try Samples.rewritten(line) == line)
  }

  @Test func lineBreaksBetweenTokensCannotBreakALine() throws {
    let text = "{\"type\":\"end\",\"status\":\"complete\",\"x\":[1,\n2\r\n]}"
    #expect(try !Samples.rewritten(text).contains("\n"))
    #expect(try !Samples.rewritten("{\"type\":\"x\",\n\"x\":1}").contains("\n"))
  }

  @Test func unknownChoicesAreKept() throws {
    let line = #"{"type":"end","status":"paused","frames":0,"dropped":0,"errors":0}"#
    #expect(try Samples.rewritten(line) == line)
  }

  @Test func escapedKeysAreKnownKeys() throws {
    let line = #"{"\u0074ype":"frame","fr\u0061me":4,"pts":5}"#
    #expect(try Samples.decode(line) == .frame(FrameRecord(frame: 4, pts: 5, time: 0)))
  }

  @Test func nullIsAbsent() throws {
    let line = #"{"type":"frame","frame":4,"pts":5,"time":null,"objects":null,"metrics":{"a":null,"b":1}}"#
    var frame = FrameRecord(frame: 4, pts: 5, time: 0)
    frame.metrics = ["b": 1]
    #expect(try Samples.decode(line) == .frame(frame))
  }

  @Test func lastOfARepeatedKeyCounts() throws {
    let line = #"{"type":"frame","frame":4,"pts":5,"frame":6,"objects":[{}],"objects":[]}"#
    #expect(try Samples.decode(line) == .frame(FrameRecord(frame: 6, pts: 5, time: 0, objects: [])))
  }
}
