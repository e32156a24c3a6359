import Testing

@testable import Records

@Suite struct EndRecordTests {
  @Test(arguments: [
    (EndStatus.complete, false, true), (.complete, true, true), (.interrupted, false, false),
    (.interrupted, true, true), (.error, false, false), (.error, true, false),
  ])
  func aLiveSourceIsWholeWhenItIsStopped(status: EndStatus, isLive: Bool, isWhole: Bool) {
    var stream = StreamRecord()
    stream.isLive = isLive
    #expect(EndRecord(status: status, frames: 3).isWhole(of: stream) == isWhole)
  }

  @Test func anObjectIsScaledWithAllItsPlaces() {
    var object = DetectedObject(label: "person", score: 0.5, box: Box(x: 1, y: 2, width: 3, height: 4))
    object.velocity = Point(x: 5, y: 6)
    object.landmarks = [Point(x: 7, y: 8)]
    object.keypoints = [Keypoint(name: "nose", x: 9, y: 10, score: 0.5)]
    object.area = 12
    let scaled = object.scaled(x: 2, y: 3)
    #expect(scaled.box == Box(x: 2, y: 6, width: 6, height: 12))
    #expect(scaled.velocity == Point(x: 10, y: 18))
    #expect(scaled.landmarks == [Point(x: 14, y: 24)])
    #expect(scaled.keypoints == [Keypoint(name: "nose", x: 18, y: 30, score: 0.5)])
    #expect(scaled.area == 72)
    #expect(scaled.score == 0.5)
  }
}
