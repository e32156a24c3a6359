/// What kind of thing a class of ImageNet stands for: the 1000 classes of ILSVRC 2012 (Russakovsky et al., IJCV
/// 2015) in about 50 groups.
///
/// Classes are found by name, since classifiers have them in different orders: by the whole label, or by any of the
/// names that it lists between commas.
public enum ImageNetGroups {
  /// All groups, in alphabetical order.
  public static let groups: [String] = (animals + places + things).map(\.group).sorted()

  /// The group of a class; nil where the label is none of ImageNet's, or one that stands for classes of two groups
  /// (crane).
  public static func group(of label: String) -> String? {
    if let group = byName[label] { return group }
    let names = label.split(separator: ",").map { normalized($0) }
    for name in names {
      if let group = byName[name] { return group }
    }
    for name in names {
      if let group = byLowercase[name.lowercased()] { return group }
    }
    return nil
  }

  /// What a group belongs to: `animal` for all groups of animals, nil for others.
  public static func family(of group: String) -> String? { families[group] }

  /// Labels of which no two are alike: those that occur twice get their group behind them where it tells them apart.
  ///
  /// ImageNet has two classes by the name of crane, the bird and the machine; they are told apart by their order.
  public static func distinct(_ labels: [String]) -> [String] {
    var seen: [String: Int] = [:]
    for label in labels { seen[label, default: 0] += 1 }
    guard seen["crane"] == 2 else { return labels }
    var result = labels
    // The birds come before all machines, in every order that sorts classes by WordNet.
    for (index, group) in zip(labels.indices.filter { labels[$0] == "crane" }, ["bird", "vehicle"]) {
      result[index] = "crane (\(group))"
    }
    return result
  }

  private static let families: [String: String] = Dictionary(
    uniqueKeysWithValues: animals.map { ($0.group, "animal") })

  /// Without spaces at its ends, and with spaces for underscores.
  private static func normalized(_ name: Substring) -> String {
    var name = name
    while name.first == " " { name.removeFirst() }
    while name.last == " " { name.removeLast() }
    return String(name.map { $0 == "_" ? " " : $0 })
  }

  /// Groups by name, as ImageNet spells it.
  private static let byName: [String: String] = {
    var groups: [String: String] = [:]
    for list in animals + places + things {
      for name in list.names.split(separator: ";") { groups[normalized(name)] = list.group }
    }
    return groups
  }()

  /// Groups by name in small letters. A cardigan is a garment, unless it has a capital and is a dog.
  private static let byLowercase: [String: String] = {
    var groups: [String: String] = [:]
    for (name, group) in byName where byName[name.lowercased()] == nil { groups[name.lowercased()] = group }
    for (name, group) in byName where name == name.lowercased() { groups[name] = group }
    return groups
  }()
}
