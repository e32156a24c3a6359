import Foundation
import Glibc
import Records
import Testing

@Suite struct BadInputTests {
  static let bad = ["empty.mp4", "not_media.mp4", "truncated.mp4", "audio_only.m4a", "missing.mp4"]

  private func expectOneError(_ outcome: Outcome, naming subject: String) {
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("vidproc: error: "), "\(outcome.errors)")
    #expect(outcome.errors.contains(subject), "\(outcome.errors)")
  }

  @Test(arguments: bad)
  func isOneErrorToCapture(name: String) throws {
    let outcome = try Program.run(["capture", Fixtures.path(name)])
    expectOneError(outcome, naming: name)
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: bad)
  func isOneErrorToSink(name: String) throws {
    expectOneError(try Program.run(["sink", Fixtures.path(name)]), naming: name)
  }

  @Test(arguments: bad)
  func publishesNothing(name: String) throws {
    try Scratch.withFolder { folder in
      let outcome = try Program.run(
        ["transcode-hls", Fixtures.path(name), "-o", "\(folder)/out"] + Tiny.options)
      expectOneError(outcome, naming: name)
      #expect(try Scratch.published(in: folder) == [])
    }
  }

  @Test(arguments: ["empty.mp4", "not_media.mp4", "truncated.mp4", "audio_only.m4a"])
  func isOneErrorThroughAPipe(name: String) throws {
    let outcome = try Program.run(["sink", "-"], input: .file(Fixtures.path(name)))
    expectOneError(outcome, naming: "standard input")
  }

  @Test func foldersThatCannotBeWrittenAreNamed() throws {
    try Scratch.withFolder { folder in
      try Data("a file".utf8).write(to: URL(filePath: "\(folder)/file"))
      for root in ["\(folder)/file/out", "\(folder)/file", "/proc/vidproc/out"] {
        let outcome = try Program.run(["transcode-hls", Fixtures.path("vfr.mp4"), "-o", root] + Tiny.options)
        expectOneError(outcome, naming: root.contains("/proc/") ? "/proc/vidproc" : "\(folder)/file")
      }
      expectOneError(
        try Program.run(["capture", Fixtures.path("vfr.mp4"), "-o", "\(folder)/none/frames.nut"]),
        naming: "\(folder)/none/frames.nut")
      #expect(try Scratch.files(in: folder) == ["file"])
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAnError() throws {
    let outcome = try Program.run(["capture", Fixtures.path("vfr.mp4"), "-o", "/dev/full"])
    expectOneError(outcome, naming: "/dev/full")
    #expect(outcome.errors.contains("No space left"))
  }

  @Test func damagedPacketsArePassedOverAndCounted() throws {
    let capture = try Program.run(["capture", Fixtures.path("damaged.mp4"), "--emit", "records"])
    #expect(capture.ending == .exited(0), "\(capture.errors)")
    let end = try #require(try RecordLog(capture).end)
    #expect(end.status == .complete)
    #expect((5...8).contains(end.errors), "\(end.errors)")
    #expect((92...100).contains(end.frames), "\(end.frames)")
    #expect(capture.errors.contains("warning"))
    try Scratch.withFolder { folder in
      let arguments = ["transcode-hls", Fixtures.path("damaged.mp4"), "-o", "\(folder)/out"] + Tiny.options
      let ladder = try Program.run(arguments)
      #expect(ladder.ending == .exited(0), "\(ladder.errors)")
      let ended = try RecordLog(ladder).end
      // libav's frame threads report one of the damaged references or not, as they happen to meet.
      let errors = try #require(ended?.errors)
      #expect((5...8).contains(errors))
      #expect(ladder.errors.contains("\(errors) damaged"))
      try LadderFolder("\(folder)/out").check(frames: end.frames)
    }
  }

  @Test func damageIsStillCountedAfterAPipe() throws {
    let stages = try Program.pipeline([
      [Program.path, "capture", Fixtures.path("damaged.mp4")],
      [Program.path, "capture", "-", "--emit", "records"],
    ])
    let direct = try RecordLog(
      try Program.run(["capture", Fixtures.path("damaged.mp4"), "--emit", "records"]))
    #expect(stages[1].ending == .exited(0), "\(stages[1].errors)")
    let piped = try RecordLog(stages[1])
    // libav's frame threads count a reference more or less from run to run.
    let (one, other) = (try #require(piped.end?.errors), try #require(direct.end?.errors))
    #expect(one >= 5 && abs(one - other) <= 1)
  }

  @Test func strictMakesDamageAnError() throws {
    try Scratch.withFolder { folder in
      let arguments =
        ["transcode-hls", Fixtures.path("damaged.mp4"), "-o", "\(folder)/out", "--strict"] + Tiny.options
      let outcome = try Program.run(arguments)
      #expect(outcome.ending == .exited(2))
    }
  }

  @Test func aSourceThatStaysSilentEndsByTimeout() throws {
    var server: Int32 = -1
    let port = try Self.listen(&server)
    defer { close(server) }
    let outcome = try Program.run(
      ["capture", "http://127.0.0.1:\(port)/film.mp4", "--timeout", "0.5"], timeout: 60)
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errors.contains("--timeout"), "\(outcome.errors)")
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
  }

  @Test func anAddressThatRefusesIsAnError() throws {
    var server: Int32 = -1
    let port = try Self.listen(&server)
    close(server)
    let outcome = try Program.run(["capture", "http://127.0.0.1:\(port)/film.mp4"], timeout: 60)
    expectOneError(outcome, naming: "http://127.0.0.1:\(port)/film.mp4")
  }

  /// A port on which connections are taken and never answered.
  private static func listen(_ descriptor: inout Int32) throws -> UInt16 {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let server = descriptor
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(server, address, length) == 0 && Glibc.listen(server, 4) == 0
          && getsockname(server, address, &length) == 0
      }
    }
    try #require(bound)
    return UInt16(bigEndian: address.sin_port)
  }
}
