import Testing

@testable import Tracking

@Suite struct CascadeTrackerTests {
  private static func ids(_ outputs: [TrackerOutput]) -> [Int] {
    outputs.flatMap { $0.detections.map(\.trackID) }
  }

  @Test func theScaleOfTheScoresChangesNothing() {
    let frames = Scene.wandering(objects: 10, frames: 100, seed: 20)
    func scored(_ change: (Float) -> Float) -> [TrackerFrame] {
      frames.map { frame in
        var result = frame
        for index in frame.detections.indices {
          result.detections[index].score = change(frame.detections[index].score)
        }
        return result
      }
    }
    let first = Scene.run(CascadeTracker(), scored { $0 * 64 - 8 })
    let second = Scene.run(CascadeTracker(), scored { $0 * 256 - 32 })
    #expect(Self.ids(first) == Self.ids(second))
    // Scores that say nothing still give tracks that last.
    let equal = Scene.run(CascadeTracker(), scored { _ in 1 })
    #expect(Set(equal.flatMap { $0.detections.filter { $0.state == .confirmed }.map(\.trackID) }).count < 30)
    #expect(equal.suffix(50).allSatisfy { $0.detections.contains { $0.state == .confirmed } })
  }

  @Test func anObjectThatGoesBehindAnotherIsOutputForAMoment() throws {
    let outputs = Scene.run(CascadeTracker(), Scene.crossing(rate: 25, hidden: true))
    let coasting = outputs.flatMap(\.lost).filter(\.isCoasting)
    let longest = try #require(coasting.map(\.missing).max())
    #expect(longest <= CascadeParameters().coastTime)
    #expect(outputs.flatMap(\.lost).contains { !$0.isCoasting })
  }

  @Test func aCameraThatIsToldKeepsTheIdentities() {
    // The picture jumps by far more than a box every few frames.
    var jump: Float = 0
    let frames = (0..<60).map { index in
      var frame = TrackerFrame(time: Double(index) / 25)
      if index % 6 == 5 {
        jump += 150
        frame.cameraMotion = AffineMotion(
          columnX: SIMD2(1, 0), columnY: SIMD2(0, 1), translation: SIMD2(150, 0))
      }
      for k in 0..<2 {
        frame.detections.append(
          TrackerDetection(left: Float(k * 300) + jump, top: 100, width: 40, height: 100, score: 0.9))
      }
      return frame
    }
    #expect(Set(Self.ids(Scene.run(CascadeTracker(), frames))) == [1, 2])
    #expect(Set(Self.ids(Scene.run(BoTSORT(), frames))) == [1, 2])
    #expect(Set(Self.ids(Scene.run(ByteTrack(), frames))).count > 2)
  }

  @Test func aShakeOfTheCameraIsToldFromTheDetections() {
    let frames = (0..<60).map { index in
      let shake: Float = index % 9 == 8 ? 34 : 0
      return TrackerFrame(
        time: Double(index) / 25,
        detections: (0..<5).map { k in
          TrackerDetection(
            left: Float(k * 120 + index) + shake, top: 100, width: 40, height: 100, score: 0.9)
        })
    }
    #expect(Set(Self.ids(Scene.run(CascadeTracker(), frames))).count == 5)
    var still = CascadeParameters()
    still.estimatesCamera = false
    #expect(Set(Self.ids(Scene.run(CascadeTracker(parameters: still), frames))).count > 5)
  }

  @Test func aLostObjectIsFoundByItsAppearance() {
    func frames(appearance: Bool) -> [TrackerFrame] {
      (0..<50).map { index in
        var frame = TrackerFrame(time: Double(index) / 25)
        guard !(20..<30).contains(index) else { return frame }
        // It turned round while nobody looked; a stranger stands near its prediction.
        let left: Float = index < 20 ? Float(100 + index * 4) : 120
        frame.detections.append(
          TrackerDetection(left: left, top: 100, width: 40, height: 100, score: 0.9, appearance: 0))
        if index >= 30 {
          frame.detections.append(
            TrackerDetection(left: 215, top: 100, width: 40, height: 100, score: 0.9, appearance: 1))
        }
        if appearance {
          frame.appearanceLength = 3
          frame.appearance = [1, 0, 0, 0, 1, 0]
        }
        return frame
      }
    }
    let seen = Scene.run(CascadeTracker(), frames(appearance: true))
    #expect(seen[49].detections[0].trackID == seen[10].detections[0].trackID)
    let unseen = Scene.run(CascadeTracker(), frames(appearance: false))
    #expect(unseen[49].detections[0].trackID != unseen[10].detections[0].trackID)
  }

  @Test func aHeightThatDoesNotFitTheGroundIsNotBelieved() {
    var numbers = SeededNumbers(30)
    let frames = (0..<120).map { index in
      var frame = TrackerFrame(time: Double(index) / 25)
      for k in 0..<5 {
        let row = Float(250 + k * 60)
        let height = (row - 100) * 0.4 * Float.random(in: 0.96...1.04, using: &numbers)
        frame.detections.append(
          TrackerDetection(
            left: Float(k * 130 + index), top: row - height, width: height * 0.4, height: height, score: 0.95)
        )
      }
      if index >= 60 {
        frame.detections.append(TrackerDetection(left: 700, top: 100, width: 150, height: 400, score: 0.93))
      }
      return frame
    }
    func confirmed(_ parameters: CascadeParameters) -> Bool {
      Scene.run(CascadeTracker(parameters: parameters), frames)[119].detections[5].state == .confirmed
    }
    var flat = CascadeParameters()
    flat.planeWeight = 0
    #expect(!confirmed(CascadeParameters()))
    #expect(confirmed(flat))
  }
}
