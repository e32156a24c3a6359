import Media
import Records
import Testing

@testable import Analysis

@Suite struct SilenceAnalyserTests {
  private func options(_ noise: Double, _ length: Double) -> SilenceAnalyser.Options {
    var options = SilenceAnalyser.Options()
    options.noise = noise
    options.minimumLength = length
    return options
  }

  /// Loud sound with quiet stretches, by channel.
  private func signal(_ count: Int, quiet: [Range<Int>], level: Double = 0.0009) -> [Double] {
    var samples = (0..<count).map { $0 % 2 == 0 ? 0.2 : -0.2 }
    for stretch in quiet { for n in stretch { samples[n] = n % 3 == 0 ? level : -level } }
    return samples
  }

  private func stretches(_ findings: [FindingRecord]) -> [[Int]] {
    findings.filter { $0.finding == "silence" }.map { found in
      [found.start, found.end].map { Int((($0 ?? -1) * 48000).rounded()) }
    }
  }

  @Test(arguments: [333, 1024, 5000, 96000])
  func `silence is found to the sample, in all channels at once`(frameLength: Int) throws {
    let left = signal(96000, quiet: [1000..<20001, 30000..<45000, 60000..<64799, 90000..<96000])
    let right = signal(96000, quiet: [999..<20003, 32001..<48000, 60000..<64900, 85000..<96000])
    let frames = try stride(from: 0, to: 96000, by: frameLength).map { start in
      let end = min(start + frameLength, 96000)
      return try SoundSignals.frame(
        [Array(left[start..<end]), Array(right[start..<end])], pts: Int64(start))
    }
    let (summary, findings) = try SilenceAnalyser(track: 0, options: options(-60, 0.1)).analyse(frames)
    #expect(stretches(findings) == [[1000, 20001], [32001, 45000], [90000, 96000]])
    #expect(summary.silence?.count == 3)
    #expect(abs((summary.silence?.total ?? 0) - 38000.0 / 48000) < 1e-6)
    #expect(abs((summary.silence?.share ?? 0) - 38000.0 / 96000) < 1e-6)
    #expect(summary.audio?.first?.silence == summary.silence)
    #expect(findings.allSatisfy { $0.severity == .warning && $0.stream == 0 })
  }

  @Test func `a stretch counts from its shortest length on`() throws {
    let samples = signal(48000, quiet: [100..<4899, 10000..<14800])
    let (_, findings) = try SilenceAnalyser(track: 0, options: options(-60, 0.1)).analyse([
      SoundSignals.frame([samples])
    ])
    #expect(stretches(findings) == [[10000, 14800]])
  }

  @Test func `the level decides`() throws {
    let samples = signal(48000, quiet: [0..<48000], level: 0.0011)
    #expect(
      try SilenceAnalyser(track: 0, options: options(-60, 0.1)).analyse([SoundSignals.frame([samples])])
        .findings.isEmpty)
    #expect(
      try SilenceAnalyser(track: 0, options: options(-59, 0.1)).analyse([SoundSignals.frame([samples])])
        .findings.count == 1)
  }

  @Test func `missing samples are silent`() throws {
    let loud = signal(24000, quiet: [])
    let frames = try [0, 24000 + 48000].map { try SoundSignals.frame([loud], pts: Int64($0)) }
    let (summary, findings) = try SilenceAnalyser(track: 0, options: options(-60, 0.5)).analyse(frames)
    #expect(stretches(findings) == [[24000, 72000]])
    #expect(summary.silence?.share == 0.5)
  }

  @Test(arguments: [-100_000, 48000 * 4000])
  func `time that jumps ends a silence`(jump: Int64) throws {
    let quiet = signal(48000, quiet: [0..<48000])
    let frames = try [SoundSignals.frame([quiet], pts: 0), SoundSignals.frame([quiet], pts: 48000 + jump)]
    let (_, findings) = try SilenceAnalyser(track: 0, options: options(-60, 0.5)).analyse(frames)
    #expect(stretches(findings) == [[0, 48000], [48000 + Int(jump), 96000 + Int(jump)]])
  }

  @Test func `rounded timestamps do not break a silence`() throws {
    let quiet = signal(1024, quiet: [0..<1024])
    let frames = try (0..<100).map { index in
      // Whole milliseconds, as Matroska keeps them.
      let milliseconds = (Double(index * 1024) / 48).rounded()
      return try SoundSignals.frame([quiet], pts: Int64(milliseconds * 48))
    }
    let (_, findings) = try SilenceAnalyser(track: 0).analyse(frames)
    #expect(stretches(findings) == [[0, 102400]])
  }
}
