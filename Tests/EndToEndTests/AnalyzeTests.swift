import Foundation
import Records
import Testing

/// Analyses through the built program: records, forms, many inputs, ends of all kinds.
@Suite struct AnalyzeTests {
  private func analyze(_ arguments: [String], status: Int32 = 0) throws -> RecordLog {
    let outcome = try Program.run(["analyze"] + arguments)
    #expect(outcome.ending == .exited(status), "\(outcome.errors)")
    return try RecordLog(outcome)
  }

  @Test("every analyser fills its part of the summary")
  func summary() throws {
    let log = try analyze([Fixtures.path("sintel.mp4")])
    #expect(log.stream?.width == 1280)
    #expect(log.end?.status == .complete)
    let summary = try #require(log.summary)
    #expect(summary.frames == 288)
    #expect(summary.video?.codec == "h264")
    #expect(summary.video?.sizeClass == "HD")
    #expect(summary.container?.streams == 2)
    #expect(summary.audio?.count == 1)
    let loudness = try #require(summary.loudness?.integrated)
    #expect(loudness < 0 && loudness > -70)
    // The trailer is 1280x544 between bars.
    #expect(summary.letterbox?.crop == Box(x: 0, y: 88, width: 1280, height: 544))
    #expect(summary.interlace?.verdict == "progressive")
    #expect(summary.decode?.errors == 0)
    #expect(summary.timestamps?.gaps == 0)
    #expect(summary.flash?.hasPassed == true)
    #expect((summary.bitrate?.mean ?? 0) > 100_000)
    let quality = try #require(summary.picture?.quality)
    #expect((0...100).contains(quality))
    #expect((summary.picture?.siMean ?? 0) > 0)
    #expect(summary.scenes?.count == log.scenes.count)
    #expect(log.intervals.count >= 12)
    #expect(log.intervals.reduce(0) { $0 + $1.frames } == 288)
    #expect(log.intervals.filter { $0.frames > 0 }.allSatisfy { $0.metrics["bitrate"] != nil })
    #expect(log.intervals.map(\.start) == log.intervals.map(\.start).sorted())
    #expect(summary.tags == nil && summary.objects == nil)
  }

  @Test("hard cuts of real clips, to the frame")
  func cuts() throws {
    // Marked by eye: the trailer's cuts at 334, 396, 404 and 420 less the 288 frames before the fixture.
    let sintel = try analyze([Fixtures.path("sintel.mp4"), "--only", "scenes"])
    let cuts = sintel.scenes.filter { $0.transition == .cut }.map(\.frame)
    for mark in [46, 108, 116, 132] { #expect(cuts.contains { abs($0 - mark) <= 1 }, "\(mark) of \(cuts)") }
    let studio = try analyze([Fixtures.path("studio.mp4"), "--only", "scenes"])
    #expect(studio.scenes.filter { $0.transition == .cut }.map(\.frame) == [183])
    // One shot each.
    for name in ["people.avi", "run_2997.mp4", "traffic_5994.mp4"] {
      #expect(try analyze([Fixtures.path(name), "--only", "scenes"]).scenes.count == 1, "\(name)")
    }
  }

  @Test("scenes follow each other without a gap, from the first frame to the last")
  func scenesAreWhole() throws {
    let scenes = try analyze([Fixtures.path("sintel.mp4"), "--only", "scenes"]).scenes
    #expect(scenes.first?.frame == 0)
    #expect(scenes.last?.endFrame == 288)
    for (one, next) in zip(scenes, scenes.dropFirst()) { #expect(one.endFrame == next.frame) }
    #expect(scenes.map(\.scene) == Array(scenes.indices))
  }

  @Test("--only, --skip and --interval leave the rest out")
  func choice() throws {
    let log = try analyze([
      Fixtures.path("studio.mp4"), "--only", "loudness,black", "--interval", "0",
    ])
    let summary = try #require(log.summary)
    #expect(summary.loudness != nil && summary.black != nil)
    #expect(summary.scenes == nil && summary.picture == nil && summary.bitrate == nil)
    #expect(log.intervals.isEmpty)
    let rest = try analyze([Fixtures.path("studio.mp4"), "--skip", "picture,loudness"]).summary
    #expect(rest?.picture == nil && rest?.loudness == nil && rest?.scenes != nil)
    for wrong in [["--only", "colour"], ["--only", "black", "--skip", "black"], ["--model", "x.onnx"]] {
      let outcome = try Program.run(["analyze", Fixtures.path("studio.mp4")] + wrong)
      #expect(outcome.ending == .exited(64), "\(wrong): \(outcome.errors)")
    }
  }

  @Test("--per-frame gives a record for each frame, with its metrics")
  func perFrame() throws {
    let log = try analyze([Fixtures.path("studio.mp4"), "--per-frame", "--only", "picture"])
    #expect(log.frames.count == 242)
    #expect(log.frames.allSatisfy { $0.metrics?["si"] != nil })
    #expect(log.frames.dropFirst().allSatisfy { $0.metrics?["ti"] != nil })
  }

  @Test("frames pass through unchanged and carry their metrics along")
  func framesPass() throws {
    let clip = Fixtures.path("run_2997.mp4")
    let direct = try Program.run(["sink", clip, "--checksum"])
    let piped = try Program.pipeline([
      [Program.path, "analyze", clip, "--emit", "frames", "--only", "picture"],
      [Program.path, "sink", "-", "--checksum"],
    ])
    #expect(piped.allSatisfy { $0.ending == .exited(0) }, "\(piped.map(\.errors))")
    let sums = try [direct, piped[1]].map { try RecordLog($0).summary?.checksums?["video_sum"] }
    #expect(sums[0] != nil && sums[0] == sums[1])
    let records = try Program.pipeline([
      [Program.path, "analyze", clip, "--emit", "frames", "--only", "picture"],
      [Program.path, "capture", "-", "--emit", "records"],
    ])[1]
    #expect(try RecordLog(records).frames.allSatisfy { $0.metrics?["si"] != nil })
  }

  @Test("the same input gives the same bytes")
  func isReproducible() throws {
    let runs = try (0..<2).map { _ in
      try Program.run(["analyze", Fixtures.path("studio.mp4"), "--per-frame"]).text
        .replacing(/"seconds":[0-9.]+,/, with: "")
    }
    #expect(runs[0] == runs[1])
  }

  @Test("a stream of frames is analysed as the file is")
  func piped() throws {
    let clip = Fixtures.path("studio.mp4")
    let direct = try analyze([clip, "--only", "scenes,picture,loudness,black"])
    let outcome = try Program.pipeline([
      [Program.path, "capture", clip],
      [Program.path, "analyze", "-", "--only", "scenes,picture,loudness,black"],
    ])[1]
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    let piped = try RecordLog(outcome)
    #expect(piped.scenes.map(\.frame) == direct.scenes.map(\.frame))
    #expect(piped.summary?.picture?.quality == direct.summary?.picture?.quality)
    #expect(piped.summary?.loudness?.integrated == direct.summary?.loudness?.integrated)
  }

  @Test("sound alone is analysed; what has pictures only, too")
  func partial() throws {
    let sound = try analyze([Fixtures.path("audio_only.m4a")])
    #expect(sound.summary?.audio?.count == 1 && sound.summary?.video == nil)
    #expect(sound.end?.status == .complete)
    let pictures = try analyze([Fixtures.path("run_2997.mp4")])
    #expect(pictures.summary?.audio == nil && pictures.summary?.loudness == nil)
  }

  @Test(
    "what cannot be analysed gets one error, and status 2",
    arguments: ["empty.mp4", "not_media.mp4", "truncated.mp4", "missing.mp4"])
  func badInput(name: String) throws {
    let outcome = try Program.run(["analyze", Fixtures.path(name)])
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
  }

  @Test("damage is found with its place, and the rest is analysed")
  func damaged() throws {
    let log = try analyze([Fixtures.path("damaged.mp4"), "-q"])
    #expect((log.summary?.decode?.errors ?? 0) >= 5)
    #expect(log.findings.contains { $0.finding == "decode" && $0.start != nil })
    #expect(log.end?.errors == log.summary?.decode?.errors)
    let interlaced = try analyze([Fixtures.path("interlaced.ts")])
    #expect(interlaced.summary?.interlace?.verdict == "top_first")
    let variable = try analyze([Fixtures.path("vfr.mp4")])
    #expect(variable.summary?.timestamps?.isVariable == true)
  }

  @Test("several inputs come in their order, and one bad one does not stop the rest")
  func manyInputs() throws {
    let names = ["studio.mp4", "empty.mp4", "run_2997.mp4"].map { Fixtures.path($0) }
    let outcome = try Program.run(["analyze", "--only", "black", "--jobs", "3"] + names)
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errors.contains("empty.mp4") && outcome.errors.contains("1 of 3"))
    let summaries = try RecordLog(outcome).records.compactMap { record in
      if case .summary(let summary) = record { return summary.source }
      return nil
    }
    #expect(summaries == [names[0], names[2]])
  }

  @Test("a batch passes over what is done, and does what has changed")
  func batch() throws {
    try Scratch.withFolder { folder in
      let list = "\(folder)/list.txt"
      let inputs = ["studio.mp4", "run_2997.mp4"].map { Fixtures.path($0) }
      try ("# inputs\n\n" + inputs.joined(separator: "\n") + "\n").write(
        toFile: list, atomically: true, encoding: .utf8)
      let arguments = ["analyze", "--list", list, "--out", "\(folder)/results", "--only", "black"]
      #expect(try Program.run(arguments).ending == .exited(0))
      let first = "\(folder)/results/studio.mp4.ndjson"
      let second = "\(folder)/results/run_2997.mp4.ndjson"
      let before = try String(contentsOfFile: first, encoding: .utf8)
      let log = try RecordLog(before)
      #expect(log.end?.status == .complete)
      // Cut off, as a killed run could not leave it: it is made anew, the other is not.
      try String(before.dropLast(40)).write(toFile: first, atomically: true, encoding: .utf8)
      let stamp = try FileManager.default.attributesOfItem(atPath: second)[.modificationDate] as? Date
      let again = try Program.run(arguments)
      #expect(again.ending == .exited(0))
      #expect(
        again.errors.contains("run_2997.mp4: done before") && !again.errors.contains("studio.mp4: done"))
      #expect(try RecordLog(try String(contentsOfFile: first, encoding: .utf8)).end?.status == .complete)
      #expect(
        try FileManager.default.attributesOfItem(atPath: second)[.modificationDate] as? Date == stamp)
      // Other options, other results.
      let other = try Program.run(arguments + ["--interval", "2"])
      #expect(!other.errors.contains("done before"))
    }
  }

  @Test("an interrupted analysis ends its records and publishes nothing")
  func interrupted() throws {
    try Scratch.withFolder { folder in
      let arguments = [
        "analyze", "testsrc2=size=320x180:rate=50", "--report", "\(folder)/out.html", "-o",
        "\(folder)/out.ndjson",
      ]
      try Program.whileRunning(arguments) { running in
        #expect(running.wait { FileManager.default.fileExists(atPath: "\(folder)/out.ndjson.part") })
        running.send(SIGTERM)
        #expect(running.wait(until: Date(timeIntervalSinceNow: 20)).ending == .signalled(SIGTERM))
      }
      #expect(try Scratch.files(in: folder).isEmpty)
    }
  }

  @Test("a reader that goes away ends the work quietly; a full disk is an error")
  func outputs() throws {
    let piped = try Program.pipeline([
      [Program.path, "analyze", Fixtures.path("studio.mp4"), "--per-frame"], ["head", "-1"],
    ])
    #expect(piped[0].ending == .exited(0) && piped[0].errors.isEmpty)
    let full = try Program.run(["analyze", Fixtures.path("studio.mp4"), "-o", "/dev/full"])
    #expect(full.ending == .exited(2))
    #expect(full.errors.contains("No space left"))
  }
}

extension RecordLog {
  /// The scenes, in order.
  var scenes: [SceneRecord] {
    records.compactMap { record in
      guard case .scene(let scene) = record else { return nil }
      return scene
    }
  }
  /// The findings, in order.
  var findings: [FindingRecord] {
    records.compactMap { record in
      guard case .finding(let finding) = record else { return nil }
      return finding
    }
  }
  /// The intervals, in order.
  var intervals: [IntervalRecord] {
    records.compactMap { record in
      guard case .interval(let interval) = record else { return nil }
      return interval
    }
  }
  /// The checks, in order.
  var checks: [CheckRecord] {
    records.compactMap { record in
      guard case .check(let check) = record else { return nil }
      return check
    }
  }
}
