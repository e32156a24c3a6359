import Records
import Testing
import Vision

@testable import Annotation

@Suite struct MemoryTests {
  @Test func trailsHoldTheirLengthAndNoMore() {
    var memory = TrailMemory(length: 2, anchor: .feet)
    for step in 0..<50 {
      memory.add([object("person", Float(step), 10, 10, 20, id: 7)], at: Double(step) * 0.1)
    }
    #expect(memory.trails[7]?.places.count == 21)
    #expect(memory.trails[7]?.places.last?.point == Point(x: 54, y: 30))
    memory.add([], at: 5.9)
    #expect(memory.trails[7]?.places.count == 11)
    memory.add([], at: 7)
    #expect(memory.trails.isEmpty)
  }

  @Test func aTrackThatComesBackLateBeginsAnew() {
    var memory = TrailMemory(length: 10, anchor: .center)
    memory.add([object("person", 0, 0, 10, 10, id: 1)], at: 0)
    memory.add([object("person", 500, 0, 10, 10, id: 1)], at: 3)
    #expect(memory.trails[1]?.places.map(\.point) == [Point(x: 505, y: 5)])
    memory.add([object("person", 0, 0, 10, 10, id: 2)], at: 1)
    #expect(memory.trails[1] == nil, "the clock was set back")
  }

  @Test func objectsWithoutAnIdLeaveNoTrail() {
    var memory = TrailMemory(length: 2, anchor: .feet)
    memory.add([object("person", 0, 0, 10, 10), object("x", .nan, 0, 1, 1, id: 3)], at: 0)
    #expect(memory.trails.values.allSatisfy { $0.places.isEmpty })
  }

  @Test func regionsFollowTheirObject() {
    var options = AnnotationOptions.Redaction(labels: ["plate"])
    options.margin = 0
    var memory = RedactionMemory(options)
    #expect(
      memory.regions(of: [object("plate", 0, 0, 10, 10), object("car", 0, 0, 90, 90)], at: 0).count == 1)
    #expect(memory.regions(of: [object("plate", 2, 0, 10, 10)], at: 0.1).map(\.x) == [2])
    #expect(memory.regions(of: [object("plate", 80, 0, 10, 10)], at: 0.2).map(\.x) == [80, 2])
    #expect(memory.regions(of: [], at: 0.5).map(\.x) == [80, 2])
    #expect(memory.regions(of: [], at: 0.65).map(\.x) == [80])
    #expect(memory.regions(of: [], at: 0.75).isEmpty)
  }

  @Test func aTrackTakesItsRegionAlong() {
    var memory = RedactionMemory(AnnotationOptions.Redaction(labels: ["face"]))
    _ = memory.regions(of: [object("face", 0, 0, 10, 10, id: 4)], at: 0)
    #expect(memory.regions(of: [object("face", 90, 0, 10, 10, id: 4)], at: 0.1).count == 1)
  }

  @Test func headsOfPosesAreFaces() throws {
    var person = object("person", 100, 100, 60, 200)
    person.keypoints = [
      Keypoint(name: "nose", x: 130, y: 115, score: 0.9),
      Keypoint(name: "left_eye", x: 136, y: 110, score: 0.9),
      Keypoint(name: "right_eye", x: 124, y: 110, score: 0.9),
      Keypoint(name: "left_ankle", x: 130, y: 290, score: 0.9),
    ]
    var memory = RedactionMemory(AnnotationOptions.Redaction(labels: ["faces"]))
    let region = try #require(memory.regions(of: [person], at: 0).first)
    #expect(region.x < 118 && region.maxX > 142 && region.y < 104 && region.maxY > 121)
    #expect(region.maxY < 160, "not the whole body")
    var other = RedactionMemory(AnnotationOptions.Redaction(labels: ["car"]))
    #expect(other.regions(of: [person], at: 0).isEmpty)
  }
}

@Suite struct LabelPlacementTests {
  private let picture = PixelRect(x: 0, y: 0, width: 320, height: 240)

  @Test func labelsStandAboveTheirBoxAndInsideThePicture() {
    var placement = LabelPlacement(in: picture)
    let above = placement.place(width: 60, height: 12, at: PixelRect(x: 50, y: 80, width: 40, height: 90))
    #expect(above == PixelRect(x: 50, y: 68, width: 60, height: 12))
    for box in [
      PixelRect(x: 300, y: 100, width: 20, height: 20), PixelRect(x: 0, y: 0, width: 20, height: 20),
      PixelRect(x: 0, y: 0, width: 320, height: 240), PixelRect(x: 310, y: 230, width: 10, height: 10),
    ] {
      let rect = placement.place(width: 60, height: 12, at: box)
      #expect(rect.intersection(picture) == rect, "\(box)")
    }
  }

  @Test func labelsOfNeighboursDoNotCoverEachOther() {
    var placement = LabelPlacement(in: picture)
    var places: [PixelRect] = []
    for x in [50, 70, 90] {
      places.append(placement.place(width: 60, height: 12, at: PixelRect(x: x, y: 80, width: 30, height: 90)))
    }
    for (index, place) in places.enumerated() {
      for other in places[..<index] { #expect(place.overlap(other) == 0, "\(places)") }
    }
  }

  @Test func aLabelLargerThanThePictureBeginsAtItsCorner() {
    var placement = LabelPlacement(in: PixelRect(x: 0, y: 0, width: 5, height: 4))
    let rect = placement.place(width: 60, height: 12, at: PixelRect(x: 1, y: 1, width: 2, height: 2))
    #expect(rect.columns.lowerBound == 0 && rect.rows.lowerBound == 0)
  }
}
