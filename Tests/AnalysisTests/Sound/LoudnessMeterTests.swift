import Glibc
import Media
import Records
import Testing

@testable import Analysis

/// The test signals of EBU Tech 3341 (v4, table 1), cases 1 to 6 and 9 to 14, and what follows from ITU-R
/// BS.1770-4. Cases 7 and 8 are recordings.
@Suite struct LoudnessMeterTests {
  /// A stereo sine of 1 kHz: level in dBFS and length in seconds; nil for silence.
  typealias Part = (level: Double?, seconds: Double)

  private func frames(_ parts: [Part], rate: Int = 48000) throws -> [Frame] {
    try parts.flatMap { part -> [Frame] in
      let count = Int((part.seconds * Double(rate)).rounded())
      guard count > 0 else { return [] }
      // Whole seconds hold whole periods, so that one frame serves for all.
      let whole = try frame(part.level, min(count, rate), rate)
      var frames = Array(repeating: whole, count: count / min(count, rate))
      let rest = count % min(count, rate)
      if rest > 0 { frames.append(try frame(part.level, rest, rate)) }
      return frames
    }
  }

  private func frame(_ level: Double?, _ count: Int, _ rate: Int) throws -> Frame {
    let samples = level.map { SoundSignals.sine($0, count: count, rate: rate) }
    let channel = samples ?? [Double](repeating: 0, count: count)
    return try SoundSignals.frame([channel, channel], rate: rate)
  }

  private func meter(_ change: (inout LoudnessMeter.Options) -> Void = { _ in }) -> LoudnessMeter {
    var options = LoudnessMeter.Options()
    options.measuresTruePeak = false
    change(&options)
    return LoudnessMeter(track: 0, options: options)
  }

  private func measure(_ parts: [Part], rate: Int = 48000) throws -> LoudnessSummary {
    let result = try meter().analyse(frames(parts, rate: rate)).summary
    #expect(result.audio?.first?.loudness == result.loudness)
    return try #require(result.loudness)
  }

  private func isNear(_ value: Double?, _ wanted: Double, _ tolerance: Double = 0.1) -> Bool {
    abs((value ?? -1000) - wanted) <= tolerance
  }

  @Test(arguments: [(-23.0, 48000), (-33.0, 48000), (-23.0, 44100), (-23.0, 96000), (-23.0, 22050)])
  func `cases 1 and 2: a steady sine, at several sample rates`(level: Double, rate: Int) throws {
    let result = try measure([(level, 20)], rate: rate)
    #expect(isNear(result.integrated, level))
    #expect(isNear(result.momentaryMax, level))
    #expect(isNear(result.shortTermMax, level))
    #expect(isNear(result.samplePeak, level, 0.02))
  }

  @Test(arguments: [
    [(-36.0, 10.0), (-23, 60), (-36, 10)], [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
    [(-26, 20), (-20, 20.1), (-26, 20)],
  ])
  func `cases 3 to 5: the gates`(parts: [(Double, Double)]) throws {
    let result = try measure(parts.map { ($0.0, $0.1) })
    #expect(isNear(result.integrated, -23))
  }

  @Test func `case 6: five channels`() throws {
    let levels = [-28.0, -28, -24, -30, -30]
    let second = try SoundSignals.frame(
      levels.map { SoundSignals.sine($0, count: 48000) }, layout: "5.0(side)")
    let result = try meter().analyse(Array(repeating: second, count: 20)).summary.loudness
    #expect(isNear(result?.integrated, -23))
  }

  @Test func `case 9: short-term loudness stays the same`() throws {
    let meter = meter()
    var readings: [LoudnessReading] = []
    meter.onReading = { readings.append($0) }
    let parts = (0..<5).flatMap { _ in [(-20.0, 1.34), (-30.0, 1.66)] }
    _ = try meter.analyse(frames(parts.map { ($0.0, $0.1) }))
    let later = readings.filter { $0.time >= 3 }
    #expect(later.count == 121)
    #expect(later.allSatisfy { isNear($0.shortTerm, -23) })
  }

  @Test(arguments: [0, 7, 13, 19])
  func `case 10: the highest short-term loudness wherever the tone begins`(step: Int) throws {
    let result = try measure([(nil, Double(step) * 0.15), (-23, 3), (nil, 1)])
    #expect(isNear(result.shortTermMax, -23))
  }

  @Test func `case 11: the highest short-term loudness follows rising tones`() throws {
    let meter = meter()
    var highest: Double = -200
    meter.onReading = { highest = max(highest, $0.shortTerm ?? -200) }
    var output = AnalyserOutput()
    for step in [0, 5, 11, 19] {
      let delay = Double(step) * 0.15
      for frame in try frames([(nil, delay), (-38 + Double(step), 3), (nil, 3 - delay)]) {
        try meter.add(frame, to: &output)
      }
      #expect(isNear(highest, -38 + Double(step)))
    }
  }

  @Test func `case 12: momentary loudness stays the same`() throws {
    let meter = meter()
    var readings: [LoudnessReading] = []
    meter.onReading = { readings.append($0) }
    let parts = (0..<25).flatMap { _ in [(-20.0, 0.18), (-30.0, 0.22)] }
    _ = try meter.analyse(frames(parts.map { ($0.0, $0.1) }))
    let later = readings.filter { $0.time >= 1 }
    #expect(later.count == 91)
    #expect(later.allSatisfy { isNear($0.momentary, -23) })
  }

  @Test(arguments: 0..<20)
  func `case 13: the highest momentary loudness wherever the tone begins`(step: Int) throws {
    let result = try measure([(nil, Double(step) * 0.02), (-23, 0.4), (nil, 1)])
    #expect(isNear(result.momentaryMax, -23))
  }

  @Test func `case 14: the highest momentary loudness follows rising tones`() throws {
    for step in 0..<20 {
      let delay = Double(step) * 0.02
      let result = try measure([(nil, delay), (-38 + Double(step), 0.4), (nil, 0.4 - delay)])
      #expect(isNear(result.momentaryMax, -38 + Double(step)))
    }
  }

  @Test func `a sine at full scale in one channel is -3.01 LUFS`() throws {
    // ITU-R BS.1770-4, Annex 1: "a 0 dB FS, 1 kHz (997 Hz) sine wave applied to the left, centre or right".
    let samples = SoundSignals.sine(0, count: 48000, frequency: 997)
    let silent = [Double](repeating: 0, count: 48000)
    let left = try SoundSignals.frame([samples, silent])
    #expect(isNear(try meter().analyse([left, left]).summary.loudness?.integrated, -3.01, 0.02))
  }

  @Test func `surround channels weigh 1.41, low-frequency effects nothing`() {
    let five = ["FL", "FR", "FC", "LFE", "BL", "BR"]
    #expect(KWeighting.weights(five) == [1, 1, 1, 0, 1.41, 1.41])
    #expect(KWeighting.weights(five + ["SL", "SR"]) == [1, 1, 1, 0, 1, 1, 1.41, 1.41])
    #expect(KWeighting.weights(["FC"]) == [1])
    #expect(KWeighting.weights(["FC"], isDualMono: true) == [2])
  }

  @Test func `the filter at 48 kHz is the recommendation's`() {
    // ITU-R BS.1770-4, tables 1 and 2.
    let filter = KWeighting.filter(sampleRate: 48000)
    let found = [
      filter.shelf.b0, filter.shelf.b1, filter.shelf.b2, filter.shelf.a1, filter.shelf.a2,
      filter.high_pass.a1, filter.high_pass.a2,
    ]
    let wanted = [
      1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585,
      -1.99004745483398, 0.99007225036621,
    ]
    for (a, b) in zip(found, wanted) { #expect(abs(a - b) < 1e-9) }
  }

  @Test func `dual mono counts a single channel twice`() throws {
    let frame = try SoundSignals.frame([SoundSignals.sine(-23, count: 48000)])
    let one = try meter().analyse([frame, frame]).summary.loudness?.integrated
    let two = try meter { $0.isDualMono = true }.analyse([frame, frame]).summary.loudness?.integrated
    #expect(isNear((two ?? 0) - (one ?? 0), 3.01, 0.011))
  }

  @Test func `silence and sound of less than 400 ms have no loudness`() throws {
    #expect(try measure([(nil, 5)]).integrated == nil)
    #expect(try measure([(nil, 5)]).momentaryMax == nil)
    #expect(try measure([(-10, 0.39)]).integrated == nil)
    #expect(try measure([(-10, 0.41)]).integrated != nil)
    #expect(try meter().analyse([]).summary.loudness == nil)
  }
}

/// The test signals of EBU Tech 3342 (v4, table 1), cases 1 to 4. Cases 5 and 6 are recordings.
@Suite struct LoudnessRangeTests {
  @Test(
    arguments: zip([[-20.0, -30], [-20, -15], [-40, -20], [-50, -35, -20, -35, -50]], [10.0, 5, 20, 15]))
  func `the range of steps`(levels: [Double], wanted: Double) throws {
    let frames = try levels.flatMap { level in
      let samples = SoundSignals.sine(level, count: 48000)
      return Array(repeating: try SoundSignals.frame([samples, samples]), count: 20)
    }
    var options = LoudnessMeter.Options()
    options.measuresTruePeak = false
    let summary = try LoudnessMeter(track: 0, options: options).analyse(frames).summary
    #expect(abs((summary.loudness?.range ?? 0) - wanted) <= 0.2)
  }

  @Test(arguments: [1, 2, 3, 5, 20, 24, 1000])
  func `the histogram gives what the list of all blocks gives`(count: Int) {
    // Spread from -80 to 0 LUFS, so that both gates matter.
    let levels = SoundSignals.noise(count: count, seed: UInt64(count)).map { 40 * $0 - 40 }
    let powers = levels.map { pow(10, ($0 + 0.691) / 10) }
    var histogram = LoudnessHistogram()
    for power in powers { histogram.add(power) }

    func loudness(_ powers: [Double]) -> Double {
      -0.691 + 10 * log10(powers.reduce(0, +) / Double(powers.count))
    }
    let kept = zip(levels, powers).filter { $0.0 >= -70 }
    guard !kept.isEmpty else {
      #expect(histogram.integrated == nil && histogram.range == nil)
      return
    }
    let mean = loudness(kept.map(\.1))
    let integrated = loudness(kept.filter { $0.0 > mean - 10 }.map(\.1))
    #expect(isNear(histogram.integrated, integrated, 0.002))
    // EBU Tech 3342, annex: sorted((n - 1) * percent / 100 + 1), rounded, of the blocks above the gate.
    let sorted = kept.map(\.0).filter { $0 > mean - 20 }.sorted()
    func rank(_ part: Double) -> Int { Int((Double(sorted.count - 1) * part).rounded()) }
    #expect(isNear(histogram.range, sorted[rank(0.95)] - sorted[rank(0.1)], 0.02))
  }

  private func isNear(_ value: Double?, _ wanted: Double, _ tolerance: Double) -> Bool {
    abs((value ?? -1000) - wanted) <= tolerance
  }
}
