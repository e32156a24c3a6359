import Records
import Testing

@testable import Analysis

/// A summary of a clip with picture and two tracks.
func exampleSummary() -> SummaryRecord {
  var summary = SummaryRecord(command: "analyze", frames: 100)
  summary.source = "clip.mp4"
  var video = VideoSummary()
  video.codec = "h264"
  video.width = 1280
  video.height = 720
  video.frameRate = 24000.0 / 1001
  video.isVariable = false
  video.sampleAspect = Rational(4, 3)
  summary.video = video
  summary.audio = [("aac", 48000), ("mp3", 44100)].enumerated().map { index, track in
    var audio = AudioSummary()
    audio.track = index
    audio.codec = track.0
    audio.sampleRate = track.1
    return audio
  }
  var loudness = LoudnessSummary()
  loudness.integrated = -17.26
  loudness.truePeak = -0.5
  summary.loudness = loudness
  var bitrate = BitrateSummary()
  bitrate.mean = 2_400_000
  bitrate.max = 6_100_000
  bitrate.gopMax = 2.0004
  summary.bitrate = bitrate
  summary.black = StretchesSummary()
  summary.black?.count = 2
  summary.black?.longest = 1.92
  summary.scenes = ScenesSummary()
  var psnr = MetricSummary()
  psnr.mean = 38.25
  summary.reference = ReferenceSummary()
  summary.reference?.psnr = psnr
  return summary
}

@Suite struct PolicyTests {
  /// The result of one line of a policy.
  private func check(_ line: String) throws -> CheckRecord {
    let records = try Policy(text: line, name: "test.yaml").evaluate(exampleSummary())
    return try #require(records.first)
  }

  @Test(arguments: [
    ("video.codec: h264", true), ("video.codec: H264", true), ("video.codec: hevc", false),
    ("video.codec: [hevc, h264]", true), ("video.codec: [hevc, av1]", false),
    ("video.codec: \"!=hevc\"", true),
    ("video.codec: \"!=h264\"", false), ("video.codec: /^h26[45]$/", true), ("video.codec: /^26/", false),
    ("video.height: 720", true), ("video.height: 721", false), ("video.height: \">=720\"", true),
    ("video.height: \">720\"", false), ("video.height: \"720 px\"", true), ("video.height: 480..1080", true),
    ("video.height: 480..719", false), ("video.height: \"!=720\"", false), ("video.height: [480, 720]", true),
    ("video.height: ['<=480', '>=700']", true), ("video.frame_rate: 23.976", true),
    ("video.frame_rate: 24", false), ("video.frame_rate: 24000/1001", true),
    ("video.frame_rate: \"<=60fps\"", true),
    ("video.variable: false", true), ("video.variable: true", false), ("video.sample_aspect: \"4:3\"", true),
    ("video.sample_aspect: 1", false), ("loudness.integrated: -23±1", false),
    ("loudness.integrated: -17+-1", true),
    ("loudness.integrated: \"-17.3 ± 0.05 LUFS\"", true), ("loudness: {integrated: -16 ± 1.3}", true),
    ("loudness.integrated: -17.3", true), ("loudness.integrated: -17.30", false),
    ("loudness.true_peak: \"<=-1 dBTP\"", false), ("black.longest: <2s", true),
    ("black.longest: <1920ms", false),
    ("black.longest: <=1920ms", true), ("black.longest: \"<00:00:02\"", true),
    ("black.longest: 1..2 s", true),
    ("bitrate.mean: 2.4M", true), ("bitrate.mean: 2400k", true), ("bitrate.mean: <2.4Mb/s", false),
    ("bitrate.max: \"<=8 Mbps\"", true), ("bitrate.mean: 2e6..3e6", true), ("bitrate.gop_max: <=2s", false),
    ("reference.psnr.mean: \">38dB\"", true), ("video.hdr: absent", true), ("video.hdr: null", true),
    ("video.hdr: present", false), ("audio: present", true), ("audio.count: 2", true),
    ("audio.2: absent", true),
    ("audio.1.codec: mp3", true), ("audio[1].codec: mp3", true), ("audio.*.codec: [aac, mp3]", true),
    ("audio.*.codec: aac", false), ("audio.*.sample_rate: \">=44.1 kHz\"", true), ("tags.count: 0", true),
    ("picture.quality: \">50\"", false), ("picture.quality: {want: \">50\", optional: true}", true),
    ("{\"video.codec\": [\"h264\"], \"black.longest\": \"<2s\"}", true), ("black.count: 2.0", true),
  ]) func `a demand is met or missed`(line: String, passes: Bool) throws {
    let record = try check(line)
    #expect(record.hasPassed == passes, "\(line): wanted \(record.wanted), found \(record.found)")
  }

  @Test(arguments: [
    ("black.longest: <1s", "< 1 s", "1.92 s"), ("loudness.integrated: -23±1", "-23 ± 1 LUFS", "-17.26 LUFS"),
    ("bitrate.max: <4M", "< 4 Mb/s", "6.1 Mb/s"), ("video.codec: [hevc, av1]", "one of hevc, av1", "h264"),
    // As many digits as it takes to see why.
    ("bitrate.gop_max: <=2s", "\u{2264} 2 s", "2.0004 s"),
    ("picture.quality: \">50\"", "> 50", "nothing"), ("audio.*.codec: aac", "aac", "mp3 (audio.1.codec)"),
    ("video.variable: true", "true", "false"), ("video.hdr: present", "present", "nothing"),
    ("reference.psnr.mean: \">40\"", "> 40 dB", "38.25 dB"), ("video.height: 1..2", "1 to 2 px", "720 px"),
    ("black: absent", "absent", "count 2, total 0, longest 1.92, ..."),
  ]) func `what is wanted and found is said in words`(line: String, wanted: String, found: String) throws {
    let record = try check(line)
    #expect(!record.hasPassed)
    #expect(record.wanted == wanted)
    #expect(record.found == found)
  }

  @Test func `a warning is reported and fails nothing`() throws {
    let policy = try Policy(
      text: "checks: {black.longest: {want: <1s, severity: warning, message: a pause}, video.codec: hevc}",
      name: "p")
    let records = policy.evaluate(exampleSummary())
    #expect(records.failures.map(\.check) == ["video.codec"])
    #expect(records.warnings.map(\.check) == ["black.longest"])
    #expect(records[0].message == "a pause")
    #expect(records[0].policy == "p" && records[0].source == "clip.mp4")
  }

  @Test func `a value that may be missing is skipped`() throws {
    let record = try check("picture.quality: {want: '>50', optional: true}")
    #expect(record.hasPassed && record.isSkipped == true)
    let there = try check("video.codec: {want: h264, optional: true}")
    #expect(there.hasPassed && there.isSkipped == nil)
  }

  @Test func `a missed demand names the worst stretch`() throws {
    func finding(_ name: String, _ start: Double, _ end: Double, _ severity: FindingSeverity) -> FindingRecord
    {
      var record = FindingRecord()
      (record.finding, record.start, record.end, record.severity) = (name, start, end, severity)
      record.what = "\(name) from \(start)"
      return record
    }
    var seconds: [IntervalRecord] = []
    for second in 0..<5 {
      var interval = IntervalRecord()
      (interval.start, interval.end) = (Double(second), Double(second + 1))
      interval.metrics["bitrate"] = second == 3 ? 6.1e6 : 1e6
      seconds.append(interval)
    }
    let records = try Policy(text: "{black.longest: <1s, bitrate.max: <4M, video.codec: hevc}", name: "p")
      .evaluate(
        exampleSummary(),
        findings: [
          finding("freeze", 0, 90, .error), finding("black", 1, 2, .warning),
          finding("black", 8, 9.9, .warning),
          finding("black", 20, 21, .warning),
        ], intervals: seconds)
    #expect(records.map(\.start) == [8, 3, nil])
    #expect(records[0].end == 9.9 && records[0].place == "black from 8.0")
    #expect(records[1].place == "highest bitrate: 6.1 Mb/s")
  }

  @Test func `a policy extends others, changes their demands and drops some`() throws {
    let files = [
      "base.yaml": "{name: base, checks: {video.height: '>=1080', black.longest: <1s, video.codec: h264}}",
      "loop.yaml": "{extends: loop.yaml, video.height: 1}",
    ]
    let read = { (name: String) throws -> String in try #require(files[name]) }
    let policy = try Policy(
      text: "extends: base.yaml\nchecks:\n  video.height: '>=720'\n  black.longest: ignore\n  audio.count: 2",
      name: "dir/own.yaml", read: read)
    #expect(policy.name == "own")
    #expect(policy.paths == ["video.height", "video.codec", "audio.count"])
    #expect(policy.evaluate(exampleSummary()).allSatisfy { $0.hasPassed })
    #expect(throws: (any Error).self) {
      try Policy(text: files["loop.yaml"] ?? "", name: "loop.yaml", read: read)
    }
    let ready = try #require(try Policy.ready(named: "web-hls"))
    let more = try Policy(text: "{extends: [web-hls], checks: {black.count: 0}}", name: "p")
    #expect(more.paths == ready.paths + ["black.count"])
  }
}
