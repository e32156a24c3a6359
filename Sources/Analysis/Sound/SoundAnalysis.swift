import CPictureKernels
import Glibc
import Media
import Records

/// What was measured in one second of a track, counted from time 0.
public struct SoundInterval: Sendable, Equatable {
  /// Start in seconds: a whole number, or the start of the sound.
  public var start: Double
  /// End in seconds: a whole number, or the end of the sound.
  public var end: Double
  /// Highest momentary loudness (400 ms) in LUFS of the windows that end in it.
  public var momentaryMax: Double?
  /// Short-term loudness (3 s) in LUFS at its end.
  public var shortTerm: Double?
  /// Highest sample of any channel in dBFS.
  public var peak: Double
  /// Root mean square over all channels in dBFS.
  public var rms: Double

  /// The values by their names in records.
  public var metrics: OrderedValues<Double> {
    var values: OrderedValues<Double> = [:]
    values["loudness_momentary"] = momentaryMax.map { Sound.rounded($0, 2) }
    values["loudness_short_term"] = shortTerm.map { Sound.rounded($0, 2) }
    values["audio_peak"] = Sound.rounded(peak, 2)
    values["audio_rms"] = Sound.rounded(rms, 2)
    return values
  }
}

/// Several analysers of one audio track, over samples that are converted once.
public final class SoundAnalysis: SoundAnalyser {
  /// Which analysers there are, and their settings; nil for none of a kind.
  public struct Options: Sendable, Equatable {
    /// Loudness and peaks.
    public var loudness: LoudnessMeter.Options? = LoudnessMeter.Options()
    /// Silence.
    public var silence: SilenceAnalyser.Options? = SilenceAnalyser.Options()
    /// Clipping.
    public var clipping: ClippingAnalyser.Options? = ClippingAnalyser.Options()
    /// Levels, phase and spectrum.
    public var levels: LevelAnalyser.Options? = LevelAnalyser.Options()
    /// All of them with the usual values.
    public init() {}
  }

  /// Called when a second of the track's time is complete, and for what is left at the end.
  public var onInterval: ((SoundInterval) -> Void)?
  /// The loudness meter, where there is one.
  public let loudness: LoudnessMeter?
  private let analysers: [any SoundBlockAnalyser]
  private var reader = SoundReader()
  private var second: Int64?
  private var start = 0.0
  private var end = 0.0
  private var peak: Float = 0
  private var squares = 0.0
  private var count = 0

  /// Begins an analysis.
  /// - Parameter track: position among the audio tracks, from 0.
  public init(track: Int, options: Options = Options()) {
    loudness = options.loudness.map { LoudnessMeter(track: track, options: $0) }
    var analysers: [any SoundBlockAnalyser] = []
    if let loudness { analysers.append(loudness) }
    if let options = options.silence { analysers.append(SilenceAnalyser(track: track, options: options)) }
    if let options = options.clipping { analysers.append(ClippingAnalyser(track: track, options: options)) }
    if let options = options.levels { analysers.append(LevelAnalyser(track: track, options: options)) }
    self.analysers = analysers
  }

  /// Takes the next samples.
  public func add(_ samples: Frame, to output: inout AnalyserOutput) throws(MediaError) {
    try reader.read(samples) { block throws(MediaError) in
      if onInterval != nil { beginInterval(block) }
      for analyser in analysers { try analyser.add(block, to: &output) }
      if onInterval != nil { addInterval(block) }
    }
  }

  /// Ends all analysers.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    endInterval()
    for analyser in analysers { analyser.finish(at: end, into: &summary, output: &output) }
  }

  private func beginInterval(_ block: SoundBlock) {
    if second != block.second || block.continuity != .direct { endInterval() }
    guard second == nil else { return }
    second = block.second
    start = block.time(block.start)
  }

  private func addInterval(_ block: SoundBlock) {
    for channel in block.channels {
      let sums = vp_sound_add_up(channel, block.count)
      peak = max(peak, sums.peak)
      squares += sums.squares
      count += block.count
    }
    end = block.time(block.end)
    if block.end % Int64(block.format.sampleRate) == 0 { endInterval() }
  }

  private func endInterval() {
    defer { (second, peak, squares, count) = (nil, 0, 0, 0) }
    guard second != nil, count > 0 else { return }
    let measured = loudness?.takeInterval()
    onInterval?(
      SoundInterval(
        start: Sound.rounded(start, 6), end: Sound.rounded(end, 6), momentaryMax: measured?.momentary,
        shortTerm: measured?.shortTerm,
        peak: Sound.decibels(Double(peak)), rms: Sound.decibels((squares / Double(count)).squareRoot())))
  }
}
