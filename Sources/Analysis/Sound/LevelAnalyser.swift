import CPictureKernels
import Glibc
import Media
import Records

/// Levels of the channels, how the first two go together, and the spectrum.
///
/// Finds channels that are silent while others are not, two channels that hold the same or opposite sound,
/// and a mean that is not zero.
public final class LevelAnalyser: SoundBlockAnalyser {
  /// Settings, with the usual values.
  public struct Options: Sendable, Equatable {
    /// Highest sample in dBFS of a channel that counts as silent.
    public var silent = -70.0
    /// Greatest mean of a channel, 1 at full scale, that is no finding.
    public var greatestOffset = 0.01
    /// Correlation of the first two channels below which a second is out of phase.
    public var lowestCorrelation = -0.5
    /// Level in dBFS (root mean square of both) below which a second's phase is not judged.
    public var lowestPhaseLevel = -50.0
    /// Shortest stretch out of phase in seconds.
    public var minimumPhaseLength = 2.0
    /// Level in decibels below the sum of two channels that their difference stays under where both hold the
    /// same.
    public var dualMonoDifference = -50.0
    /// The usual values.
    public init() {}
  }

  let track: Int
  var reader = SoundReader()
  private let options: Options
  private var names: [String] = []
  private var rate = 0
  private var channels: [ChannelLevels] = []
  private var pair = PairLevels()
  private var phase = PhaseFinder()
  private var spectrum = SpectrumMeter()

  /// Begins a measurement.
  /// - Parameter track: position among the audio tracks, from 0.
  public init(track: Int, options: Options = Options()) {
    self.track = track
    self.options = options
  }

  /// Takes the next samples.
  public func add(_ samples: Frame, to output: inout AnalyserOutput) throws(MediaError) {
    try read(samples, to: &output)
  }

  func add(_ block: SoundBlock, to output: inout AnalyserOutput) throws(MediaError) {
    if names.count < block.format.channels.count { names = block.format.channels }
    while channels.count < block.channels.count { channels.append(ChannelLevels()) }
    if rate == 0 { rate = block.format.sampleRate }
    let sums = block.channels.map { vp_sound_add_up($0, block.count) }
    for index in sums.indices { channels[index].add(sums[index], count: block.count) }
    if block.channels.count >= 2 {
      let product = vp_sound_product(block.channels[0], block.channels[1], block.count)
      let levels = PairLevels(
        first: sums[0].squares, second: sums[1].squares, product: product, count: block.count)
      pair.add(levels)
      if let stretch = phase.add(levels, block, options) { output.findings.append(outOfPhase(stretch)) }
    }
    try spectrum.add(block)
  }

  /// Tells what concerns the whole track, and fills the levels of its channels.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    guard let count = channels.map(\.count).max(), count > 0 else { return }
    if let stretch = phase.finish(options) { output.findings.append(outOfPhase(stretch)) }
    let peaks = channels.map { Sound.decibels(Double($0.peak)) }
    findChannels(peaks, &output)
    let spectrum = self.spectrum
    let bandwidth = Bandwidth(spectrum: spectrum.spectrum, binWidth: spectrum.binWidth)
    if let bandwidth, bandwidth.isCut { output.findings.append(cut(bandwidth.frequency)) }
    summary.withAudioTrack(track) { audio in
      audio.channels = audio.channels ?? channels.count
      audio.sampleRate = audio.sampleRate ?? rate
      audio.rms = channels.map { Sound.rounded(Sound.decibels($0.rootMeanSquare), 2) }
      audio.peak = peaks.map { Sound.rounded($0, 2) }
      audio.dcOffset = channels.map { Sound.rounded($0.mean, 6) }
      audio.correlation = pair.correlation.map { Sound.rounded($0, 4) }
      audio.bandwidth = bandwidth.map { Sound.rounded($0.frequency, 0) }
      audio.spectrum = spectrum.levels.isEmpty ? nil : spectrum.levels.map { Sound.rounded($0, 2) }
    }
  }

  private func findChannels(_ peaks: [Double], _ output: inout AnalyserOutput) {
    let isSomethingHeard = peaks.contains { $0 >= options.silent }
    for index in channels.indices {
      let name = index < names.count ? names[index] : "\(index)"
      if isSomethingHeard, peaks[index] < options.silent, !name.hasPrefix("LFE") {
        var record = finding("channel_silent", .warning, "channel \(name) is silent while others are not")
        record.values = ["channel": Double(index), "peak": Sound.rounded(peaks[index], 2)]
        output.findings.append(record)
      }
      let mean = channels[index].mean
      if abs(mean) > options.greatestOffset {
        var record = finding(
          "dc_offset", .info, "the mean of channel \(name) is \(Sound.text(mean, 3)), not 0")
        record.values = ["channel": Double(index), "dc_offset": Sound.rounded(mean, 6)]
        output.findings.append(record)
      }
    }
    if channels.count == 2, pair.isSame(difference: options.dualMonoDifference) {
      output.findings.append(finding("dual_mono", .info, "both channels hold the same sound"))
    }
  }

  private func outOfPhase(_ stretch: PhaseFinder.Stretch) -> FindingRecord {
    let correlation = stretch.levels.correlation ?? 0
    var record = finding(
      "phase", .warning,
      "the first two channels are out of phase (correlation \(Sound.text(correlation, 2)))",
      start: stretch.start,
      end: stretch.end)
    record.values = ["correlation": Sound.rounded(correlation, 4)]
    return record
  }

  private func cut(_ frequency: Double) -> FindingRecord {
    var record = finding(
      "bandwidth", .info,
      "the sound ends at \(Sound.text(frequency / 1000, 1)) kHz of the \(Sound.text(Double(rate) / 2000, 1)) kHz that its"
        + " sample rate can hold")
    record.values = ["bandwidth": Sound.rounded(frequency, 0)]
    return record
  }
}
