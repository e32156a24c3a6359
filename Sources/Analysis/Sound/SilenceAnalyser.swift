import CPictureKernels
import Glibc
import Media
import Records

/// Finds stretches in which every channel stays below a level, exact to a sample.
///
/// Samples that are missing in the track's time count as silent: nothing plays there.
public final class SilenceAnalyser: SoundBlockAnalyser {
  /// Settings, with the usual values (those of libavfilter's silencedetect).
  public struct Options: Sendable, Equatable {
    /// Level in dBFS that every sample must stay below.
    public var noise = -60.0
    /// Shortest silence in seconds.
    public var minimumLength = 2.0
    /// The usual values.
    public init() {}
  }

  let track: Int
  var reader = SoundReader()
  private let threshold: Float
  private let minimumLength: Double
  private var quietSince: Double?
  private var end: Double?
  private var length = 0.0
  private var stretches = StretchesSummary()

  /// Begins a search.
  /// - Parameter track: position among the audio tracks, from 0; the first fills the summary's own section.
  public init(track: Int, options: Options = Options()) {
    self.track = track
    threshold = Float(pow(10, options.noise / 20))
    minimumLength = max(0, options.minimumLength)
  }

  /// Takes the next samples.
  public func add(_ samples: Frame, to output: inout AnalyserOutput) throws(MediaError) {
    try read(samples, to: &output)
  }

  func add(_ block: SoundBlock, to output: inout AnalyserOutput) {
    switch block.continuity {
    case .direct: break
    case .hole(let from):
      quietSince = quietSince ?? from
      length += block.time(block.start) - from
    case .jump(let from): close(at: from, &output)
    }
    // What is shorter than the shortest silence need not be looked into.
    let step = max(1, min(block.count, Int(minimumLength * Double(block.format.sampleRate))))
    var start = 0
    while start < block.count {
      let count = min(step, block.count - start)
      take(block, from: start, count: count, &output)
      start += count
    }
    length += Double(block.count) / Double(block.format.sampleRate)
    end = block.time(block.end)
  }

  private func take(_ block: SoundBlock, from start: Int, count: Int, _ output: inout AnalyserOutput) {
    var (first, after) = (count, 0)
    for channel in block.channels {
      first = vp_before_first_at_least(channel, start, first, threshold)
      after = max(after, vp_until_last_at_least(channel, start, count, threshold))
    }
    let origin = block.start + Int64(start)
    if first > 0 { quietSince = quietSince ?? block.time(origin) }
    guard first < count else { return }
    close(at: block.time(origin + Int64(first)), &output)
    quietSince = after < count ? block.time(origin + Int64(after)) : nil
  }

  private func close(at time: Double, _ output: inout AnalyserOutput) {
    defer { quietSince = nil }
    guard let start = quietSince, time > start, time - start >= minimumLength - 1e-9 else { return }
    let length = time - start
    stretches.count += 1
    stretches.total += length
    stretches.longest = max(stretches.longest, length)
    var record = finding(
      "silence", .warning, "all channels are silent for \(Sound.text(length, 2)) s", start: start, end: time)
    record.values = ["length": Sound.rounded(length, 6)]
    output.findings.append(record)
  }

  /// Ends the silence that is open where the sound ends, and fills the silence of its track, and of the
  /// summary itself for the first track.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    guard let last = self.end else { return }
    close(at: last, &output)
    stretches.share = length > 0 ? Sound.rounded(min(1, stretches.total / length), 6) : 0
    stretches.total = Sound.rounded(stretches.total, 6)
    stretches.longest = Sound.rounded(stretches.longest, 6)
    let result = stretches
    summary.withAudioTrack(track) { $0.silence = result }
    if track == 0 { summary.silence = result }
  }
}
