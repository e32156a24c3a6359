import Records
import Testing

@testable import Analysis

@Suite struct ReportPageTests {
  private func interval(_ second: Int, _ values: OrderedValues<Double>) -> IntervalRecord {
    var record = IntervalRecord()
    (record.start, record.end, record.metrics) = (Double(second), Double(second + 1), values)
    return record
  }

  private func scene(_ number: Int, _ start: Double, _ end: Double) -> SceneRecord {
    var record = SceneRecord()
    (record.scene, record.start, record.end) = (number, start, end)
    return record
  }

  private func page(seconds: Int) -> ReportPage {
    var summary = exampleSummary()
    summary.container = ContainerSummary()
    summary.container?.duration = Double(seconds)
    var page = ReportPage(name: "clip.mp4", version: "1.0", summary: summary)
    page.intervals = (0..<seconds).map { interval($0, ["bitrate": Double($0 % 100) * 1e4, "si": 10]) }
    page.scenes = (0..<seconds / 2).map { scene($0, Double($0 * 2), Double($0 * 2 + 2)) }
    for scene in page.scenes { page.thumbnails[scene.scene] = [0xFF, 0xD8, 0xFF, 0xD9] }
    page.findings = (0..<seconds / 4).map { index in
      var finding = FindingRecord()
      (finding.finding, finding.what) = ("black", "black")
      (finding.start, finding.end) = (Double(index * 4), Double(index * 4 + 1))
      finding.severity = index == 3 ? .error : .info
      return finding
    }
    return page
  }

  /// How often a text stands in another.
  private func count(_ part: String, in text: String) -> Int { text.ranges(of: part).count }

  @Test func `the page holds everything and fetches nothing`() throws {
    var page = page(seconds: 20)
    page.checks = try Policy(text: "{video.codec: hevc, video.height: 720}", name: "p").evaluate(page.summary)
    let html = page.html
    #expect(count("<section", in: html) == 6)
    #expect(count("class=\"panel\"", in: html) == 2)
    #expect(count("src=\"data:image/jpeg;base64,/9j/2Q==\"", in: html) == 10)
    #expect(html.contains(">Failed<") && html.contains("1 failed, 1 passed"))
    // Addresses of other places would be loaded or followed; places in the page begin with #.
    #expect(count("href=\"", in: html) == count("href=\"#", in: html))
    #expect(!html.contains("http") || count("http", in: html) == count("http-equiv", in: html))
    #expect(!html.contains("<link") && !html.contains("@import") && !html.contains("url(http"))
  }

  @Test func `texts of others stay texts`() throws {
    let bad = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&"
    var page = page(seconds: 8)
    page.name = bad
    page.version = bad
    page.summary.source = bad
    page.summary.video?.codec = bad
    page.summary.picture = PictureSummary()
    page.summary.picture?.colors = ["#102030", "red;} body{display:none", "#12345g"].map { text in
      var color = DominantColor()
      (color.color, color.share) = (text, 0.5)
      return color
    }
    page.intervals[0].metrics[bad] = 1
    page.findings[0].finding = bad
    page.findings[0].what = bad
    page.findings[0].severity = FindingSeverity(rawValue: bad)
    page.scenes[0].transition = SceneTransition(rawValue: bad)
    var tag = TagScore()
    tag.label = bad
    (page.scenes[0].tags, page.summary.tags) = ([tag], [tag])
    page.summary.objects = [bad: 1]
    page.ladder = [ReportPage.RatePoint(rendition: bad, bitRate: 1e6, metrics: [bad: 3])]
    var check = CheckRecord()
    (check.check, check.wanted, check.found, check.place, check.policy) = (bad, bad, bad, bad, bad)
    page.checks = [check]
    let html = page.html
    #expect(count("<script", in: html) == 2 && count("</script>", in: html) == 2)
    #expect(!html.contains("<img src=x") && !html.contains("'><img") && !html.contains("alert(1)</script>\""))
    #expect(html.contains("&lt;/script&gt;&lt;script&gt;alert(1)"))
    #expect(!html.contains("background:red") && html.contains("background:#102030"))
  }

  @Test func `a long video makes no long page`() {
    let page = page(seconds: 6000)
    let html = page.html
    #expect(count("<li id=\"scene-", in: html) == ReportPage.mostScenes)
    #expect(count("src=\"data:", in: html) == ReportPage.mostThumbnails)
    #expect(count("<li id=\"finding-", in: html) == ReportPage.mostFindings)
    // The one error is not among those that are left out.
    #expect(html.contains("<li id=\"finding-3\" class=\"error\""))
    #expect(html.utf8.count < 2_000_000)
    #expect(
      html.contains("2000 more, shorter than those around them, are not shown")
        && html.contains("1000 more are not shown"))
  }

  @Test func `pictures of a long video come from all of it`() {
    var page = page(seconds: 6000)
    // All the longest scenes stand at the beginning.
    for index in 0..<500 { page.scenes[index].end += 1 }
    let shown = page.shownThumbnails.sorted()
    #expect(shown.count == ReportPage.mostThumbnails)
    let gaps = zip(shown, shown.dropFirst()).map { $1 - $0 }
    #expect((gaps.max() ?? 0) <= 100 && (shown.first ?? 0) < 100 && (shown.last ?? 0) > 2900)
  }

  @Test func `nothing at all makes a page too`() {
    var page = ReportPage(name: "", version: "", summary: SummaryRecord())
    #expect(page.html.contains("No policy applied") && !page.html.contains("id=\"timeline\""))
    page.intervals = [interval(0, ["x": .nan])]
    page.scenes = [scene(0, .nan, .infinity)]
    var finding = FindingRecord()
    finding.start = .nan
    page.findings = [finding]
    page.ladder = [ReportPage.RatePoint(rendition: "a", bitRate: .nan, metrics: ["x": .nan])]
    #expect(!page.html.contains("nan%") && page.html.hasSuffix("</html>\n"))
  }

  @Test func `thinning keeps the least and the greatest value`() throws {
    let values = (0..<5000).map { second -> Double in
      second == 1234 ? 90 : second == 4321 ? -7 : Double(second % 10)
    }
    let plots = ReportPlots(values.enumerated().map { interval($0, ["motion": $1]) }, mostPoints: 2000)
    let series = try #require(plots.panels.first?.series.first)
    #expect(plots.times.count <= 2000 && plots.times.count == series.values.count)
    #expect(series.values.compactMap { $0 }.max() == 90)
    #expect(series.values.compactMap { $0 }.min() == -7)
    #expect(plots.times == plots.times.sorted())
    let peak = try #require(series.values.firstIndex(of: 90))
    #expect(abs(plots.times[peak] - 1234.5) < 6)
  }

  @Test func `metrics find their plots, unknown ones get their own`() {
    let plots = ReportPlots(
      [
        interval(0, ["ti": 3, "wobble_index": 5, "bitrate": 3.2e6, "si": 30]), interval(1, ["bitrate": 1e6]),
      ],
      mostPoints: 2000)
    #expect(plots.panels.map(\.title) == ["Bit rate", "Detail and change (P.910)", "Wobble index"])
    #expect(plots.panels[1].series.map(\.metric) == ["si", "ti"])
    #expect(plots.panels[1].series[0].values == [30, nil])
    #expect(plots.panels[0].range == 0...4e6)
    #expect(plots.times == [0.5, 1.5])
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
  ]) func `bytes become the text of RFC 4648`(text: String, coded: String) {
    #expect(Base64.text(Array(text.utf8)) == coded)
  }
}
