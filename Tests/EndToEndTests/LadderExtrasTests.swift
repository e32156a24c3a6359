import Foundation
import Packaging
import Records
import Testing

/// Copied rungs, encryption, subtitles, thumbnails and dry runs, with ffmpeg, ffprobe and openssl as judges.
@Suite struct LadderExtrasTests {
  private static let rungs = [
    "--rung", "320x180@300k", "--rung", "160x90@80k", "--preset", "ultrafast", "--segment", "1",
    "--no-shared-analysis", "--progress", "none",
  ]

  private func run(_ command: [String]) throws -> Outcome {
    let outcome = try Program.pipeline([command])[0]
    #expect(outcome.ending == .exited(0), "\(command.joined(separator: " ")): \(outcome.errors)")
    return outcome
  }

  /// A clip of 4 s at 29.97 Hz whose keyframes stand where segments of 1 s begin, with reordered pictures.
  private func fittingClip(_ path: String, _ more: [String] = ["-map", "0:v"]) throws {
    _ = try run(
      [
        "ffmpeg", "-v", "error", "-i", Fixtures.path("run_2997.mp4"), "-f", "lavfi", "-i",
        "sine=frequency=440:duration=4",
      ] + more + [
        "-t", "4", "-vf", "scale=320:180,setsar=1,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast",
        "-b:v", "180k", "-maxrate", "200k", "-bufsize", "100k", "-bf", "3", "-x264-params",
        "scenecut=0:open-gop=0", "-force_key_frames", "expr:gte(t,n_forced*1)", "-c:a", "aac", path,
      ])
  }

  /// The hash of each packet of a file's or playlist's stream, in decoding order.
  private func packetHashes(_ input: String, _ options: [String] = [], stream: String = "v:0") throws
    -> [String]
  {
    let outcome = try run(
      ["ffmpeg", "-v", "error"] + options + [
        "-i", input, "-map", "0:\(stream)", "-c", "copy", "-f", "framehash", "-hash", "md5", "-",
      ])
    return outcome.text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      String($0.split(separator: ",").last?.drop { $0 == " " } ?? "")
    }
  }

  private func ladder(
    _ source: String, _ folder: String, _ more: [String], segment: String = "1"
  ) throws -> (outcome: Outcome, ladder: LadderFolder) {
    let outcome = try run([Program.path, "transcode-hls", source, "-o", folder] + Self.rungs + more)
    return (outcome, try LadderFolder(folder))
  }

  // MARK: Copies

  @Test(arguments: ["fmp4", "ts"]) func aRungThatTheSourceFitsIsCopied(container: String) throws {
    try Scratch.withFolder { folder in
      let clip = "\(folder)/clip.mp4"
      try fittingClip(clip, ["-map", "0:v", "-map", "1:a"])
      let (outcome, ladder) = try ladder(
        clip, "\(folder)/out", ["--copy", "auto", "--container", container])
      #expect(outcome.errors.contains("180p is copied from the source"))
      try ladder.check(frames: 120)
      let source = try Probe.packets(clip)
      let copied = try ladder.video[0].withJoined { try Probe.packets($0) }
      let origin = try #require(copied.first)
      let begin = try #require(source.first)
      let times = source.map { Timestamp($0.pts - begin.pts, $0.timeBase).seconds }
      for (packet, time) in zip(copied, times) {
        #expect(abs(Timestamp(packet.pts - origin.pts, packet.timeBase).seconds - time) < 2e-5)
      }
      if container == "fmp4" {
        let playlist = try packetHashes(ladder.video[0].path)
        #expect(playlist.count == 120)
        #expect(try playlist == packetHashes(clip))
      }
      // The decoded pictures are the source's own.
      func pictures(_ input: String) throws -> String {
        try run(["ffmpeg", "-v", "error", "-i", input, "-map", "0:v:0", "-f", "md5", "-"]).text
      }
      #expect(try pictures(ladder.video[0].path) == pictures(clip))
    }
  }

  @Test func whatDoesNotFitIsEncodedAndTheDryRunSaysWhy() throws {
    try Scratch.withFolder { folder in
      let clip = "\(folder)/clip.mp4"
      try fittingClip(clip)
      func why(_ more: [String], rung: String = "320x180@300k") throws -> String {
        let outcome = try run(
          [
            Program.path, "transcode-hls", clip, "-o", "\(folder)/none", "--rung", rung, "--dry-run",
            "--copy", "auto",
          ] + more)
        return outcome.text
      }
      #expect(try why(["--segment", "1"]).contains("copied: the source's own stream fits"))
      #expect(try why(["--segment", "0.7"]).contains("no keyframe where a segment begins at 0.7"))
      #expect(
        try why(["--segment", "1"], rung: "160x90@300k").contains("the source is 320x180, the rung 160x90"))
      #expect(try why(["--segment", "1"], rung: "320x180@100k").contains("are above the rung's 100k"))
      #expect(try why(["--segment", "1", "--codec", "hevc"]).contains("the source is h264, the rung hevc"))
      #expect(try why(["--segment", "1", "--fps", "15"]).contains("the pictures are changed"))
      #expect(try why(["--segment", "1", "--duration", "2"]).contains("only a part of the source"))
      #expect(try !why(["--segment", "1"], rung: "640x360@1M").contains("left out: the same"))
      #expect(try Scratch.published(in: "\(folder)/none").isEmpty)
    }
  }

  @Test func aLadderOfCopiesAloneHasItsSound() throws {
    try Scratch.withFolder { folder in
      let clip = "\(folder)/clip.mp4"
      try fittingClip(clip, ["-map", "0:v", "-map", "1:a", "-b:a", "40k"])
      let outcome = try run(
        [
          Program.path, "transcode-hls", clip, "-o", "\(folder)/out", "--copy", "auto", "--rung",
          "320x180@300k", "--segment", "1", "--progress", "none",
        ])
      let ladder = try LadderFolder("\(folder)/out")
      try ladder.check(frames: 120)
      #expect(ladder.audio.count == 1)
      #expect(outcome.errors.contains("audio is copied from the source"))
      // All frames but the encoder's delay before the first picture.
      let source = try packetHashes(clip, stream: "a:0")
      let copied = try packetHashes(ladder.audio[0].path, stream: "a:0")
      #expect(copied.count >= source.count - 1 && Array(source.suffix(copied.count)) == copied)
      #expect(try RecordLog(outcome).end?.status == .complete)
    }
  }

  // MARK: Encryption

  private let method = [
    "--encrypt", "aes-128", "--key-uri", "../../keys/{n}.key", "--key-rotation", "2",
  ]

  @Test(arguments: ["fmp4", "ts"]) func othersDecryptTheSegments(container: String) throws {
    try Scratch.withFolder { folder in
      let keys = ["--key-dir", "\(folder)/keys", "--container", container]
      let plain = try ladder(
        Fixtures.path("two_languages.mp4"), "\(folder)/plain", ["--container", container])
      let sealed = try ladder(Fixtures.path("two_languages.mp4"), "\(folder)/out", method + keys)
      let allowed = ["-allowed_extensions", "ALL"]
      for (a, b) in zip(plain.ladder.video, sealed.ladder.video) {
        #expect(try packetHashes(a.path, allowed) == packetHashes(b.path, allowed))
      }
      let rendition = sealed.ladder.video[0]
      #expect(Set(rendition.playlist.segments.map { $0.key?.iv }).count == rendition.playlist.segments.count)
      for (index, segment) in rendition.playlist.segments.enumerated() {
        let key = try #require(segment.key)
        #expect(key.uri == "../../keys/\(index / 2 + 1).key")
        let opened = try run(
          [
            "openssl", "enc", "-d", "-aes-128-cbc", "-K", try hex("\(folder)/keys/\(index / 2 + 1).key"),
            "-iv", try #require(key.iv), "-in", "\(rendition.folder)/\(segment.uri)",
          ])
        #expect(try opened.output == Scratch.bytes("\(plain.ladder.video[0].folder)/\(segment.uri)"))
      }
      let text = sealed.outcome.text + sealed.outcome.errors
      for name in try Scratch.files(in: "\(folder)/keys") {
        #expect(try !text.contains(hex("\(folder)/keys/\(name)")))
      }
    }
  }

  private func hex(_ path: String) throws -> String {
    try Scratch.bytes(path).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// RFC 8216 section 6.3.6: widen the range to whole blocks and one more, decrypt with any vector, and cut.
  @Test func anEncryptedKeyframeCanBeCutOut() throws {
    try Scratch.withFolder { folder in
      let (_, sealed) = try ladder(
        Fixtures.path("run_2997.mp4"), "\(folder)/out", method + ["--key-dir", "\(folder)/keys"])
      let rendition = sealed.video[0]
      let text = String(decoding: try Scratch.bytes("\(rendition.folder)/iframes.m3u8"), as: UTF8.self)
      let playlist = try IFramePlaylist.parse(text)
      #expect(playlist.entries.map(\.key) == rendition.playlist.segments.map(\.key))
      for (index, entry) in playlist.entries.enumerated() {
        let segment = try Scratch.bytes("\(rendition.folder)/\(entry.uri)")
        let start = entry.byteRange.offset / 16 * 16 - 16
        let end = (entry.byteRange.end + 15) / 16 * 16
        #expect(start >= 0 && end <= segment.count)
        try Data(segment[start..<end]).write(to: URL(filePath: "\(folder)/piece"))
        let opened = try run(
          [
            "openssl", "enc", "-d", "-aes-128-cbc", "-nopad", "-K",
            try hex("\(folder)/keys/\(index / 2 + 1).key"), "-iv", String(repeating: "0", count: 32), "-in",
            "\(folder)/piece",
          ])
        let before = entry.byteRange.offset - start
        let picture = opened.output[before..<before + entry.byteRange.length]
        try Data(try Scratch.bytes("\(rendition.folder)/init.mp4") + picture)
          .write(to: URL(filePath: "\(folder)/alone.mp4"))
        #expect(try Probe.packets("\(folder)/alone.mp4").map(\.isKeyframe) == [true])
      }
    }
  }

  @Test func aRerunKeepsItsKeysAndALostKeyIsNoticed() throws {
    try Scratch.withFolder { folder in
      let more = method + ["--key-dir", "\(folder)/keys", "--copy", "auto", "--rung", "320x180@301k"]
      let clip = "\(folder)/clip.mp4"
      try fittingClip(clip)
      let command =
        [Program.path, "transcode-hls", clip, "-o", "\(folder)/out", "--segment", "1", "--progress", "none"]
        + more
      _ = try run(command)
      let files = try Scratch.published(in: "\(folder)/out")
      let before = try files.map { try Scratch.bytes("\(folder)/out/\($0)") }
      let lost = "\(folder)/out/180p/seg_00002.m4s"
      try FileManager.default.removeItem(atPath: lost)
      _ = try run(command)
      #expect(try Scratch.published(in: "\(folder)/out") == files)
      #expect(try files.map { try Scratch.bytes("\(folder)/out/\($0)") } == before)
      try FileManager.default.removeItem(atPath: lost)
      try FileManager.default.removeItem(atPath: "\(folder)/keys/1.key")
      let failed = try Program.pipeline([command])[0]
      #expect(failed.ending == .exited(2))
      #expect(failed.errors.contains("not the key that the segments in the folder were encrypted with"))
    }
  }

  @Test(arguments: [
    ["--encrypt", "aes-128"], ["--encrypt", "aes-128", "--key-uri", "k"], ["--key-uri", "k"],
    ["--encrypt", "aes-128", "--key-uri", "k", "--key-dir", "d", "--key-rotation", "2"],
    ["--encrypt", "sample-aes"], ["--thumbnails=0"], ["--copy", "always"],
  ])
  func optionsThatDoNotGoTogetherAreWrongUsage(options: [String]) throws {
    let outcome = try Program.run(["transcode-hls", "a.mp4", "-o", "out"] + options)
    #expect(outcome.ending == .exited(64), "\(outcome.errors)")
  }

  @Test func aKeyOfAnotherSizeIsRefused() throws {
    try Scratch.withFolder { folder in
      try Data("short".utf8).write(to: URL(filePath: "\(folder)/key"))
      let outcome = try Program.run(
        [
          "transcode-hls", Fixtures.path("vfr.mp4"), "-o", "\(folder)/out", "--encrypt", "aes-128",
          "--key-uri", "k", "--key-file", "\(folder)/key",
        ])
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errors.contains("an AES-128 key has 16 bytes, and this file 5"))
    }
  }
}
