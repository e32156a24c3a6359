import Media
import Records
import Testing

@testable import Analysis

@Suite("Times of packets") struct TimestampsTests {
  private func run(_ made: (inout MadePackets) -> Void) -> (TimestampsSummary, [FindingRecord]) {
    var packets = MadePackets()
    made(&packets)
    let (summary, findings) = packets.run(TimestampsAnalyser())
    return (summary.timestamps ?? TimestampsSummary(), findings)
  }

  @Test("a sound stream has no fault, with reordered pictures too", arguments: [0, 2, 3]) func sound(b: Int) {
    let (summary, findings) = run {
      $0.video(300, b: b)
      $0.audio(563)
    }
    #expect(findings.isEmpty)
    #expect(!summary.isVariable)
    #expect(summary.jitter == 0)
    #expect(summary.gaps + summary.overlaps + summary.nonMonotonic + summary.missing + summary.jumps == 0)
    #expect(summary.audioOffset == 0)
    #expect(abs(summary.audioDrift ?? 1) < 0.02)
  }

  @Test(
    "times rounded to milliseconds are neither variable nor jitter",
    arguments: [(24000.0, 1001.0), (30000.0, 1001.0), (60000.0, 1001.0), (25, 1)])
  func milliseconds(rate: (Double, Double)) {
    for scale: Int64 in [1, 90] {
      let (summary, findings) = run {
        $0.video(600, timeBase: Rational(1, 1000 * scale), step: 33 * scale) { index in
          Int64((Double(index) * rate.1 / rate.0 * 1000).rounded()) * scale
        }
      }
      #expect(findings.isEmpty)
      #expect(!summary.isVariable)
      #expect(summary.jitter == 0)
    }
  }

  @Test("missing frames are gaps with their place and number") func gaps() {
    let (summary, findings) = run {
      $0.video(300, b: 2) { Int64($0 + ($0 >= 100 ? 1 : 0) + ($0 >= 200 ? 3 : 0)) * 512 }
    }
    #expect(summary.gaps == 2)
    #expect(!summary.isVariable)
    #expect(findings.map(\.finding) == ["frame_gap", "frame_gap"])
    #expect(findings.map(\.start) == [4, 8.04])
    #expect(findings.map(\.end) == [4.04, 8.16])
    #expect(findings.last?.what == "3 frames are missing (0.12 s)")
  }

  @Test("a gap among the first frames is found") func early() {
    #expect(run { $0.video(100) { Int64($0 + ($0 >= 3 ? 5 : 0)) * 512 } }.0.gaps == 1)
  }

  @Test("a variable rate has no gaps") func variable() {
    let (summary, findings) = run { packets in
      var time: Int64 = 0
      packets.video(300) { index in
        time += [512, 768, 1024, 640][index * 7 % 4]
        return time
      }
    }
    #expect(summary.isVariable)
    #expect(summary.jitter == nil)
    #expect(findings.isEmpty)
  }

  @Test("jitter is the deviation of few frames from the even distance") func jitter() {
    let (summary, findings) = run { $0.video(300) { Int64($0) * 512 + ($0 % 20 == 10 ? 64 : 0) } }
    #expect(summary.jitter == 0.005)
    #expect(findings.map(\.finding) == ["jitter"])
  }

  @Test("gaps and overlaps of sound") func sounds() {
    let (summary, findings) = run {
      $0.audio(100)
      $0.audio(100, start: 100 * 1024 + 4800)
      $0.audio(100, start: 200 * 1024 + 4800 - 480)
      $0.audio(100, start: 300 * 1024 + 4800 - 480 + 40)
    }
    #expect(summary.audioGaps == 1)
    #expect(summary.audioOverlaps == 1)
    #expect(findings.map(\.finding) == ["audio_gap", "audio_overlap"])
    #expect(abs((findings.first?.values?["greatest"] ?? 0) - 0.1) < 1e-9)
    #expect(findings.first?.stream == 1)
  }

  @Test("sound that begins late or ends early") func offset() {
    let (summary, findings) = run {
      $0.video(250)
      $0.audio(300, start: 24000)
    }
    #expect(summary.audioOffset == 0.5)
    #expect(abs((summary.audioDrift ?? 0) + 3.1) < 0.001)
    #expect(findings.map(\.finding) == ["audio_offset", "audio_length"])
    #expect(findings.map(\.severity) == [.info, .warning])
  }

  @Test("decoding times that repeat or go back") func disorder() {
    let (summary, findings) = run {
      $0.video(100)
      $0.list[50].dts = $0.list[49].dts
      $0.list[52].dts = $0.list[50].dts.map { $0 - 100 }
    }
    #expect(summary.nonMonotonic == 2)
    #expect(findings.map(\.count) == [2])
    #expect(findings.first?.severity == .error)
  }

  @Test("a jump is one fault, not thousands") func jump() {
    let (summary, findings) = run {
      $0.video(100)
      $0.video(100, start: 10_000_000)
      $0.video(100, start: 51200)
    }
    #expect(summary.jumps == 2)
    #expect(summary.gaps == 0)
    #expect(findings.count == 2)
    #expect(findings.allSatisfy { $0.finding == "time_jump" && $0.severity == .error })
  }

  @Test("packets without times") func untimed() {
    let (summary, findings) = run {
      $0.video(100)
      for index in $0.list.indices { ($0.list[index].pts, $0.list[index].dts) = (nil, nil) }
    }
    #expect(summary.missing == 100)
    #expect(findings.map(\.severity) == [.info])
  }

  @Test("decoding times stand in where pictures are not reordered") func decodingOnly() {
    let (summary, findings) = run {
      $0.video(100, b: 0)
      for index in stride(from: 1, to: 100, by: 7) { $0.list[index].pts = nil }
    }
    #expect(summary.gaps == 0)
    #expect(summary.missing == 0)
    #expect(findings.isEmpty)
  }

  @Test("what an edit list cuts off is counted, and no gap") func edits() {
    let (summary, findings) = run {
      $0.video(100)
      for index in 0..<10 { $0.list[index].isDiscarded = true }
    }
    #expect(summary.notShown == 10)
    #expect(findings.map(\.finding) == ["edit_list"])
  }

  @Test("a declared stream without packets is told") func empty() {
    var options = TimestampsOptions()
    options.declared = [0: .video, 1: .audio, 2: .data]
    var packets = MadePackets()
    packets.audio(10)
    let (summary, findings) = packets.run(TimestampsAnalyser(options: options))
    #expect(findings.map(\.finding) == ["empty_stream"])
    #expect(findings.map(\.stream) == [0])
    #expect(summary.timestamps?.audioOffset == nil)
  }

  @Test("thousands of faults stay a bounded list") func bounded() {
    let (summary, findings) = run {
      for part in 0..<1000 { $0.audio(100, start: Int64(part) * (102_400 + 4800)) }
    }
    #expect(summary.audioGaps == 999)
    #expect(findings.count == 101)
    #expect(findings.last?.count == 899)
  }
}
