import Glibc
import Media
import Records
import Testing

@testable import Analysis

@Suite struct ClippingAnalyserTests {
  private func analyse(_ channels: [[Double]], format: String = "s16", cut: Int = 1024) throws -> (
    summary: SummaryRecord, findings: [FindingRecord]
  ) {
    let count = channels[0].count
    let frames = try stride(from: 0, to: count, by: cut).map { start in
      try SoundSignals.frame(
        channels.map { Array($0[start..<min(start + cut, count)]) }, format: format, pts: Int64(start))
    }
    return try ClippingAnalyser(track: 0).analyse(frames)
  }

  @Test(arguments: ["u8", "s16", "s16p", "s32", "flt", "dblp"], [64, 1000, 48000])
  func `runs of three and more at full scale`(format: String, cut: Int) throws {
    var left = SoundSignals.noise(count: 48000).map { $0 * 0.5 }
    let right = left
    left.replaceSubrange(1000..<1002, with: [1, 1])
    left.replaceSubrange(2000..<2003, with: [1, 1, 1])
    left.replaceSubrange(20_990..<21_010, with: [Double](repeating: -1, count: 20))
    let (summary, findings) = try analyse([left, right], format: format, cut: cut)
    let found = try #require(findings.first)
    #expect(findings.count == 1)
    #expect(found.finding == "clipping" && found.severity == .warning && found.count == 2)
    #expect(abs((found.start ?? 0) - 2000.0 / 48000) < 1e-6)
    #expect(abs((found.end ?? 0) - 21_010.0 / 48000) < 1e-6)
    #expect(found.values?["samples"] == 23 && found.values?["longest_run"] == 20)
    #expect(summary.clipping?.count == 2 && summary.clipping?.samples == 23)
    #expect(summary.clipping?.share == Sound.rounded(23.0 / 96000, 9))
  }

  @Test func `runs a second and more apart are two findings`() throws {
    var samples = [Double](repeating: 0.1, count: 200_000)
    for start in [5000, 40_000, 120_000] {
      for n in 0..<4 { samples[start + n] = 1 }
    }
    let (_, findings) = try analyse([samples])
    #expect(findings.map { $0.count } == [2, 1])
  }

  @Test(arguments: [40.0, 100, 997, 5000], [0.3, 0.9, 0.999])
  func `a clean sine is not clipped`(frequency: Double, amplitude: Double) throws {
    let samples = SoundSignals.sine(20 * log10(amplitude), count: 48000, frequency: frequency)
    #expect(try analyse([samples]).summary.clipping == ClippingSummary())
  }

  @Test(arguments: ["s16", "fltp"])
  func `flat tops below full scale are clipping`(format: String) throws {
    let wave = SoundSignals.sine(0, count: 48000, frequency: 440)
    let samples = wave.map { max(-0.5, min(0.5, $0)) }
    let (summary, findings) = try analyse([samples], format: format)
    // Two tops a period; at 48 kHz a sine of 440 Hz stays above half its height for 36 samples.
    #expect(summary.clipping?.count == 880)
    #expect(abs(Double(summary.clipping?.samples ?? 0) / 880 - 36.4) < 1)
    #expect(abs((findings.first?.values?["level"] ?? 0) + 6.02) < 0.01)
  }

  @Test func `flat tops are none where other samples lie higher`() throws {
    var samples = SoundSignals.sine(0, count: 48000, frequency: 440).map { max(-0.5, min(0.5, $0)) }
    samples[47_000] = 0.8
    #expect(try analyse([samples]).summary.clipping?.count == 0)
  }
}
