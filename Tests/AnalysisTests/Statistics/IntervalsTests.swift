import Records
import Testing

@testable import Analysis

@Suite("Numbers of objects over time")
struct IntervalsTests {
  private func frame(_ time: Double, cats: Int?, dogs: Int = 0) -> FrameRecord {
    let cat = DetectedObject(label: "cat", score: 1, box: Box())
    let dog = DetectedObject(label: "dog", score: 1, box: Box())
    let objects = cats.map { Array(repeating: cat, count: $0) + Array(repeating: dog, count: dogs) }
    return FrameRecord(frame: 0, pts: 0, time: time, objects: objects)
  }

  /// All that is left of the intervals.
  private func rest(_ statistics: inout RecordStatistics) -> [IntervalRecord] {
    var ignored = SummaryRecord()
    return statistics.finish(into: &ignored)
  }

  private func text(_ record: IntervalRecord) -> String {
    let metrics = record.metrics.entries.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    return "\(record.start)-\(record.end) \(record.frames): \(metrics)"
  }

  @Test("means over the frames that were looked at, of stretches that have frames")
  func means() {
    var statistics = RecordStatistics(interval: 2)
    for (time, cats) in [(0.0, 1), (0.5, nil), (1.0, 2), (1.9, 0), (2, 5), (5.9, nil), (6, 0)]
      as [(Double, Int?)]
    {
      statistics.add(frame(time, cats: cats, dogs: time == 1 ? 6 : 0))
    }
    #expect(
      rest(&statistics).map(text) == [
        "0.0-2.0 4: objects=3.0 dog=2.0 cat=1.0", "2.0-4.0 1: objects=5.0 cat=5.0", "4.0-6.0 1: ",
        "6.0-8.0 1: objects=0.0",
      ])
    #expect(rest(&statistics).isEmpty)
  }

  @Test("a stretch leaves when the one after it is over; frames that come late count there")
  func order() {
    var statistics = RecordStatistics(interval: 1)
    var told: [String] = []
    for time in [0.0, 0.9, 1.0, 0.95, 2.0, 0.5, 1.5, 3.0, 0.1, 1.2] {
      statistics.add(frame(time, cats: 1))
      told += statistics.takeIntervals().map(text)
    }
    #expect(told == ["0.0-1.0 3: objects=1.0 cat=1.0", "1.0-2.0 3: objects=1.0 cat=1.0"])
    #expect(
      rest(&statistics).map(text) == [
        "2.0-3.0 3: objects=1.0 cat=1.0", "3.0-4.0 1: objects=1.0 cat=1.0",
      ])
  }

  @Test("frames on the border of a stretch, in times that are not exact, count for the next one")
  func borders() {
    var statistics = RecordStatistics(interval: 0.1)
    for index in 0..<30 { statistics.add(frame(Double(index) * 0.1, cats: 1)) }
    let intervals = rest(&statistics)
    #expect(intervals.count == 30)
    #expect(intervals.allSatisfy { $0.frames == 1 })
  }
}
