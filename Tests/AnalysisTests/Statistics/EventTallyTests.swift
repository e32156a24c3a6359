import Records
import Testing

@testable import Analysis

@Suite("Counts of events")
struct EventTallyTests {
  private func event(
    _ kind: EventKind, _ name: String, at time: Double, seconds: Double? = nil,
    direction: CrossingDirection? = nil, label: String = "person"
  ) -> EventRecord {
    var event = EventRecord(event: kind, name: name, trackID: 1, label: label)
    (event.time, event.seconds, event.direction) = (time, seconds, direction)
    return event
  }

  private func statistics() -> RecordStatistics {
    var statistics = RecordStatistics()
    for time in [0.0, 10] { statistics.add(FrameRecord(frame: 0, pts: 0, time: time, objects: [])) }
    statistics.add(event(.crossed, "gate", at: 1, direction: .out))
    statistics.add(event(.crossed, "gate", at: 2, direction: .in))
    statistics.add(event(.crossed, "gate", at: 3, direction: .in, label: "car"))
    statistics.add(event(.crossed, "gate", at: 4, direction: .in))
    statistics.add(event(.entered, "yard", at: 1))
    statistics.add(event(.entered, "yard", at: 2))
    statistics.add(event(.left, "yard", at: 5, seconds: 4))
    statistics.add(event(.left, "yard", at: 3, seconds: 1))
    statistics.add(event(.entered, "yard", at: 9))
    return statistics
  }

  @Test("counts by place, kind, direction and class; occupancy of stays that have ended")
  func counts() throws {
    var summary = SummaryRecord()
    var statistics = statistics()
    _ = statistics.finish(into: &summary)
    let rows = summary.counts?.map {
      "\($0.name) \($0.event.rawValue) \($0.direction?.rawValue ?? "-") \($0.label) \($0.count)"
    }
    #expect(
      rows == [
        "gate crossed in car 1", "gate crossed in person 2", "gate crossed out person 1",
        "yard entered - person 3", "yard left - person 2",
      ])
    #expect(summary.occupancy?.count == 1)
    let yard = try #require(summary.occupancy?.first)
    #expect(yard.name == "yard")
    #expect(yard.mean == 0.5)
    #expect(yard.maximum == 2)
    #expect(yard.dwellMean == 2.5)
    #expect(yard.dwellMaximum == 4)
    #expect(yard.step == 10)
  }

  @Test("what the stage before has summed up goes before")
  func upstream() {
    var statistics = statistics()
    var upstream = SummaryRecord(command: "track", frames: 2)
    upstream.counts = [ShapeCount(name: "gate", event: .crossed, direction: .in, label: "person", count: 7)]
    upstream.occupancy = [ZoneOccupancy(name: "yard")]
    statistics.add(upstream)
    statistics.add(SummaryRecord(command: "detect", frames: 2))
    var summary = SummaryRecord()
    _ = statistics.finish(into: &summary)
    #expect(summary.counts == upstream.counts)
    #expect(summary.occupancy == upstream.occupancy)
  }
}
