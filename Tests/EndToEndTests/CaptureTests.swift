import Foundation
import Records
import Testing

@Suite struct CaptureTests {
  private let vidproc = Program.path

  private func records(_ arguments: [String]) throws -> RecordLog {
    let outcome = try Program.run(["capture", "--emit", "records"] + arguments)
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    return try RecordLog(outcome)
  }

  private func size(_ stream: StreamRecord) -> String { "\(stream.width)x\(stream.height)" }

  private func summary(_ outcome: Outcome) throws -> SummaryRecord {
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    return try #require(try RecordLog(outcome).summary)
  }

  @Test(arguments: [
    ("studio.mp4", 242), ("bigbuckbunny.mp4", 132), ("vfr.mp4", 100), ("hdr.mp4", 40), ("rotated.mp4", 50),
    ("interlaced.ts", 50),
  ])
  func pipedPicturesAndSoundEqualDirectOnes(name: String, frames: Int) throws {
    let clip = Fixtures.path(name)
    let direct = try summary(try Program.run(["sink", clip, "--checksum"]))
    let stages = try Program.pipeline([[vidproc, "capture", clip], [vidproc, "sink", "-", "--checksum"]])
    let piped = try summary(stages[1])
    #expect(stages[0].ending == .exited(0), "\(stages[0].errors)")
    #expect(piped.frames == frames)
    #expect(direct.frames == frames)
    #expect(piped.checksums?["video_sum"] == direct.checksums?["video_sum"])
    #expect(piped.checksums?["video_sum"]?.count == 64)
    #expect(piped.checksums == direct.checksums)
    #expect(piped.bytes == direct.bytes)
  }

  @Test func differentPicturesHaveDifferentChecksums() throws {
    let clip = Fixtures.path("studio.mp4")
    let all = try summary(try Program.run(["sink", clip, "--checksum"]))
    let fewer = try summary(try Program.run(["sink", clip, "--checksum", "--limit", "241"]))
    #expect(fewer.frames == 241)
    #expect(all.checksums?["video_sum"] != fewer.checksums?["video_sum"])
  }

  @Test(arguments: ["vfr.mp4", "run_2997.mp4", "interlaced.ts", "two_languages.mp4"])
  func timestampsPassThePipeExactly(name: String) throws {
    let clip = Fixtures.path(name)
    let direct = try records([clip])
    let piped = try RecordLog(
      try Program.pipeline([
        [vidproc, "capture", clip], [vidproc, "capture", "-", "--emit", "records"],
      ])[1])
    let source = try Probe.packets(clip).map { Timestamp($0.pts, $0.timeBase) }.sorted()
    let base = try #require(direct.stream?.timeBase)
    #expect(direct.frames.map { Timestamp($0.pts, base) } == source)
    #expect(piped.frames == direct.frames)
    #expect(piped.stream?.timeBase == base)
    #expect(piped.end?.frames == source.count)
    #expect(piped.end?.status == .complete)
  }

  @Test func whatTheSourceIsReachesTheEndOfThePipe() throws {
    for name in ["hdr.mp4", "anamorphic.mp4", "interlaced.ts", "two_languages.mp4", "rotated.mp4"] {
      let clip = Fixtures.path(name)
      let direct = try #require(try records([clip]).stream)
      let stages = try Program.pipeline([
        [vidproc, "capture", clip], [vidproc, "capture", "-", "--emit", "records"],
      ])
      let piped = try #require(try RecordLog(stages[1]).stream)
      #expect(size(piped) == size(direct), "\(name)")
      #expect(piped.color == direct.color, "\(name)")
      #expect(piped.hdr == direct.hdr, "\(name)")
      #expect(piped.sampleAspect == direct.sampleAspect, "\(name)")
      #expect(piped.fieldOrder == direct.fieldOrder, "\(name)")
      #expect(piped.pixelFormat == direct.pixelFormat, "\(name)")
      #expect(piped.audio.map(\.language) == direct.audio.map(\.language), "\(name)")
      #expect(piped.audio.map(\.layout) == direct.audio.map(\.layout), "\(name)")
      #expect(piped.audio.map(\.isDefault) == direct.audio.map(\.isDefault), "\(name)")
    }
  }

  @Test func theStreamRecordTellsWhatTheClipHolds() throws {
    let rotated = try #require(try records([Fixtures.path("rotated.mp4")]).stream)
    #expect(size(rotated) == "180x320")
    #expect(rotated.rotation == 0)
    let hdr = try #require(try records([Fixtures.path("hdr.mp4")]).stream)
    #expect(hdr.color.transfer == "smpte2084")
    #expect(hdr.hdr?.maxCLL == 1000)
    let anamorphic = try #require(try records([Fixtures.path("anamorphic.mp4")]).stream)
    #expect(anamorphic.sampleAspect == Rational(4, 3))
    let vfr = try #require(try records([Fixtures.path("vfr.mp4")]).stream)
    #expect(vfr.isVariable)
    #expect(try records([Fixtures.path("run_2997.mp4")]).stream?.frameRate == Rational(30000, 1001))
    let languages = try #require(try records([Fixtures.path("two_languages.mp4")]).stream)
    #expect(languages.audio.map(\.language) == ["eng", "fra"])
    #expect(languages.audio.map(\.isDefault) == [true, false])
  }

  @Test func limitEndsAfterThatManyFrames() throws {
    let log = try records([Fixtures.path("sintel.mp4"), "--limit", "7"])
    #expect(log.frames.map(\.frame) == Array(0..<7))
    #expect(log.end?.frames == 7)
    #expect(log.end?.status == .complete)
    #expect(log.stream?.frames == 7)
  }

  @Test func aStartInATransportStreamLosesNoFrame() throws {
    let whole = try records([Fixtures.path("interlaced.ts"), "--no-audio"])
    let piece = try records([Fixtures.path("interlaced.ts"), "--no-audio", "--start", "0.5"])
    let first = try #require(whole.frames.first)
    let wanted = whole.frames.filter { $0.time - first.time >= 0.5 }
    #expect(piece.frames.map(\.pts) == wanted.map(\.pts))
  }

  @Test func startAndDurationTakeAPieceWithItsOwnTimes() throws {
    let whole = try records([Fixtures.path("run_2997.mp4")])
    let piece = try records([Fixtures.path("run_2997.mp4"), "--start", "1", "--duration", "2"])
    let first = try #require(whole.frames.first)
    let wanted = whole.frames.filter { $0.time - first.time >= 1 && $0.time - first.time < 3 }
    #expect(piece.frames.map(\.pts) == wanted.map(\.pts))
    #expect(piece.frames.map(\.frame) == wanted.map(\.frame))
    #expect(piece.frames.count == 60)
  }

  @Test func aRateDropsAndDoublesFrames() throws {
    let log = try records([Fixtures.path("sintel.mp4"), "--fps", "12"])
    #expect(log.stream?.frameRate == Rational(12))
    #expect(log.stream?.isVariable == false)
    #expect(log.frames.count == 144)
    let steady = try records([Fixtures.path("vfr.mp4"), "--fps", "30"])
    let times = steady.frames.map(\.time)
    #expect(steady.stream?.isVariable == false)
    for (a, b) in zip(times, times.dropFirst()) { #expect(abs(b - a - 1.0 / 30) < 0.0001) }
  }

  @Test func sizeKeepsTheShapeAndPixelFormatIsTold() throws {
    let log = try records([
      Fixtures.path("sintel.mp4"), "--limit", "2", "--size", "640x640", "--pixel-format", "rgb24",
    ])
    #expect(log.stream.map(size) == "640x360")
    #expect(log.stream?.pixelFormat == "rgb24")
    let high = try records([Fixtures.path("sintel.mp4"), "--limit", "2", "--size", "x180"])
    #expect(high.stream.map(size) == "320x180")
  }

  @Test func filtersChangeWhatIsAnnounced() throws {
    let log = try records([
      Fixtures.path("studio.mp4"), "--limit", "3", "--filter", "transpose=1,crop=100:100",
    ])
    #expect(log.stream.map(size) == "100x100")
    let outcome = try Program.run([
      "capture", Fixtures.path("studio.mp4"), "--filter", "nonsense", "--emit", "records",
    ])
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errors.contains("nonsense"))
  }

  @Test func y4mIsReadAgain() throws {
    let clip = Fixtures.path("studio.mp4")
    let direct = try summary(try Program.run(["sink", clip, "--checksum"]))
    let stages = try Program.pipeline([
      [vidproc, "capture", clip, "--format", "y4m"], [vidproc, "sink", "-", "--checksum"],
    ])
    let piped = try summary(stages[1])
    #expect(stages[0].ending == .exited(0), "\(stages[0].errors)")
    #expect(piped.frames == 242)
    #expect(piped.checksums?["video_sum"] == direct.checksums?["video_sum"])
  }

  @Test func ffmpegReadsFramesAndRecords() throws {
    let stages = try Program.pipeline([
      [vidproc, "capture", Fixtures.path("vfr.mp4")],
      ["ffmpeg", "-v", "error", "-i", "-", "-map", "0:s", "-c", "copy", "-f", "data", "-"],
    ])
    #expect(stages[1].ending == .exited(0), "\(stages[1].errors)")
    let lines = stages[1].text.split(whereSeparator: { $0 == "\n" || $0 == "\0" })
    let log = try RecordLog(lines.joined(separator: "\n"))
    #expect(log.frames.count == 100)
    #expect(log.stream?.width == 320)
    #expect(log.end?.status == .complete)
  }

  @Test func ffmpegsNUTAndY4MAreRead() throws {
    for format in ["nut", "yuv4mpegpipe"] {
      let codec = format == "nut" ? ["-c:v", "rawvideo"] : ["-pix_fmt", "yuv420p"]
      let stages = try Program.pipeline([
        ["ffmpeg", "-v", "error", "-i", Fixtures.path("studio.mp4"), "-an"] + codec + ["-f", format, "-"],
        [vidproc, "capture", "-", "--emit", "records"],
      ])
      #expect(stages[1].ending == .exited(0), "\(format): \(stages[1].errors)")
      let log = try RecordLog(stages[1])
      #expect(log.frames.count == 242, "\(format)")
      #expect(log.stream?.width == 176, "\(format)")
      #expect(
        abs((log.frames.last?.time ?? 0) - (log.frames.first?.time ?? 0) - 241.0 / 24) < 0.001, "\(format)")
    }
  }

  @Test(arguments: ["frames", "records"])
  func aReaderThatGoesAwayEndsTheWriterQuietly(form: String) throws {
    let stages = try Program.pipeline([
      [vidproc, "capture", Fixtures.path("sintel.mp4"), "--emit", form], ["head", "-c", "1000"],
    ])
    #expect(stages[0].ending == .exited(0))
    #expect(stages[0].errors == "")
    #expect(stages[1].output.count == 1000)
  }

  @Test func aStreamThatWasCutOffIsAnError() throws {
    try Scratch.withFolder { folder in
      let path = "\(folder)/frames.nut"
      #expect(try Program.run(["capture", Fixtures.path("studio.mp4"), "-o", path]).ending == .exited(0))
      let bytes = try Scratch.bytes(path)
      for share in [0.2, 0.5, 0.999] {
        let part = "\(folder)/part.nut"
        try Data(bytes[..<Int(Double(bytes.count) * share)]).write(to: URL(filePath: part))
        let named = try Program.run(["sink", part])
        let piped = try Program.run(["sink", "-"], input: .file(part))
        for outcome in [named, piped] {
          #expect(outcome.ending == .exited(2), "\(share)")
          #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        }
        let status = try #require(try RecordLog(piped).end).status
        #expect(status == .interrupted || status == .error, "\(share)")
      }
      let ladder = "\(folder)/ladder"
      let cut = try Program.run(
        ["transcode-hls", "-", "-o", ladder] + Tiny.options, input: .file("\(folder)/part.nut"))
      #expect(cut.ending == .exited(2))
      #expect(try Scratch.published(in: ladder).filter { $0.hasSuffix(".m3u8") } == [])
    }
  }

  @Test(arguments: ["sink", "capture"])
  func emptyStandardInputIsAnError(command: String) throws {
    let outcome = try Program.run([command, "-"])
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("empty"))
  }

  @Test func recordsWhereFramesAreNeededSayHowToGetFrames() throws {
    let stages = try Program.pipeline([
      [vidproc, "capture", Fixtures.path("studio.mp4"), "--emit", "records"], [vidproc, "sink", "-"],
    ])
    #expect(stages[1].ending == .exited(2))
    #expect(stages[1].errors.contains("--emit frames"))
    #expect(stages[0].ending == .exited(0), "\(stages[0].errors)")
  }

  @Test func aFileAppearsWholeOrNotAtAll() throws {
    try Scratch.withFolder { folder in
      let path = "\(folder)/frames.nut"
      let outcome = try Program.run(["capture", Fixtures.path("studio.mp4"), "-o", path])
      #expect(outcome.ending == .exited(0))
      #expect(outcome.output.isEmpty)
      #expect(try Scratch.files(in: folder) == ["frames.nut"])
      #expect(try summary(try Program.run(["sink", path])).frames == 242)
      let bad = try Program.run(["capture", Fixtures.path("not_media.mp4"), "-o", "\(folder)/bad.nut"])
      #expect(bad.ending == .exited(2))
      #expect(try Scratch.files(in: folder) == ["frames.nut"])
    }
  }

  @Test func anInterruptedFileIsNotPublished() throws {
    try Scratch.withFolder { folder in
      let arguments = ["capture", "testsrc2=size=160x90:rate=25", "-o", "\(folder)/endless.nut"]
      let outcome = try Program.whileRunning(arguments) { running in
        let begun = running.wait {
          ((try? FileManager.default.attributesOfItem(atPath: "\(folder)/endless.nut.part"))?[.size] as? Int
            ?? 0) > 100_000
        }
        #expect(begun)
        running.send(SIGINT)
        return running.wait(until: Date(timeIntervalSinceNow: 20))
      }
      #expect(outcome.ending == .signalled(SIGINT))
      #expect(try Scratch.files(in: folder) == [])
    }
  }
}
