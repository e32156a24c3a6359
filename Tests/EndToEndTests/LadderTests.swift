import Foundation
import Packaging
import Records
import Testing

@Suite struct LadderTests {
  private func withLadder(
    _ clip: String, _ more: [String] = [], _ body: (LadderFolder) throws -> Void
  ) throws {
    try Scratch.withFolder { folder in
      try body(try Tiny.ladder(Fixtures.path(clip), in: "\(folder)/out", more))
    }
  }

  private func sizes(_ ladder: LadderFolder) -> [String] {
    ladder.master.variants.map { "\($0.stream.resolution?.width ?? 0)x\($0.stream.resolution?.height ?? 0)" }
  }

  /// Pictures come out at exactly the times at which they went in, counted from the first.
  private func expectTimes(of clip: String, in ladder: LadderFolder) throws {
    let source = try Probe.packets(Fixtures.path(clip))
    let origin = try #require(source.first).pts
    let made = try ladder.video[0].withJoined { try Probe.packets($0) }
    #expect(
      made.map { Timestamp($0.pts, $0.timeBase) } == source.map { Timestamp($0.pts - origin, $0.timeBase) })
  }

  @Test(arguments: [
    ("sintel.mp4", 288), ("vfr.mp4", 100), ("run_2997.mp4", 150), ("traffic_5994.mp4", 240),
    ("interlaced.ts", 50),
  ])
  func everyPictureKeepsItsTimeAndBoundariesAreEqual(clip: String, frames: Int) throws {
    try withLadder(clip) { ladder in
      try ladder.check(frames: frames)
      try expectTimes(of: clip, in: ladder)
    }
  }

  @Test func ratesAreDeclared() throws {
    for (clip, rate) in [
      ("run_2997.mp4", "29.970"), ("traffic_5994.mp4", "59.940"), ("sintel.mp4", "24.000"),
    ] {
      try withLadder(clip, ["--duration", "1"]) { ladder in
        let text = String(decoding: try Scratch.bytes("\(ladder.root)/master.m3u8"), as: UTF8.self)
        #expect(text.contains("FRAME-RATE=\(rate)"), "\(text)")
      }
    }
  }

  @Test func rotatedPicturesStandUprightInATurnedLadder() throws {
    try withLadder("rotated.mp4") { ladder in
      try ladder.check(frames: 50)
      #expect(sizes(ladder) == ["180x320", "90x160"])
      let stream = try ladder.video[0].withJoined { try Probe.stream($0, "v:0") }
      #expect(stream["width"] as? Int == 180)
      #expect(stream["side_data_list"] == nil)
    }
  }

  @Test func pixelsBecomeSquare() throws {
    try withLadder("anamorphic.mp4") { ladder in
      try ladder.check(frames: 50)
      #expect(sizes(ladder) == ["320x180", "160x90"])
      let stream = try ladder.video[0].withJoined { try Probe.stream($0, "v:0") }
      #expect(stream["sample_aspect_ratio"] as? String == "1:1")
    }
  }

  @Test func interlacedVideoIsDeinterlacedUnlessAskedNotTo() throws {
    try withLadder("interlaced.ts") { ladder in
      let stream = try ladder.video[0].withJoined { try Probe.stream($0, "v:0") }
      #expect(stream["field_order"] as? String == "progressive")
    }
    let plan = try Program.run(
      [
        "transcode-hls", Fixtures.path("interlaced.ts"), "-o", "/nonexistent", "--print-plan",
        "--no-deinterlace",
      ])
    #expect(plan.ending == .exited(0))
    #expect(!plan.text.contains("bwdif"))
    #expect(!FileManager.default.fileExists(atPath: "/nonexistent"))
  }

  @Test func highDynamicRangeIsToneMappedAndTagged() throws {
    try withLadder("hdr.mp4") { ladder in
      try ladder.check(frames: 40)
      let stream = try ladder.video[0].withJoined { try Probe.stream($0, "v:0") }
      #expect(stream["color_transfer"] as? String == "bt709")
      #expect(stream["color_primaries"] as? String == "bt709")
      #expect(stream["color_space"] as? String == "bt709")
      #expect(stream["pix_fmt"] as? String == "yuv420p")
      #expect(ladder.master.variants.allSatisfy { $0.stream.videoRange == .sdr })
    }
  }

  @Test func hevcKeepsHighDynamicRangeWhereAsked() throws {
    try withLadder("hdr.mp4", ["--codec", "hevc", "--limit", "10", "--no-tonemap"]) { ladder in
      let stream = try ladder.video[0].withJoined { try Probe.stream($0, "v:0") }
      #expect(stream["codec_tag_string"] as? String == "hvc1")
      #expect(stream["color_transfer"] as? String == "smpte2084")
      #expect(stream["pix_fmt"] as? String == "yuv420p10le")
      #expect(ladder.master.variants.allSatisfy { $0.stream.videoRange == .pq })
      #expect(ladder.master.variants.allSatisfy { $0.stream.codecs.first?.hasPrefix("hvc1.2.") == true })
    }
  }

  @Test func eachLanguageIsARenditionAndTheRightOneIsDefault() throws {
    try withLadder("two_languages.mp4") { ladder in
      try ladder.check(frames: 100)
      #expect(ladder.master.audio.map(\.language) == ["en", "fr"])
      #expect(ladder.master.audio.map(\.isDefault) == [true, false])
      #expect(Set(ladder.master.audio.map(\.groupID)).count == 1)
      #expect(Set(ladder.master.audio.map(\.name)).count == 2)
    }
  }

  @Test func surroundSoundStaysBesideStereoWhereAsked() throws {
    try withLadder("bigbuckbunny.mp4", ["--surround"]) { ladder in
      try ladder.check(frames: 132)
      #expect(Set(ladder.master.audio.map(\.channels)) == ["2", "6"])
      #expect(Set(ladder.master.variants.map(\.audioGroup)).count == 2)
      for (choice, rendition) in zip(ladder.master.audio, ladder.audio) {
        let stream = try rendition.withJoined { try Probe.stream($0, "a:0") }
        #expect(stream["channels"] as? Int == choice.channels.flatMap { Int($0) })
      }
    }
  }

  @Test func smallSourcesGetOneRungOfTheirOwnSize() throws {
    try Scratch.withFolder { folder in
      let outcome = try Program.run(
        [
          "transcode-hls", Fixtures.path("studio.mp4"), "-o", "\(folder)/out", "--preset", "ultrafast",
          "--quiet",
        ])
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(outcome.errors == "")
      let ladder = try LadderFolder("\(folder)/out")
      #expect(sizes(ladder) == ["176x144"])
      try ladder.check(frames: 242, segment: Rational(4))
    }
  }

  @Test func recordsTellEveryFileAsItIsPublished() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      let outcome = try Program.run(["transcode-hls", Fixtures.path("vfr.mp4"), "-o", root] + Tiny.options)
      let log = try RecordLog(outcome)
      #expect(log.stream?.width == 320)
      #expect(log.end?.status == .complete)
      #expect(Set(log.files.map(\.path)) == Set(try Scratch.published(in: root)))
      #expect(log.files.count == Set(log.files.map(\.path)).count)
      #expect(log.files.allSatisfy { $0.root == root && $0.isExisting == nil })
      #expect(log.files.last?.role == .masterPlaylist)
      for file in log.files {
        let bytes = try Scratch.bytes("\(root)/\(file.path)")
        #expect(file.bytes == Int64(bytes.count))
        let sum = try Program.pipeline([["sha256sum", "\(root)/\(file.path)"]])[0].text.prefix(64)
        #expect(file.sha256 == sum)
      }
      let segments = log.files.filter { $0.role == .segment }
      #expect(segments.allSatisfy { ($0.duration ?? 0) > 0 && $0.rendition != nil && $0.index != nil })
    }
  }

  @Test(arguments: ["sintel.mp4", "run_2997.mp4", "interlaced.ts"])
  func transportStreamsHoldTheSameCuts(clip: String) throws {
    let frames = ["sintel.mp4": 288, "run_2997.mp4": 150, "interlaced.ts": 50][clip] ?? 0
    try withLadder(clip, ["--container", "ts"]) { ladder in
      try ladder.check(frames: frames)
      for rendition in ladder.video + ladder.audio {
        #expect(rendition.playlist.map == nil)
        for bytes in try rendition.segmentBytes {
          #expect(bytes.count % 188 == 0)
          #expect(bytes.first == 0x47)
        }
      }
      try withLadder(clip) { other in
        #expect(ladder.video.map(\.durations) == other.video.map(\.durations))
      }
    }
  }

  @Test(arguments: ["sintel.mp4", "vfr.mp4", "hdr.mp4", "interlaced.ts", "two_languages.mp4"])
  func aPipedJobGivesTheLadderOfADirectOne(clip: String) throws {
    try Scratch.withFolder { folder in
      // A pipe is encoded in one pass, since it cannot be read twice.
      let direct = try Tiny.ladder(
        Fixtures.path(clip), in: "\(folder)/direct", ["--no-shared-analysis"])
      let stages = try Program.pipeline([
        [Program.path, "capture", Fixtures.path(clip)],
        [Program.path, "transcode-hls", "-", "-o", "\(folder)/piped"] + Tiny.options,
      ])
      #expect(stages.map(\.ending) == [.exited(0), .exited(0)], "\(stages.map(\.errors))")
      let piped = try LadderFolder("\(folder)/piped")
      #expect(piped.timeline == direct.timeline)
      for file in try Scratch.published(in: direct.root) where !file.contains("/init") {
        let (one, other) = (
          try Scratch.bytes("\(direct.root)/\(file)"), try Scratch.bytes("\(piped.root)/\(file)")
        )
        // Not the arrays themselves: a difference of megabytes would be looked for element by element.
        let isSame = one == other
        #expect(isSame, "\(file)")
      }
    }
  }

  @Test func theSameJobGivesTheSameBytes() throws {
    try Scratch.withFolder { folder in
      let a = try Tiny.ladder(Fixtures.path("bigbuckbunny.mp4"), in: "\(folder)/a")
      let b = try Tiny.ladder(Fixtures.path("bigbuckbunny.mp4"), in: "\(folder)/b")
      let names = try Scratch.published(in: a.root)
      #expect(try Scratch.published(in: b.root) == names)
      for name in names {
        let (one, other) = (try Scratch.bytes("\(a.root)/\(name)"), try Scratch.bytes("\(b.root)/\(name)"))
        #expect(one == other, "\(name)")
      }
    }
  }
}
