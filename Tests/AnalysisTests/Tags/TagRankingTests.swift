import Testing

@testable import Analysis

@Suite("Tags of mean scores")
struct TagRankingTests {
  private func tags(_ means: [String: Double], _ change: (inout TagRanking) -> Void = { _ in }) -> [String] {
    var ranking = TagRanking()
    change(&ranking)
    return ranking.tags(means).map { "\($0.label) \($0.group ?? "-") \($0.score)" }
  }

  @Test("five breeds that are unsure are a dog, then the breeds")
  func breeds() {
    let means = ["beagle": 0.12, "basset": 0.12, "collie": 0.12, "boxer": 0.12, "pug": 0.12, "castle": 0.12]
    #expect(
      tags(means) == [
        "dog dog 0.6", "basset dog 0.12", "beagle dog 0.12", "boxer dog 0.12", "collie dog 0.12",
      ])
  }

  @Test("a class that has most of its group stands for it")
  func one() {
    #expect(tags(["beagle": 0.5, "basset": 0.15]) == ["beagle dog 0.5", "basset dog 0.15"])
  }

  @Test("animals of many groups are an animal")
  func family() {
    #expect(tags(["beagle": 0.12, "tabby": 0.13, "goldfish": 0.1, "cock": 0.06]) == ["animal animal 0.41"])
  }

  @Test("an animal's group that has most of the animals stands for them")
  func group() {
    let means = ["beagle": 0.2, "pug": 0.2, "tabby": 0.09]
    #expect(tags(means) == ["dog dog 0.4", "beagle dog 0.2", "pug dog 0.2"])
  }

  @Test("a class alone must be surer than one whose group is sure")
  func alone() {
    #expect(tags(["castle": 0.19]) == [])
    #expect(tags(["castle": 0.2]) == ["castle building 0.2"])
    #expect(tags(["castle": 0.19, "palace": 0.19]) == [])
    #expect(
      tags(["castle": 0.19, "palace": 0.19, "barn": 0.1, "dam": 0.09]) == [
        "building building 0.57", "castle building 0.19", "palace building 0.19", "barn building 0.1",
      ])
  }

  @Test("labels of no group are told from the lowest score on")
  func ungrouped() {
    #expect(tags(["indoor": 0.1, "outdoor": 0.09]) == ["indoor - 0.1"])
  }

  @Test("no more than the limit, and nothing of nothing")
  func limit() {
    #expect(tags(["a": 0.3, "b": 0.2, "c": 0.2, "d": 0.2]) { $0.limit = 2 } == ["a - 0.3", "b - 0.2"])
    #expect(tags(["a": 0.3]) { $0.limit = -1 } == [])
    #expect(tags([:]) == [])
    #expect(tags(["a": .nan, "b": .infinity, "c": -1]) == [])
  }
}
