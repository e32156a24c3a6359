import Foundation
import Media
import Records
import Testing

@testable import Packaging

@Suite struct TranscodeTimingTests {
  private func samples(_ times: [Int64]) throws -> [CodedSample] {
    let packet = try Packet(bytes: [0])
    return times.map { CodedSample(pts: $0, isSync: $0 == times[0], packet: packet) }
  }

  /// Decoding times rise, and none lies more than the delay behind its own presentation.
  private func expectValid(_ times: [Int64], _ samples: [CodedSample], delay: Int64) {
    #expect(times.count == samples.count)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "\(times)")
    #expect(zip(times, samples).allSatisfy { $0 <= $1.pts + delay }, "\(times)")
  }

  @Test func withoutReorderingDecodingIsPresentation() throws {
    let samples = try samples([0, 512, 1024, 1536])
    #expect(DecodingTimes.assign(samples, delay: 0) == [0, 512, 1024, 1536])
    #expect(DecodingTimes.assign(samples, delay: 1024) == [0, 512, 1024, 1536])
  }

  @Test func aPyramidOfBFramesKeepsAConstantStep() throws {
    // x264's b-pyramid: I P B b b, then the next group.
    let order: [Int64] = [0, 4, 2, 1, 3, 8, 6, 5, 7, 9].map { $0 * 1001 }
    let samples = try samples(order)
    let times = DecodingTimes.assign(samples, delay: 2 * 1001)
    #expect(times == (0..<10).map { $0 * 1001 })
    expectValid(times, samples, delay: 2 * 1001)
  }

  @Test func variableRatesWithReorderingStayInOrder() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      var shown: [Int64] = [0]
      for _ in 0..<12 { shown.append((shown.last ?? 0) + Int64.random(in: 1...40, using: &generator)) }
      // Groups of four: the last is decoded first.
      var order = [shown[0]]
      for group in stride(from: 1, to: 13, by: 4) {
        order += [shown[group + 3], shown[group + 1], shown[group], shown[group + 2]]
      }
      let samples = try samples(order)
      expectValid(DecodingTimes.assign(samples, delay: 8), samples, delay: 8)
    }
  }

  @Test func aTooSmallDelayMovesDecodingEarlier() throws {
    let samples = try samples([0, 300, 100, 200])
    let times = DecodingTimes.assign(samples, delay: 0)
    expectValid(times, samples, delay: 0)
    #expect(DecodingTimes.assign([], delay: 5) == [])
  }

  /// Lends a timeline over a source of this rate.
  private func withTimeline<R>(
    _ rate: Rational, timeBase: Rational, start: Int64 = 0, segment: Rational,
    _ body: (inout Timeline, TranscodePlan) throws -> R
  ) throws -> R {
    var stream = TranscodePlanTests.film()
    stream.frameRate = rate
    stream.timeBase = timeBase
    stream.startPTS = start
    var options = TranscodeOptions()
    options.segment = segment
    let plan = try TranscodePlan(stream, options: options)
    let root = FileManager.default.temporaryDirectory.appending(path: "vidproc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let resume = try ResumePoint(OutputFolder(root.path), plan: plan)
    #expect(resume.ticks == nil)
    #expect(resume.index == 1)
    var timeline = try Timeline(plan, stream: stream, resume: resume)
    return try body(&timeline, plan)
  }

  private func picture(_ pts: Int64) throws -> Frame {
    let frame = try Frame.silence(samples: 1, sampleRate: 8000, layout: "mono", format: "s16")
    frame.pts = pts
    return frame
  }

  /// At whole NTSC rates boundaries lie at the first frame at or after each multiple, without drift over hours.
  @Test(arguments: [
    (Rational(30000, 1001), Rational(4)), (Rational(60000, 1001), Rational(4)),
    (Rational(24000, 1001), Rational(6)),
    (Rational(30000, 1001), Rational(2002, 1000)), (Rational(24), Rational(4)),
  ])
  func segmentsStartAtTheExactFrame(rate: Rational, segment: Rational) throws {
    let base = Rational(1, rate.num)
    try withTimeline(rate, timeBase: base, start: 1_234_567, segment: segment) { timeline, plan in
      #expect(plan.timeBase.den % rate.num == 0)
      let scale = plan.timeBase.den / rate.num
      var number = 1
      var seen = 0
      // An hour in, and the beginning: only the frames around boundaries matter.
      for index in 0..<Int64(20_000) {
        let frame = try picture(1_234_567 + index * rate.den)
        let prepared = try #require(try timeline.prepare(frame).first)
        #expect(prepared.pts == index * rate.den * scale)
        // Whole numbers: frame i starts segment k when i * den / num >= k * segment for the first time.
        let now = index * rate.den * segment.den / (rate.num * segment.num)
        let before = index == 0 ? -1 : (index - 1) * rate.den * segment.den / (rate.num * segment.num)
        if now != before {
          #expect(prepared.startsSegment == number, "frame \(index)")
          number += 1
          seen += 1
        } else if prepared.startsSegment != nil {
          Issue.record("frame \(index) must not start segment \(prepared.startsSegment ?? 0)")
        }
      }
      #expect(seen > 50)
      #expect(timeline.frames == 20_000)
    }
  }

  @Test func knownBoundariesOfBroadcastRates() throws {
    for (rate, step) in [(Rational(30000, 1001), 120), (Rational(60000, 1001), 240)] {
      try withTimeline(rate, timeBase: rate.inverse, segment: Rational(4)) { timeline, _ in
        var starts: [Int] = []
        for index in 0..<721 {
          if try timeline.prepare(picture(Int64(index))).first?.startsSegment != nil { starts.append(index) }
        }
        #expect(starts == Array(stride(from: 0, to: 721, by: step)))
      }
    }
  }

  @Test func aGapLongerThanASegmentSkipsNoNumber() throws {
    try withTimeline(Rational(25), timeBase: Rational(1, 1000), segment: Rational(1)) { timeline, _ in
      let numbers = try [0, 500, 990, 4200, 4300, 5000].map {
        try timeline.prepare(picture($0)).first?.startsSegment
      }
      #expect(numbers == [1, nil, nil, 2, nil, 3])
    }
  }

  @Test func equalOrBackwardTimesStillRise() throws {
    try withTimeline(Rational(25), timeBase: Rational(1, 1000), segment: Rational(1)) { timeline, plan in
      let times = try [0, 40, 40, 30, 80].map { try timeline.prepare(picture($0)).first?.pts ?? -1 }
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "\(times)")
      #expect(times.last == 80 * plan.timeBase.den / 1000)
    }
  }
}
