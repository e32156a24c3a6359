import Foundation
import Packaging
import Records
import Testing

/// Live streams, as the built program publishes them.
@Suite struct LiveTests {
  private static let options =
    ["--rung", "320x180@200k", "--rung", "160x90@80k", "--preset", "ultrafast", "--segment", "0.5"]
    + ["--progress", "none"]
  private static let source = "lavfi:testsrc2=size=320x180:rate=25[out0];sine=440:sample_rate=48000[out1]"

  private func command(_ source: String, _ root: String, _ more: [String]) -> [String] {
    ["transcode-hls", source, "-o", root] + Self.options + more
  }

  /// ffmpeg's pictures and sound as raw NUT on standard output.
  private func nut(_ seconds: Double, input: [String] = [], filter: String = "null") -> [String] {
    ["ffmpeg", "-v", "error"] + input + ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25"] + input
      + ["-f", "lavfi", "-i", "sine=440:sample_rate=48000", "-t", "\(seconds)", "-vf", filter]
      + ["-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-c:v", "rawvideo", "-c:a", "pcm_s16le"]
      + ["-f", "nut", "-"]
  }

  /// All renditions list the same segments, which are there, no longer than promised, dated without a gap.
  @discardableResult
  private func expectValid(_ root: String, ended: Bool) throws -> LadderFolder {
    let ladder = try LadderFolder(root)
    let lead = try #require(ladder.video.first)
    #expect(ladder.video.count == 2)
    #expect(ladder.audio.count == 1)
    for rendition in ladder.video + ladder.audio {
      let playlist = rendition.playlist
      #expect(playlist.ended == ended, "\(rendition.path)")
      #expect(playlist.mediaSequence == lead.playlist.mediaSequence, "\(rendition.path)")
      #expect(playlist.discontinuitySequence == lead.playlist.discontinuitySequence, "\(rendition.path)")
      #expect(playlist.segments.map(\.uri) == lead.playlist.segments.map(\.uri), "\(rendition.path)")
      #expect(
        playlist.segments.map(\.discontinuity) == lead.playlist.segments.map(\.discontinuity),
        "\(rendition.path)")
      #expect(playlist.declaredTargetDuration == 1, "\(rendition.path)")
      for (segment, next) in zip(playlist.segments, playlist.segments.dropFirst()) {
        #expect(segment.duration < Rational(3, 2), "\(rendition.path) \(segment.uri)")
        let time = try #require(segment.programDateTime)
        let passed = try #require(next.programDateTime).milliseconds - time.milliseconds
        // Sound is cut at whole audio frames, and dated as the pictures are.
        let error = Double(passed) / 1000 - segment.duration.doubleValue
        #expect(next.discontinuity ? error > -0.03 : abs(error) < 0.025, "\(rendition.path) \(segment.uri)")
      }
      for segment in playlist.segments {
        let path = "\(rendition.folder)/\(segment.uri)"
        #expect(BoxReader(try Scratch.bytes(path)).isWhole, "\(path)")
      }
    }
    return ladder
  }

  /// What records say was published and not removed is on disk, and no other segment.
  private func expectAccounted(_ root: String, _ files: [FileRecord]) throws {
    var known: Set<String> = []
    for file in files where file.role == .segment {
      if file.isRemoved == true { known.remove(file.path) } else { known.insert(file.path) }
    }
    let there = try Scratch.published(in: root).filter { $0.contains("/seg_") }
    #expect(Set(there) == known)
    let hidden = try Scratch.files(in: root).filter { $0.hasSuffix(".part") }
    #expect(hidden == [])
  }

  @Test func aPipeBecomesAMovingWindow() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/live"
      let stages = try Program.pipeline([
        nut(10, input: ["-re"]), [Program.path] + command("-", root, ["--live", "--window", "2"]),
      ])
      #expect(stages[1].ending == .exited(0), "\(stages[1].errors)")
      let log = try RecordLog(stages[1])
      let end = try #require(log.end)
      #expect(end.status == .complete)
      #expect(end.frames + end.dropped == 250)
      let ladder = try expectValid(root, ended: true)
      let lead = ladder.video[0]
      #expect(lead.playlist.playlistType == nil)
      #expect(lead.playlist.mediaSequence > 6)
      // Three target durations at the least, and no more than needed.
      #expect(lead.duration >= 3)
      #expect(lead.duration < 3.6)
      try expectAccounted(root, log.files)
      let removed = log.files.filter { $0.isRemoved == true }
      #expect(Set(removed.map(\.rendition)) == ["180p", "90p", "audio"])
      for rendition in ladder.video {
        let decoded = try rendition.withJoined { try Probe.decoded($0) }
        #expect(decoded.complaints == "")
        #expect(decoded.frames > 0)
      }
      // Each update of a playlist is told, after the segments that it lists.
      let updates = log.files.filter { $0.path == "180p/playlist.m3u8" }
      let last = try #require(log.files.last { $0.path == "180p/playlist.m3u8" })
      #expect(updates.count >= 15)
      #expect(last.bytes == Int64(try Scratch.bytes("\(root)/180p/playlist.m3u8").count))
      #expect(log.files.filter { $0.role == .masterPlaylist }.count == 1)
    }
  }

  @Test func anEventKeepsEverything() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/event"
      let outcome = try Program.run(command(Self.source, root, ["--event", "--duration", "4"]))
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      let ladder = try expectValid(root, ended: true)
      #expect(ladder.video[0].playlist.playlistType == .event)
      #expect(ladder.video[0].playlist.mediaSequence == 1)
      let log = try RecordLog(outcome)
      #expect(log.files.allSatisfy { $0.isRemoved != true })
      try expectAccounted(root, log.files)
      for rendition in ladder.video + ladder.audio { #expect(abs(rendition.duration - 4) < 0.1) }
    }
  }

  @Test(arguments: [5, 22, 60])
  func aKilledStreamIsContinued(files: Int) throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/live"
      let live = ["--live", "--window", "2"]
      let before = try Program.whileRunning(command(Self.source, root, live)) { running in
        #expect(running.wait { running.outputSoFar.split(separator: "\n").count > files })
        running.send(SIGKILL)
        return running.wait(until: Date(timeIntervalSinceNow: 20))
      }
      #expect(before.ending == .signalled(SIGKILL))
      let hadMaster = FileManager.default.fileExists(atPath: "\(root)/master.m3u8")
      let old = hadMaster ? try expectValid(root, ended: false).video[0].playlist : nil
      let again = try Program.run(command(Self.source, root, live + ["--duration", "1.5"]))
      #expect(again.ending == .exited(0), "\(again.errors)")
      let now = try expectValid(root, ended: true).video[0].playlist
      let oldUnion = try RecordLog(before.text.split(separator: "\n").dropLast().joined(separator: "\n"))
      guard let old, let last = old.segments.last else {
        #expect(now.mediaSequence == 1)
        return
      }
      // The old window is still listed, and the first new segment is marked.
      let next = old.mediaSequence + old.segments.count
      let first = next - now.mediaSequence
      let place = try #require(now.segments.indices.contains(first) ? first : nil)
      let marked = now.segments.indices.filter { now.segments[$0].discontinuity }
      #expect(marked.first == place || marked.first == place + 1, "one more may have been journaled")
      #expect(now.segments[..<place].last?.uri == last.uri)
      #expect(oldUnion.files.isEmpty == false)
      let names = Set(try Scratch.published(in: root).filter { $0.hasPrefix("180p/seg_") })
      #expect(names.count <= old.segments.count + 1 + now.segments.count)
      #expect(try Scratch.files(in: root).filter { $0.hasSuffix(".part") } == [])
    }
  }

  @Test func aGapInTheSourceIsADiscontinuity() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/live"
      // Two seconds, ten seconds without pictures (the sound goes on), and two seconds.
      let stages = try Program.pipeline([
        nut(14, filter: "trim=end=4,setpts='PTS+if(gte(N,50),10/TB,0)'"),
        [Program.path] + command("-", root, ["--event"]),
      ])
      #expect(stages[1].ending == .exited(0), "\(stages[1].errors)")
      let ladder = try expectValid(root, ended: true)
      let playlist = ladder.video[0].playlist
      #expect(
        playlist.segments.map(\.discontinuity) == [false, false, false, false, true, false, false, false])
      for rendition in ladder.video + ladder.audio {
        #expect(abs(rendition.duration - 4) < 0.1, "\(rendition.path) \(rendition.duration)")
      }
      let decoded = try ladder.video[0].withJoined { try Probe.decoded($0) }
      #expect(decoded.frames == 100)
      #expect(decoded.complaints == "")
    }
  }

  @Test func whatCannotBeEncodedInTimeIsDroppedAndCounted() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/live"
      let outcome = try Program.run([
        "transcode-hls", "testsrc2=size=1280x720:rate=50", "-o", root, "--event", "--duration", "5",
        "--segment", "0.5", "--rung", "1280x720@3000k", "--rung", "640x360@600k", "--preset", "placebo",
        "--progress", "none",
      ])
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      let end = try #require(try RecordLog(outcome).end)
      #expect(end.dropped > 0)
      #expect(end.frames > 0)
      let ladder = try LadderFolder(root)
      #expect(ladder.video.count == 2)
      #expect(ladder.video[0].durations == ladder.video[1].durations)
      let counts = try ladder.video.map { rendition in
        try rendition.withJoined { try Probe.packets($0).map(\.pts) }
      }
      #expect(counts[0] == counts[1])
      #expect(ladder.video[0].playlist.declaredTargetDuration == 1)
    }
  }

  @Test func aSignalEndsThePlaylists() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/live"
      let outcome = try Program.whileRunning(command(Self.source, root, ["--live", "--window", "2"])) {
        running in
        #expect(running.wait { running.outputSoFar.contains("master.m3u8") })
        running.send(SIGTERM)
        return running.wait(until: Date(timeIntervalSinceNow: 20))
      }
      #expect(outcome.ending == .signalled(SIGTERM))
      try expectValid(root, ended: true)
      #expect(try RecordLog(outcome).end?.status == .interrupted)
    }
  }

  @Test func aStageThatWasCutOffLeavesThePlaylistsOpen() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/live"
      let stages = try Program.pipeline([
        [Program.path, "capture", Self.source, "--duration", "6"], ["head", "-c", "9000000"],
        [Program.path] + command("-", root, ["--live", "--window", "2"]),
      ])
      #expect(stages[2].ending == .exited(2))
      #expect(stages[2].errorLines.count == 1, "\(stages[2].errors)")
      try expectValid(root, ended: false)
    }
  }

  @Test func anEncryptedStreamIsContinuedWithItsKeys() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/live"
      let more = [
        "--event", "--encrypt", "aes-128", "--key-uri", "https://keys.example/{n}.key", "--key-dir",
        "\(folder)/keys", "--key-rotation", "2", "--duration", "2",
      ]
      for _ in 0..<2 {
        let outcome = try Program.run(command(Self.source, root, more))
        #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      }
      let text = String(decoding: try Scratch.bytes("\(root)/180p/playlist.m3u8"), as: UTF8.self)
      let playlist = try MediaPlaylist.parse(text)
      #expect(playlist.segments.count == 8)
      #expect(playlist.segments.map(\.discontinuity) == (0..<8).map { $0 == 4 })
      // The two halves take turns of two segments each; a vector belongs to one segment.
      let keys = playlist.segments.compactMap(\.key)
      #expect(keys.map(\.uri) == [1, 1, 2, 2, 3, 3, 4, 4].map { "https://keys.example/\($0).key" })
      #expect(Set(keys.map(\.iv)).count == 8)
      // What is on disk is no plain box file.
      #expect(!BoxReader(try Scratch.bytes("\(root)/180p/seg_00001.m4s")).isWhole)
      try FileManager.default.removeItem(atPath: "\(folder)/keys")
      let refused = try Program.run(command(Self.source, root, more))
      #expect(refused.ending == .exited(2))
    }
  }

  @Test func otherFormsDoNotContinueAStream() throws {
    try Scratch.withFolder { folder in
      let root = "\(folder)/live"
      #expect(
        try Program.run(command(Self.source, root, ["--event", "--duration", "1"])).ending == .exited(0))
      let before = try Scratch.bytes("\(root)/master.m3u8")
      for more in [["--live"], ["--event", "--segment", "1"], ["--event", "--container", "ts"]] {
        let outcome = try Program.run(command(Self.source, root, more + ["--duration", "1"]))
        #expect(outcome.ending == .exited(2), "\(more)")
        #expect(outcome.errors.contains("--force"), "\(outcome.errors)")
      }
      #expect(try Scratch.bytes("\(root)/master.m3u8") == before)
      let forced = try Program.run(
        command(Self.source, root, ["--live", "--window", "2", "--duration", "1", "--force"]))
      #expect(forced.ending == .exited(0), "\(forced.errors)")
      #expect(try expectValid(root, ended: true).video[0].playlist.mediaSequence == 1)
    }
  }

  @Test(arguments: [
    ["--live", "--event"], ["--window", "30"], ["--event", "--window", "30"],
    ["--live", "--window", "5", "--segment", "4"], ["--live", "--window", "0"],
  ])
  func wrongOptionsAreRefused(options: [String]) throws {
    try Scratch.withFolder { folder in
      let outcome = try Program.run(
        ["transcode-hls", Fixtures.path("studio.mp4"), "-o", "\(folder)/live"] + options)
      #expect(outcome.ending == .exited(64), "\(options): \(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/live"))
    }
  }
}
