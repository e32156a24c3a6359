import Testing

@testable import Tracking

/// What every tracker promises (``MultiObjectTracker``).
@Suite struct TrackerPropertyTests {
  private static func ids(_ outputs: [TrackerOutput]) -> [[Int]] {
    outputs.map { $0.detections.map(\.trackID) }
  }

  @Test(arguments: TrackerKind.allCases) func theOrderOfDetectionsChangesNothing(kind: TrackerKind) {
    let frames = Scene.wandering(objects: 12, frames: 120, seed: 1)
    var numbers = SeededNumbers(2)
    let orders = frames.map { Array($0.detections.indices).shuffled(using: &numbers) }
    let shuffled = zip(frames, orders).map { frame, order in
      var result = frame
      result.detections = order.map { frame.detections[$0] }
      return result
    }
    let plain = Scene.run(kind.makeTracker(), frames)
    let other = Scene.run(kind.makeTracker(), shuffled)
    for index in frames.indices {
      #expect(orders[index].map { plain[index].detections[$0] } == other[index].detections)
      #expect(plain[index].lost == other[index].lost)
      #expect(plain[index].ended == other[index].ended)
    }
  }

  @Test(arguments: TrackerKind.allCases) func aShiftInTimeChangesNothing(kind: TrackerKind) {
    let frames = Scene.wandering(objects: 8, frames: 100, seed: 3)
    let later = frames.map { frame in
      var result = frame
      result.time += 1024
      return result
    }
    let plain = Scene.run(kind.makeTracker(), frames)
    let other = Scene.run(kind.makeTracker(), later)
    #expect(zip(plain, other).allSatisfy { $0.detections == $1.detections && $0.lost == $1.lost })
  }

  @Test(arguments: TrackerKind.allCases) func aShiftInSpaceShiftsTheResult(kind: TrackerKind) {
    let frames = Scene.wandering(objects: 8, frames: 100, seed: 4)
    let moved = frames.map { frame in
      var result = frame
      for index in frame.detections.indices {
        result.detections[index].left += 256
        result.detections[index].top -= 512
      }
      return result
    }
    let plain = Scene.run(kind.makeTracker(), frames)
    let other = Scene.run(kind.makeTracker(), moved)
    #expect(Self.ids(plain) == Self.ids(other))
    let shift = SIMD4<Float>(256, -512, 256, -512)
    for (first, second) in zip(plain, other) {
      for (a, b) in zip(first.detections, second.detections) where a.trackID > 0 {
        let difference = b.corners - a.corners - shift
        #expect((difference * difference).max() < 0.01)
      }
    }
  }

  @Test(arguments: TrackerKind.allCases) func whatIsNoBoxDoesNoHarm(kind: TrackerKind) {
    let frames = Scene.wandering(objects: 8, frames: 100, seed: 5)
    let bad = [
      TrackerDetection(left: .nan, top: 0, width: 10, height: 10),
      TrackerDetection(left: 0, top: 0, width: .infinity, height: 10),
      TrackerDetection(left: 0, top: 0, width: 0, height: 10),
      TrackerDetection(left: 0, top: 0, width: 10, height: -10),
      TrackerDetection(left: 3e38, top: 3e38, width: 3e38, height: 3e38),
      TrackerDetection(left: 0, top: 0, width: 10, height: 10, score: .nan),
    ]
    let dirty = frames.map { frame in
      var result = frame
      result.detections = bad + frame.detections
      return result
    }
    let plain = Scene.run(kind.makeTracker(), frames)
    let other = Scene.run(kind.makeTracker(), dirty)
    for (first, second) in zip(plain, other) {
      #expect(second.detections.prefix(bad.count).allSatisfy { $0 == .none })
      #expect(Array(second.detections.dropFirst(bad.count)) == first.detections)
    }
  }

  @Test(arguments: TrackerKind.allCases) func strangeBoxesLeaveEverythingFinite(kind: TrackerKind) {
    var frames = Scene.wandering(objects: 6, frames: 80, seed: 6)
    for index in frames.indices {
      frames[index].detections.append(
        TrackerDetection(left: -5000, top: 9000, width: 1e-3, height: 1e5, score: 1))
      frames[index].detections.append(contentsOf: frames[index].detections)
      if index % 7 == 3 { frames[index].time = index % 2 == 0 ? .nan : frames[index - 1].time }
    }
    for output in Scene.run(kind.makeTracker(), frames) {
      for detection in output.detections {
        #expect(detection.corners.sum().isFinite && detection.velocity.sum().isFinite)
      }
      for track in output.lost { #expect(track.corners.sum().isFinite && track.missing.isFinite) }
      let ids = output.detections.map(\.trackID).filter { $0 > 0 }
      #expect(Set(ids).count == ids.count)
    }
  }

  @Test(arguments: TrackerKind.allCases) func identitiesAreNeverUsedAgainAndTracksEnd(kind: TrackerKind) {
    var tracker = kind.makeTracker()
    var output = TrackerOutput()
    var ended = Set<Int>()
    var highest = 0
    for round in 0..<60 {
      for var frame in Scene.wandering(objects: 10, frames: 30, seed: UInt64(100 + round)) {
        frame.time += Double(round) * 5
        tracker.update(frame, into: &output)
        let ids = output.detections.map(\.trackID).filter { $0 > 0 }
        for track in output.ended {
          #expect(ended.insert(track.trackID).inserted)
          #expect(track.firstTime <= track.lastTime)
        }
        #expect(ended.isDisjoint(with: output.lost.map(\.trackID)))
        highest = max(highest, ids.max() ?? 0)
        // What is still open is bounded, however many frames there were.
        #expect(highest - ended.count < 80)
      }
    }
    tracker.finish(into: &output)
    #expect(output.detections.isEmpty && output.lost.isEmpty)
    #expect(ended.union(output.ended.map(\.trackID)) == Set(1...highest))
  }

  @Test(arguments: TrackerKind.allCases) func classesAreNeverMixed(kind: TrackerKind) {
    var frames = Scene.wandering(objects: 10, frames: 100, seed: 8)
    for index in frames.indices {
      for k in frames[index].detections.indices {
        frames[index].detections[k].classID = Int32((index / 10 + k) % 2)
      }
    }
    var classes: [Int: Int32] = [:]
    for (frame, output) in zip(frames, Scene.run(kind.makeTracker(), frames)) {
      for (detection, tracked) in zip(frame.detections, output.detections) where tracked.trackID > 0 {
        #expect(classes[tracked.trackID, default: detection.classID] == detection.classID)
        classes[tracked.trackID] = detection.classID
      }
    }
  }

  @Test(arguments: TrackerKind.allCases) func oneObjectHasOneTrackItsVelocityAndAge(kind: TrackerKind) throws
  {
    let frames = (0..<60).map { index in
      TrackerFrame(
        time: Double(index) / 30,
        detections: [
          TrackerDetection(left: Float(index) * 3, top: 50, width: 40, height: 100, score: 0.9)
        ])
    }
    let last = try #require(Scene.run(kind.makeTracker(), frames).last?.detections.first)
    #expect(last.trackID == 1)
    #expect(last.state == .confirmed)
    #expect(abs(last.velocity.x - 90) < 5)
    #expect(abs(last.velocity.y) < 1)
    #expect(abs(last.age - 59.0 / 30) < 1e-9)
  }
}
