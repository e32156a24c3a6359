import Records
import Testing

@testable import Packaging

@Suite struct CueTests {
  private func payload(_ event: String) -> String? {
    Cue(start: .zero, end: nil, event: event)?.text
  }

  @Test(arguments: [
    ("plain", "plain"),
    ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
    ("one\\Ntwo\\nthree", "one\ntwo\nthree"),
    ("one\\N\\N \\Ntwo", "one\ntwo"),
    ("a\\hb", "a\u{A0}b"),
    ("{\\i1}slanted{\\i0} and {\\b1}bold{\\b0}", "<i>slanted</i> and <b>bold</b>"),
    ("{\\b1\\i1}both{\\b0} one", "<b><i>both</i></b><i> one</i>"),
    ("{\\i1}over\\Nlines{\\i0}", "<i>over</i>\n<i>lines</i>"),
    ("{\\u1}under{\\r}none", "<u>under</u>none"),
    ("{\\pos(10,20)\\c&HFFFFFF&\\fs20}styled", "styled"),
    ("{\\bord2\\blur1\\be1}edges", "edges"),
    ("{\\p1}m 0 0 l 10 10{\\p0}text", "text"),
    ("{no override}text", "text"),
    ("an { open brace", "an { open brace"),
  ])
  func markupBecomesWebVTT(event: String, expected: String) {
    #expect(payload(event) == expected)
  }

  @Test(arguments: ["", "{\\i1}{\\i0}", " \\N ", "{\\p1}m 0 0"]) func nothingIsLeftOfNothing(event: String) {
    #expect(payload(event) == nil)
  }

  @Test func textAtTheTopStaysThere() {
    #expect(Cue(start: .zero, end: nil, event: "{\\an8}up")?.settings == "line:0")
    #expect(Cue(start: .zero, end: nil, event: "{\\an2}down")?.settings == "")
  }

  @Test func timesAreRoundedToMilliseconds() {
    #expect(Cue.time(.zero) == "00:00:00.000")
    #expect(Cue.time(Rational(1001, 24000)) == "00:00:00.042")
    #expect(Cue.time(Rational(3_723_456, 1000)) == "01:02:03.456")
    #expect(Cue.time(Rational(-1, 2)) == "00:00:00.000")
    #expect(Cue.time(Rational(360_000)) == "100:00:00.000")
  }

  @Test func anOpenCueEndsWhereTheNextBegins() {
    func cue(_ start: Int64, _ end: Int64?, _ text: String) -> Cue {
      Cue(start: Rational(start), end: end.map { Rational($0) }, text: text)
    }
    let closed = SubtitleReader.closed([
      cue(5, nil, "second"), cue(1, nil, "first"), cue(8, nil, ""), cue(9, 12, "third"), cue(20, nil, "last"),
    ])
    #expect(closed == [cue(1, 5, "first"), cue(5, 8, "second"), cue(9, 12, "third"), cue(20, nil, "last")])
  }
}
