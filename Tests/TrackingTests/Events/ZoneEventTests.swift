import Records
import Testing

@testable import Tracking

@Suite struct ZoneEventTests {
  /// 100 to 200 across, 100 to 300 down.
  private let yard = "yard:100,100,200,100,200,300,100,300"

  @Test func enteringAndLeavingAreToldWithTheStay() throws {
    var scene = try EventScene(zones: [yard])
    scene.walk([(50, 200), (99, 200), (101, 200), (110, 200), (150, 200), (199, 200), (201, 200), (240, 200)])
    #expect(scene.told == ["entered yard 2", "left yard 6"])
    #expect(scene.events.map(\.time) == [0.2, 0.6])
    #expect(scene.events.map(\.seconds) == [nil, 0.4])
    #expect(scene.events[0].counts == ["inside": 1, "entered": 1])
    #expect(scene.events[1].counts == ["inside": 0, "entered": 1])
    #expect(scene.events[1].point == Point(x: 201, y: 200))
  }

  @Test func whoIsFirstSeenInsideHasEntered() throws {
    var scene = try EventScene(zones: [yard])
    scene.walk([(101, 200)])
    #expect(scene.told == ["entered yard 0"])
  }

  @Test func flickerAtTheBoundaryIsNoEvent() throws {
    var scene = try EventScene(zones: [yard])
    let flicker = (0..<30).map { (Float($0 % 2 == 0 ? 99 : 101), Float(200)) }
    scene.walk([(50, 200)] + flicker)
    #expect(scene.events.isEmpty)
    scene.walk([(150, 200)] + flicker)
    #expect(scene.told == ["entered yard 30"], "since the frame after which it was not outside again")
    scene.walk([(50, 200)])
    #expect(scene.told == ["entered yard 30", "left yard 62"])
  }

  @Test func dwellIsToldOnceAStay() throws {
    var options = EventOptions()
    options.dwell = 1
    var scene = try EventScene(zones: [yard], options: options)
    scene.walk(Array(repeating: (150, 200), count: 30))
    #expect(scene.told == ["entered yard 0", "dwelt yard 10"])
    #expect(scene.events[1].seconds == 1)
    scene.walk([(50, 200)] + Array(repeating: (150, 200), count: 12))
    #expect(scene.told.dropFirst(2) == ["left yard 30", "entered yard 31", "dwelt yard 41"])
    #expect(
      scene.counter.counts.map { "\($0.event.rawValue) \($0.count)" } == ["entered 2", "dwelt 2", "left 1"])
  }

  @Test func aStayThatWasLongEnoughUnseenHasDwelt() throws {
    var scene = try EventScene(zones: [yard])
    scene.move((150, 200), time: 0)
    scene.move((150, 200), time: 5)
    scene.move((50, 200), time: 12)
    #expect(scene.told == ["entered yard 0", "dwelt yard 2", "left yard 2"])
    #expect(scene.events.map(\.seconds) == [nil, 12, 12])
  }

  @Test func nobodyDwellsWhereNobodyAsks() throws {
    var options = EventOptions()
    options.dwell = nil
    var scene = try EventScene(zones: [yard], options: options)
    scene.move((150, 200), time: 0)
    scene.move((150, 200), time: 1e6)
    #expect(scene.told == ["entered yard 0"])
  }

  @Test func aTrackThatEndsLeavesAtItsLastPlace() throws {
    var scene = try EventScene(zones: [yard])
    scene.walk([(50, 200), (150, 200), (160, 200), nil, nil, nil])
    scene.end()
    #expect(scene.told == ["entered yard 1", "left yard 2"])
    #expect(scene.events[1].point == Point(x: 160, y: 200))
    #expect(scene.events[1].seconds == 0.1)
    #expect(scene.counter.trackCount == 0)
    scene.end()
    #expect(scene.events.count == 2)
  }

  @Test func theEndOfTheInputEndsAllStays() throws {
    var scene = try EventScene(zones: [yard])
    scene.see([
      (3, "car", EventScene.box(150, 150)), (1, "car", EventScene.box(150, 250)),
      (2, "car", EventScene.box(50, 250)),
    ])
    scene.counter.finish(into: &scene.events)
    #expect(
      scene.events.map { "\($0.event.rawValue) \($0.trackID)" } == [
        "entered 1", "entered 3", "left 1", "left 3",
      ])
    #expect(scene.counter.trackCount == 0)
  }

  @Test func occupancyIsWeightedByTime() throws {
    var scene = try EventScene(zones: [yard])
    let (outside, inside) = (EventScene.box(50, 200), EventScene.box(150, 200))
    scene.see([(1, "car", outside)], time: 10)
    scene.see([(1, "car", inside)], time: 11)
    scene.see([(1, "car", inside), (2, "bus", inside)], time: 11.5)
    scene.see([(1, "car", inside), (2, "bus", inside)], time: 14)
    scene.see([(1, "car", outside)], time: 16)
    scene.end(2)
    // The first was inside from 11 to 16, the second from 11.5 to 14: 7.5 seconds in 6.
    var expected = ZoneOccupancy(name: "yard")
    expected.mean = 1.25
    expected.maximum = 2
    expected.dwellMean = 3.75
    expected.dwellMaximum = 5
    expected.step = 1
    expected.values = [0, 1.5, 2, 2, 1, 1]
    #expect(scene.counter.occupancy == [expected])
  }

  @Test func theSameAtAnyFrameRate() throws {
    // Inside from 2 to 7 seconds of 10, seen at 4 frames a second, at 25, and at both in turns.
    let slow = (0...40).map { Double($0) / 4 }
    let fast = (0...250).map { Double($0) / 25 }
    for times in [slow, fast, slow.filter { $0 <= 5 } + fast.filter { $0 > 5 }] {
      var scene = try EventScene(zones: [yard])
      for time in times { scene.move(time >= 2 && time < 7 ? (150, 200) : (50, 200), time: time) }
      let occupancy = try #require(scene.counter.occupancy.first)
      #expect(occupancy.mean == 0.5)
      #expect(occupancy.values == [0, 0, 1, 1, 1, 1, 1, 0, 0, 0])
      #expect(occupancy.dwellMean == 5)
    }
  }

  @Test func stepsDoubleSoThatThereAreNeverTooMany() throws {
    var scene = try EventScene(zones: [yard])
    for second in 0...1000 { scene.move(second < 500 ? (150, 200) : (50, 200), time: Double(second)) }
    let occupancy = try #require(scene.counter.occupancy.first)
    #expect(occupancy.step == 8)
    #expect(occupancy.values == (0..<125).map { $0 < 62 ? 1 : $0 == 62 ? 0.5 : 0 })
    #expect(occupancy.mean == 0.5)
  }

  @Test func aSeriesHoldsItsSumWhateverItsLength() {
    var random = SeededNumbers(5)
    for length in [0.1, 239.5, 240, 240.5, 5000, 1.7e9] {
      var series = OccupancySeries()
      series.advance(to: -length / 3)
      series.advance(to: length * 2 / 3)
      var sum = 0.0
      for _ in 0..<200 {
        let one = Double.random(in: -length / 3...length * 2 / 3, using: &random)
        let other = Double.random(in: -length / 3...length * 2 / 3, using: &random)
        series.add(from: min(one, other), to: max(one, other))
        series.add(from: max(one, other), to: min(one, other))
        sum += abs(one - other)
      }
      let occupancy = series.occupancy(name: "z")
      #expect(occupancy.values.count <= 240)
      #expect(occupancy.values.count > 120 || length < 200)
      let steps = occupancy.values.enumerated().map { index, value in
        value * min(occupancy.step, length - Double(index) * occupancy.step)
      }
      #expect(abs(steps.reduce(0, +) - sum) < 1e-4 * length, "\(length)")
      #expect(abs(occupancy.mean - sum / length) < 1e-3, "\(length)")
    }
  }

  @Test func oneFrameIsNoTime() throws {
    var scene = try EventScene(zones: [yard])
    #expect(scene.counter.occupancy.first?.values == [])
    scene.move((150, 200))
    let occupancy = try #require(scene.counter.occupancy.first)
    #expect(occupancy.mean == 0)
    #expect(occupancy.maximum == 1)
    #expect(occupancy.values == [])
    #expect(occupancy.dwellMean == nil)
  }

  @Test func aZoneAtThePicturesBorderGoesOnBeyondIt() throws {
    // The lower half, with the last pixels as corners. The feet of boxes that are cut off are at 480 and
    // beyond.
    for zone in ["floor:0,240,639,240,639,479,0,479", "floor:0,0.5,1,0.5,1,1,0,1"] {
      var scene = try EventScene(zones: [zone])
      scene.walk([(320, 200), (320, 300), (320, 470), (320, 480), (320, 480), (700, 495), (-5, 479.5)])
      #expect(scene.told == ["entered floor 1"])
      scene.walk([(320, 238.5)])
      #expect(scene.told == ["entered floor 1"])
      scene.walk([(320, 230)])
      #expect(scene.told == ["entered floor 1", "left floor 7"])
    }
  }

  @Test func aNarrowZoneCanBeEntered() throws {
    // 6 pixels wide and slanted; the margin of an object 400 pixels high would be 20.
    var scene = try EventScene(zones: ["strip:100,100,106,100,306,300,300,300"])
    for x in [150, 197, 203, 210, 260] as [Float] {
      scene.see([(1, "car", EventScene.box(x, 200, height: 400))])
    }
    #expect(scene.told == ["entered strip 2", "left strip 3"])
  }

  @Test func zonesMayOverlap() throws {
    var scene = try EventScene(zones: [yard, "big:50,50,400,50,400,400,50,400"])
    scene.walk([(10, 200), (70, 200), (150, 200), (300, 200), (450, 200)])
    #expect(scene.told == ["entered big 1", "entered yard 2", "left yard 3", "left big 4"])
  }

  @Test func distancesAreToTheNearestPlace() {
    let (from, to) = (Point(x: 10, y: 10), Point(x: 50, y: 10))
    #expect(Point(x: 30, y: 14).distance(toSegmentFrom: from, to: to) == 4)
    #expect(Point(x: 7, y: 14).distance(toSegmentFrom: from, to: to) == 5)
    #expect(Point(x: 53, y: 6).distance(toSegmentFrom: from, to: to) == 5)
    #expect(Point(x: 13, y: 14).distance(toSegmentFrom: from, to: from) == 5)
    #expect(Point(x: 0, y: 0).distance(to: Point(x: 3, y: 4)) == 5)
    #expect(Point(x: 90, y: 14).distance(toLineThrough: from, to) == 4)
    #expect(Polygon(Box(x: 3, y: 4, width: 10, height: 5)).perimeter == 30)
  }
}
