import Media
import Records
import Testing

@testable import Detection

@Suite struct ObjectFilterTests {
  private func object(_ label: String, _ score: Float, _ box: Box) -> DetectedObject {
    DetectedObject(label: label, score: score, box: box)
  }

  @Test func theBestAreKeptInTheirOrder() {
    let objects = [0.3, 0.9, 0.5, 0.9].enumerated().map { index, score in
      object("\(index)", Float(score), Box(x: 0, y: 0, width: 10, height: 10))
    }
    var filter = ObjectFilter()
    filter.maximum = 2
    #expect(filter.apply(to: objects, width: 100, height: 100).map(\.label) == ["1", "3"])
  }

  @Test func anObjectCountsByItsMiddle() {
    var filter = ObjectFilter()
    filter.regions = [Polygon([Point(x: 0, y: 0), Point(x: 50, y: 0), Point(x: 0, y: 50)])]
    let inside = object("in", 1, Box(x: 10, y: 10, width: 10, height: 10))
    let outside = object("out", 1, Box(x: 20, y: 20, width: 20, height: 20))
    #expect(filter.apply(to: [inside, outside], width: 100, height: 100).map(\.label) == ["in"])
  }

  @Test func noRegionIsLookedAtTwice() {
    var filter = ObjectFilter()
    #expect(filter.extent(width: 100, height: 100) == nil)
    filter.regions = [Polygon(Box(x: 10, y: 10, width: 20, height: 10))]
    #expect(filter.extent(width: 100, height: 100) == Box(x: 8, y: 8, width: 24, height: 14))
    filter.regions.append(Polygon(Box(x: 0, y: 0, width: 95, height: 95)))
    #expect(filter.extent(width: 100, height: 100) == nil, "next to the whole frame nothing is gained")
  }

  @Test func namesThatNoModelKnowsAreRefused() throws {
    var first = ModelRecord(name: "first", task: "objects")
    first.classes = ["person", "Traffic Light"]
    let second = ModelRecord(name: "second", task: "faces")
    try ObjectFilter.check(["traffic light"], known: [first])
    #expect(throws: MediaError.self) { try ObjectFilter.check(["cat"], known: [first]) }
    // What a model finds that does not say so cannot be told.
    try ObjectFilter.check(["cat"], known: [first, second])
  }
}
