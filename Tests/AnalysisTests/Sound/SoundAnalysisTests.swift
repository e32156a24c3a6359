import Glibc
import Media
import Records
import Testing

@testable import Analysis

@Suite struct SoundAnalysisTests {
  @Test func `every second of the track's time has an interval`() throws {
    let wave = SoundSignals.sine(-20, count: 48000 * 5)
    let analysis = SoundAnalysis(track: 0)
    var intervals: [SoundInterval] = []
    analysis.onInterval = { intervals.append($0) }
    // The sound begins at 0.25 s; frames do not end where seconds end.
    var frames: [Frame] = []
    for start in stride(from: 0, to: 192_600, by: 1111) {
      let part = Array(wave[start..<start + 1111])
      frames.append(try SoundSignals.frame([part, part], pts: Int64(start + 12000)))
    }
    _ = try analysis.analyse(frames)
    #expect(intervals.map(\.start) == [0.25, 1, 2, 3, 4])
    #expect(intervals.map(\.end).dropLast() == [1, 2, 3, 4])
    #expect(intervals.allSatisfy { abs($0.peak + 20) < 0.02 && abs($0.rms + 23.01) < 0.02 })
    #expect(intervals.allSatisfy { abs(($0.momentaryMax ?? 0) + 20) < 0.1 })
    #expect(intervals.map { $0.shortTerm != nil } == [false, false, false, true, true])
    #expect(
      intervals.last?.metrics.keys == [
        "loudness_momentary", "loudness_short_term", "audio_peak", "audio_rms",
      ])
  }

  @Test func `together the analysers tell what each tells alone`() throws {
    var samples = SoundSignals.noise(count: 48000 * 5).map { $0 * 0.4 }
    for n in 60_000..<200_000 { samples[n] = 0 }
    for n in 30_000..<30_010 { samples[n] = 1 }
    let frame = try SoundSignals.frame([samples, samples], format: "s16")
    let together = try SoundAnalysis(track: 0).analyse([frame])
    let alone: [any SoundAnalyser] = [
      LoudnessMeter(track: 0), SilenceAnalyser(track: 0), ClippingAnalyser(track: 0), LevelAnalyser(track: 0),
    ]
    var findings: [FindingRecord] = []
    var summary = SummaryRecord(command: "analyze", frames: 0)
    for analyser in alone {
      var output = AnalyserOutput()
      try analyser.add(frame, to: &output)
      analyser.finish(at: 5, into: &summary, output: &output)
      findings += output.findings
    }
    func key(_ record: FindingRecord) -> String { "\(record.finding) \(record.start ?? -1) \(record.what)" }
    #expect(Set(together.findings.map(key)) == Set(findings.map(key)))
    #expect(together.summary == summary)
    #expect(Set(findings.map(\.finding)) == ["silence", "clipping", "true_peak", "dual_mono"])
    #expect(summary.audio?.count == 1)
  }

  @Test(arguments: ["u8", "u8p", "s16", "s16p", "s32", "s32p", "s64", "s64p", "flt", "fltp", "dbl", "dblp"])
  func `all sample formats are read`(format: String) throws {
    let channels = [
      SoundSignals.sine(-6, count: 48000), SoundSignals.sine(-12, count: 48000, frequency: 700),
    ]
    let frame = try SoundSignals.frame(channels, format: format)
    let audio = try LevelAnalyser(track: 0).analyse([frame]).summary.audio?.first
    let tolerance = format.hasPrefix("u8") ? 0.1 : 0.02
    for (found, wanted) in zip(audio?.rms ?? [], [-9.01, -15.01]) { #expect(abs(found - wanted) < tolerance) }
  }

  @Test(arguments: [[Double.nan], [.infinity, -.infinity], [1e30], []], [1, 2, 6])
  func `numbers that are none, tiny frames and no frames do no harm`(values: [Double], channels: Int) throws {
    let samples = values + [0.25]
    let frame = try SoundSignals.frame(Array(repeating: samples, count: channels), format: "dblp")
    let result = try SoundAnalysis(track: 0).analyse([frame])
    #expect(result.summary.loudness?.samplePeak == -12.04)
    #expect(result.summary.loudness?.integrated == nil)
    #expect(try SoundAnalysis(track: 0).analyse([]).summary.audio == nil)
    #expect(try SoundAnalysis(track: 0).analyse([Frame()]).findings.isEmpty)
  }

  @Test func `rate and channels may change on the way`() throws {
    let first = try SoundSignals.frame([SoundSignals.sine(-20, count: 96000)])
    let wave = SoundSignals.sine(-20, count: 44100 * 2, rate: 44100)
    let second = try SoundSignals.frame([wave, wave.map { -$0 }], rate: 44100, pts: 88200)
    let (summary, findings) = try SoundAnalysis(track: 0).analyse([first, second])
    #expect(findings.map(\.finding) == ["phase"])
    #expect(findings.first?.start == 2 && findings.first?.end == 4)
    #expect(abs((summary.loudness?.momentaryMax ?? 0) + 20) < 0.1)
  }

  @Test func `only the first track fills the summary's own sections`() throws {
    let frame = try SoundSignals.frame([SoundSignals.sine(-20, count: 48000)])
    let summary = try SoundAnalysis(track: 1).analyse([frame]).summary
    #expect(summary.loudness == nil && summary.silence == nil && summary.clipping == nil)
    #expect(summary.audio?.map(\.track) == [1] && summary.audio?.first?.loudness != nil)
  }

  @Test func `numbers become text`() {
    #expect(Sound.text(-1.25, 1) == "-1.3" && Sound.text(0.04, 1) == "0.0" && Sound.text(-0.04, 1) == "0.0")
    #expect(Sound.text(12, 0) == "12" && Sound.text(3.14159, 3) == "3.142" && Sound.text(0.005, 2) == "0.01")
  }
}
