import CPictureKernels
import Media
import Records

/// How loud one moment is.
public struct LoudnessReading: Sendable, Equatable {
  /// The moment in seconds: the end of both windows.
  public var time: Double
  /// Momentary loudness (400 ms) in LUFS; nil before the first 400 ms, and in digital silence.
  public var momentary: Double?
  /// Short-term loudness (3 s) in LUFS; nil before the first 3 s, and in digital silence.
  public var shortTerm: Double?
}

/// Loudness of one audio track by EBU R 128: ITU-R BS.1770-4, EBU Tech 3341 and EBU Tech 3342.
///
/// Gating blocks are of 400 ms, one every 100 ms; short-term windows of 3 s, one every 100 ms. The maxima are
/// of windows that move by 10 ms. What is missing in the track's time is left out of the measurement.
public final class LoudnessMeter: SoundBlockAnalyser {
  /// Settings, with the usual values.
  public struct Options: Sendable, Equatable {
    /// Whether a single channel counts as two.
    public var isDualMono = false
    /// Whether to look for peaks between the samples.
    public var measuresTruePeak = true
    /// True peak in dBTP above which there is a finding.
    public var highestTruePeak = -1.0
    /// The usual values.
    public init() {}
  }

  /// Called every 100 ms of sound, once there are 400 ms.
  public var onReading: ((LoudnessReading) -> Void)?

  let track: Int
  var reader = SoundReader()
  private let options: Options
  private var peaks: PeakMeter
  private var filter = KWeighting.filter(sampleRate: 48000)
  private var weights: [Double] = []
  private var states: [vp_k_state] = []
  private var gated = LoudnessHistogram()
  private var shortTerms = LoudnessHistogram()

  private var windows = LoudnessWindows()

  // The slice of 10 ms that is being measured, in samples since the format was set.
  private var rate = 0
  private var measured = 0
  private var sliceStart = 0
  private var sliceEnd = 0
  private var slice = 0
  private var energy = 0.0

  private var momentaryMax = 0.0
  private var shortTermMax = 0.0
  private var intervalMax = 0.0

  /// Begins a measurement.
  /// - Parameter track: position among the audio tracks, from 0; the first fills the summary's own sections.
  public init(track: Int, options: Options = Options()) {
    self.track = track
    self.options = options
    peaks = PeakMeter(interpolates: options.measuresTruePeak)
  }

  /// Takes the next samples.
  public func add(_ samples: Frame, to output: inout AnalyserOutput) throws(MediaError) {
    try read(samples, to: &output)
  }

  func add(_ block: SoundBlock, to output: inout AnalyserOutput) {
    if block.hasNewFormat { begin(block.format) }
    peaks.add(block)
    var done = 0
    while done < block.count {
      let count = min(block.count - done, sliceEnd - measured)
      take(block, from: done, count: count)
      done += count
      measured += count
      if measured == sliceEnd { endSlice(at: block.time(block.start + Int64(done))) }
    }
  }

  private func begin(_ format: SoundFormat) {
    if format.sampleRate != rate || states.count != format.channels.count {
      states = Array(repeating: vp_k_state(), count: format.channels.count)
    }
    rate = format.sampleRate
    filter = KWeighting.filter(sampleRate: rate)
    weights = KWeighting.weights(format.channels, isDualMono: options.isDualMono)
    (measured, sliceStart, slice, energy) = (0, 0, 0, 0)
    sliceEnd = max(1, rate / 100)
  }

  /// Ends a slice: the windows move by 10 ms; every tenth time they count for the gates.
  private func endSlice(at time: Double) {
    windows.add(energy, samples: sliceEnd - sliceStart)
    energy = 0
    slice += 1
    sliceStart = sliceEnd
    sliceEnd = max(sliceStart + 1, (slice + 1) * rate / 100)
    guard let momentary = windows.momentary else { return }
    momentaryMax = max(momentaryMax, momentary)
    intervalMax = max(intervalMax, momentary)
    let shortTerm = windows.shortTerm
    shortTermMax = max(shortTermMax, shortTerm ?? 0)
    guard windows.slices % 10 == 0 else { return }
    gated.add(momentary)
    if let shortTerm { shortTerms.add(shortTerm) }
    onReading?(
      LoudnessReading(
        time: time, momentary: Self.loudness(momentary), shortTerm: shortTerm.flatMap(Self.loudness)))
  }

  /// Loudness in LUFS; nil for silence.
  private static func loudness(_ power: Double) -> Double? {
    power > 0 ? LoudnessHistogram.loudness(power) : nil
  }

  /// Highest momentary and last short-term loudness since the last call, in LUFS.
  func takeInterval() -> (momentary: Double?, shortTerm: Double?) {
    defer { intervalMax = 0 }
    return (Self.loudness(intervalMax), windows.shortTerm.flatMap(Self.loudness))
  }

  /// Adds the weighted energy of samples.
  private func take(_ block: SoundBlock, from start: Int, count: Int) {
    var waiting: Int?
    for index in weights.indices where weights[index] > 0 {
      guard let other = waiting else {
        waiting = index
        continue
      }
      waiting = nil
      var (first, second) = (states[other], states[index])
      let energies = vp_k_energies(
        &filter, &first, &second, block.channels[other], block.channels[index], start, count)
      (states[other], states[index]) = (first, second)
      energy += weights[other] * energies.first + weights[index] * energies.second
    }
    guard let index = waiting else { return }
    energy += weights[index] * vp_k_energy(&filter, &states[index], block.channels[index], start, count)
  }

  /// Fills the loudness of its track, and of the summary itself for the first track.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    peaks.finish()
    guard rate > 0 else { return }
    var result = LoudnessSummary()
    result.integrated = gated.integrated.map { Sound.rounded($0, 2) }
    result.range = shortTerms.range.map { Sound.rounded($0, 2) }
    result.momentaryMax = Self.loudness(momentaryMax).map { Sound.rounded($0, 2) }
    result.shortTermMax = Self.loudness(shortTermMax).map { Sound.rounded($0, 2) }
    result.samplePeak = Sound.rounded(Sound.decibels(Double(peaks.samplePeak)), 2)
    let truePeak = Sound.decibels(Double(peaks.truePeak))
    if options.measuresTruePeak {
      result.truePeak = Sound.rounded(truePeak, 2)
      if truePeak > options.highestTruePeak { output.findings.append(tooHigh(truePeak)) }
    }
    summary.withAudioTrack(track) { $0.loudness = result }
    if track == 0 { summary.loudness = result }
  }

  private func tooHigh(_ level: Double) -> FindingRecord {
    let limit = Sound.text(options.highestTruePeak, 1)
    var record = finding(
      "true_peak", .info, "the true peak of \(Sound.text(level, 1)) dBTP is above \(limit) dBTP",
      start: peaks.time, end: peaks.time)
    record.values = ["true_peak": Sound.rounded(level, 2), "channel": Double(peaks.channel)]
    return record
  }
}
