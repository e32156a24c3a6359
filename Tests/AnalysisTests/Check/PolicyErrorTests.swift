import Media
import Records
import Testing

@testable import Analysis

@Suite struct PolicyErrorTests {
  @Test(arguments: [
    ("loudness.integratd: -23", "did you mean loudness.integrated"),
    ("longest_black: <2s", "no summary has a value"),
    ("sharpness: \">1\"", "did you mean picture.sharpness"),
    ("audio.first.codec: aac", "did you mean audio.*.codec"),
    ("black.longest: <2 LUFS", "does not count in \"LUFS\""),
    ("video.height: hd", "takes a number, not \"hd\""),
    ("video.variable: maybe", "takes true or false"), ("video.codec: <5", "neither less nor more"),
    ("video.codec: /[/", "no regular expression"), ("loudness: quiet", "holds several values"),
    ("black.longest: 5..1", "ends before it begins"), ("black.longest: >2", "put it in quotes"),
    ("black.longest: !=2", "put it in quotes"), ("black.longest: >=2", "put"),
    ("video.codec: []", "empty list"),
    ("video.codec: {severity: error}", "has no want"),
    ("video.codec: {want: h264, level: 3}", "key level is unknown"),
    ("video.codec: {want: h264, severity: bad}", "severity is none of"),
    (
      "video.codec: h264\naudio.0.codec: aac\naudio[0].codec: mp3", "line 3: audio.0.codec stands there twice"
    ),
    ("", "it holds no demands"), ("checks: {}", "demands nothing"), ("- a", "holds no demands"),
    ("extends: web-dash", "no ready policy web-dash"),
    ("video.codec: h264\nchecks: {video.height: 1}", "line 1: the key"),
    ("black.longest: {want: {a: 1}}", "no demand"), ("a: [", "neither YAML nor JSON"),
    ("black.longest: 1±-1", "never below 0"), ("black.longest: 1e", "does not count in \"e\""),
    ("black.longest: .inf", "does not count"), ("black.longest: ''", "takes a number"),
  ]) func `a mistake in a policy is told with its place`(text: String, part: String) {
    do {
      _ = try Policy(text: text, name: "p.yaml")
      Issue.record("\(text) was taken")
    } catch let error as MediaError {
      #expect("\(error)".contains(part), "\(error)")
      #expect("\(error)".hasPrefix("cannot read the policy p.yaml"))
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func `every known path can be demanded`() throws {
    for path in Policy.knownPaths {
      #expect(SummaryPath(path)?.description == path)
      _ = try Policy(text: "\"\(path)\": present", name: "p")
    }
    #expect(Policy.knownPaths.count > 100)
    #expect(Policy.knownPaths.contains("audio.*.loudness.integrated"))
  }

  @Test(arguments: [
    ("black.longest", SummaryUnit.seconds), ("bitrate.mean", .bitRate), ("container.bytes", .bytes),
    ("loudness.integrated", .lufs), ("loudness.range", .lu), ("loudness.true_peak", .dBTP),
    ("audio.0.peak.0", .dBFS),
    ("reference.psnr.min", .decibels), ("video.frame_rate", .frameRate), ("audio.0.sample_rate", .hertz),
    ("letterbox.top", .pixels), ("video.bit_depth", .bits), ("black.share", .share),
    ("picture.sharpness", .points),
    ("black.count", .none), ("bitrate.gop_max", .seconds), ("timestamps.audio_offset", .seconds),
    ("container.bit_rate", .bitRate), ("audio.0.bandwidth", .hertz), ("reference.vmaf.mean", .points),
    ("duplicates.effective_frame_rate", .frameRate), ("picture.si_mean", .none),
  ]) func `numbers count in the unit that their description names`(path: String, unit: SummaryUnit) throws {
    #expect(try #require(SummaryPath(path)).unit == unit)
  }

  @Test func `the ready policies are readable and described`() throws {
    #expect(Policy.readyNames == ["web-hls", "broadcast-r128", "archive"])
    for (name, description) in try Policy.readyDescriptions() {
      #expect(description.count > 20)
      let text = try #require(Policy.readyText(named: name))
      #expect(try Policy(text: text, name: name).paths == Policy.ready(named: name)?.paths)
    }
    var quiet = exampleSummary()
    quiet.loudness?.integrated = -23.4
    let policy = try #require(try Policy.ready(named: "broadcast-r128"))
    func loudness(_ summary: SummaryRecord) -> Bool? {
      policy.evaluate(summary).first { $0.check == "loudness.integrated" }?.hasPassed
    }
    #expect(loudness(quiet) == true)
    #expect(loudness(exampleSummary()) == false)
    #expect(try Policy.ready(named: "none")?.name == nil)
  }
}
