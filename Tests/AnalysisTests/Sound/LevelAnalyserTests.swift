import Glibc
import Media
import Records
import Testing

@testable import Analysis

@Suite struct LevelAnalyserTests {
  private func analyse(
    _ channels: [[Double]], rate: Int = 48000, layout: String? = nil, format: String = "fltp"
  ) throws -> (audio: AudioSummary, findings: [FindingRecord]) {
    let frame = try SoundSignals.frame(channels, rate: rate, layout: layout, format: format, pts: 0)
    let result = try LevelAnalyser(track: 1).analyse([frame])
    return (try #require(result.summary.audio?.first), result.findings)
  }

  private func names(_ findings: [FindingRecord]) -> [String] { findings.map(\.finding) }

  @Test func `levels of a sine are its peak and 3 dB less`() throws {
    let (audio, _) = try analyse([
      SoundSignals.sine(-6, count: 48000), SoundSignals.sine(-20, count: 48000, frequency: 500),
    ])
    #expect(audio.track == 1 && audio.channels == 2 && audio.sampleRate == 48000)
    for (found, wanted) in zip(audio.peak ?? [], [-6.0, -20]) { #expect(abs(found - wanted) < 0.02) }
    for (found, wanted) in zip(audio.rms ?? [], [-9.01, -23.01]) { #expect(abs(found - wanted) < 0.011) }
    #expect(audio.dcOffset?.allSatisfy { abs($0) < 1e-6 } == true)
    #expect(abs(audio.correlation ?? 1) < 1e-3)
  }

  @Test func `opposite channels are out of phase, for as long as they are`() throws {
    let wave = SoundSignals.noise(count: 48000 * 6).map { $0 * 0.3 }
    let other = wave.enumerated().map { $0.offset >= 96000 && $0.offset < 240_000 ? -$0.element : $0.element }
    let (_, findings) = try analyse([wave, other])
    #expect(names(findings) == ["phase"])
    #expect(findings.first?.start == 2 && findings.first?.end == 5)
    #expect(findings.first?.values?["correlation"] == -1)
    #expect(findings.first?.severity == .warning)
  }

  @Test func `the same sound in both channels is dual mono`() throws {
    let wave = SoundSignals.noise(count: 48000).map { $0 * 0.3 }
    let (audio, findings) = try analyse([wave, wave])
    #expect(names(findings) == ["dual_mono"])
    #expect(audio.correlation == 1)
    let quieter = wave.map { $0 * 0.9 }
    #expect(names(try analyse([wave, quieter]).findings).isEmpty)
  }

  @Test func `a channel that is silent alone is found, but not low-frequency effects`() throws {
    let wave = SoundSignals.noise(count: 48000).map { $0 * 0.3 }
    let other = SoundSignals.noise(count: 48000, seed: 2).map { $0 * 0.3 }
    let silent = [Double](repeating: 0, count: 48000)
    let (_, findings) = try analyse([wave, other, wave, silent, silent, other], layout: "5.1")
    #expect(names(findings) == ["channel_silent"])
    #expect(findings.first?.values?["channel"] == 4)
    #expect(findings.first?.what.contains("BL") == true)
    #expect(try analyse([silent, silent]).findings.isEmpty)
  }

  @Test func `a mean that is not zero is found`() throws {
    let wave = SoundSignals.noise(count: 48000).map { $0 * 0.3 }
    let (audio, findings) = try analyse([wave.map { $0 + 0.05 }])
    #expect(names(findings) == ["dc_offset"])
    #expect(abs((audio.dcOffset?.first ?? 0) - 0.05) < 0.003)
  }

  @Test func `octave bands hold what lies in them`() throws {
    let tones = [(63.0, -20.0), (1000, -30), (8000, -40)]
    let waves = tones.map { SoundSignals.sine($0.1, count: 96000, frequency: $0.0) }
    let sum = (0..<96000).map { n in waves.reduce(0) { $0 + $1[n] } }
    let levels = try #require(try analyse([sum]).audio.spectrum)
    #expect(levels.count == 10)
    for (index, wanted) in [(1, -23.01), (5, -33.01), (8, -43.01)] {
      #expect(abs(levels[index] - wanted) < 0.1)
    }
    for index in [3, 6, 9] { #expect(levels[index] < -80) }
  }

  @Test func `white noise fills octaves by their width`() throws {
    let samples = SoundSignals.noise(count: 48000 * 4)
    let levels = try #require(try analyse([samples]).audio.spectrum)
    // Uniform noise has a mean square of 1/3 over 24 kHz.
    for (index, centre) in SpectrumMeter.octaves.enumerated().dropFirst(4) {
      let high = min(centre * 2.squareRoot(), 24000)
      let wanted = 10 * log10((high - centre / 2.squareRoot()) / 24000 / 3)
      #expect(abs(levels[index] - wanted) < 0.5, "\(centre) Hz")
    }
  }

  @Test(arguments: [(48000, 16000.0), (48000, 11025), (44100, 15000), (96000, 22050), (22050, 5500)])
  func `a cut spectrum ends where it is cut`(rate: Int, edge: Double) throws {
    // A sinc in a Blackman window as low pass.
    let half = 80
    let filter = (-half...half).map { n -> Double in
      let x = 2 * edge / Double(rate) * Double(n)
      let phase = .pi * Double(n) / Double(half + 1)
      let window = 0.42 + 0.5 * cos(phase) + 0.08 * cos(2 * phase)
      return (n == 0 ? 1 : sin(.pi * x) / (.pi * x)) * window * 2 * edge / Double(rate)
    }
    let noise = SoundSignals.noise(count: rate / 2 + 2 * half).map { $0 * 0.1 }
    var samples = [Double](repeating: 0, count: rate / 2)
    for n in samples.indices {
      var sum = 0.0
      for tap in filter.indices { sum += filter[tap] * noise[n + tap] }
      samples[n] = sum
    }
    let (audio, findings) = try analyse([samples], rate: rate, format: "s16")
    // The slope of that filter is 2.75 / 161 of the sample rate wide to each side.
    #expect(abs((audio.bandwidth ?? 0) - edge) < Double(rate) * 2.75 / 161)
    #expect(names(findings) == ["bandwidth"])
  }

  @Test func `a spectrum that is not cut reaches half the sample rate`() throws {
    let noise = SoundSignals.noise(count: 48000).map { $0 * 0.1 }
    // Falling by 6 dB an octave, as brown noise does.
    var last = 0.0
    let brown = noise.map { value -> Double in
      last = last * 0.99 + value * 0.1
      return last
    }
    for samples in [noise, brown] {
      let (audio, findings) = try analyse([samples], format: "s16")
      #expect(audio.bandwidth == 24000)
      #expect(findings.isEmpty)
    }
    #expect(try analyse([[Double](repeating: 0, count: 48000)]).audio.bandwidth == nil)
  }
}
