import Testing

@testable import Packaging

@Suite struct WebVTTSegmentTests {
  @Test func cuesAndTheirOffsetAreRead() {
    let text = """
      WEBVTT
      X-TIMESTAMP-MAP=LOCAL:00:00:01.000,MPEGTS:900000

      00:01.500 --> 00:02.000 line:0
      One

      1
      01:00:00.000 --> 01:00:01.000
      Two --> three

      """
    let segment = WebVTTSegment(Array(text.utf8))
    #expect(segment.hasHeader)
    #expect(segment.offset == 9)
    #expect(segment.cues.map(\.start) == [1.5, 3600])
    #expect(segment.cues.map(\.line) == [4, 8])
    #expect(segment.badLines.map(\.line) == [9])
  }

  @Test(arguments: ["00:00:01.00", "1:00", "00:00:61.000", "00:00:01,000", ""])
  func timesAreStrict(_ text: String) { #expect(WebVTTSegment.time(text[...]) == nil) }
}
