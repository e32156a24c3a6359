import Glibc
import Media
import Records
import Testing

@testable import Analysis

/// The test signals of EBU Tech 3341 (v4, table 1), cases 15 to 23; all allow +0.2 and -0.4 dB.
@Suite struct PeakMeterTests {
  private func peaks(_ samples: [Double], rate: Int = 48000) throws -> (LoudnessSummary, [FindingRecord]) {
    let frame = try SoundSignals.frame([samples, samples], rate: rate)
    let result = try LoudnessMeter(track: 0).analyse([frame])
    return (try #require(result.summary.loudness), result.findings)
  }

  private func isRight(_ value: Double?, _ wanted: Double) -> Bool {
    let error = (value ?? -1000) - wanted
    return error <= 0.2 && error >= -0.4
  }

  /// Fades in and out over a tenth of the length.
  private func faded(_ samples: [Double]) -> [Double] {
    let edge = samples.count / 10
    return samples.enumerated().map { index, value in
      value * min(1, Double(index) / Double(edge), Double(samples.count - 1 - index) / Double(edge))
    }
  }

  @Test(
    arguments: [
      (4.0, 0.0, 0.5, -6.0), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3),
    ], [48000, 44100, 96000])
  func `cases 15 to 19: sines between the samples`(
    signal: (divisor: Double, phase: Double, amplitude: Double, wanted: Double), rate: Int
  ) throws {
    let samples = SoundSignals.sine(
      20 * log10(signal.amplitude), count: 9600, frequency: Double(rate) / signal.divisor, rate: rate,
      phase: signal.phase * .pi / 180)
    let (result, findings) = try peaks(faded(samples), rate: rate)
    #expect(isRight(result.truePeak, signal.wanted))
    #expect(findings.contains { $0.finding == "true_peak" } == (signal.wanted > -1))
  }

  @Test(arguments: 0..<4)
  func `cases 20 to 23: one loud period, sampled at four offsets`(offset: Int) throws {
    // At four times the rate: a sine of a sixth of the rate, of amplitude 0.5, in whose middle one period is of
    // a quarter of the rate and of amplitude 1; then the band limit, and every fourth sample.
    let (before, loud) = (24 * 80, 16)
    let wave = (0..<2 * before + loud).map { n -> Double in
      if n < before { return 0.5 * sin(2 * .pi * Double(n) / 24) }
      if n < before + loud { return sin(2 * .pi * Double(n - before) / 16) }
      return 0.5 * sin(2 * .pi * Double(n - before - loud) / 24)
    }
    let half = 128
    let filter = (-half...half).map { n -> Double in
      let x = Double(n) / 4
      let window = 0.5 + 0.5 * cos(.pi * Double(n) / Double(half + 1))
      return (n == 0 ? 1 : sin(.pi * x) / (.pi * x)) * window / 4
    }
    let samples = stride(from: half + offset, to: wave.count - half, by: 4).map { place in
      (-half...half).reduce(0.0) { $0 + filter[$1 + half] * wave[place + $1] }
    }
    let (result, findings) = try peaks(faded(samples))
    #expect(isRight(result.truePeak, 0))
    let time = Double(before + loud / 2 - half) / 4 / 48000
    let found = try #require(findings.first { $0.finding == "true_peak" })
    #expect(abs((found.start ?? 0) - time) < 0.001)
  }

  @Test func `no sine reads higher than it is, and none much lower`() throws {
    for frequency in [997.0, 5003, 9001, 14009, 19001, 20011] {
      let samples = SoundSignals.sine(-3, count: 24000, frequency: frequency, phase: 0.3)
      let meter = try peaks(faded(samples)).0
      let error = (meter.truePeak ?? 0) + 3
      #expect(error <= 0.05 && error >= -0.2, "\(frequency) Hz: \(error)")
      #expect((meter.samplePeak ?? 0) <= (meter.truePeak ?? -1000))
    }
  }

  @Test func `the factor reaches 176.4 kHz and stops there`() {
    let rates = [8000, 11025, 22050, 44100, 48000, 88200, 96000, 176400, 192000, 384000]
    #expect(rates.map { PeakMeter.factor(sampleRate: $0) } == [16, 16, 8, 4, 4, 2, 2, 1, 1, 1])
  }

  @Test func `how the samples are cut into frames changes nothing`() throws {
    let samples = SoundSignals.noise(count: 30000).map { $0 * 0.7 }
    let whole = try LoudnessMeter(track: 0).analyse([SoundSignals.frame([samples])]).summary.loudness
    let cuts = [0, 1, 7, 1031, 1032, 9000, 9033, 20011, 30000]
    let parts = try zip(cuts, cuts.dropFirst()).map { try SoundSignals.frame([Array(samples[$0..<$1])]) }
    #expect(try LoudnessMeter(track: 0).analyse(parts).summary.loudness == whole)
    #expect(whole?.truePeak != nil && whole?.integrated != nil)
  }

  @Test func `the wave between the last samples counts too`() throws {
    var samples = [Double](repeating: 0, count: 4800)
    samples.replaceSubrange(4798..., with: [0.5, 0.5])
    // Half way between two equal samples, each sinc is 2 / pi.
    let wanted = 20 * log10(2 / Double.pi)
    #expect(abs((try peaks(samples).0.truePeak ?? 0) - wanted) < 0.1)
  }
}
