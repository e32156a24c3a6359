import Foundation
import Glibc
import Records
import Testing

/// Detection with a real, tiny network on OpenCV's engine, which is always there.
@Suite struct DetectTests {
  private let vidproc = Program.path
  private let model = ["--model", SquaresClip.model(), "--engine", "opencv", "--min-score", "0.5"]

  private func detect(_ clip: String, _ arguments: [String]) throws -> RecordLog {
    let outcome = try Program.run(["detect", clip] + arguments)
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    return try RecordLog(outcome)
  }

  private func withClip<R>(count: Int = 20, _ body: (String, String) throws -> R) throws -> R {
    try Scratch.withFolder { folder in
      try SquaresClip.write("\(folder)/squares.y4m", count: count)
      return try body("\(folder)/squares.y4m", folder)
    }
  }

  private func boxes(_ frame: FrameRecord, _ label: String) -> [Box] {
    (frame.objects ?? []).filter { $0.label == label }.map(\.box)
  }

  @Test func objectsAreFoundWhereTheyAre() throws {
    try withClip { clip, _ in
      let log = try detect(clip, model)
      #expect(log.frames.count == 20)
      #expect(log.end?.frames == 20)
      // The names come out of the file's own metadata.
      guard case .model(let record)? = log.records.dropFirst().first else {
        Issue.record("no model record")
        return
      }
      #expect(record.classes == ["red", "blue"])
      #expect(record.engine?.hasPrefix("opencv") == true)
      for (index, frame) in log.frames.enumerated() {
        #expect(frame.frame == index)
        #expect(boxes(frame, "blue") == [Box(x: 200, y: 160, width: 40, height: 40)])
        // Between two cells neither is red enough.
        if 4 * index % 40 == 0 {
          #expect(boxes(frame, "red") == [Box(x: Float(40 + 4 * index), y: 40, width: 40, height: 40)])
        }
      }
    }
  }

  @Test func filtersKeepWhatTheySay() throws {
    try withClip(count: 1) { clip, folder in
      func labels(_ arguments: [String]) throws -> [String] {
        try detect(clip, model + arguments).frames.flatMap { ($0.objects ?? []).map(\.label) }.sorted()
      }
      #expect(try labels([]) == ["blue", "red"])
      #expect(try labels(["--classes", "Blue"]) == ["blue"])
      #expect(try labels(["--classes", "blue, red"]) == ["blue", "red"])
      #expect(try labels(["--max-objects", "1"]).count == 1)
      #expect(try labels(["--min-size", "41"]) == [])
      #expect(try labels(["--roi", "0,0,1,0.5"]) == ["red"])
      #expect(try labels(["--roi", "0,0,0.5,1", "--roi", "0.5,0,0.5,1"]) == ["blue", "red"])
      #expect(try labels(["--roi", "80,0,320,0,320,240,80,240"]) == ["blue"])
      // A mask whose left half is bright.
      let mask = Array("P5 2 1 255\n".utf8) + [255, 0]
      try Data(mask).write(to: URL(filePath: "\(folder)/mask.pgm"))
      #expect(try labels(["--mask", "\(folder)/mask.pgm"]) == ["red"])
    }
  }

  @Test func overlappingBoxesOfOneClassAreOne() throws {
    try Scratch.withFolder { folder in
      // A square that fills a cell of stride 16 and so the four cells of stride 8 in it.
      try SquaresClip.write("\(folder)/large.y4m", count: 1) { _ in
        [.init(x: 80, y: 40, side: 80, color: SquaresClip.Square.red)]
      }
      let all = try detect("\(folder)/large.y4m", model + ["--iou", "1"]).frames[0].objects ?? []
      #expect(all.count == 5)
      let few = try detect("\(folder)/large.y4m", model + ["--iou", "0.2"]).frames[0].objects ?? []
      #expect(few.count < all.count)
    }
  }

  @Test func samplingLooksAtFramesByTheirTime() throws {
    try withClip { clip, _ in
      func frames(_ arguments: [String]) throws -> [Int] {
        try detect(clip, model + arguments).frames.map { $0.frame }
      }
      let everyHalf = try frames(["--every", "0.5"])
      #expect(everyHalf == [0, 5, 10, 15])
      #expect(try frames(["--fps", "5"]) == Array(stride(from: 0, to: 20, by: 2)))
      #expect(try frames(["--fps", "4", "--limit", "8"]) == [0, 3, 5])
      #expect(try frames(["--start", "1", "--duration", "0.3"]) == [10, 11, 12])
    }
  }

  @Test func framesCarryTheirRecordsOn() throws {
    try withClip { clip, _ in
      let direct = try detect(clip, model)
      let stages = try Program.pipeline([
        [vidproc, "capture", clip], [vidproc, "detect", "-", "--emit", "frames"] + model,
        [vidproc, "capture", "-", "--emit", "records"],
      ])
      for stage in stages { #expect(stage.ending == .exited(0), "\(stage.errors)") }
      let piped = try RecordLog(stages[2])
      #expect(piped.frames.map(\.objects) == direct.frames.map(\.objects))
      #expect(piped.frames.map(\.pts) == direct.frames.map(\.pts))
      // The pictures pass unchanged, those between the samples too.
      let sums = try Program.pipeline([
        [vidproc, "detect", clip, "--emit", "frames", "--every", "1"] + model,
        [vidproc, "sink", "-", "--checksum"],
      ])
      let source = try Program.run(["sink", clip, "--checksum"])
      #expect(try RecordLog(sums[1]).summary?.checksums == RecordLog(source).summary?.checksums)
    }
  }

  @Test func otherFormatsSayTheSame() throws {
    try withClip(count: 2) { clip, folder in
      func text(_ format: String) throws -> String {
        let outcome = try Program.run(["detect", clip, "--format", format, "--classes", "blue"] + model)
        #expect(outcome.ending == .exited(0), "\(outcome.errors)")
        return outcome.text
      }
      let score = try #require(
        try detect(clip, model + ["--classes", "blue"]).frames[0].objects?.first?.score)
      // Numbers are written without needless decimals.
      let scoreText = score == 1 ? "1" : "\(score)"
      #expect(try text("mot").split(separator: "\n")[0] == "1,-1,200,160,40,40,\(scoreText),-1,-1,-1")
      let csv = try text("csv").split(separator: "\n")
      #expect(csv[0] == "frame,pts,time,label,class_id,score,x,y,width,height,track_id")
      #expect(csv[1] == "0,0,0,blue,1,\(scoreText),200,160,40,40,")
      let coco = try #require(
        try JSONSerialization.jsonObject(with: Data(try text("coco").utf8)) as? [String: [[String: Any]]])
      #expect(coco["images"]?.count == 2)
      #expect(coco["annotations"]?.first?["bbox"] as? [Double] == [200, 160, 40, 40])
      let category = coco["annotations"]?.first?["category_id"] as? Int
      #expect(coco["categories"]?.first { $0["id"] as? Int == category }?["name"] as? String == "blue")
      let outcome = try Program.run(["detect", clip, "--format", "yolo", "-o", "\(folder)/labels"] + model)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(
        try Scratch.published(in: "\(folder)/labels")
          == ["classes.txt", "frame_000001.txt", "frame_000002.txt"])
      let lines = String(decoding: try Scratch.bytes("\(folder)/labels/frame_000001.txt"), as: UTF8.self)
      #expect(lines.contains("1 0.6875 0.75 0.125 0.166667 \(scoreText)\n"))
    }
  }

  @Test func cropsShowTheObjects() throws {
    try withClip(count: 1) { clip, folder in
      let outcome = try Program.run(["detect", clip, "--crops", "\(folder)/crops"] + model)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      let files = try Scratch.published(in: "\(folder)/crops")
      #expect(files.count == 2)
      let blue = try #require(files.first { $0.contains("blue") })
      let probe = try Program.run(["probe", "\(folder)/crops/\(blue)"])
      #expect(probe.text.contains("\"width\":40"))
      #expect(probe.text.contains("\"height\":40"))
    }
  }

  @Test func cropsAreStoredWithoutAReaderToo() throws {
    try withClip(count: 100) { clip, folder in
      let detect = [vidproc, "detect", clip, "--crops", "\(folder)/crops"] + model
      let stages = try Program.pipeline([detect, ["/usr/bin/head", "-n", "1"]])
      #expect(stages[0].ending == .exited(0), "\(stages[0].errors)")
      // The blue square is in every frame.
      let pictures = try Scratch.published(in: "\(folder)/crops").filter { $0.contains("blue") }
      #expect(pictures.count == 100)
    }
  }

  @Test(arguments: [
    (["--classes", "red,cat"], "cannot tell them"), (["--roi", "400,0,20,20"], "outside the frames"),
    (["--labels", "/dev/null"], "names no class"),
  ])
  func whatCannotBeIsRefused(arguments: [String], cause: String) throws {
    try withClip(count: 1) { clip, _ in
      let outcome = try Program.run(["detect", clip] + model + arguments)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    }
  }

  @Test(.enabled(if: hasOpenVINO)) func aCacheThatCannotBeWrittenCostsNothingElse() throws {
    try withClip(count: 2) { clip, folder in
      try Data().write(to: URL(filePath: "\(folder)/file"))
      let stages = try Program.pipeline([
        [
          "/usr/bin/env", "XDG_CACHE_HOME=\(folder)/file", vidproc, "detect", clip, "--model",
          SquaresClip.model(), "--engine", "openvino",
        ]
      ])
      #expect(stages[0].ending == .exited(0), "\(stages[0].errors)")
      #expect(try RecordLog(stages[0]).frames.count == 2)
    }
  }

  @Test func motionNeedsNoModel() throws {
    try withClip(count: 30) { clip, _ in
      let log = try detect(clip, ["--task", "motion"])
      let late = log.frames.dropFirst(12)
      // The red square moves; the blue one does not.
      for frame in late {
        let red = Box(x: Float(40 + 4 * frame.frame), y: 40, width: 40, height: 40)
        let regions = boxes(frame, "motion")
        #expect(regions.contains { $0.intersection(red).area > 0 }, "frame \(frame.frame)")
        let blue = Box(x: 200, y: 160, width: 40, height: 40)
        #expect(!regions.contains { $0.intersection(blue).area > 0 }, "frame \(frame.frame)")
      }
    }
  }

  @Test func gateLooksOnlyWhereSomethingMoves() throws {
    try Scratch.withFolder { folder in
      // Still for two seconds after the start.
      try SquaresClip.write("\(folder)/still.y4m", count: 30) { _ in
        [.init(x: 200, y: 160, side: 40, color: SquaresClip.Square.blue)]
      }
      let log = try detect("\(folder)/still.y4m", model + ["--gate", "motion"])
      #expect(log.frames.count == 30)
      #expect(log.frames.allSatisfy { boxes($0, "blue").count == 1 })
      #expect(log.frames.first?.detection == .full)
      #expect(log.frames.count { $0.detection == .held } > 15)
    }
  }

  @Test func tilesFindWhatIsTooSmall() throws {
    try Scratch.withFolder { folder in
      // 20 pixels are 4 of the input's: a cell is a quarter red at the most.
      try SquaresClip.write("\(folder)/small.y4m", count: 1) { _ in
        [.init(x: 10, y: 10, side: 20, color: SquaresClip.Square.red)]
      }
      #expect(try detect("\(folder)/small.y4m", model).frames[0].objects == [])
      let found = try detect("\(folder)/small.y4m", model + ["--tile", "4x3"]).frames[0].objects ?? []
      #expect(
        found.contains {
          $0.label == "red" && $0.box.intersection(Box(x: 10, y: 10, width: 20, height: 20)).area > 100
        })
    }
  }

  @Test func emptyResultsCanFail() throws {
    try withClip(count: 1) { clip, _ in
      let none = try Program.run(["detect", clip, "--min-size", "300", "--fail-empty"] + model)
      #expect(none.ending == .exited(1))
      let some = try Program.run(["detect", clip, "--fail-empty"] + model)
      #expect(some.ending == .exited(0))
    }
  }

  @Test func builtInDetectorOfPeopleWorksWithoutAModel() throws {
    let log = try detect(
      Fixtures.path("people.avi"), ["--model", "hog-person", "--limit", "1", "--engine", "opencv"])
    #expect(log.frames.count == 1)
    #expect((log.frames[0].objects ?? []).contains { $0.label == "person" })
  }

  @Test func missingModelIsOneLineWithTheWayOut() throws {
    try Scratch.withFolder { folder in
      let outcome = try Program.pipeline([
        [
          "/usr/bin/env", "XDG_DATA_HOME=\(folder)", "VIDPROC_MODELS=", vidproc, "detect",
          Fixtures.path("people.avi"),
        ]
      ])[0]
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("vidproc models pull"))
      #expect(outcome.output.isEmpty)
    }
  }

  @Test(
    arguments: [
      ("free", [], "free sizes"), ("unknown_operator", [], "Frobnicate"),
      ("colors", ["--decoder", "yunet"], "yunet"), ("colors", ["--labels"], "2 classes"),
    ] as [(String, [String], String)])
  func modelsThatDoNotFitAreRefused(name: String, arguments: [String], words: String) throws {
    try Scratch.withFolder { folder in
      var arguments = arguments
      if arguments == ["--labels"] {
        try Data("one\ntwo\nthree\n".utf8).write(to: URL(filePath: "\(folder)/names.txt"))
        arguments.append("\(folder)/names.txt")
      }
      let outcome = try Program.run(
        ["detect", Fixtures.path("people.avi"), "--model", SquaresClip.model(name), "--engine", "opencv"]
          + arguments)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test func damagedModelsAreRefused() throws {
    try Scratch.withFolder { folder in
      let whole = try Scratch.bytes(SquaresClip.model())
      let files: [(String, [UInt8])] = [
        ("empty.onnx", []), ("cut.onnx", Array(whole.prefix(whole.count / 2))),
        ("text.onnx", Array("hello".utf8)),
      ]
      for (name, bytes) in files {
        try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
        let outcome = try Program.run(
          ["detect", Fixtures.path("people.avi"), "--model", "\(folder)/\(name)", "--engine", "opencv"])
        #expect(outcome.ending == .exited(2), "\(name)")
        #expect(outcome.errorLines.count == 1, "\(name): \(outcome.errors)")
      }
    }
  }

  @Test func interruptedRunEndsWithAnEndRecord() throws {
    try withClip(count: 400) { clip, _ in
      try Program.whileRunning(["detect", clip] + model) { running in
        #expect(running.wait { running.outputSoFar.utf8.count > 2000 })
        running.send(SIGINT)
        let outcome = running.wait(until: Date(timeIntervalSinceNow: 30))
        let log = try RecordLog(outcome)
        #expect(outcome.ending == .signalled(SIGINT))
        #expect(log.end?.status == .interrupted)
        #expect(log.end?.frames == log.frames.count)
        #expect(log.frames.map(\.frame) == Array(0..<log.frames.count))
      }
    }
  }

  @Test func closedPipeEndsQuietly() throws {
    try withClip(count: 400) { clip, _ in
      let stages = try Program.pipeline([[vidproc, "detect", clip] + model, ["/usr/bin/head", "-n", "1"]])
      #expect(stages[0].ending == .exited(0), "\(stages[0].errors)")
      #expect(stages[1].text.contains("\"type\":\"stream\""))
    }
  }

  @Test(arguments: [
    ["--every", "1", "--fps", "2"], ["--min-score", "2"], ["--emit", "frames", "--format", "csv"],
    ["--format", "yolo"], ["--task", "dance"], ["--roi", "1,2,3"], ["--labels", "x"],
    ["--gate", "motion", "--task", "motion"], ["--tile", "0x4"],
  ])
  func wrongUsageIsSaidBeforeAnythingIsRead(arguments: [String]) throws {
    let outcome = try Program.run(["detect", Fixtures.path("people.avi")] + arguments)
    #expect(outcome.ending == .exited(64), "\(outcome.errors)")
  }

  /// Whether OpenVINO was found; its tests are left out elsewhere.
  static let hasOpenVINO = (try? Program.run(["models", "engines"]))?.text.contains("* openvino") == true

  @Test(.enabled(if: hasOpenVINO)) func enginesAgree() throws {
    try withClip(count: 11) { clip, folder in
      let opencv = try detect(clip, model)
      let arguments = ["--model", SquaresClip.model(), "--engine", "openvino", "--min-score", "0.5"]
      let openvino = try detect(clip, arguments + ["--precision", "full"])
      #expect(openvino.frames.map(\.objects) == opencv.frames.map(\.objects))
      // Free axes take any size; the one that the file's metadata names where none is asked for.
      let free = try detect(
        clip,
        [
          "--model", SquaresClip.model("free"), "--engine", "openvino", "--min-score", "0.5", "--precision",
          "full",
        ])
      #expect(free.frames.map(\.objects) == opencv.frames.map(\.objects))
    }
  }

  @Test(.enabled(if: hasOpenVINO)) func operatorsThatOpenVINOLacksAreNamed() throws {
    let outcome = try Program.run(
      [
        "detect", Fixtures.path("people.avi"), "--model", SquaresClip.model("unknown_operator"), "--engine",
        "openvino",
      ])
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("Frobnicate"))
  }

  @Test func anEngineThatIsNotThereIsSaid() throws {
    let outcome = try Program.pipeline([
      [
        "/usr/bin/env", "VIDPROC_OPENVINO=/nowhere", vidproc, "detect", Fixtures.path("people.avi"),
        "--engine",
        "openvino", "--model", SquaresClip.model(),
      ]
    ])[0]
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("/nowhere"))
  }
}
