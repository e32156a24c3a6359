import Glibc
import Media
import Records
import Testing

@testable import Vision

@Suite struct SingleObjectTests {
  static let ground = Texture(seed: 3, least: 12, most: 90).levels(width: 320, height: 240)
  static let thing = Texture(seed: 21, least: 8, most: 40)
  static let cover = Texture(seed: 40, least: 10, most: 60).levels(width: 320, height: 240)

  /// A square with a texture of its own before a textured ground, and perhaps a cover before that.
  static func picture(_ square: Box, cover area: Box? = nil) throws -> Frame {
    let scale = Double(square.width) / 40
    return try Scenes.picture(width: 320, height: 240, format: "yuv420p") { x, y in
      if let area, Self.holds(area, x, y) { return cover[Int(y) * 320 + Int(x)] }
      guard Self.holds(square, x, y) else { return ground[Int(y) * 320 + Int(x)] }
      return thing.level((x - Double(square.x)) / scale, (y - Double(square.y)) / scale)
    }
  }

  static func holds(_ box: Box, _ x: Double, _ y: Double) -> Bool {
    x >= Double(box.x) && x < Double(box.maxX) && y >= Double(box.y) && y < Double(box.maxY)
  }

  static func square(x: Double, y: Double, side: Double = 40) -> Box {
    Box(x: Float(x), y: Float(y), width: Float(side), height: Float(side))
  }

  @Test func aMovingSquareThatGrowsIsFollowedWithItsSize() throws {
    let first = Self.square(x: 60, y: 80)
    let tracker = try SingleObjectTracker(Self.picture(first), box: first, time: 0)
    #expect(tracker.result.state == .tracking)
    for step in 1...40 {
      let t = Double(step)
      let square = Self.square(x: 60 + 2.3 * t, y: 80 + 12 * sin(t / 8), side: 40 * pow(1.008, t))
      let result = try tracker.update(Self.picture(square), time: t / 25)
      #expect(result.state == .tracking)
      #expect(result.box.intersectionOverUnion(square) > 0.75, "step \(step): \(result.box), not \(square)")
    }
    #expect(tracker.result.confidence > 0.5)
    #expect(abs(tracker.result.velocity.x - 2.3 * 25) < 20)
  }

  @Test func aSquareThatIsCoveredIsLostAndFoundWhereItComesOut() throws {
    let first = Self.square(x: 40, y: 90)
    let cover = Box(x: 120, y: 50, width: 90, height: 130)
    let tracker = try SingleObjectTracker(Self.picture(first, cover: cover), box: first, time: 0)
    var hidden: [SingleObjectTracker.Result] = []
    var after: [(SingleObjectTracker.Result, Box)] = []
    for step in 1...80 {
      let square = Self.square(x: 40 + 2.5 * Double(step), y: 90)
      let result = try tracker.update(Self.picture(square, cover: cover), time: Double(step) / 25)
      let visible = square.area - square.intersection(cover).area
      if visible == 0 { hidden.append(result) }
      if square.x > cover.maxX + 10 { after.append((result, square)) }
    }
    #expect(hidden.count >= 10)
    #expect(hidden.last?.state == .lost)
    #expect((hidden.last?.confidence ?? 1) < 0.35)
    let (result, square) = try #require(after.last)
    #expect(result.state == .tracking)
    #expect(result.box.intersectionOverUnion(square) > 0.6)
  }

  @Test func aSquareThatJumpsFarAwayIsFoundByTheSearchOfTheWholeFrame() throws {
    let first = Self.square(x: 20, y: 20)
    let tracker = try SingleObjectTracker(Self.picture(first), box: first, time: 0)
    for step in 1...10 { _ = try tracker.update(Self.picture(first), time: Double(step) / 25) }
    let second = Self.square(x: 250, y: 180)
    var states: [SingleObjectTracker.State] = []
    for step in 11...60 {
      states.append(try tracker.update(Self.picture(second), time: Double(step) / 25).state)
    }
    #expect(states.contains(.lost))
    #expect(tracker.result.state == .tracking)
    #expect(tracker.result.box.intersectionOverUnion(second) > 0.6)
  }

  @Test func aSquareThatLeavesTheFrameIsLostAndNotFoundElsewhere() throws {
    let first = Self.square(x: 200, y: 90)
    let tracker = try SingleObjectTracker(Self.picture(first), box: first, time: 0)
    for step in 1...100 {
      let square = Self.square(x: 200 + 4 * Double(step), y: 90)
      let result = try tracker.update(Self.picture(square), time: Double(step) / 25)
      if step > 40 { #expect(result.state == .lost, "step \(step): \(result)") }
    }
  }

  @Test func theSameFramesGiveTheSameBoxes() throws {
    let runs = try (0..<2).map { _ in
      let first = Self.square(x: 60, y: 80)
      let tracker = try SingleObjectTracker(Self.picture(first), box: first, time: 0)
      return try (1...12).map { step in
        try tracker.update(
          Self.picture(Self.square(x: 60 + 3 * Double(step), y: 80)), time: Double(step) / 25)
      }
    }
    #expect(runs[0] == runs[1])
  }

  @Test func boxesOutsideTheFrameAndFramesOfAnotherSizeAreRefused() throws {
    let picture = try Self.picture(Self.square(x: 60, y: 80))
    for box in [
      Box(x: 400, y: 10, width: 30, height: 30), Box(x: 10, y: 10, width: 2, height: 30),
      Box(x: .nan, y: 10, width: 30, height: 30),
    ] {
      #expect(throws: MediaError.self) { try SingleObjectTracker(picture, box: box, time: 0) }
    }
    let tracker = try SingleObjectTracker(picture, box: Self.square(x: 60, y: 80), time: 0)
    #expect(throws: MediaError.self) {
      try tracker.update(Pictures.plain("yuv420p", width: 160, height: 120), time: 0.04)
    }
  }

  @Test func timesThatStandStillOrGoBackDoNoHarm() throws {
    let first = Self.square(x: 60, y: 80)
    let tracker = try SingleObjectTracker(Self.picture(first), box: first, time: 5)
    for time in [5.0, 5.0, 4.0, 4.0] {
      let result = try tracker.update(Self.picture(first), time: time)
      #expect(result.box.intersectionOverUnion(first) > 0.8)
      #expect(result.velocity.x.isFinite)
    }
  }

  @Test func theStageDescribesTheThingAsAnObjectFromItsTimeOn() throws {
    let first = Self.square(x: 60, y: 80)
    let stage = SingleObjectStage(.init(box: first, time: 0.2, label: "square"))
    #expect(try stage.update(Self.picture(first), time: 0.16) == nil)
    #expect(!stage.hasStarted)
    let start = try #require(try stage.update(Self.picture(first), time: 0.2))
    #expect(start.label == "square" && start.trackID == 1 && start.state == "confirmed" && start.age == 0)
    #expect(start.score == 1 && start.box == first)
    let square = Self.square(x: 62, y: 80)
    let next = try #require(try stage.update(Self.picture(square), time: 0.24))
    #expect(abs((next.age ?? 0) - 0.04) < 1e-9)
    #expect(next.box.intersectionOverUnion(square) > 0.8)
  }

  @Test func theStageSaysLostWhereNothingIsLeft() throws {
    let first = Self.square(x: 60, y: 80)
    let stage = SingleObjectStage(.init(box: first))
    _ = try stage.update(Self.picture(first), time: 0)
    var last: DetectedObject?
    for step in 1...20 {
      last = try stage.update(Pictures.plain("yuv420p", width: 320, height: 240), time: Double(step) / 25)
    }
    #expect(last?.state == "lost")
    #expect((last?.score ?? 1) < 0.35)
  }
}
