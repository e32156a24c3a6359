import Records
import Testing

@testable import Tracking

@Suite struct EventLongRunTests {
  @Test func aMillionPlacesNeedTheMemoryOfThoseInView() throws {
    // 20 objects in view, each for 100 frames: 10,000 tracks, each from above the line through the zone below
    // it.
    var scene = try EventScene(lines: ["gate:0,200,640,200"], zones: ["yard:0,300,640,300,640,400,0,400"])
    scene.rate = 25
    var objects: [(trackID: Int, label: String, box: Box)] = []
    for frame in 0..<50_000 {
      objects.removeAll(keepingCapacity: true)
      for lane in 0..<20 {
        let (round, phase) = (frame + lane * 5).quotientAndRemainder(dividingBy: 100)
        let id = round * 20 + lane + 1
        if phase == 0, round > 0 { scene.end(id - 20) }
        objects.append((id, "car", EventScene.box(Float(30 * lane + 30), Float(phase * 4 + 60))))
      }
      scene.see(objects)
      if frame % 1000 == 0 {
        #expect(scene.counter.trackCount == 20)
        #expect(scene.counter.capacity == 20)
      }
    }
    scene.counter.finish(into: &scene.events)
    #expect(scene.counter.trackCount == 0)
    let counts = Dictionary(
      uniqueKeysWithValues: scene.counter.counts.map {
        ($0.direction?.rawValue ?? $0.event.rawValue, $0.count)
      })
    // The first track of a lane may begin below the line, the last one may end above it.
    let ends = (0..<20).map { (50_000 - 1 + $0 * 5) % 100 }
    let begins = (0..<20).map { $0 * 5 }
    let tracks = 50_000 / 100 * 20 + 20 - (ends.count { $0 == 99 })
    #expect(Set(scene.events.map(\.trackID)).count <= tracks)
    #expect(counts["in"] == tracks - begins.count { $0 * 4 + 60 >= 198 } - ends.count { $0 * 4 + 60 <= 202 })
    #expect(counts["entered"] == counts["left"])
    let inZone = try #require(scene.counter.occupancy.first)
    // 25 of 100 frames, 20 objects.
    #expect(abs(inZone.mean - 5) < 0.01)
    #expect(inZone.maximum == 5)
    #expect(inZone.dwellMaximum == 1)
    #expect(inZone.values.count <= 240)
  }

  @Test func aPathKeepsItsEndsAndAtMost64Places() {
    var path = TrackPath()
    #expect(path.points.isEmpty)
    for count in 1...5000 {
      path.add(Point(x: Float(count), y: -Float(count)), time: Double(count) / 25)
      let points = path.points
      #expect(points.count == path.times.count)
      #expect(points.count <= TrackPath.limit)
      if count <= 63 { #expect(points.count == count) }
      if count > 64 { #expect(points.count > 32) }
      #expect(points.first?.x == 1)
      #expect(points.last?.x == Float(count))
    }
    let places = path.points.map { Int($0.x) }
    let steps = zip(places.dropFirst(), places).map { $0 - $1 }
    #expect(Set(steps.dropLast()) == [128], "evenly, but for the last: 5000 places at 128 are 40")
    #expect(path.times.map { Int(($0 * 25).rounded()) } == places)
  }

  @Test func aHistoryBecomesTheRecordOfATrack() {
    var history = TrackHistory(trackID: 4, label: "person", classID: 0)
    #expect(history.trackRecord.frames == 0)
    history.add(box: Box(x: 0, y: 0, width: 10, height: 20), score: 0.5, pts: 100, time: 1)
    history.add(box: Box(x: .nan, y: 0, width: 10, height: 20), score: 0.5, pts: 110, time: 1.1)
    history.add(box: Box(x: 10, y: 5, width: 10, height: 20), score: 1, pts: 130, time: 1.3)
    let record = history.trackRecord
    var expected = TrackRecord(trackID: 4, label: "person", classID: 0)
    expected.firstPTS = 100
    expected.lastPTS = 130
    expected.firstTime = 1
    expected.lastTime = 1.3
    expected.seconds = 0.3
    expected.frames = 2
    expected.score = 0.75
    expected.path = [Point(x: 5, y: 20), Point(x: 15, y: 25)]
    expected.pathTimes = [1, 1.3]
    #expect(record == expected)
  }
}
