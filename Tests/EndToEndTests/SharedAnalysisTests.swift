import Foundation
import Packaging
import Records
import Testing

/// Ladders that are made chunk by chunk, with one analysis for all renditions.
@Suite struct SharedAnalysisTests {
  private static let options = [
    "--rung", "320x180@300k", "--rung", "160x90@100k", "--segment", "1", "--chunk", "3", "--progress", "none",
  ]

  private func contents(_ root: String) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for file in try Scratch.published(in: root) { contents[file] = try Scratch.bytes("\(root)/\(file)") }
    return contents
  }

  private func run(_ arguments: [String]) throws -> Outcome { try Program.run(["transcode-hls"] + arguments) }

  /// Plans a ladder and does its tasks, in an order of their own.
  private func divide(_ clip: String, into root: String, _ more: [String], plan: String) throws {
    let planned = try run([clip, "-o", root] + Self.options + more + ["--plan"])
    #expect(planned.ending == .exited(0), "\(planned.errors)")
    try Data(planned.output).write(to: URL(filePath: plan))
    let tasks = planned.text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Task.self, from: Data($0.utf8))
    }
    let (analyses, encodes) = (tasks.filter { $0.phase == "analysis" }, tasks.filter { $0.phase == "encode" })
    #expect(encodes.count == analyses.count + 1 && analyses.count > 2)
    for task in analyses.reversed() + encodes.reversed() {
      let done = try run(["--phase", task.phase, "--task", "\(task.task)", plan])
      #expect(done.ending == .exited(0), "\(done.errors)")
    }
  }

  private struct Task: Decodable {
    var phase: String
    var task: Int
  }

  @Test(arguments: [["--container", "fmp4"], ["--container", "ts"]])
  func tasksMakeTheSameBytesAsOneRun(more: [String]) throws {
    try Scratch.withFolder { folder in
      let clip = Fixtures.path("sintel.mp4")
      let whole = try run([clip, "-o", "\(folder)/whole", "--jobs", "2"] + Self.options + more)
      #expect(whole.ending == .exited(0), "\(whole.errors)")
      let (root, plan) = ("\(folder)/divided", "\(folder)/plan")
      try divide(clip, into: root, more, plan: plan)
      #expect(try Scratch.published(in: root).contains("master.m3u8") == false)
      let stitched = try run(["--stitch", plan])
      #expect(stitched.ending == .exited(0), "\(stitched.errors)")
      #expect(try contents(root) == contents("\(folder)/whole"))
      let (left, right) = (try RecordLog(whole).files, try RecordLog(stitched).files)
      #expect(Set(left.map(\.path)) == Set(right.map(\.path)))
      #expect(Set(left.map(\.sha256)) == Set(right.map(\.sha256)))
      #expect(try run(["--stitch", plan]).errors.contains("finished already"))
      let ladder = try LadderFolder(root)
      try ladder.check(frames: 288)
      // Nothing of the analysis stays.
      let hidden = try Scratch.files(in: root).filter { $0.hasPrefix(".") || $0.contains("/.") }
      #expect(hidden == [".vidproc-job.ndjson"])
    }
  }

  @Test func ratesAreMetAndPicturesLieInStep() throws {
    try Scratch.withFolder { folder in
      let outcome = try run([Fixtures.path("sintel.mp4"), "-o", "\(folder)/out"] + Self.options)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      let files = try RecordLog(outcome).files.filter { $0.role == .segment }
      for (name, rate) in [("180p", 300_000.0), ("90p", 100_000)] {
        let bits = files.filter { $0.rendition == name }.reduce(0) { $0 + Double($1.bytes) * 8 }
        #expect(abs(bits / 12 / rate - 1) < 0.12, "\(name): \(bits / 12)")
      }
      let types = try ["180p", "90p"].map { name in
        let probed = try Program.pipeline([
          [
            "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=pict_type", "-of",
            "csv=p=0", "\(folder)/out/\(name)/playlist.m3u8",
          ]
        ])[0]
        return probed.text.split(separator: "\n").map { $0.filter(\.isLetter) }
      }
      #expect(types[0].count == 288 && types[0] == types[1])
    }
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    try Scratch.withFolder { folder in
      let clip = Fixtures.path("vfr.mp4")
      let (root, plan) = ("\(folder)/out", "\(folder)/plan")
      let planned = try run([clip, "-o", root] + Self.options + ["--plan"])
      try Data(planned.output).write(to: URL(filePath: plan))
      let early = try run(["--phase", "encode", "--task", "0", plan])
      #expect(early.ending == .exited(2) && early.errors.contains("--phase analysis --task 0"))
      #expect(try run(["--stitch", plan]).ending == .exited(2))
      #expect(try run(["--phase", "analysis", "--task", "99", plan]).ending == .exited(2))
      #expect(try run(["--phase", "analysis", "--task", "auto", plan]).ending == .exited(64))
      #expect(try run(["--phase", "analysis", "--task", "0", clip]).ending == .exited(2))
      for arguments in [
        ["--task", "0", plan], ["--stitch", "--plan", plan], [clip, "-o", root, "--plan", "--force"],
        ["-", "-o", root, "--plan"], [clip], [clip, "-o", root, "--chunk", "0.1"],
      ] {
        #expect(try run(arguments).ending == .exited(64), "\(arguments)")
      }
      let codec = try run([clip, "-o", "\(folder)/av1", "--codec", "av1", "--plan"])
      #expect(codec.ending == .exited(2) && codec.errorLines.count == 1)
    }
  }

  @Test func aQualityChoosesTheRungs() throws {
    try Scratch.withFolder { folder in
      let more = ["--quality", "60"]
      let outcome = try run([Fixtures.path("sintel.mp4"), "-o", "\(folder)/out"] + Self.options + more)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      let log = try RecordLog(outcome)
      let rungs = log.records.compactMap { record in
        if case .rendition(let rendition) = record { rendition } else { nil }
      }
      let best = try #require(rungs.first)
      #expect(rungs.allSatisfy { ($0.plannedBitRate ?? 0) <= 300_000 && $0.reason != nil })
      let quality = try #require(best.expectedQuality)
      #expect(quality > 40 && quality < 75 && best.qualityScale != nil)
      let ladder = try LadderFolder("\(folder)/out")
      try ladder.check(frames: 288)
      let plan = "\(folder)/plan"
      let planned = try run(
        [Fixtures.path("sintel.mp4"), "-o", "\(folder)/two"] + Self.options + more + ["--plan"])
      try Data(planned.output).write(to: URL(filePath: plan))
      #expect(planned.text.split(separator: "\n").filter { $0.contains("\"quality\",\"task\"") }.count <= 1)
      let early = try run(["--phase", "quality", "--task", "0", plan])
      #expect(early.ending == .exited(2) && early.errors.contains("analysis task"))
    }
  }
}
