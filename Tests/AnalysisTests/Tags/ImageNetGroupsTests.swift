import Testing

@testable import Analysis

@Suite("Groups of ImageNet's classes")
struct ImageNetGroupsTests {
  @Test("every class has a group, and no name of the table is of none")
  func all() {
    let labels = ImageNetGroups.distinct(imageNetLabels)
    #expect(labels.count == 1000)
    #expect(Set(labels).count == 1000)
    #expect(labels.filter { ImageNetGroups.group(of: $0) == nil } == [])
    let names = (ImageNetGroups.animals + ImageNetGroups.places + ImageNetGroups.things).flatMap { list in
      list.names.split(separator: ";").map { $0.drop { $0 == " " } }
    }
    let firsts = Set(labels.map { $0.prefix { $0 != "," } })
    #expect(Set(names) == firsts)
    // Two classes are called maillot; both are clothing.
    #expect(names.count == 999)
  }

  @Test("animals are the first 398 classes", arguments: [(0, 397, true), (398, 999, false)])
  func animals(range: (Int, Int, Bool)) {
    let labels = ImageNetGroups.distinct(imageNetLabels)
    for label in labels[range.0...range.1] {
      let family = ImageNetGroups.group(of: label).flatMap(ImageNetGroups.family(of:))
      #expect((family == "animal") == range.2, "\(label)")
    }
  }

  @Test(
    "classes are found by whole labels, by one name, and as other lists write them",
    arguments: [
      ("great white shark, white shark, man-eater, man-eating shark, Carcharodon carcharias", "fish"),
      ("golden retriever", "dog"), ("golden_retriever", "dog"), ("Golden Retriever", "dog"),
      ("tabby, tabby cat", "cat"), ("lion, king of beasts, Panthera leo", "big_cat"),
      ("timber wolf", "wild_dog"), ("African elephant, Loxodonta africana", "mammal"),
      ("monarch, monarch butterfly", "insect"), ("tarantula", "arachnid"), ("bullfrog", "amphibian"),
      ("amphibian, amphibious vehicle", "vehicle"), ("airliner", "aircraft"), ("catamaran", "watercraft"),
      ("castle", "building"), ("studio couch, day bed", "furniture"), ("Granny Smith", "fruit"),
      ("electric guitar", "musical_instrument"), ("soccer ball", "sport"), ("laptop", "computer"),
      ("home theater, home theatre", "screen"), ("assault rifle", "weapon"), ("volcano", "landscape"),
      ("scuba diver", "person"), ("stethoscope", "medical"), ("espresso", "drink"), ("pizza", "food"),
      ("teddy", "toy"), ("traffic light", "street"), ("Cardigan, Cardigan Welsh corgi", "dog"),
      ("cardigan", "clothing"), ("maillot", "clothing"), ("unknown name, goldfish", "fish"),
    ])
  func lookup(label: String, group: String) {
    #expect(ImageNetGroups.group(of: label) == group)
    #expect(ImageNetGroups.groups.contains(group))
  }

  @Test("what is no class has no group", arguments: ["", ",", "person", "crane", "dog house", "class_12"])
  func unknown(label: String) {
    #expect(ImageNetGroups.group(of: label) == nil)
  }

  @Test("the bird and the machine that are called crane are told apart by their order")
  func cranes() {
    let labels = ImageNetGroups.distinct(imageNetLabels)
    #expect(labels[134] == "crane (bird)")
    #expect(labels[517] == "crane (vehicle)")
    #expect(ImageNetGroups.group(of: labels[134]) == "bird")
    #expect(ImageNetGroups.group(of: labels[517]) == "vehicle")
    #expect(ImageNetGroups.distinct(["a", "crane", "b", "b"]) == ["a", "crane", "b", "b"])
  }
}
