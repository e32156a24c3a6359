import Records
import Testing

@testable import Tracking

@Suite struct LineEventTests {
  /// From left to right through the middle of the picture.
  private let gate = "gate:200,240,400,240"

  @Test func downOverALineFromLeftToRightIsIn() throws {
    var scene = try EventScene(lines: [gate])
    scene.walk([(300, 200), (300, 220), (300, 241), (300, 245), (300, 280)])
    #expect(scene.told == ["crossed in gate 2"])
    let event = try #require(scene.events.first)
    #expect(event.trackID == 1)
    #expect(event.label == "car")
    #expect(event.pts == 200)
    #expect(event.time == 0.2)
    #expect(event.point == Point(x: 300, y: 241))
    #expect(event.counts == ["in": 1, "out": 0])
    #expect(event.seconds == nil)
  }

  @Test func upOverItIsOut() throws {
    var scene = try EventScene(lines: [gate])
    scene.walk([(300, 280), (300, 200)])
    #expect(scene.told == ["crossed out gate 1"])
    #expect(scene.events.first?.counts == ["in": 0, "out": 1])
  }

  @Test func theSameLineDrawnTheOtherWayCountsTheOtherWay() throws {
    var scene = try EventScene(lines: ["gate:400,240,200,240"])
    scene.walk([(300, 200), (300, 280)])
    #expect(scene.told == ["crossed out gate 1"])
  }

  @Test func aLineDrawnDownwardsHasInToTheLeftOfThePicture() throws {
    // Who looks down the picture has its left side at the right hand.
    var scene = try EventScene(lines: ["door:300,100,300,400"])
    scene.walk([(350, 200), (250, 200)])
    #expect(scene.told == ["crossed in door 1"])
  }

  @Test func itIsToldWhenItIsCertain() throws {
    var scene = try EventScene(lines: [gate])
    scene.walk([(300, 230), (300, 241), (300, 241.5)])
    #expect(scene.events.isEmpty)
    scene.move((300, 243))
    #expect(
      scene.told == ["crossed in gate 1"], "in the frame after the line, not in the one that made it certain")
  }

  @Test func flickerCountsOnce() throws {
    var scene = try EventScene(lines: [gate])
    let flicker = (0..<40).map { (Float(300), Float($0 % 2 == 0 ? 239 : 241)) }
    scene.walk([(300, 220)] + flicker + [(300, 260)])
    #expect(scene.told == ["crossed in gate 40"], "the last of the passages is the one that stays")
  }

  @Test func theMarginGrowsWithTheObject() throws {
    var scene = try EventScene(lines: [gate])
    func big(_ y: Float) -> [(trackID: Int, label: String, box: Box)] {
      [(1, "car", EventScene.box(300, y, height: 400))]
    }
    for y in [200, 255, 225, 255, 225] as [Float] { scene.see(big(y)) }
    #expect(scene.events.isEmpty, "20 pixels are the margin of an object 400 pixels high")
    scene.see(big(261))
    #expect(scene.told == ["crossed in gate 5"])
  }

  @Test func touchingAndGoingBackIsNoCrossing() throws {
    var scene = try EventScene(lines: [gate])
    scene.walk([(300, 200), (300, 240), (300, 200), (300, 241.9), (300, 200)])
    #expect(scene.events.isEmpty)
  }

  @Test func goingAndComingBackIsTwoCrossings() throws {
    var scene = try EventScene(lines: [gate])
    scene.walk([(300, 200), (300, 260), (300, 200)])
    #expect(scene.told == ["crossed in gate 1", "crossed out gate 2"])
    #expect(scene.events.last?.counts == ["in": 1, "out": 1])
  }

  @Test func roundTheEndIsNoCrossing() throws {
    var scene = try EventScene(lines: [gate])
    scene.walk([(300, 200), (420, 200), (420, 280), (300, 280)])
    #expect(scene.events.isEmpty)
    // Back through the line: from below, whatever way led there.
    scene.walk([(300, 200)])
    #expect(scene.told == ["crossed out gate 4"])
  }

  @Test func roundTheEndInsideTheMarginIsNoCrossing() throws {
    var scene = try EventScene(lines: [gate])
    // Through the line near its end, along it, back round the end, and then down past it.
    scene.walk([(398, 230), (398, 241), (402, 241), (402, 239), (402, 260)])
    #expect(scene.told == ["crossed in gate 1"])
    // Up past the end and down through the line, never certain of being above: it stays below.
    scene.walk([(402, 239), (398, 239), (398, 260)])
    #expect(scene.told == ["crossed in gate 1"])
  }

  @Test func aWayIntoOneDirectionIsNotCountedIntoTheOther() throws {
    var scene = try EventScene(lines: [gate])
    // Down past the end, up through the line, down past the end: to the other side, against the line's count.
    scene.walk([(402, 230), (402, 241), (398, 241), (398, 239), (402, 239), (402, 260)])
    #expect(scene.events.isEmpty)
  }

  @Test func diagonalWaysAndLinesCount() throws {
    var scene = try EventScene(lines: ["slope:100,100,300,300"])
    scene.walk([(250, 150), (150, 250)])
    #expect(scene.told == ["crossed in slope 1"])
    scene.walk([(350, 250), (330, 320)], id: 2)
    scene.walk([(352, 252), (252, 352)], id: 3)
    #expect(scene.told.count == 1, "past the end: the ways meet the line beyond 300")
    scene.walk([(390, 200), (200, 390)], id: 4)
    #expect(scene.told == ["crossed in slope 1", "crossed in slope 7"])
  }

  @Test func aGapCountsByTheStraightWay() throws {
    var scene = try EventScene(lines: [gate])
    scene.move((300, 200))
    for _ in 0..<50 { scene.move(nil) }
    scene.move((310, 280))
    #expect(scene.told == ["crossed in gate 51"])
    scene.move((190, 280))
    for _ in 0..<50 { scene.move(nil) }
    scene.move((190, 200))
    #expect(scene.told.count == 1, "the straight way goes past the end")
  }

  @Test func twoLinesCountEachForItself() throws {
    var scene = try EventScene(lines: [gate, "second:200,300,400,300"])
    scene.walk([(300, 200), (300, 270), (300, 350)])
    scene.walk([(300, 200), (300, 350)], id: 2)
    #expect(
      scene.told == ["crossed in gate 1", "crossed in second 2", "crossed in gate 4", "crossed in second 4"])
    #expect(
      scene.counter.counts == [
        ShapeCount(name: "gate", event: .crossed, direction: .in, label: "car", count: 2),
        ShapeCount(name: "second", event: .crossed, direction: .in, label: "car", count: 2),
      ])
  }

  @Test func partsOfThePictureAreMadePixels() throws {
    var scene = try EventScene(lines: ["gate:0,0.5,1,0.5"], width: 200, height: 100)
    #expect(scene.counter.lines.first?.end == Point(x: 200, y: 50))
    scene.walk([(100, 40), (100, 60)])
    #expect(scene.told == ["crossed in gate 1"])
  }

  @Test func classesAreCountedApartAndTogether() throws {
    var options = EventOptions()
    options.anchor = .center
    var scene = try EventScene(lines: [gate], options: options)
    scene.walk([(300, 200), (300, 280)], id: 1, label: "person")
    scene.walk([(300, 200), (300, 280)], id: 2, label: "car")
    scene.walk([(300, 280), (300, 200)], id: 3, label: "person")
    #expect(scene.events.last?.counts == ["in": 2, "out": 1])
    #expect(
      scene.counter.counts.map { "\($0.direction?.rawValue ?? "") \($0.label) \($0.count)" } == [
        "in car 1", "in person 1", "out person 1",
      ])
  }

  @Test func personsCountByTheirFeetAndOthersByTheirMiddle() throws {
    var scene = try EventScene(lines: [gate])
    // The boxes are 40 pixels high: feet at 225 and 245, middles at 205 and 225.
    scene.walk([(300, 205), (300, 225)], id: 1, label: "Person")
    scene.walk([(300, 205), (300, 225)], id: 2, label: "car")
    #expect(scene.events.map(\.trackID) == [1])
    #expect(scene.events.first?.point == Point(x: 300, y: 245))
  }

  @Test(arguments: EventAnchor.allCases)
  func anchorsAreOnTheBox(anchor: EventAnchor) {
    let place = anchor.place(on: Box(x: 10, y: 20, width: 30, height: 40))
    let expected: Point =
      switch anchor {
      case .auto, .center: Point(x: 25, y: 40)
      case .feet: Point(x: 25, y: 60)
      case .top: Point(x: 25, y: 20)
      case .left: Point(x: 10, y: 40)
      case .right: Point(x: 40, y: 40)
      }
    #expect(place == expected)
    #expect(anchor.resolved(for: "dog") == (anchor == .auto ? .center : anchor))
  }

  @Test func boxesThatAreNotFiniteAreAsNotSeen() throws {
    var scene = try EventScene(lines: [gate], zones: ["yard:200,200,400,200,400,300,200,300"])
    scene.move((300, 150))
    for value in [Float.nan, .infinity, -.infinity] {
      scene.see([(1, "car", Box(x: value, y: 220, width: 20, height: 40))])
      scene.see([(1, "car", Box(x: 290, y: value, width: 20, height: 40))])
      scene.see([(1, "car", Box(x: 290, y: 240, width: value, height: 40))])
      scene.see([(1, "car", Box(x: 290, y: 240, width: 20, height: value))])
      scene.see([(2, "car", Box(x: value, y: 220, width: 20, height: 40))])
    }
    scene.see([(1, "car", Box(x: 3e38, y: 3e38, width: 3e38, height: 3e38))])
    scene.see([(1, "car", EventScene.box(300, 280))], time: .nan)
    #expect(scene.events.isEmpty)
    #expect(scene.counter.trackCount == 1)
    scene.move((300, 280))
    #expect(scene.told == ["crossed in gate 18", "entered yard 18"])
  }

  @Test func aTrackCountsOnceInAFrame() throws {
    var scene = try EventScene(lines: [gate])
    scene.see([(1, "car", EventScene.box(300, 200)), (1, "car", EventScene.box(300, 280))])
    scene.see([(1, "car", EventScene.box(300, 200)), (1, "car", EventScene.box(300, 280))])
    #expect(scene.events.isEmpty)
  }

  @Test func anIdentityThatEndedBeginsAnew() throws {
    var scene = try EventScene(lines: [gate])
    scene.move((300, 200))
    scene.end()
    scene.move((300, 280))
    #expect(scene.events.isEmpty)
  }

  @Test func linesThatCannotBeUsedAreRefused() throws {
    func message(_ lines: [String], _ zones: [String] = [], width: Int = 640) -> String {
      do {
        _ = try EventScene(lines: lines, zones: zones, width: width)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message(["a:5,5,5,5"]) == "cannot use the line a: its two points are one (draw it across the way)")
    #expect(message(["a:0,0,9,9", "a:0,0,5,9"]).contains("another line or zone has its name"))
    #expect(message(["a:0,0,9,9"], ["a:0,0,5,9,9,0"]).contains("another line or zone has its name"))
    #expect(message(["a:0,0,1,1"], width: 0).contains("give them in pixels"))
    #expect(message([], ["z:0,0,10,10,40,40"]).contains("the zone z: it has no area"))
    #expect(message([], ["z:7,7,7,7,7,7"]).contains("it has no area"))
    #expect(message(["a:2,2,9,9"], ["z:2,2,50,9,9,0"], width: 0) == "")
  }
}
