import Foundation
import Glibc
import Records
import Testing

/// Tracking through the built program: forms, order, events, and ends of all kinds.
@Suite struct TrackTests {
  private let vidproc = Program.path

  /// Records of two persons who walk towards each other and pass, 10 frames a second, 640x360.
  private func write(_ path: String, count: Int = 60, whole: Bool = true, missing: Range<Int> = 0..<0) throws
  {
    var encoder = RecordEncoder()
    var stream = StreamRecord()
    stream.source = "walk.mp4"
    (stream.width, stream.height) = (640, 360)
    stream.timeBase = Rational(1, 10)
    stream.frameRate = Rational(10)
    encoder.append(stream)
    for index in 0..<count {
      var objects: [DetectedObject] = []
      let step = Float(index) * 8
      let boxes = [
        Box(x: 40 + step, y: 100, width: 40, height: 100), Box(x: 560 - step, y: 200, width: 40, height: 100),
      ]
      for (person, box) in boxes.enumerated() where person == 1 || !missing.contains(index) {
        objects.append(DetectedObject(label: "person", classID: 0, score: 0.9, box: box))
      }
      encoder.append(
        FrameRecord(frame: index, pts: Int64(index), time: Double(index) / 10, objects: objects))
    }
    if whole { encoder.append(EndRecord(status: .complete, frames: count)) }
    try Data(encoder.bytes).write(to: URL(filePath: path))
  }

  private func withRecords<R>(
    count: Int = 60, whole: Bool = true, missing: Range<Int> = 0..<0, _ body: (String, String) throws -> R
  ) throws -> R {
    try Scratch.withFolder { folder in
      try write("\(folder)/in.ndjson", count: count, whole: whole, missing: missing)
      return try body("\(folder)/in.ndjson", folder)
    }
  }

  private func track(_ arguments: [String]) throws -> RecordLog {
    let outcome = try Program.run(["track"] + arguments)
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    return try RecordLog(outcome)
  }

  private func ids(_ log: RecordLog) -> [[Int?]] {
    log.frames.map { ($0.objects ?? []).map(\.trackID) }
  }

  @Test(arguments: ["cascade", "bytetrack", "botsort", "ocsort", "sort"])
  func eachKeepsItsIdentity(tracker: String) throws {
    try withRecords { path, _ in
      let log = try track([path, "--tracker", tracker, "--max-lost", "1"])
      #expect(log.frames.map(\.frame) == Array(0..<60))
      let late = ids(log).dropFirst(10)
      let first = try #require(late.first)
      #expect(Set(first.compactMap { $0 }).count == 2)
      #expect(late.allSatisfy { $0 == first })
      let object = try #require(log.frames.last?.objects?.first)
      #expect(object.state == "confirmed")
      #expect(abs((object.velocity?.x ?? 0) - 80) < 8, "8 pixels in a tenth of a second")
      #expect(log.end?.status == .complete)
      let tracks = log.records.compactMap { if case .track(let track) = $0 { track } else { nil } }
      #expect(tracks.map(\.trackID).sorted() == first.compactMap { $0 }.sorted())
      #expect(tracks.allSatisfy { $0.lastPTS == 59 && $0.label == "person" })
      #expect(log.summary?.tracks == 2)
    }
  }

  @Test func backfillReachesTheFirstDetection() throws {
    try withRecords { path, _ in
      let plain = try track([path])
      #expect(ids(plain).first == [nil, nil])
      for hold in ["1", "all"] {
        let filled = try track([path, "--backfill", hold])
        #expect(filled.frames.map(\.frame) == Array(0..<60))
        #expect(ids(filled).allSatisfy { $0 == ids(plain).last })
        let tracks = filled.records.compactMap { if case .track(let track) = $0 { track } else { nil } }
        #expect(tracks.allSatisfy { $0.firstPTS == 0 && $0.frames == 60 })
      }
    }
  }

  @Test func shortGapsAreFilled() throws {
    try withRecords(missing: 30..<34) { path, _ in
      let plain = try track([path, "--no-lost"])
      #expect(plain.frames[31].objects?.count == 1)
      let filled = try track([path, "--interpolate", "1", "--no-lost"])
      let object = try #require(filled.frames[31].objects?.first { $0.state == "interpolated" })
      #expect(object.trackID == filled.frames[40].objects?[0].trackID)
      #expect(abs(object.box.x - (40 + 31 * 8)) < 6 && abs(object.box.y - 100) < 4)
      let short = try track([path, "--interpolate", "0.2", "--no-lost"])
      #expect(short.frames[31].objects?.count == 1, "the gap is longer than that")
    }
  }

  @Test func linesAndZonesAreCounted() throws {
    try withRecords { path, _ in
      let log = try track([
        path, "--line", "gate:320,0,320,360", "--zone", "yard:0.4,0,0.6,0,0.6,1,0.4,1", "--dwell", "0.5",
      ])
      let events = log.records.compactMap { if case .event(let event) = $0 { event } else { nil } }
      let crossed = events.filter { $0.event == .crossed }
      // Seen downwards, the right hand is the picture's left side.
      #expect(Set(crossed.map { $0.direction?.rawValue ?? "" }) == ["in", "out"])
      #expect(crossed.count == 2)
      #expect(events.count { $0.event == .entered } == 2)
      #expect(events.count { $0.event == .left } == 2)
      #expect(events.count { $0.event == .dwelt } == 2)
      let rows = try #require(log.summary?.counts)
      #expect(rows.count { $0.name == "gate" } == 2)
      #expect(log.summary?.occupancy?.first?.maximum == 2)
    }
  }

  @Test(arguments: ["mot", "csv", "coco"])
  func otherFormsGoInAndOut(format: String) throws {
    try withRecords { path, folder in
      let detections = "\(folder)/detections"
      let made = try Program.run([
        "track", path, "--format", format, "--backfill", "all", "--boxes", "detected", "-o", detections,
      ])
      #expect(made.ending == .exited(0), "\(made.errors)")
      let arguments = ["--frame-rate", "10", "--backfill", "all"]
      let again = try track([detections] + arguments)
      let direct = try track([path, "--backfill", "all"])
      #expect(ids(again) == ids(direct))
      #expect(again.frames.map { Int(($0.time * 10).rounded()) } == Array(0..<60))
      let piped = try Program.pipeline(
        [["cat"], [vidproc, "track", "-"] + arguments], input: .file(detections))
      #expect(ids(try RecordLog(piped[1])) == ids(direct))
    }
  }

  @Test func framesKeepTheirPictures() throws {
    let clip = Fixtures.path("people.avi")
    let stages = try Program.pipeline([
      [vidproc, "detect", clip, "--task", "motion", "--emit", "frames"],
      [vidproc, "track", "-", "--emit", "frames", "--backfill", "0.5"], [vidproc, "sink", "-", "--checksum"],
    ])
    for stage in stages { #expect(stage.ending == .exited(0), "\(stage.errors)") }
    let plain = try RecordLog(try Program.run(["sink", clip, "--checksum"])).summary
    let tracked = try RecordLog(stages[2]).summary
    #expect(tracked?.checksums?["video_sum"] == plain?.checksums?["video_sum"])
    let records = try Program.pipeline([
      [vidproc, "detect", clip, "--task", "motion", "--emit", "frames"],
      [vidproc, "track", "-", "--emit", "frames", "--camera", "detections"],
      [vidproc, "capture", "-", "--emit", "records"],
    ])
    let direct = try Program.pipeline([
      [vidproc, "detect", clip, "--task", "motion"], [vidproc, "track", "-"],
    ])
    #expect(ids(try RecordLog(records[2])) == ids(try RecordLog(direct[1])))
  }

  @Test func oneThingThatIsPointedAtIsFollowed() throws {
    try Scratch.withFolder { folder in
      let clip = "\(folder)/squares.y4m"
      // The network is not needed: the red square moves 4 pixels a frame.
      try SquaresClip.write(clip, count: 30)
      let log = try track([clip, "--init", "60,40,40,40", "--at", "0.5", "--label", "square"])
      #expect(log.frames.prefix(5).allSatisfy { ($0.objects ?? []).isEmpty })
      for frame in log.frames.dropFirst(5) {
        let object = try #require(frame.objects?.first)
        #expect(object.label == "square" && object.trackID == 1 && object.state == "confirmed")
        let truth = Box(x: Float(40 + 4 * frame.frame), y: 40, width: 40, height: 40)
        #expect(object.box.intersectionOverUnion(truth) > 0.7, "frame \(frame.frame): \(object.box)")
      }
      #expect(log.summary?.tracks == 1)
      for (arguments, cause) in [
        (["--init", "900,40,40,40"], "of it lie in the frame"),
        (["--init", "60,40,40,40", "--at", "50"], "no frame at --at"),
      ] {
        let outcome = try Program.run(["track", clip] + arguments)
        #expect(outcome.ending == .exited(2))
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains(cause), "\(outcome.errors)")
      }
    }
  }

  @Test func recordsThatWereCutOffAreNoResult() throws {
    try withRecords(whole: false) { path, folder in
      let outcome = try Program.run(["track", path, "-o", "\(folder)/out.ndjson"])
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errors.contains("cut off"), "\(outcome.errors)")
      #expect(try Scratch.files(in: folder) == ["in.ndjson"])
      let shown = try Program.run(["track", path])
      #expect(try RecordLog(shown).end?.status == .interrupted)
      #expect(try RecordLog(shown).frames.count == 60)
    }
  }

  @Test(arguments: [
    (["--reid", "person-reid-0287"], "needs frames"), (["--init", "1,2,30,40"], "frames are needed"),
    (["--emit", "frames"], "records alone"),
    (["--line", "a:0,0,1,1", "--zone", "a:0,0,1,0,1,1"], "its name"),
  ])
  func whatRecordsCannotGiveIsSaid(arguments: [String], cause: String) throws {
    try withRecords { path, folder in
      let outcome = try Program.run(["track", path, "-o", "\(folder)/out"] + arguments)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errorLines.count == 1 && outcome.errors.contains(cause), "\(outcome.errors)")
      #expect(try Scratch.files(in: folder) == ["in.ndjson"])
    }
  }

  @Test func damagedLinesAreCounted() throws {
    try withRecords { path, folder in
      var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
      lines.insert("{\"type\":\"frame\",\"frame\":", at: 20)
      lines.insert("{\"type\":\"note\",\"text\":\"kept\"}", at: 30)
      try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try Program.run(["track", path])
      #expect(outcome.ending == .exited(0))
      let log = try RecordLog(outcome)
      #expect(log.end?.errors == 1)
      #expect(log.frames.count == 60)
      #expect(outcome.text.contains("{\"type\":\"note\",\"text\":\"kept\"}\n"))
    }
  }

  @Test func aClosedPipeEndsQuietly() throws {
    try withRecords(count: 5000) { path, _ in
      let stages = try Program.pipeline([[vidproc, "track", path], ["/usr/bin/head", "-n", "1"]])
      #expect(stages[0].ending == .exited(0), "\(stages[0].errors)")
    }
  }

  @Test func parametersComeFromAFile() throws {
    try withRecords { path, folder in
      let listed = try Program.run(["track", "--list-parameters"])
      #expect(listed.ending == .exited(0))
      try listed.text.write(toFile: "\(folder)/all.yaml", atomically: true, encoding: .utf8)
      let same = try Program.run(["track", path, "--config", "\(folder)/all.yaml"])
      #expect(same.ending == .exited(0), "\(same.errors)")
      #expect(same.output == (try Program.run(["track", path])).output)
      for (text, cause) in [
        ("cascade: {speed: 3}", "there is no parameter cascade.speed"), ("cascade: 3", "no parameters"),
        ("sort: {minimumIoU: many}", "is no number"), ("- a", "names no tracker"),
      ] {
        try text.write(toFile: "\(folder)/bad.yaml", atomically: true, encoding: .utf8)
        let outcome = try Program.run(["track", path, "--config", "\(folder)/bad.yaml"])
        #expect(outcome.ending == .exited(2))
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains(cause), "\(outcome.errors)")
      }
    }
  }

  @Test(arguments: [
    ["--line", "gate:1,2,3"], ["--zone", "yard:1,2"], ["--dwell", "3"], ["--backfill", "some"],
    ["--tracker", "magic"], ["--init", "1,2,3"], ["--at", "3"], ["--init", "1,2,3,4,5,6"],
    ["--emit", "frames", "--format", "mot"], ["--interpolate", "0"],
  ])
  func wrongUsageIsSaid(arguments: [String]) throws {
    let outcome = try Program.run(["track", "-"] + arguments)
    #expect(outcome.ending == .exited(64), "\(outcome.errors)")
  }

  @Test func whatHoldsNoObjectsIsRefused() throws {
    try Scratch.withFolder { folder in
      let clip = Fixtures.path("people.avi")
      for (name, text, cause) in [
        ("empty.ndjson", "", "empty.ndjson"), ("text.txt", "hello there\n", "text.txt"),
        ("bad.txt", "1,-1,3,x,5,6,1\n", "line 1"),
        ("end.ndjson", "{\"type\":\"end\",\"status\":\"complete\"}\n", "no frame"),
      ] {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        let outcome = try Program.run(["track", "\(folder)/\(name)"])
        #expect(outcome.ending == .exited(2), "\(name)")
        #expect(outcome.errors.contains(cause) && outcome.errorLines.count == 1, "\(name): \(outcome.errors)")
      }
      let plain = try Program.run(["track", clip])
      #expect(plain.ending == .exited(2))
      #expect(plain.errors.contains("carry no records"), "\(plain.errors)")
    }
  }
}
