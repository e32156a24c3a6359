import Foundation
import Records
import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    ["capture"], ["sink"], ["transcode-hls"], ["transcode-hls", "film.mp4"], ["nonsense"],
    ["capture", "a.mp4", "--nonsense"], ["capture", "a.mp4", "--start", "x"],
    ["capture", "a.mp4", "--limit", "0"],
    ["capture", "a.mp4", "--duration", "0"], ["capture", "a.mp4", "--fps", "0"],
    ["capture", "a.mp4", "--size", "big"],
    ["capture", "a.mp4", "--emit", "pictures"], ["capture", "a.mp4", "--input-option", "novalue"],
    ["transcode-hls", "a.mp4", "-o", "out", "--rung", "huge"],
    ["transcode-hls", "a.mp4", "-o", "out", "--segment", "0"],
    ["transcode-hls", "a.mp4", "-o", "out", "--codec", "vp9"],
    ["transcode-hls", "a.mp4", "-o", "out", "--rung", "320x180@1M", "--ladder", "x.json"],
    ["schema", "nonsense"],
  ])
  func wrongUsageEndsWith64AndAHint(arguments: [String]) throws {
    try Scratch.withFolder { folder in
      let outcome = try Program.run(arguments.map { $0 == "out" ? "\(folder)/out" : $0 })
      #expect(outcome.ending == .exited(64), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("Error: "), "\(outcome.errors)")
      #expect(try Scratch.files(in: folder) == [])
    }
  }

  @Test func helpAndVersionGoToStandardOutput() throws {
    for arguments in [["--help"], ["capture", "--help"], ["transcode-hls", "--help"], ["--version"]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.ending == .exited(0))
      #expect(!outcome.output.isEmpty)
      #expect(outcome.errors == "")
    }
    #expect(try Program.run(["--version"]).text.contains { $0.isNumber })
  }

  @Test func hevcInATransportStreamIsRefusedWithTheReason() throws {
    try Scratch.withFolder { folder in
      let outcome = try Program.run([
        "transcode-hls", Fixtures.path("vfr.mp4"), "-o", "\(folder)/out", "--codec", "hevc", "--container",
        "ts",
      ])
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errors.contains("--container fmp4"), "\(outcome.errors)")
      #expect(try Scratch.files(in: folder) == [])
    }
  }
}
