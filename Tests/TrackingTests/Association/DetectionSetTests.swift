import Testing

@testable import Tracking

@Suite struct DetectionSetTests {
  @Test(arguments: [1, 16, 17, 300]) func theOrderIsItsOwn(count: Int) {
    var numbers = SeededNumbers(9)
    var frame = TrackerFrame()
    for _ in 0..<count {
      frame.detections.append(
        TrackerDetection(
          left: Float(Int.random(in: -20...20, using: &numbers)),
          top: Float(Int.random(in: 0...5, using: &numbers)),
          width: Float(Int.random(in: 1...3, using: &numbers)), height: 5,
          score: Float.random(in: 0...1, using: &numbers)))
    }
    var set = DetectionSet()
    set.load(frame)
    let boxes = set.boxes
    let scores = set.scores
    #expect(boxes.count == count)
    for index in boxes.indices.dropFirst() { #expect(boxes[index - 1].x <= boxes[index].x) }
    for (index, source) in set.source.enumerated() {
      #expect(frame.detections[Int(source)].corners == boxes[index])
    }
    frame.detections.shuffle(using: &numbers)
    set.load(frame)
    #expect(set.boxes == boxes)
    #expect(set.scores == scores)
  }

  @Test func whatIsNoBoxIsLeftOut() {
    let good = TrackerDetection(left: 1, top: 2, width: 3, height: 4)
    var bad = [TrackerDetection](repeating: good, count: 9)
    bad[0].left = .nan
    bad[1].top = .infinity
    bad[2].width = 0
    bad[3].height = -1
    bad[4].width = .infinity
    bad[5].score = .nan
    bad[6].left = 1e30
    bad[7].height = .nan
    bad[8].score = -.infinity
    var set = DetectionSet()
    set.load(TrackerFrame(detections: bad + [good]))
    #expect(set.source == [9])
  }
}
