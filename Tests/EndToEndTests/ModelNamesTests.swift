import Foundation
import Testing

/// Lists, names and additions.
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

  @Test(arguments: [
    ["pull", "nonsense"], ["remove", "nonsense"], ["path", "nonsense"], ["verify", "nonsense"],
  ])
  func unknownNamesAreAnError(arguments: [String]) throws {
    try Scratch.withFolder { folder in
      let outcome = try models(arguments, in: folder)
      #expect(outcome.ending == .exited(2))
      #expect(outcome.errors.contains("known: yolox-nano"), "\(outcome.errors)")
      #expect(try pulled(folder) == [])
    }
  }

  @Test(arguments: [
    ["pull", "yunet", "--all"], ["pull", "--task", "nonsense"], ["add"], ["list", "--format", "x"],
  ])
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
