import CPictureKernels
import Media
import Records

/// Finds samples at the end of the scale, and tops cut flat below it.
///
/// Clipped is a run of three samples or more at full scale: the ends of an integer format, and for floating
/// formats what 16 bits cannot hold. So is a run of equal samples below full scale that is entered and left by
/// more than a rounding step, where no sample of the channel lies higher and there are several such runs: the
/// trace of a limit that was followed by less volume. Lossy coding blurs the latter, so that it is found in
/// lossless sound only.
public final class ClippingAnalyser: SoundBlockAnalyser {
  /// Settings, with the usual values.
  public struct Options: Sendable, Equatable {
    /// Shortest run in samples; 2 or more.
    public var minimumRun = 3
    /// Level in dBFS below which no flat top is looked for.
    public var lowestTop = -20.0
    /// Fewest flat tops at the highest level of a channel that count.
    public var fewestTops = 5
    /// Seconds between two runs within which they are one finding.
    public var joining = 1.0
    /// The usual values.
    public init() {}
  }

  let track: Int
  var reader = SoundReader()
  private let options: Options
  private var detectors: [ClippingDetector] = []
  private var rate = 1.0
  private var lost: [ClippedStretch] = []
  private var open: ClippedStretch?
  private var summary = ClippingSummary()
  private var samples = 0
  private var end = 0.0

  /// Begins a search.
  /// - Parameter track: position among the audio tracks, from 0; the first fills the summary's own section.
  public init(track: Int, options: Options = Options()) {
    self.track = track
    self.options = options
  }

  /// Takes the next samples.
  public func add(_ samples: Frame, to output: inout AnalyserOutput) throws(MediaError) {
    try read(samples, to: &output)
  }

  func add(_ block: SoundBlock, to output: inout AnalyserOutput) {
    if block.hasNewFormat { begin(block.format, &output) }
    if block.continuity != .direct { endRuns(&output) }
    samples += block.count * block.channels.count
    end = block.time(block.end)
    for index in detectors.indices {
      detectors[index].add(block.channels[index], count: block.count, time: block.time(block.start)) { run in
        join(run, &output)
      }
    }
    if let last = open?.end, end - last > options.joining { close(&output) }
  }

  private func begin(_ format: SoundFormat, _ output: inout AnalyserOutput) {
    endRuns(&output)
    rate = Double(format.sampleRate)
    for index in detectors.indices { keepTops(index) }
    detectors = format.channels.map { _ in ClippingDetector(format, options: options) }
  }

  private func endRuns(_ output: inout AnalyserOutput) {
    for index in detectors.indices { detectors[index].endRun { run in join(run, &output) } }
  }

  /// Keeps the flat tops of a channel that has ended.
  private func keepTops(_ index: Int) { lost += detectors[index].tops }

  private func join(_ run: ClippedStretch, _ output: inout AnalyserOutput) {
    guard var stretch = open else {
      open = run
      return
    }
    if run.start - stretch.end > options.joining || run.end < stretch.start - options.joining {
      close(&output)
      open = run
    } else {
      stretch.merge(run)
      open = stretch
    }
  }

  private func close(_ output: inout AnalyserOutput) {
    guard let stretch = open else { return }
    open = nil
    summary.count += stretch.runs
    summary.samples += stretch.samples
    var record = finding(
      "clipping", .warning,
      "\(stretch.runs) \(stretch.runs == 1 ? "run" : "runs") of samples cut off at"
        + " \(Sound.text(Sound.decibels(Double(stretch.level)), 1)) dBFS", start: stretch.start,
      end: stretch.end)
    record.count = stretch.runs
    record.values = [
      "samples": Double(stretch.samples), "longest_run": Double(stretch.longest),
      "level": Sound.rounded(Sound.decibels(Double(stretch.level)), 2),
    ]
    output.findings.append(record)
  }

  /// Tells the findings that are open and the flat tops, and fills the clipping of its track, and of the
  /// summary itself for the first track.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    guard samples > 0 else { return }
    endRuns(&output)
    close(&output)
    for index in detectors.indices { keepTops(index) }
    for stretch in lost.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) { join(stretch, &output) }
    close(&output)
    self.summary.share = Sound.rounded(Double(self.summary.samples) / Double(samples), 9)
    let result = self.summary
    summary.withAudioTrack(track) { $0.clipping = result }
    if track == 0 { summary.clipping = result }
  }
}
