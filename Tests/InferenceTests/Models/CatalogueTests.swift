import Foundation
import Testing

@testable import Inference

@Suite struct CatalogueTests {
  private static let store = ModelStore()

  @Test func everyEntryIsWhole() {
    for model in Catalogue.models {
      #expect(!model.summary.isEmpty && !model.license.isEmpty && !model.file.isEmpty, "\(model.name)")
      #expect(!model.sha256.isEmpty, "\(model.name)")
      let hashes = model.sha256 + [model.labelFile?.sha256].compactMap { $0 }
      for hash in hashes {
        #expect(hash.count == 64 && hash.allSatisfy { $0.isHexDigit && !$0.isUppercase }, "\(model.name)")
      }
      #expect(model.input.mean.count == 3 && model.input.deviation.count == 3, "\(model.name)")
      #expect(model.input.deviation.allSatisfy { $0 > 0 }, "\(model.name)")
      #expect((model.bytes ?? 0) > 0, "\(model.name)")
      #expect(model.decoder != nil || model.task == .embedding, "\(model.name)")
      #expect(model.companions.allSatisfy { Catalogue.model(named: $0) != nil }, "\(model.name)")
      if let labels = model.labels { #expect(ClassNames.named(labels) != nil, "\(model.name)") }
      #expect(model.labels != nil || model.labelFile != nil || model.task == .embedding, "\(model.name)")
      for source in model.sources + (model.labelFile?.sources ?? []) {
        if let url = source.url {
          #expect(url.hasPrefix("https://"), "\(model.name)")
        } else {
          #expect(source.package?.contains("==") == true && source.member != nil, "\(model.name)")
        }
      }
    }
  }

  @Test func namesFilesAndWeightsAreOneModelsOnly() {
    let names = Catalogue.models.map(\.name)
    #expect(Set(names).count == names.count)
    let files = Catalogue.models.flatMap { [$0.file] + $0.otherFiles }
    #expect(Set(files).count == files.count)
    let hashes = Catalogue.models.flatMap(\.sha256)
    #expect(Set(hashes).count == hashes.count)
  }

  @Test func everyTaskHasAModel() {
    for task in ModelDescription.Task.allCases { #expect(Catalogue.standard(for: task) != nil, "\(task)") }
    #expect(Catalogue.standard(for: .objects)?.name == "yolox-nano")
  }

  @Test func companionsComeFirstAndOnce() throws {
    let models = ["rtmpose-t", "mediapipe-pose", "yolox-nano"].compactMap { Catalogue.model(named: $0) }
    #expect(
      Catalogue.withCompanions(models).map(\.name)
        == ["yolox-nano", "rtmpose-t", "mediapipe-pose-detector", "mediapipe-pose"])
  }

  @Test func descriptionsSurviveJSON() throws {
    for model in Catalogue.models {
      let read = try JSONDecoder().decode(ModelDescription.self, from: Data(try model.json()))
      #expect(read == model)
    }
  }

  /// What lies in VIDPROC_MODELS under a name of the catalogue is what the catalogue means.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VIDPROC_MODELS"] != nil))
  func modelsOnThisMachineAreTheCatalogues() throws {
    var found = 0
    for model in Catalogue.models where !Self.store.paths(of: model).isEmpty {
      let located = try Self.store.find(model.name)
      #expect(located.description?.sha256.count == 1)
      if model.labelFile != nil { #expect(located.description?.classes?.isEmpty == false) }
      found += 1
    }
    #expect(found > 0)
  }
}
