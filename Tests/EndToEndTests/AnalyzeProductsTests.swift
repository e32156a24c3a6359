import Foundation
import Glibc
import Records
import Testing

/// What an analysis makes of its findings: checks, JUnit, reports, sheets, lists, cut files, comparisons, statistics.
@Suite struct AnalyzeProductsTests {
  private let studio = Fixtures.path("studio.mp4")

  private func run(_ arguments: [String], _ status: Int32 = 0) throws -> Outcome {
    let outcome = try Program.run(["analyze"] + arguments)
    #expect(outcome.ending == .exited(status), "\(arguments): \(outcome.errors)")
    return outcome
  }

  @Test("checks end with 0 where all passed, 1 where one failed, 2 where they could not run")
  func checks() throws {
    try Scratch.withFolder { folder in
      let policy = "\(folder)/policy.yaml"
      let junit = "\(folder)/junit.xml"
      func write(_ text: String) throws { try text.write(toFile: policy, atomically: true, encoding: .utf8) }
      try write("checks:\n  video.codec: [h264, hevc]\n  decode.errors: 0\n  black.total: \"<2s\"\n")
      let passed = try RecordLog(run([studio, "--check", policy, "--junit", junit]))
      #expect(passed.checks.map(\.hasPassed) == [true, true, true])
      #expect(try String(contentsOfFile: junit, encoding: .utf8).contains("failures=\"0\""))
      try write("checks:\n  video.height: \">=720\"\n  decode.errors: 0\n")
      let failed = try RecordLog(run([studio, "--check", policy, "--junit", junit], 1))
      #expect(failed.checks.map(\.hasPassed) == [false, true])
      #expect(failed.checks.first?.found.contains("144") == true)
      #expect(try String(contentsOfFile: junit, encoding: .utf8).contains("failures=\"1\""))
      // What cannot be read, a policy that cannot be, and none at all.
      _ = try run([Fixtures.path("empty.mp4"), "--check", policy, "--junit", junit], 2)
      #expect(try String(contentsOfFile: junit, encoding: .utf8).contains("errors=\"1\""))
      try write("checks:\n  vidoe.codec: h264\n")
      #expect(try run([studio, "--check", policy], 2).errors.contains("video"))
      #expect(try run([studio, "--check", "\(folder)/none.yaml"], 2).errors.contains("none.yaml"))
    }
  }

  @Test("ready policies judge real clips", arguments: ["web-hls", "broadcast-r128", "archive"])
  func readyPolicies(name: String) throws {
    let outcome = try Program.run(["analyze", Fixtures.path("sintel.mp4"), "--check", name])
    let checks = try RecordLog(outcome).checks
    #expect(checks.count > 3)
    #expect(checks.allSatisfy { $0.policy == name && !$0.wanted.isEmpty })
    let failed = checks.contains { !$0.hasPassed && $0.severity == .error }
    #expect(outcome.ending == .exited(failed ? 1 : 0))
  }

  @Test("a report and a contact sheet are whole files")
  func report() throws {
    try Scratch.withFolder { folder in
      let clip = "\(folder)/<b>&.mp4"
      try FileManager.default.copyItem(atPath: studio, toPath: clip)
      _ = try run([
        clip, "--report", "\(folder)/{name}.html", "--contact-sheet", "\(folder)/sheet.jpg", "--thumbnails",
        "\(folder)/thumbs", "-o", "\(folder)/out.ndjson",
      ])
      let page = try String(contentsOfFile: "\(folder)/<b>&.html", encoding: .utf8)
      #expect(page.hasPrefix("<!DOCTYPE html>") || page.hasPrefix("<!doctype html>"))
      #expect(page.contains("&lt;b&gt;&amp;") && !page.contains("<b>&.mp4"))
      #expect(!page.contains("http://") && !page.contains("src=\"http"))
      #expect(page.contains("data:image/jpeg;base64,"))
      let sheet = try Data(contentsOf: URL(filePath: "\(folder)/sheet.jpg"))
      #expect(sheet.starts(with: [0xFF, 0xD8, 0xFF]) && sheet.suffix(2) == Data([0xFF, 0xD9]))
      #expect(try Scratch.files(in: "\(folder)/thumbs").count == 2)
      #expect(try Scratch.files(in: folder).allSatisfy { !$0.hasSuffix(".part") })
    }
  }

  @Test("scenes as CSV, EDL and OpenTimelineIO, and as keyframes for encoders")
  func lists() throws {
    try Scratch.withFolder { folder in
      let csv = try run([studio, "--only", "scenes", "--format", "csv"]).text.split(separator: "\n")
      #expect(csv.count == 3 && csv[0].hasPrefix("Scene Number,"))
      #expect(csv[1].hasPrefix("1,1,00:00:00.000,") && csv[2].hasPrefix("2,184,"))
      let edl = try run([studio, "--only", "scenes", "--format", "edl"]).text
      #expect(edl.contains("TITLE: studio") && edl.contains("00:00:07:15"))
      let otio = try run([studio, "--only", "scenes", "--format", "otio"]).text
      let tree = try JSONSerialization.jsonObject(with: Data(otio.utf8)) as? [String: Any]
      #expect(tree?["OTIO_SCHEMA"] as? String == "Timeline.1")
      _ = try run([
        studio, "--only", "scenes", "--keyframes", "\(folder)/keys.txt", "-o", "\(folder)/o.ndjson",
      ])
      #expect(try String(contentsOfFile: "\(folder)/keys.txt", encoding: .utf8) == "0.000000\n7.625000\n")
    }
  }

  @Test("an input is cut into a file for each scene", arguments: ["copy", "exact"])
  func split(mode: String) throws {
    try Scratch.withFolder { folder in
      let log = try RecordLog(
        run([studio, "--only", "scenes", "--split", "\(folder)/cut", "--split-mode", mode]))
      #expect(log.files.count == 2 && log.files.allSatisfy { $0.role == .scene })
      let names = try Scratch.files(in: "\(folder)/cut")
      #expect(names == ["studio-Scene-001.mp4", "studio-Scene-002.mp4"])
      let frames = try names.map {
        try RecordLog(Program.run(["sink", "\(folder)/cut/\($0)"])).summary?.frames
      }
      #expect(frames == [183, 59])
    }
  }

  @Test("what was encoded is compared with its source")
  func reference() throws {
    try Scratch.withFolder { folder in
      let small = "\(folder)/small.mp4"
      let encoded = try Program.run([
        "capture", studio, "--no-audio", "--filter", "gblur=sigma=1", "-o", small,
      ])
      #expect(encoded.ending == .exited(0), "\(encoded.errors)")
      let log = try RecordLog(
        run([small, "--reference", studio, "--only", "reference", "--metrics", "psnr,ssim"]))
      let reference = try #require(log.summary?.reference)
      #expect(reference.frames == 242)
      #expect(log.summary?.video?.frames == nil)
      let psnr = try #require(reference.psnr?.mean)
      #expect(psnr > 20 && psnr < 60)
      #expect((reference.ssim?.mean ?? 0) < 1 && (reference.ssim?.p5 ?? 1) <= (reference.ssim?.mean ?? 0))
      let same = try RecordLog(
        run([studio, "--reference", studio, "--only", "reference", "--metrics", "ssim"]))
      #expect(same.summary?.reference?.ssim?.min == 1)
      #expect(try run([small, "--reference", "\(folder)/none.mp4"], 2).errors.contains("none.mp4"))
    }
  }

  @Test("records of tracks become statistics")
  func statistics() throws {
    try Scratch.withFolder { folder in
      var encoder = RecordEncoder()
      var stream = StreamRecord()
      stream.source = "walk.mp4"
      (stream.width, stream.height) = (640, 360)
      stream.timeBase = Rational(1, 10)
      stream.frameRate = Rational(10)
      encoder.append(stream)
      for index in 0..<40 {
        var objects: [DetectedObject] = []
        for person in 0..<(index < 20 ? 1 : 3) {
          var object = DetectedObject(
            label: "person", score: 0.9, box: Box(x: Float(100 * person), y: 10, width: 40, height: 90))
          object.trackID = person + 1
          objects.append(object)
        }
        encoder.append(
          FrameRecord(frame: index, pts: Int64(index), time: Double(index) / 10, objects: objects))
      }
      let path = "\(folder)/walk.ndjson"
      try Data(encoder.bytes).write(to: URL(filePath: path))
      // Without its end it was cut off.
      #expect(try run([path], 2).errors.contains("cut off"))
      encoder.append(EndRecord(status: .complete, frames: 40))
      try Data(encoder.bytes).write(to: URL(filePath: path))
      let piped = try Program.run(["analyze", "-"], input: .file(path))
      #expect(piped.ending == .exited(0), "\(piped.errors)")
      for log in try [RecordLog(run([path])), RecordLog(piped)] {
        let person = try #require(log.summary?.labels?.first)
        #expect(person.label == "person" && person.objects == 80 && person.frames == 40)
        #expect(person.mean == 2 && person.maximum == 3 && person.tracks == 3)
        #expect(log.intervals.map { $0.metrics["person"] } == [1, 1, 3, 3])
      }
      #expect(try run([path, "--report", "\(folder)/r.html"], 2).errors.contains("needs pictures"))
    }
  }

  @Test("a classifier of bytes gives its shares as they are", .enabled(if: DetectTests.hasOpenVINO))
  func tags() throws {
    let log = try RecordLog(
      run([
        "color=c=red:size=64x64:rate=10", "--limit", "10", "--only", "tags", "--model",
        SquaresClip.model("shares"),
        "--engine", "openvino",
      ]))
    let tags = try #require(log.summary?.tags)
    #expect(tags.map(\.label) == ["red", "mixed"])
    for (tag, share) in zip(tags, [0.75, 0.25]) { #expect(abs(tag.score - share) < 0.02, "\(tag)") }
  }

  @Test("inputs that cannot be read again, or would share a file, are refused before any work")
  func refusals() throws {
    for arguments in [
      ["-", "--split", "x"], ["-", "--reference", studio], [studio, "--reference", "-"],
      [studio, "other/studio.mkv", "--report", "{name}.html"], [studio, "b.mp4", "--report", "one.html"],
    ] {
      let outcome = try Program.run(["analyze"] + arguments)
      #expect(outcome.ending == .exited(64), "\(arguments): \(outcome.errors)")
    }
  }

  @Test("a readable summary for people")
  func text() throws {
    let text = try run([studio, "--format", "text"]).text
    for part in ["h264", "176x144", "scenes", "loudness", "LUFS", "letterbox"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
  }
}
