import Foundation
import Media
import Testing

@testable import Inference

@Suite struct ModelStoreTests {
  private let weights = Array("weights".utf8)

  private func toy(labels: String? = nil) -> ModelDescription {
    var model = ModelDescription(
      name: "toy", task: .objects, file: "toy.onnx", otherFiles: ["toy_2.onnx"],
      sha256: [String(repeating: "0", count: 64), SHA256.hex(weights)],
      sources: [.init(url: "https://example.org/toy.onnx")], input: PictureInput(width: 8, height: 8))
    if let labels {
      model.labelFile = .init(file: "toy.txt", sha256: SHA256.hex(Array(labels.utf8)), sources: [])
    }
    return model
  }

  /// A store over folders a and b of a scratch folder, and data/vidproc/models as the user's.
  private func store(_ folder: ModelFolder, _ catalogue: [ModelDescription]) -> ModelStore {
    ModelStore(
      environment: [
        "VIDPROC_MODELS": "\(folder.path)/a:\(folder.path)/b", "XDG_DATA_HOME": "\(folder.path)/data",
      ], program: "\(folder.path)/prefix/bin/vidproc", catalogue: catalogue)
  }

  /// What is said where a model is not found.
  private func refusal(_ store: ModelStore, _ name: String) -> String {
    do {
      return "found at \(try store.find(name).path)"
    } catch { return "\(error)" }
  }

  @Test func foldersAreLookedInInTheirOrder() throws {
    try ModelFolder.lend { folder in
      let store = store(folder, [toy()])
      #expect(
        store.folders.prefix(4).map { $0.dropFirst(folder.path.count) }
          == ["/a", "/b", "/data/vidproc/models", "/prefix/share/vidproc/models"])
      for place in ["prefix/share/vidproc/models", "data/vidproc/models", "b", "a"] {
        try folder.write(weights, "\(place)/toy.onnx")
        #expect(try store.find("toy").path == "\(folder.path)/\(place)/toy.onnx")
      }
    }
  }

  @Test func withoutXDGTheHomeFolderHasThem() {
    let store = ModelStore(
      environment: ["HOME": "/home/me", "XDG_DATA_HOME": ""], program: nil, catalogue: [])
    #expect(store.userFolder == "/home/me/.local/share/vidproc/models")
  }

  @Test func otherFilesOfTheSameContractAreTaken() throws {
    try ModelFolder.lend { folder in
      try folder.write(weights, "b/toy_2.onnx")
      let located = try store(folder, [toy()]).find("toy")
      #expect(located.path == folder.path + "/b/toy_2.onnx")
      #expect(located.description?.sha256 == [SHA256.hex(weights)])
    }
  }

  @Test func aMissingModelSaysHowToGetIt() throws {
    try ModelFolder.lend { folder in
      let text = refusal(store(folder, [toy()]), "toy")
      #expect(text == "cannot load model toy: it is not on this machine (vidproc models pull toy)")
    }
  }

  @Test func aFileThatIsAnotherIsNotLoaded() throws {
    try ModelFolder.lend { folder in
      try folder.write("something else", "a/toy.onnx")
      let store = store(folder, [toy()])
      let text = refusal(store, "toy")
      #expect(text.contains("\(folder.path)/a/toy.onnx is another file"), "\(text)")
      #expect(text.contains("vidproc models pull toy renews it"), "\(text)")
      // A good one further on is taken, and the bad one is still told of.
      try folder.write(weights, "b/toy.onnx")
      #expect(try store.find("toy").path == folder.path + "/b/toy.onnx")
      #expect(try store.files(of: toy()).map(\.isRight) == [false, true])
    }
  }

  @Test func namesOfClassesComeFromTheFileBeside() throws {
    try ModelFolder.lend { folder in
      let names = "cat\ndog, small \r\nbird\n\n"
      let store = store(folder, [toy(labels: names)])
      try folder.write(weights, "a/toy.onnx")
      #expect(refusal(store, "toy").contains("toy.txt, are not on this machine"))
      try folder.write("cat\n", "a/toy.txt")
      #expect(refusal(store, "toy").contains("a/toy.txt is another file"))
      try folder.write(names, "b/toy.txt")
      #expect(try store.find("toy").description?.classes == ["cat", "dog, small", "bird"])
    }
  }

  @Test func aFileIsTakenByItsPath() throws {
    try ModelFolder.lend { folder in
      let store = store(folder, [toy()])
      try folder.write("my own", "best.v2.onnx")
      let bare = try store.find(folder.path + "/best.v2.onnx")
      #expect(bare.name == "best.v2")
      #expect(bare.description == nil)
      try folder.write(#"{"input": {"width": 64, "height": 32}, "classes": ["a"]}"#, "best.v2.json")
      let described = try #require(try store.find(folder.path + "/best.v2.onnx").description)
      #expect(described.input == PictureInput(width: 64, height: 32))
      #expect(described.classes == ["a"])
      #expect(described.name == "best.v2")
      try folder.write(weights, "copy.onnx")
      #expect(try store.find(folder.path + "/copy.onnx").description?.name == "toy")
    }
  }

  @Test func whatIsNowhereIsSaid() throws {
    try ModelFolder.lend { folder in
      let store = store(folder, [toy()])
      #expect(refusal(store, "tyo").contains("known: toy"))
      #expect(refusal(store, "none.onnx").contains("No such file"))
      #expect(refusal(store, folder.path).hasPrefix("cannot load model"))
    }
  }

  @Test func aDescriptionInAFolderMakesAName() throws {
    try ModelFolder.lend { folder in
      let store = store(folder, [toy()])
      try folder.write("my own", "a/mine.onnx")
      try folder.write(#"{"input": {"width": 64, "height": 32}, "task": "faces"}"#, "a/mine.json")
      // A description cannot take a name of the catalogue.
      try folder.write("evil", "a/evil.onnx")
      try folder.write(
        #"{"name": "toy", "file": "evil.onnx", "input": {"width": 1, "height": 1}}"#, "a/evil.json")
      #expect(try store.find("mine").description?.task == .faces)
      #expect(refusal(store, "toy").contains("it is not on this machine"))
      #expect(store.known().map(\.name) == ["toy", "mine"])
    }
  }

  @Test(arguments: [
    (#"{"input": {"width": 64}}"#, "input.height is missing"), (#"{}"#, "input is missing"),
    (#"{"input": {"width": 0, "height": 1}}"#, "from 1 to 8192"),
    (#"{"input": {"width": 8, "height": 8, "mean": [1]}}"#, "three numbers"),
    (#"{"input": {"width": 8, "height": 8, "deviation": [1, 0, 1]}}"#, "other than 0"),
    (#"{"input": {"width": 8, "height": 8, "layout": "chw"}}"#, "input.layout"),
    ("nonsense", "does not describe"),
    (#"{"input": {"width": 8, "height": 8}, "classes": "a"}"#, "classes"),
  ])
  func aBadDescriptionSaysWhatIsWrong(json: String, words: String) throws {
    try ModelFolder.lend { folder in
      try folder.write(json, "a/mine.json")
      try folder.write("w", "a/mine.onnx")
      let store = store(folder, [])
      let text = refusal(store, "mine")
      #expect(text.hasPrefix("cannot read \(folder.path)/a/mine.json") && text.contains(words), "\(text)")
      var refused = 0
      #expect(store.known { _ in refused += 1 }.isEmpty)
      #expect(refused == 1)
    }
  }
}
