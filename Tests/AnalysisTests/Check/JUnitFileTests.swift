import Records
import Testing

@testable import Analysis

@Suite struct JUnitFileTests {
  @Test func `results become suites, cases, failures, skips and errors`() throws {
    let policy = try Policy(
      text: """
        name: p & q
        checks:
          video.codec: hevc
          video.height: 720
          picture.quality: {want: ">50", optional: true}
          black.longest: {want: <1s, severity: warning, message: "a \\"pause\\" <x>"}
        """, name: "p.yaml")
    let file = JUnitFile(suites: [
      JUnitFile.Suite(
        name: "a<b>.mp4", checks: policy.evaluate(exampleSummary()), seconds: 1.25,
        properties: [("codec", "h264")]),
      JUnitFile.Suite(name: "gone.mp4", checks: [], error: "cannot open gone.mp4: No such file\u{1}"),
    ])
    #expect(
      file.text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="vidproc analyze" tests="5" failures="1" errors="1" skipped="1" time="1.25">
          <testsuite name="a&lt;b&gt;.mp4" tests="4" failures="1" errors="0" skipped="1" time="1.25">
            <properties>
              <property name="codec" value="h264"/>
            </properties>
            <testcase name="video.codec" classname="p &amp; q" time="0">
              <failure message="wanted hevc, found h264" type="video.codec">video.codec
        wanted: hevc
        found: h264</failure>
            </testcase>
            <testcase name="video.height" classname="p &amp; q" time="0"/>
            <testcase name="picture.quality" classname="p &amp; q" time="0">
              <skipped message="wanted &gt; 50, found nothing"/>
            </testcase>
            <testcase name="black.longest" classname="p &amp; q" time="0">
              <system-out>warning: wanted &lt; 1 s, found 1.92 s
        black.longest
        wanted: &lt; 1 s
        found: 1.92 s
        a &quot;pause&quot; &lt;x&gt;</system-out>
            </testcase>
          </testsuite>
          <testsuite name="gone.mp4" tests="1" failures="0" errors="1" skipped="0" time="0">
            <testcase name="analysis" classname="gone.mp4" time="0">
              <error message="cannot open gone.mp4: No such file\u{FFFD}" type="error"/>
            </testcase>
          </testsuite>
        </testsuites>

        """)
  }

  @Test(arguments: [
    ("{\"a\":[1,-2.5e3,true,null],\"b\":{\"c\":\"x\\\"\\u00e9\\ud83d\\ude00\\n\"}}", true), ("[1,]", false),
    ("{", false),
    ("nul", false), ("\"\\ud800\"", true), ("1 2", false), ("", false), ("{\"a\" 1}", false),
  ]) func `JSON is read as RFC 8259 says`(text: String, isValid: Bool) throws {
    let tree = JSONTree(Array(text.utf8))
    #expect((tree != nil) == isValid)
    if let c = tree?["b"]?["c"] { #expect(c == .text("x\"é😀\n")) }
  }

  @Test func `numbers and times are written as people read them`() {
    #expect(NumberText.fixed(-17.26, decimals: 1) == "-17.3")
    #expect(NumberText.fixed(-0.001, decimals: 1) == "0")
    #expect(NumberText.short(0.0012345) == "0.001235")
    #expect(NumberText.short(123456) == "123456")
    #expect(NumberText.prefixed(2_400_000) == "2.4 M")
    #expect(NumberText.clock(59.97) == "1:00.0")
    #expect(NumberText.clock(3723.5, decimals: 0) == "1:02:04")
    #expect(NumberText.clock(.nan) == "?")
    #expect(NumberText.fixed(.infinity, decimals: 2) == "infinity")
    #expect(NumberText.fixed(1e300, decimals: 2) == "1e+300")
  }
}
