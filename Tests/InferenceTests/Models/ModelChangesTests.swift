import Foundation
import Media
import Testing

@testable import Inference

@Suite struct ModelChangesTests {
  private let catalogued = ModelDescription(
    name: "toy", task: .objects, file: "toy.onnx", sha256: [SHA256.hex([1, 2, 3])],
    input: PictureInput(width: 8, height: 8))

  private func withStore(_ body: (ModelFolder, ModelStore) throws -> Void) throws {
    try ModelFolder.lend { folder in
      try body(
        folder,
        ModelStore(environment: ["XDG_DATA_HOME": folder.path], program: nil, catalogue: [catalogued]))
    }
  }

  private func mine(_ name: String = "mine") -> ModelDescription {
    ModelDescription(
      name: name, task: .objects, input: PictureInput(width: 64, height: 32), classes: ["a", "b"])
  }

  private func files(_ folder: ModelFolder) -> [String] {
    ModelFolder(path: folder.path + "/vidproc/models").names
  }

  @Test func anAddedModelIsFoundByItsName() throws {
    try withStore { folder, store in
      try folder.write("weights", "best.onnx")
      let path = try store.add(folder.path + "/best.onnx", as: mine(), replaces: false)
      #expect(path == store.userFolder + "/mine.onnx")
      #expect(files(folder) == ["mine.json", "mine.onnx"])
      let found = try #require(try store.find("mine").description)
      #expect(found.classes == ["a", "b"])
      #expect(found.sha256 == [SHA256.hex(Array("weights".utf8))])
      // The same again changes nothing.
      #expect(try store.add(folder.path + "/best.onnx", as: mine(), replaces: false) == path)
    }
  }

  @Test func anotherOfThatNameIsReplacedOnlyWhenAsked() throws {
    try withStore { folder, store in
      try folder.write("weights", "best.onnx")
      _ = try store.add(folder.path + "/best.onnx", as: mine(), replaces: false)
      try folder.write("others", "best.tflite")
      #expect(throws: MediaError.self) {
        try store.add(folder.path + "/best.tflite", as: mine(), replaces: false)
      }
      #expect(files(folder) == ["mine.json", "mine.onnx"])
      _ = try store.add(folder.path + "/best.tflite", as: mine(), replaces: true)
      #expect(files(folder) == ["mine.json", "mine.tflite"])
    }
  }

  @Test(arguments: ["toy", "", "a/b", ".hidden", "-x", "a b", "ü"])
  func badNamesAreRefused(name: String) throws {
    try withStore { folder, store in
      try folder.write("weights", "best.onnx")
      #expect(throws: MediaError.self) {
        try store.add(folder.path + "/best.onnx", as: mine(name), replaces: true)
      }
      #expect(files(folder) == [])
    }
  }

  @Test func halfOfAModelIsRefused() throws {
    try withStore { folder, store in
      try folder.write("<xml/>", "best.xml")
      #expect(throws: MediaError.self) {
        try store.add(folder.path + "/best.xml", as: mine(), replaces: false)
      }
      #expect(throws: MediaError.self) {
        try store.add(folder.path + "/none.onnx", as: mine(), replaces: false)
      }
    }
  }

  @Test func aChangedFileIsNotLoaded() throws {
    try withStore { folder, store in
      try folder.write("weights", "best.onnx")
      _ = try store.add(folder.path + "/best.onnx", as: mine(), replaces: false)
      try folder.write("changed", "vidproc/models/mine.onnx")
      #expect(throws: MediaError.self) { try store.find("mine") }
    }
  }

  @Test func removingTakesAllOfAModelAndNothingElse() throws {
    try withStore { folder, store in
      try folder.write("weights", "best.onnx")
      _ = try store.add(folder.path + "/best.onnx", as: mine(), replaces: false)
      try folder.write([1, 2, 3], "vidproc/models/toy.onnx")
      try folder.write([1], "vidproc/models/toy.onnx.part")
      _ = try store.remove(mineAsFound(store))
      #expect(files(folder) == ["toy.onnx", "toy.onnx.part"])
      #expect(try store.remove(catalogued).count == 2)
      #expect(files(folder) == [])
      #expect(throws: MediaError.self) { try store.remove(catalogued) }
    }
  }

  private func mineAsFound(_ store: ModelStore) throws -> ModelDescription {
    try #require(try store.description(named: "mine"))
  }
}
