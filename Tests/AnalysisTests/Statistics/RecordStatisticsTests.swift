import Records
import Testing

@testable import Analysis

/// An object as a detector or a tracker tells it.
private func object(
  _ label: String, score: Float = 0.5, box: Box = Box(x: 0, y: 0, width: 10, height: 10), track: Int? = nil
) -> DetectedObject {
  var object = DetectedObject(label: label, score: score, box: box)
  object.trackID = track
  return object
}

/// A frame of a stream of 10 frames a second.
private func frame(_ index: Int, _ objects: [DetectedObject]?) -> FrameRecord {
  FrameRecord(frame: index, pts: Int64(index), time: Double(index) / 10, objects: objects)
}

/// A stream of 100x100 pixels.
private func stream() -> StreamRecord {
  var stream = StreamRecord()
  (stream.width, stream.height, stream.timeBase) = (100, 100, Rational(1, 10))
  return stream
}

private func record(_ id: Int, _ label: String, from first: Double, to last: Double) -> TrackRecord {
  var record = TrackRecord(trackID: id, label: label)
  (record.firstTime, record.lastTime, record.seconds, record.frames) = (first, last, last - first, 2)
  return record
}

/// All that is left of the intervals.
private func rest(_ statistics: inout RecordStatistics) -> [IntervalRecord] {
  var ignored = SummaryRecord()
  return statistics.finish(into: &ignored)
}

private func summary(_ statistics: RecordStatistics) -> SummaryRecord {
  var statistics = statistics
  var summary = SummaryRecord()
  _ = statistics.finish(into: &summary)
  return summary
}

@Suite("Statistics of records")
struct RecordStatisticsTests {
  @Test("boxes, frames, shares, means, scores and areas by class")
  func counts() throws {
    var statistics = RecordStatistics(stream: stream())
    statistics.add(frame(0, [object("cat", score: 0.4, box: Box(x: 0, y: 0, width: 50, height: 20))]))
    statistics.add(frame(1, nil))
    statistics.add(frame(2, []))
    statistics.add(
      frame(
        3,
        [
          object("dog", score: 0.9), object("cat", score: 0.8, box: Box(x: 90, y: 90, width: 50, height: 50)),
          object("cat", score: 0.6, box: Box(x: .nan, y: 0, width: 5, height: 5)),
        ]))
    statistics.add(frame(4, [object("cat", score: .nan), object("cat", score: 0.2)]))
    #expect(statistics.frames == 5)
    #expect(statistics.looks == 4)
    let found = statistics.statistics
    #expect(found.map(\.label) == ["cat", "dog"])
    let cat = try #require(found.first)
    #expect(cat.objects == 5)
    #expect(cat.frames == 3)
    #expect(cat.share == 0.75)
    #expect(cat.mean == 1.25)
    #expect(cat.maximum == 2)
    #expect(cat.maximumTime == 0.3)
    // (0.4 + 0.8 + 0.6 + 0.2) / 4, and (1000 + 100 + 100 + 100) / 4 of 10000.
    #expect(cat.score == 0.5)
    #expect(cat.area == 0.0325)
    #expect(cat.firstTime == 0)
    #expect(cat.lastTime == 0.4)
    #expect(cat.tracks == nil)
    #expect(cat.dwellMean == nil)
    let dog = try #require(found.last)
    #expect(dog.objects == 1)
    #expect(dog.share == 0.25)
    #expect(dog.firstTime == 0.3)
    let whole = summary(statistics)
    #expect(whole.objects == ["cat": 1.25, "dog": 0.25])
    #expect(whole.tracks == nil)
    #expect(whole.counts == nil)
  }

  @Test("tracks, how long they stay and how many there are at once, from frames alone")
  func tracksOfFrames() throws {
    var statistics = RecordStatistics()
    // 1 from 0 to 1 s, 2 from 0.5 to 0.9 s, 3 in one frame; a box without an identity in each frame.
    for index in 0...10 {
      var objects = [object("person", track: 1), object("person")]
      if (5...9).contains(index) { objects.append(object("person", track: 2)) }
      if index == 7 { objects.append(object("person", track: 3)) }
      statistics.add(frame(index, objects))
    }
    let whole = summary(statistics)
    #expect(whole.tracks == 3)
    var ended = statistics
    var ignored = SummaryRecord()
    _ = ended.finish(into: &ignored)
    let person = try #require(ended.statistics.first)
    #expect(person.tracks == 3)
    #expect(person.maximum == 4)
    #expect(person.maximumTime == 0.7)
    #expect(person.tracksMaximum == 3)
    #expect(person.dwellMean == 0.4667)
    #expect(person.dwellMedian == 0.4)
    #expect(person.dwellMaximum == 1)
  }

  @Test("what the record of a track says counts instead of what frames show, and once")
  func trackRecords() throws {
    var statistics = RecordStatistics()
    for index in 3...5 { statistics.add(frame(index, [object("person", track: 7)])) }
    statistics.add(record(7, "person", from: 0.1, to: 2.1))
    statistics.add(record(8, "car", from: 1, to: 1.5))
    var whole = SummaryRecord()
    _ = statistics.finish(into: &whole)
    #expect(whole.tracks == 2)
    let person = try #require(statistics.statistics.first)
    #expect(person.tracks == 1)
    #expect(person.dwellMean == 2)
    #expect(person.firstTime == 0.1)
    #expect(person.lastTime == 2.1)
    let car = try #require(statistics.statistics.last)
    #expect(car.label == "car")
    #expect(car.objects == 0)
    #expect(car.tracks == 1)
    #expect(car.dwellMaximum == 0.5)
    #expect(whole.objects == nil || whole.objects == ["person": 1])
  }

  @Test("a track is of the class that most of its boxes have")
  func classes() {
    var statistics = RecordStatistics()
    for (index, label) in ["truck", "car", "car", "truck", "car"].enumerated() {
      statistics.add(frame(index, [object(label, track: 1)]))
    }
    _ = summary(statistics)
    var whole = SummaryRecord()
    _ = statistics.finish(into: &whole)
    #expect(statistics.statistics.map { "\($0.label) \($0.tracks ?? -1)" } == ["car 1", "truck 0"])
  }

  @Test("a track that is not seen for half a minute ends; back again it is another stay of the same")
  func absence() throws {
    var statistics = RecordStatistics()
    for index in [0, 10, 320, 330] {
      statistics.add(frame(index, [object("cat", track: 1), object("cat", track: index + 2)]))
    }
    // Its record comes after all: its stays are counted already.
    statistics.add(record(1, "cat", from: 0, to: 33))
    var whole = SummaryRecord()
    _ = statistics.finish(into: &whole)
    let cat = try #require(statistics.statistics.first)
    #expect(whole.tracks == 5)
    #expect(cat.tracks == 5)
    #expect(cat.dwellMaximum == 1)
    // Two stays of 1 s and four of none.
    #expect(cat.dwellMean == 0.3333)
  }

  @Test("a time that goes back begins a new timeline, in which identities are others'")
  func restart() throws {
    var statistics = RecordStatistics(interval: 1)
    for time in [100.0, 101, 0, 1] {
      var frame = frame(0, [object("cat", track: 1)])
      frame.time = time
      statistics.add(frame)
    }
    var whole = SummaryRecord()
    let intervals = statistics.finish(into: &whole)
    #expect(intervals.map(\.start) == [100, 101, 0, 1])
    #expect(whole.tracks == 2)
    #expect(statistics.statistics.first?.dwellMean == 1)
  }

  @Test("the size of the picture and times of frames without one come from the stream")
  func times() throws {
    var statistics = RecordStatistics()
    statistics.add(frame(0, [object("cat")]))
    #expect(statistics.statistics.first?.area == nil)
    statistics.add(stream())
    var late = frame(25, [object("cat")])
    late.time = 0
    statistics.add(late)
    var broken = frame(26, [object("cat")])
    broken.time = .nan
    statistics.add(broken)
    let cat = try #require(statistics.statistics.first)
    #expect(cat.lastTime == 2.5)
    #expect(cat.area == 0.01)
  }

  @Test("numbers without sense crash nothing")
  func nonsense() {
    var statistics = RecordStatistics(interval: 1)
    var broken = stream()
    (broken.width, broken.height, broken.timeBase) = (Int.max, -1, Rational(1, 0))
    statistics.add(broken)
    for time in [1e300, -1e300, .infinity, .nan, 1e12, -1e12, 0, 1e-300] {
      var frame = frame(Int.max, [])
      (frame.time, frame.pts) = (time, Int64.min)
      frame.objects = [
        object("", score: .infinity, track: Int.max), object("", track: Int.min), object("", track: Int.max),
        object("a", box: Box(x: .infinity, y: .nan, width: -1, height: 1e38), track: 0),
        object("objects", box: Box(x: 0, y: 0, width: 1e38, height: 1e38)),
      ]
      statistics.add(frame)
      var track = record(Int.min, "", from: time, to: -time)
      track.seconds = time
      statistics.add(track)
      var event = EventRecord(event: .left, name: "", trackID: Int.max, label: "")
      (event.time, event.seconds) = (time, time)
      statistics.add(event)
    }
    let intervals = rest(&statistics)
    #expect(intervals.reduce(0) { $0 + $1.frames } == 8)
    #expect(intervals.allSatisfy { $0.start.isFinite && $0.end.isFinite })
    let whole = summary(statistics)
    #expect(whole.objects?["objects"] == 1)
    #expect(whole.counts?.first?.count == 8)
  }

  @Test("more classes than a thousand count together")
  func manyClasses() {
    var statistics = RecordStatistics(interval: nil)
    for index in 0..<1100 { statistics.add(frame(index, [object("class \(index)")])) }
    let found = statistics.statistics
    #expect(found.count == 1001)
    #expect(found.first?.label == "(other)")
    #expect(found.first?.objects == 100)
    #expect(rest(&statistics).isEmpty)
  }
}
