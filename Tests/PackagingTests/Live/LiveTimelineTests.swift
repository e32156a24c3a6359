import Foundation
import Media
import Records
import Testing

@testable import Packaging

/// Where segments begin in a stretch of a live stream.
@Suite struct LiveTimelineTests {
  private func picture(_ pts: Int64) throws -> Frame {
    let frame = try Frame.silence(samples: 1, sampleRate: 8000, layout: "mono", format: "s16")
    frame.pts = pts
    return frame
  }

  private func timeline(start: Int64 = 0, origin: Int64 = 0, before: Int = 0) throws -> (
    Timeline, TranscodePlan
  ) {
    var stream = TranscodePlanTests.film()
    stream.frameRate = Rational(25)
    stream.timeBase = Rational(1, 1000)
    var options = TranscodeOptions()
    options.segment = Rational(2)
    let plan = try TranscodePlan(stream, options: options)
    return (
      try Timeline(
        plan, stream: stream, origin: origin, start: start * plan.timeBase.den, segmentsBefore: before),
      plan
    )
  }

  @Test func aStretchBeginsWithASegmentOfItsOwn() throws {
    var (timeline, plan) = try timeline(start: 7, origin: 123_456, before: 4)
    var starts: [(Int, Double)] = []
    for index in 0..<Int64(150) {
      for item in try timeline.prepare(picture(123_456 + index * 40)) {
        if let number = item.startsSegment {
          starts.append((number, Double(item.pts) / Double(plan.timeBase.den)))
        }
      }
    }
    #expect(starts.map(\.0) == [5, 6, 7])
    #expect(starts.map(\.1) == [7, 9, 11])
    #expect(timeline.end == 13 * plan.timeBase.den)
  }

  @Test func aPictureThatStandsIsShownAgainWhereSegmentsBegin() throws {
    var (timeline, plan) = try timeline()
    var shown: [Double] = []
    var starts: [Double] = []
    for pts: Int64 in [0, 1960, 2310, 7000, 7040] {
      for item in try timeline.prepare(picture(pts)) {
        let seconds = Double(item.pts) / Double(plan.timeBase.den)
        shown.append(seconds)
        if item.startsSegment != nil { starts.append(seconds) }
      }
    }
    // 1.96 to 2.31 s is short enough to wait; 2.31 to 7 s is not.
    #expect(shown == [0, 1.96, 2.31, 4, 6, 7, 7.04])
    #expect(starts == [0, 2.31, 4, 6])
  }
}
