import Foundation
import Records
import Testing

@Suite struct CheckHLSTests {
  /// What check-hls says of a folder.
  private func check(
    _ folder: String, _ more: [String] = []
  ) throws -> (outcome: Outcome, findings: [FindingRecord], end: EndRecord?) {
    let outcome = try Program.run(["check-hls", folder] + more)
    let log = try RecordLog(outcome)
    let findings = log.records.compactMap { record in
      if case .finding(let finding) = record { finding } else { nil }
    }
    return (outcome, findings, log.end)
  }

  private func withLadder(
    _ clip: String = "two_languages.mp4", _ more: [String] = [], _ body: (String) throws -> Void
  ) throws {
    try Scratch.withFolder { folder in
      let options = [
        "--rung", "320x180@200k", "--rung", "160x90@80k", "--preset", "veryfast", "--segment", "2",
      ]
      let outcome = try Program.run(
        ["transcode-hls", Fixtures.path(clip), "-o", "\(folder)/out", "--quiet"] + options + more)
      try #require(outcome.ending == .exited(0), "\(outcome.errors)")
      try body("\(folder)/out")
    }
  }

  private func edit(_ path: String, _ change: (String) -> String) throws {
    let text = String(decoding: try Scratch.bytes(path), as: UTF8.self)
    let changed = change(text)
    #expect(changed != text, "\(path)")
    try Data(changed.utf8).write(to: URL(filePath: path))
  }

  @Test(arguments: [
    ("two_languages.mp4", ["--container", "fmp4"]), ("two_languages.mp4", ["--container", "ts"]),
    ("run_2997.mp4", []), ("vfr.mp4", ["--container", "ts"]), ("bigbuckbunny.mp4", ["--surround"]),
  ])
  func theProgramsOwnLaddersConform(clip: String, options: [String]) throws {
    try withLadder(clip, options) { folder in
      let (outcome, findings, end) = try check(folder)
      #expect(outcome.ending == .exited(0))
      #expect(findings.filter { $0.severity != .info }.map(\.what) == [])
      #expect(end?.status == .complete)
      #expect((end?.frames ?? 0) > 0)
    }
  }

  @Test(arguments: ["fmp4", "ts"])
  func encryptedLaddersConform(container: String) throws {
    try Scratch.withFolder { folder in
      let outcome = try Program.run([
        "transcode-hls", Fixtures.path("two_languages.mp4"), "-o", "\(folder)/out", "--quiet",
        "--rung", "320x180@200k", "--rung", "160x90@80k", "--preset", "veryfast", "--segment", "2",
        "--container", container, "--encrypt", "aes-128", "--key-uri", "../keys/{n}.key",
        "--key-dir", "\(folder)/out/keys", "--key-rotation", "1",
      ])
      try #require(outcome.ending == .exited(0), "\(outcome.errors)")
      let (checked, findings, end) = try check("\(folder)/out")
      #expect(checked.ending == .exited(0))
      #expect(findings.filter { $0.severity != .info }.map(\.what) == [])
      let frames = try #require(end?.frames)
      // Another key: segments and I-frames decrypt to nothing.
      try Data([UInt8](repeating: 1, count: 16)).write(to: URL(filePath: "\(folder)/out/keys/2.key"))
      let (wrong, faults, short) = try check("\(folder)/out")
      #expect(wrong.ending == .exited(1))
      #expect(faults.contains { $0.rule == "key.decryption" && $0.place?.contains("iframes.m3u8") == true })
      #expect(faults.contains { $0.rule == "key.decryption" && $0.place?.contains("playlist.m3u8") == true })
      #expect((short?.frames ?? 0) < frames)
    }
  }

  @Test func faultsInTheMediaAreFound() throws {
    try withLadder("run_2997.mp4", ["--container", "ts"]) { folder in
      let master = "\(folder)/master.m3u8"
      let rungs = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix("p") }
        .sorted { $0.count > $1.count }
      let top = try #require(rungs.first)
      try edit(master) { $0.replacingOccurrences(of: "FRAME-RATE=29.970", with: "FRAME-RATE=30.000") }
      try edit(master) { $0.replacingOccurrences(of: ":BANDWIDTH=", with: ":BANDWIDTH=1") }
      try edit("\(folder)/\(top)/playlist.m3u8") {
        $0.replacingOccurrences(of: "#EXTINF:2.002000", with: "#EXTINF:1.702000")
      }
      // A packet less in the second segment.
      let segment = "\(folder)/\(top)/seg_00002.ts"
      var bytes = try Scratch.bytes(segment)
      bytes.removeSubrange(188 * 12..<188 * 13)
      try Data(bytes).write(to: URL(filePath: segment))
      let (outcome, findings, _) = try check(folder)
      #expect(outcome.ending == .exited(1))
      let rules = Set(findings.filter { $0.severity == .error }.compactMap(\.rule))
      for rule in [
        "codec.frame-rate", "bitrate.peak-tolerance", "timing.extinf", "segment.continuity-counters",
      ] {
        #expect(rules.contains(rule), "\(rules)")
      }
      let rate = try #require(findings.first { $0.rule == "codec.frame-rate" })
      #expect(rate.declared == "30.000")
      #expect(rate.measured == "29.97")
    }
  }

  @Test func aFragmentThatWasCutIsFound() throws {
    try withLadder { folder in
      let segment = "\(folder)/180p/seg_00001.m4s"
      try Data(try Scratch.bytes(segment).dropLast(100)).write(to: URL(filePath: segment))
      try FileManager.default.removeItem(atPath: "\(folder)/90p/seg_00002.m4s")
      let (outcome, findings, end) = try check(folder)
      #expect(outcome.ending == .exited(1))
      #expect(findings.contains { $0.rule == "segment.boxes" && $0.place?.contains("seg_00001.m4s") == true })
      #expect(
        findings.contains { $0.rule == "segment.missing" && $0.place?.contains("seg_00002.m4s") == true })
      #expect((end?.errors ?? 0) > 0)
      let text = try Program.run(["check-hls", folder, "--no-media"])
      #expect(text.ending == .exited(0))
    }
  }

  @Test func theReportForPeopleSaysWhatIsWrong() throws {
    try withLadder { folder in
      try edit("\(folder)/master.m3u8") { $0.replacingOccurrences(of: "320x180", with: "640x360") }
      let outcome = try Program.run(["check-hls", folder, "--text"])
      #expect(outcome.ending == .exited(1))
      #expect(outcome.text.contains("codec.resolution"))
      #expect(outcome.text.contains("declared 640x360, measured 320x180"))
      #expect(outcome.text.contains("NOT conforming"))
    }
  }

  @Test func whatCannotBeCheckedIsStatus2() throws {
    try Scratch.withFolder { folder in
      for target in ["\(folder)/none.m3u8", folder, Fixtures.path("not_media.mp4")] {
        let outcome = try Program.run(["check-hls", target])
        #expect(outcome.ending == .exited(2), "\(target)")
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        #expect(try RecordLog(outcome).end?.status == .error)
      }
      #expect(try Program.run(["check-hls"]).ending == .exited(64))
    }
  }

  @Test func rulesAreListed() throws {
    let outcome = try Program.run(["check-hls", "--rules"])
    #expect(outcome.ending == .exited(0))
    #expect(outcome.text.contains("media.target-duration"))
    #expect(outcome.text.contains("RFC 8216bis 4.4.3.1"))
  }
}
