import Foundation
import Glibc
import Records
import Testing

@Suite struct AnnotateTests {
  private let vidproc = Program.path
  private let clip = Fixtures.path("people.avi")

  /// Writes records with a box in every frame of a clip.
  private func records(_ clip: String, to path: String, whole: Bool = true) throws -> Int {
    let outcome = try Program.run(["capture", clip, "--emit", "records", "--no-audio"])
    var lines = outcome.text.split(separator: "\n").map(String.init)
    for (index, line) in lines.enumerated() where line.hasPrefix(#"{"type":"frame""#) {
      lines[index] =
        line.dropLast()
        + #","objects":[{"label":"person","score":0.9,"box":[\#(index),10,40,50],"track_id":1}]}"#
    }
    if !whole { lines = Array(lines.prefix(lines.count / 2)) }
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return lines.count
  }

  @Test(arguments: ["out.mp4", "out.mkv"])
  func aVariableRateFilmKeepsItsTimes(name: String) throws {
    try Scratch.withFolder { folder in
      let clip = Fixtures.path("vfr.mp4")
      _ = try records(clip, to: "\(folder)/r.ndjson")
      let outcome = try Program.run([
        "annotate", clip, "--records", "\(folder)/r.ndjson", "-o", "\(folder)/\(name)", "--preset",
        "ultrafast",
      ])
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(try Scratch.files(in: folder) == [name, "r.ndjson"])
      func times(_ path: String) throws -> [Double] {
        let all = try Probe.packets(path).map { Timestamp($0.pts, $0.timeBase).seconds }.sorted()
        return all.map { $0 - (all.first ?? 0) }
      }
      let (before, after) = (try times(clip), try times("\(folder)/\(name)"))
      #expect(before.count == after.count)
      // Matroska counts milliseconds.
      let tolerance = name.hasSuffix("mkv") ? 0.0011 : 1e-6
      #expect(zip(before, after).allSatisfy { abs($0 - $1) < tolerance })
    }
  }

  @Test func framesAndRecordsGoOnThroughThePipe() throws {
    try Scratch.withFolder { folder in
      let clip = Fixtures.path("two_languages.mp4")
      _ = try records(clip, to: "\(folder)/r.ndjson")
      let annotate = [vidproc, "annotate", clip, "--records", "\(folder)/r.ndjson"]
      let stages = try Program.pipeline([
        annotate, [vidproc, "annotate", "-", "--hud"], [vidproc, "capture", "-", "--emit", "records"],
      ])
      for stage in stages { #expect(stage.ending == .exited(0), "\(stage.errors)") }
      let log = try RecordLog(stages[2])
      #expect(log.stream?.audio.count == 2)
      #expect(log.frames.allSatisfy { $0.objects?.first?.trackID == 1 })
      #expect(log.frames.map { Int($0.objects?.first?.box.x ?? -1) } == log.frames.indices.map { $0 + 1 })
      let sums = try Program.pipeline([annotate, [vidproc, "sink", "-", "--checksum"]])[1]
      let plain = try Program.run(["sink", clip, "--checksum"])
      let (drawn, direct) = (try RecordLog(sums).summary, try RecordLog(plain).summary)
      #expect(drawn?.checksums?["audio_0_sum"] == direct?.checksums?["audio_0_sum"])
      #expect(drawn?.checksums?["video_sum"] != direct?.checksums?["video_sum"])
      #expect(drawn?.frames == direct?.frames)
    }
  }

  @Test func soundIsEncodedWithThePictures() throws {
    try Scratch.withFolder { folder in
      let clip = Fixtures.path("two_languages.mp4")
      for name in ["out.mp4", "out.webm"] {
        let outcome = try Program.run(
          ["annotate", clip, "--hud", "-o", "\(folder)/\(name)", "--duration", "1"]
            + (name == "out.webm" ? ["--preset", "8"] : []))
        #expect(outcome.ending == .exited(0), "\(outcome.errors)")
        let probe = try Program.run(["probe", "\(folder)/\(name)"])
        let codecs = name == "out.mp4" ? ["h264", "aac"] : ["vp9", "opus"]
        for codec in codecs { #expect(probe.text.contains(#""codec":"\#(codec)""#), "\(probe.text)") }
        #expect(probe.text.contains("fra") || probe.text.contains("fre"))
      }
    }
  }

  @Test func picturesAreWrittenAsAsked() throws {
    try Scratch.withFolder { folder in
      _ = try records(clip, to: "\(folder)/r.ndjson")
      let outcome = try Program.run([
        "annotate", clip, "--records", "\(folder)/r.ndjson", "--limit", "3", "-o", "\(folder)/shot-%03d.png",
      ])
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(try Scratch.files(in: folder) == ["r.ndjson", "shot-001.png", "shot-002.png", "shot-003.png"])
    }
  }

  @Test func anInterruptedJobPublishesNothing() throws {
    try Scratch.withFolder { folder in
      let source = "testsrc2=size=320x240:rate=25"
      let ending = try Program.whileRunning([
        "annotate", source, "--hud", "-o", "\(folder)/out.mp4", "--progress", "json",
      ]) { running in
        #expect(running.wait { FileManager.default.fileExists(atPath: "\(folder)/out.mp4.part") })
        usleep(500_000)
        running.send(SIGINT)
        return running.wait(until: Date(timeIntervalSinceNow: 60)).ending
      }
      #expect(ending == .signalled(SIGINT))
      #expect(try Scratch.files(in: folder) == [])
    }
  }

  @Test func recordsThatWereCutOffEndWithAnError() throws {
    try Scratch.withFolder { folder in
      _ = try records(clip, to: "\(folder)/r.ndjson", whole: false)
      let outcome = try Program.run([
        "annotate", clip, "--records", "\(folder)/r.ndjson", "-o", "\(folder)/out.mp4", "--preset",
        "ultrafast",
      ])
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errors.contains("cut off"), "\(outcome.errors)")
      #expect(try Scratch.files(in: folder) == ["r.ndjson"], "half a film is none")
    }
  }

  @Test func theInputIsNotWrittenOver() throws {
    try Scratch.withFolder { folder in
      let copy = "\(folder)/people.avi"
      try FileManager.default.copyItem(atPath: clip, toPath: copy)
      symlink("people.avi", "\(folder)/other.nut")
      let before = try Data(contentsOf: URL(filePath: copy))
      for arguments in [
        ["annotate", copy, "--hud", "-o", "\(folder)/./people.avi"],
        ["annotate", copy, "--hud", "-o", "\(folder)/other.nut"], ["capture", copy, "-o", copy],
        ["detect", copy, "--task", "motion", "-o", copy],
      ] {
        let outcome = try Program.run(arguments)
        #expect(outcome.ending == .exited(2), "\(arguments)")
        #expect(outcome.errors.contains("it is the input itself"), "\(outcome.errors)")
      }
      #expect(try Data(contentsOf: URL(filePath: copy)) == before)
      #expect(try Scratch.files(in: folder) == ["other.nut", "people.avi"])
    }
  }

  @Test func whatNeverCameUpIsSaid() throws {
    try Scratch.withFolder { folder in
      _ = try records(clip, to: "\(folder)/r.ndjson")
      let outcome = try Program.run([
        "annotate", clip, "--records", "\(folder)/r.ndjson", "--blur", "faces", "--labels", "person,car",
        "-o",
        "\(folder)/out.mp4", "--preset", "ultrafast",
      ])
      #expect(outcome.ending == .exited(0))
      #expect(outcome.errors.contains("nothing was made unrecognisable: no faces (came: person)"))
      #expect(outcome.errors.contains("no object was labelled car (came: person)"), "\(outcome.errors)")
    }
  }

  @Test func recordsComeThroughAPipeToo() throws {
    try Scratch.withFolder { folder in
      _ = try records(clip, to: "\(folder)/r.ndjson")
      let stages = try Program.pipeline(
        [
          ["cat"], [vidproc, "annotate", clip, "--records", "-", "--limit", "5"],
          [vidproc, "capture", "-", "--emit", "records"],
        ], input: .file("\(folder)/r.ndjson"))
      #expect(stages[1].ending == .exited(0), "\(stages[1].errors)")
      #expect(try RecordLog(stages[2]).frames.allSatisfy { $0.objects?.count == 1 })
    }
  }

  @Test func mistakesAreToldAtOnce() throws {
    try Scratch.withFolder { folder in
      try "line_with: 3\n".write(toFile: "\(folder)/bad.yaml", atomically: true, encoding: .utf8)
      try "hello\n".write(toFile: "\(folder)/text", atomically: true, encoding: .utf8)
      let out = "\(folder)/out.mp4"
      let cases: [([String], Int32, String)] = [
        ([clip, "-o", out], 2, "carry no records"), ([clip, "--hud", "-o", "\(folder)/out.xyz"], 2, ".webm"),
        ([clip, "--hud", "-o", "\(folder)/out.webm", "--codec", "h264"], 2, "vp9"),
        ([clip, "--hud", "-o", "/nowhere/out.mp4"], 2, "/nowhere"),
        ([clip, "--hud", "-o", out, "--style", "\(folder)/bad.yaml"], 2, "line_width"),
        ([clip, "--hud", "-o", out, "--style", "\(folder)/none.yaml"], 2, "none.yaml"),
        ([clip, "--records", "\(folder)/text", "-o", out], 2, "line 1"),
        ([clip, "--records", "\(folder)/none", "-o", out], 2, "none"),
        ([clip, "--hud", "-o", out, "--font", "No Such Family"], 2, "fc-list"),
        ([clip, "--hud", "-o", out, "--crf", "99"], 2, "CRF"), ([clip, "--hud", "--crf", "20"], 64, "--crf"),
        ([clip, "--line", "gate:1,2"], 64, "NAME:x1,y1,x2,y2"), ([clip, "--zone", "1,2,3"], 64, "--zone"),
        ([clip, "--hide", "moustache"], 64, "boxes"), ([clip, "--min-score", "7"], 64, "0 to 1"),
        ([clip, "--blur-style", "fill"], 64, "--blur"), (["-", "--records", "-"], 64, "both"),
      ]
      for (arguments, status, words) in cases {
        let outcome = try Program.run(["annotate"] + arguments)
        #expect(outcome.ending == .exited(status), "\(arguments): \(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        #expect(try Scratch.files(in: folder) == ["bad.yaml", "text"], "\(arguments)")
      }
    }
  }
}
