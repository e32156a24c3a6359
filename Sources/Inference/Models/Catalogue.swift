/// The models that the program knows by name. A new one is an entry in the list of its task.
public enum Catalogue {
  /// All models, task by task; the first of a task is the one that is taken where none is named.
  public static let models: [ModelDescription] = objects + faces + pose + classification + embedding

  /// The model of a name.
  public static func model(named name: String) -> ModelDescription? { models.first { $0.name == name } }

  /// The model that is taken for a task where none is named.
  public static func standard(for task: ModelDescription.Task) -> ModelDescription? {
    models.first { $0.task == task }
  }

  /// Models and the ones that they need, each once, a companion before what needs it.
  public static func withCompanions(_ models: [ModelDescription]) -> [ModelDescription] {
    var all: [ModelDescription] = []
    for model in models {
      for needed in withCompanions(model.companions.compactMap { Catalogue.model(named: $0) }) + [model]
      where !all.contains(where: { $0.name == needed.name }) {
        all.append(needed)
      }
    }
    return all
  }
}
