import Records
import Testing

@testable import Detection

@Suite struct GateMemoryTests {
  private func object(
    _ x: Float, _ y: Float, _ width: Float, _ height: Float, score: Float = 0.8, id: Int = 0
  )
    -> DetectedObject
  {
    DetectedObject(
      label: id == 0 ? "person" : "car", classID: id, score: score,
      box: Box(x: x, y: y, width: width, height: height))
  }

  private func memory(_ objects: [DetectedObject]) -> GateMemory {
    var memory = GateMemory(width: 640, height: 480)
    _ = memory.merge(GateDecision(.full), found: objects)
    return memory
  }

  private func look(_ regions: Box...) -> GateDecision { GateDecision(.regions, regions: regions) }

  @Test func whatStandsIsKeptUntilTheNextFullLook() {
    let still = object(100, 100, 40, 80)
    var memory = memory([still])
    for _ in 0..<100 { #expect(memory.merge(GateDecision(.held), found: []) == [still]) }
    #expect(memory.merge(look(Box(x: 300, y: 0, width: 100, height: 100)), found: []) == [still])
    #expect(memory.merge(GateDecision(.full), found: []).isEmpty)
    #expect(memory.merge(GateDecision(.held), found: []).isEmpty)
  }

  @Test func whatMovedReplacesWhatWasHeld() {
    var memory = memory([object(100, 100, 40, 80), object(400, 100, 40, 80)])
    let moved = object(108, 100, 40, 80, score: 0.6)
    let merged = memory.merge(look(Box(x: 80, y: 60, width: 100, height: 160)), found: [moved])
    #expect(merged == [moved, object(400, 100, 40, 80)])
  }

  @Test func whatLeftIsDropped() {
    var memory = memory([object(100, 100, 40, 80)])
    #expect(memory.merge(look(Box(x: 80, y: 60, width: 100, height: 160)), found: []).isEmpty)
  }

  @Test func twoLooksTogetherCoverAPlace() {
    var memory = memory([object(100, 100, 40, 80)])
    let top = Box(x: 80, y: 60, width: 100, height: 80)
    let bottom = Box(x: 80, y: 140, width: 100, height: 80)
    #expect(memory.merge(look(top, bottom), found: []).isEmpty)
  }

  @Test func aFragmentAtARegionsBorderLosesToTheHeldWhole() {
    let whole = object(100, 100, 60, 160, score: 0.5)
    var memory = memory([whole])
    let region = Box(x: 80, y: 60, width: 100, height: 100)
    let fragment = object(102, 102, 56, 58, score: 0.9)
    #expect(memory.merge(look(region), found: [fragment]) == [whole])
  }

  @Test func aBoxCutByTheFrameIsNoFragment() {
    var memory = memory([])
    let atEdge = object(0, 100, 40, 80)
    #expect(memory.merge(look(Box(x: 0, y: 60, width: 100, height: 160)), found: [atEdge]) == [atEdge])
  }

  @Test func otherClassesStay() {
    let car = object(90, 90, 400, 200, id: 1)
    var memory = memory([car])
    let person = object(108, 100, 40, 80)
    #expect(memory.merge(look(Box(x: 80, y: 60, width: 100, height: 160)), found: [person]) == [person, car])
  }

  @Test func twoPeopleWhoOverlapStayTwo() {
    let behind = object(100, 100, 40, 80, score: 0.7)
    let front = object(118, 104, 40, 80, score: 0.9)
    var memory = memory([behind, front])
    let merged = memory.merge(look(Box(x: 60, y: 60, width: 140, height: 160)), found: [front, behind])
    #expect(merged == [front, behind])
  }
}
