import Foundation
import Glibc
import Media
import Testing

@Suite struct ModelsTests {
  /// Runs `vidproc models` with folders of its own, without the user's proxy and models.
  func models(
    _ arguments: [String], in folder: String, environment: [String] = [], timeout: Double = 60
  ) throws -> Outcome {
    try Program.pipeline([command(arguments, in: folder, environment: environment)], timeout: timeout)[0]
  }

  func command(_ arguments: [String], in folder: String, environment: [String] = []) -> [String] {
    [
      "env", "-u", "http_proxy", "-u", "HTTP_PROXY", "-u", "all_proxy", "-u", "ALL_PROXY", "-u",
      "VIDPROC_MODELS_MIRROR", "XDG_DATA_HOME=\(folder)/data", "VIDPROC_MODELS=\(folder)/known",
      "TMPDIR=\(folder)",
    ] + environment + [Program.path, "models"] + arguments
  }

  /// Where models are brought.
  func pulled(_ folder: String) throws -> [String] {
    let path = "\(folder)/data/vidproc/models"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try Scratch.files(in: path).filter { $0 != ".lock" }
  }

  /// Makes a model of the name toy known, with these sources.
  func describe(_ sources: [[String: String]], in folder: String, sha256: String? = nil) throws {
    try FileManager.default.createDirectory(atPath: folder + "/known", withIntermediateDirectories: true)
    let json: [String: Any] = [
      "file": "toy.onnx", "sha256": [sha256 ?? SHA256.hex(ModelServer.model)], "sources": sources,
      "input": ["width": 8, "height": 8],
    ]
    try JSONSerialization.data(withJSONObject: json).write(to: URL(filePath: folder + "/known/toy.json"))
  }

  func isWhole(_ folder: String) throws -> Bool {
    try pulled(folder) == ["toy.onnx"]
      && Scratch.bytes("\(folder)/data/vidproc/models/toy.onnx") == ModelServer.model
  }

  /// Runs `vidproc models`, and sends SIGINT when `condition` holds.
  func interrupted(
    _ arguments: [String], in folder: String, environment: [String] = [], when condition: () -> Bool
  ) throws -> Outcome {
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(nothing) }
    // env becomes the program: the signal reaches it.
    let running = try Running(
      command(arguments, in: folder, environment: environment), input: nothing, output: nothing,
      outputPath: "/dev/null", errorPath: folder + "/errors")
    defer { _ = running.wait(until: Date()) }
    let hasBegun = running.wait(until: condition)
    try #require(hasBegun)
    running.send(SIGINT)
    return running.wait(until: Date(timeIntervalSinceNow: 20))
  }

  @Test(arguments: [("ok", 1), ("cut", 2), ("busy", 3), ("moved", 2)])
  func aModelIsBrought(way: String, requests: Int) throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url(way)]], in: folder)
      let outcome = try models(["pull", "toy"], in: folder)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(try isWhole(folder))
      #expect(server.requests.count == requests, "\(server.requests)")
      if way == "cut" { #expect(server.requests.last?.contains("bytes=100000-") == true) }
      let path = try models(["path", "toy"], in: folder)
      #expect(path.text == "\(folder)/data/vidproc/models/toy.onnx\n")
      // A second run asks nobody.
      let again = try models(["pull", "toy"], in: folder)
      #expect(again.ending == .exited(0))
      #expect(again.errors.contains("already"))
      #expect(server.requests.count == requests)
    }
  }

  @Test func aMemberOfAnArchiveIsTakenOut() throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url("zip", "a.zip"), "member": "end2end.onnx"]], in: folder)
      let outcome = try models(["pull", "toy"], in: folder)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(try isWhole(folder))
    }
  }

  @Test(arguments: [("missing", "it is not there (404)"), ("wrong", "another file than is expected")])
  func theNextSourceIsAsked(way: String, words: String) throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url(way)]], in: folder)
      let outcome = try models(["pull", "toy"], in: folder)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errorLines.count == 2, "\(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(
        outcome.errors.contains("copy toy.onnx into \(folder)/data/vidproc/models"), "\(outcome.errors)")
      #expect(try pulled(folder) == [])
      try describe([["url": server.url(way)], ["url": server.url("ok")]], in: folder)
      let second = try models(["pull", "toy"], in: folder)
      #expect(second.ending == .exited(0))
      #expect(second.errors.contains(words))
      #expect(try isWhole(folder))
    }
  }

  @Test func theMirrorIsAskedFirst() throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url("missing")]], in: folder)
      let outcome = try models(
        ["pull", "toy"], in: folder,
        environment: ["VIDPROC_MODELS_MIRROR=http://127.0.0.1:\(server.port)/ok/"])
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(server.requests == ["/ok/toy/toy.onnx "])
      #expect(try isWhole(folder))
    }
  }

  @Test func aSilentServerIsLeftAndGoneOnFromAnother() throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url("silent")], ["url": server.url("ok")]], in: folder)
      let outcome = try models(["pull", "toy", "--timeout", "1"], in: folder)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(outcome.errors.contains("nothing came for 1 s"), "\(outcome.errors)")
      #expect(server.requests.last == "/ok/toy.onnx bytes=100000-")
      #expect(try isWhole(folder))
    }
  }

  @Test func anInterruptedPullIsGoneOnWith() throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url("silent")]], in: folder)
      let part = "\(folder)/data/vidproc/models/toy.onnx.part"
      let outcome = try interrupted(["pull", "toy"], in: folder) {
        (try? Scratch.bytes(part).count) == 100_000
      }
      #expect(outcome.ending == .signalled(SIGINT), "\(outcome.errors)")
      #expect(try pulled(folder) == ["toy.onnx.part"])
      try describe([["url": server.url("ok")]], in: folder)
      #expect(try models(["pull", "toy"], in: folder).ending == .exited(0))
      #expect(server.requests.last == "/ok/toy.onnx bytes=100000-")
      #expect(try isWhole(folder))
    }
  }

  @Test func aBeginningOfAnotherFileDoesNoHarm() throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url("ok")]], in: folder)
      let data = "\(folder)/data/vidproc/models"
      try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
      try Data(repeating: 9, count: 5000).write(to: URL(filePath: data + "/toy.onnx.part"))
      let outcome = try models(["pull", "toy"], in: folder)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(server.requests == ["/ok/toy.onnx bytes=5000-", "/ok/toy.onnx "])
      #expect(try isWhole(folder))
    }
  }

  @Test func aFolderThatCannotBeWrittenToIsOneError() throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url("ok")]], in: folder)
      try Data().write(to: URL(filePath: folder + "/data"))
      let outcome = try models(["pull", "toy"], in: folder)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("XDG_DATA_HOME"), "\(outcome.errors)")
      #expect(server.requests.isEmpty)
    }
  }

  @Test func aDamagedModelIsToldOfAndRenewed() throws {
    try ModelServer.lend { server, folder in
      try describe([["url": server.url("ok")]], in: folder)
      #expect(try models(["pull", "toy"], in: folder).ending == .exited(0))
      #expect(try models(["verify"], in: folder).ending == .exited(0))
      let file = "\(folder)/data/vidproc/models/toy.onnx"
      try Data([1]).write(to: URL(filePath: file))
      let verified = try models(["verify", "toy"], in: folder)
      #expect(verified.ending == .exited(1))
      #expect(verified.text == "wrong  toy  \(file)\n")
      let path = try models(["path", "toy"], in: folder)
      #expect(path.ending == .exited(2))
      #expect(path.errors.contains("vidproc models pull toy renews it"), "\(path.errors)")
      #expect(try models(["pull", "toy"], in: folder).ending == .exited(0))
      #expect(try isWhole(folder))
      #expect(try models(["remove", "toy"], in: folder).ending == .exited(0))
      #expect(try pulled(folder) == [])
      #expect(try models(["verify", "toy"], in: folder).ending == .exited(2))
    }
  }
}
