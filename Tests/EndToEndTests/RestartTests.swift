import Foundation
import Packaging
import Records
import Testing

@Suite struct RestartTests {
  private func command(_ clip: String, _ root: String, _ more: [String] = []) -> [String] {
    ["transcode-hls", Fixtures.path(clip), "-o", root] + Tiny.options + more
  }

  private func contents(_ root: String) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for file in try Scratch.published(in: root) { contents[file] = try Scratch.bytes("\(root)/\(file)") }
    return contents
  }

  /// Nothing under a final name is cut off, and no playlist names what is not there.
  private func expectWholeFilesOnly(_ root: String) throws {
    for file in try Scratch.published(in: root) {
      let bytes = try Scratch.bytes("\(root)/\(file)")
      if file.hasSuffix(".m4s") || file.hasSuffix(".mp4") { #expect(BoxReader(bytes).isWhole, "\(file)") }
      guard file.hasSuffix("playlist.m3u8") else { continue }
      let rendition = try LadderFolder.Rendition(root, file)
      for segment in rendition.playlist.segments {
        #expect(FileManager.default.fileExists(atPath: "\(rendition.folder)/\(segment.uri)"), "\(file)")
      }
    }
  }

  @Test func aFinishedFolderSaysSoAndIsLeftAlone() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      let first = try RecordLog(try Program.run(command("vfr.mp4", root)))
      let before = try contents(root)
      let again = try Program.run(command("vfr.mp4", root))
      #expect(again.ending == .exited(0), "\(again.errors)")
      #expect(again.errors.contains("finished"))
      let files = try RecordLog(again).files
      #expect(files.allSatisfy { $0.isExisting == true })
      #expect(Set(files.map(\.path)) == Set(first.files.map(\.path)))
      #expect(Set(files.map(\.sha256)) == Set(first.files.map(\.sha256)))
      #expect(try contents(root) == before)
    }
  }

  @Test func otherOptionsOrAnotherInputAreRefused() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      #expect(try Program.run(command("vfr.mp4", root)).ending == .exited(0))
      let before = try contents(root)
      for other in [command("vfr.mp4", root, ["--codec", "hevc"]), command("studio.mp4", root)] {
        let outcome = try Program.run(other)
        #expect(outcome.ending == .exited(2))
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("--force"))
      }
      #expect(try contents(root) == before)
    }
  }

  @Test func forceReplacesTheSetAndLeavesNoOrphans() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      #expect(try Program.run(command("two_languages.mp4", root)).ending == .exited(0))
      let other = try Program.run([
        "transcode-hls", Fixtures.path("vfr.mp4"), "-o", root, "--rung", "200x112@100k", "--preset",
        "ultrafast",
        "--segment", "2", "--force", "--progress", "none",
      ])
      #expect(other.ending == .exited(0), "\(other.errors)")
      let ladder = try LadderFolder(root)
      try ladder.check(frames: 100, segment: Rational(2))
      #expect(ladder.audio.isEmpty)
      let hidden = try Scratch.files(in: root).filter { $0.contains("/.") || $0.hasPrefix(".") }
      #expect(hidden.count == 1, "only the journal: \(hidden)")
      let log = try RecordLog(other)
      for file in log.files {
        #expect(
          FileManager.default.fileExists(atPath: "\(file.root)/\(file.path)"), "\(file.root)/\(file.path)")
      }
    }
  }

  @Test func forceThatFailsLeavesTheOldSet() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      #expect(try Program.run(command("vfr.mp4", root)).ending == .exited(0))
      let before = try contents(root)
      let failed = try Program.pipeline([
        [Program.path, "capture", Fixtures.path("sintel.mp4")], ["head", "-c", "40000000"],
        [Program.path, "transcode-hls", "-", "-o", root, "--force"] + Tiny.options,
      ])
      #expect(failed[2].ending == .exited(2))
      #expect(try contents(root) == before)
      let killed = try Program.whileRunning(
        [
          "transcode-hls", "testsrc2=size=320x180:rate=25", "-o", root, "--force",
        ] + Tiny.options
      ) { running in
        // A staged set is told of only when it stands in its place: watch it grow in the hidden folder.
        let journal = root + "/.vidproc-new/.vidproc-job.ndjson"
        #expect(
          running.wait {
            (try? String(contentsOfFile: journal, encoding: .utf8))?.contains("\"segment\"") ?? false
          })
        running.send(SIGTERM)
        return running.wait(until: Date(timeIntervalSinceNow: 20))
      }
      #expect(killed.ending == .signalled(SIGTERM))
      #expect(try contents(root) == before)
    }
  }

  @Test(arguments: ["fmp4", "ts"])
  func aKilledJobGoesOnToTheSameLadder(container: String) throws {
    try Scratch.withFolder { folder in
      let more = ["--container", container]
      let whole = try Tiny.ladder(Fixtures.path("sintel.mp4"), in: "\(folder)/whole", more)
      // The moment is a count of published files, so that no clock decides what is tested.
      for files in [1, 9, 22] {
        let root = "\(folder)/killed-\(files)"
        _ = try Program.whileRunning(command("sintel.mp4", root, more)) { running in
          _ = running.wait { running.outputSoFar.components(separatedBy: "\"type\":\"file\"").count > files }
          running.send(SIGKILL)
          return running.wait(until: Date(timeIntervalSinceNow: 20))
        }
        try expectWholeFilesOnly(root)
        let again = try Program.run(command("sintel.mp4", root, more))
        #expect(again.ending == .exited(0), "\(files): \(again.errors)")
        let ladder = try LadderFolder(root)
        #expect(ladder.timeline == whole.timeline, "\(files)")
        try ladder.check(frames: 288)
        for (a, b) in zip(ladder.audio, whole.audio) {
          let (sound, undisturbed) = (try a.joined(), try b.joined())
          #expect(sound == undisturbed, "\(files)")
        }
        let log = try RecordLog(again)
        let known = Set(log.files.map(\.path))
        #expect(known.contains("master.m3u8"))
        #expect(Set(try Scratch.published(in: root)).isSuperset(of: known))
        let third = try Program.run(command("sintel.mp4", root, more))
        #expect(third.errors.contains("finished"), "\(files): \(third.errors)")
      }
    }
  }

  @Test func aTerminatedJobDoesNotLookFinished() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      // Endless, so that the signal always finds it at work.
      let arguments = ["transcode-hls", "testsrc2=size=320x180:rate=25", "-o", root] + Tiny.options
      let outcome = try Program.whileRunning(arguments) { running in
        #expect(running.wait { running.outputSoFar.components(separatedBy: "\"type\":\"file\"").count > 5 })
        running.send(SIGTERM)
        return running.wait(until: Date(timeIntervalSinceNow: 20))
      }
      #expect(outcome.ending == .signalled(SIGTERM))
      #expect(try RecordLog(outcome).end?.status == .interrupted)
      #expect(try Scratch.published(in: root).filter { $0.hasSuffix(".m3u8") } == [])
      #expect(try Scratch.published(in: root).contains { $0.hasSuffix(".m4s") })
      try expectWholeFilesOnly(root)
      #expect(try Scratch.files(in: root).filter { $0.hasSuffix(".part") } == [])
    }
  }

  @Test func aLostSegmentIsMadeAgain() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      let first = try Tiny.ladder(Fixtures.path("run_2997.mp4"), in: root)
      let lost = "\(first.video[1].folder)/\(first.video[1].playlist.segments[2].uri)"
      try FileManager.default.removeItem(atPath: lost)
      let again = try Program.run(command("run_2997.mp4", root))
      #expect(again.ending == .exited(0), "\(again.errors)")
      let ladder = try LadderFolder(root)
      #expect(ladder.timeline == first.timeline)
      try ladder.check(frames: 150)
    }
  }

  @Test func aPipeThatCannotBeRewoundIsRefusedInAnInterruptedFolder() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      let frames = "\(folder)/frames.nut"
      #expect(try Program.run(["capture", Fixtures.path("vfr.mp4"), "-o", frames]).ending == .exited(0))
      let part = "\(folder)/part.nut"
      try Data(try Scratch.bytes(frames).dropLast(2_000_000)).write(to: URL(filePath: part))
      let arguments = ["transcode-hls", "-", "-o", root] + Tiny.options
      #expect(try Program.run(arguments, input: .file(part)).ending == .exited(2))
      #expect(try Scratch.published(in: root).contains { $0.hasSuffix(".m4s") })
      let refused = try Program.run(arguments, input: .file(frames))
      #expect(refused.ending == .exited(2))
      #expect(refused.errors.contains("--force"))
      let forced = try Program.run(arguments + ["--force"], input: .file(frames))
      #expect(forced.ending == .exited(0), "\(forced.errors)")
      try LadderFolder(root).check(frames: 100)
    }
  }

  @Test func twoJobsDoNotWorkInOneFolder() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      let arguments = ["transcode-hls", "testsrc2=size=320x180:rate=25", "-o", root] + Tiny.options
      try Program.whileRunning(arguments) { running in
        #expect(running.wait { running.outputSoFar.contains("\"type\":\"file\"") })
        let second = try Program.run(command("vfr.mp4", root, ["--force"]))
        #expect(second.ending == .exited(2))
        #expect(second.errors.contains("another vidproc"))
      }
    }
  }

  @Test func aReaderOfRecordsThatGoesAwayDoesNotStopTheWork() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/out"
      let stages = try Program.pipeline([[Program.path] + command("vfr.mp4", root), ["head", "-c", "10"]])
      #expect(stages[0].ending == .exited(0), "\(stages[0].errors)")
      try LadderFolder(root).check(frames: 100)
    }
  }
}
