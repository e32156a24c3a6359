import Media
import Records

/// The analysers of one source, as they are asked for, listed once.
final class AnalyserSet {
  /// Those of pictures.
  let pictures: [any PictureAnalyser]
  /// Finds out how many lines the pictures hold in truth.
  private(set) var resolution: ResolutionEstimator?
  private let packets: [any PacketAnalyser]
  private let decode: DecodeAnalyser?
  private let sounds: [SoundAnalysis]
  /// Seconds that are complete, for the intervals.
  private var soundIntervals: [SoundInterval] = []
  private var bitrates: [BitrateSecond] = []
  private var soundEnds: [Double]
  private let hasPictures: Bool
  private let measuresBitrate: Bool

  init(_ options: AnalysisOptions, stream: StreamRecord, tracks: [StreamInfo]) {
    let wanted = options.analysers
    let format = PictureFormat(stream)
    hasPictures = stream.width > 0
    let makers: [(AnalyserName, () -> any PictureAnalyser)] = [
      (
        .scenes,
        {
          var settings = SceneOptions()
          if let length = options.minimumSceneLength { settings.minimumLength = length }
          return SceneDetector(format: format, options: settings)
        }
      ),
      (.picture, { PictureStatistics(format) }),
      (.black, { BlackAnalyser(format) }),
      (.freeze, { FreezeAnalyser() }),
      (.duplicates, { DuplicatesAnalyser() }),
      (
        .interlace,
        {
          var settings = InterlaceOptions()
          settings.declared = stream.fieldOrder
          return InterlaceAnalyser(options: settings)
        }
      ),
      (.letterbox, { LetterboxAnalyser(format) }),
      (.flash, { FlashAnalyser(format) }),
    ]
    let chosen = hasPictures ? makers.filter { wanted.contains($0.0) } : []
    pictures = chosen.map { $0.1() }
    if hasPictures, wanted.contains(.picture) { resolution = ResolutionEstimator() }
    let bitrate = wanted.contains(.bitrate) && !tracks.isEmpty ? BitrateAnalyser() : nil
    let kinds = Dictionary(tracks.map { ($0.index, $0.kind) }) { first, _ in first }
    var timing = TimestampsOptions()
    timing.declared = kinds
    let timestamps =
      wanted.contains(.timestamps) && !tracks.isEmpty ? TimestampsAnalyser(options: timing) : nil
    measuresBitrate = bitrate != nil && hasPictures
    packets = [bitrate as (any PacketAnalyser)?, timestamps].compactMap { $0 }
    decode = wanted.contains(.decode) ? DecodeAnalyser(kinds: kinds) : nil
    sounds =
      wanted.contains(where: \.readsSound)
      ? stream.audio.map { SoundAnalysis(track: $0.track, options: SoundAnalysis.Options(wanted)) } : []
    soundEnds = sounds.map { _ in 0 }
    guard options.interval != nil else { return }
    bitrate?.onSecond = { [unowned self] in bitrates.append($0) }
    sounds.first?.onInterval = { [unowned self] in soundIntervals.append($0) }
  }

  /// Who writes into intervals.
  var writers: [String] {
    (pictures.isEmpty ? [] : ["pictures"]) + (sounds.isEmpty ? [] : ["sound"])
      + (measuresBitrate ? ["packets"] : [])
  }

  /// Takes a packet.
  func add(_ packet: PacketFacts, to output: inout AnalyserOutput) {
    for analyser in packets { analyser.add(packet, to: &output) }
    decode?.add(packet, to: &output)
  }

  /// Takes a frame's facts.
  func add(_ frame: FrameFacts, to output: inout AnalyserOutput) {
    for analyser in packets { analyser.add(frame, to: &output) }
  }

  /// Takes what decoding met.
  func add(_ problem: ProblemRecord, to output: inout AnalyserOutput) { decode?.add(problem, to: &output) }

  /// Takes a full picture, about once a second.
  func look(at frame: Frame) { resolution?.add(frame) }

  /// Takes samples.
  func add(_ samples: Frame, track: Int, to output: inout AnalyserOutput) throws(MediaError) {
    guard track < sounds.count else { return }
    try sounds[track].add(samples, to: &output)
    if let pts = samples.pts, samples.sampleRate > 0 {
      soundEnds[track] = Double(pts + Int64(samples.sampleCount)) / Double(samples.sampleRate)
    }
  }

  /// Puts the seconds of sound and packets that are complete into the intervals.
  func report(into intervals: inout IntervalBook?) {
    for interval in soundIntervals {
      for value in interval.metrics.entries { intervals?.add(value.key, value.value, at: interval.start) }
      intervals?.advance("sound", to: interval.end)
    }
    for second in bitrates {
      intervals?.add("bitrate", Double(second.bits), at: second.start)
      intervals?.advance("packets", to: second.start + 1)
    }
    soundIntervals.removeAll(keepingCapacity: true)
    bitrates.removeAll(keepingCapacity: true)
  }

  /// Ends all of them.
  /// - Parameter picturesEnd: where the last picture ends, in seconds.
  func finish(picturesEnd: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    for analyser in pictures { analyser.finish(at: picturesEnd, into: &summary, output: &output) }
    for (sound, end) in zip(sounds, soundEnds) {
      sound.finish(at: end, into: &summary, output: &output)
    }
    let end = max(picturesEnd, soundEnds.max() ?? 0)
    for analyser in packets { analyser.finish(at: end, into: &summary, output: &output) }
    decode?.finish(at: end, into: &summary, output: &output)
    guard let verdict = resolution?.verdict else { return }
    var video = summary.video ?? VideoSummary()
    video.upscaledFrom = verdict.lines
    video.upscaledConfidence = verdict.confidence
    summary.video = video
  }
}

extension SoundAnalysis.Options {
  /// The analysers of sound among those that are asked for.
  init(_ wanted: Set<AnalyserName>) {
    self.init()
    if !wanted.contains(.loudness) { loudness = nil }
    if !wanted.contains(.silence) { silence = nil }
    if !wanted.contains(.clipping) { clipping = nil }
    if !wanted.contains(.audio) { levels = nil }
  }
}

extension PictureFormat {
  /// What a stream's record says of its pictures.
  init(_ stream: StreamRecord) {
    let format = PixelFormat(name: stream.pixelFormat)
    self.init(
      width: stream.width, height: stream.height, sampleAspect: stream.sampleAspect?.doubleValue ?? 1,
      depth: format?.bitDepth ?? 8,
      isFullRange: stream.color.range == "pc" || format?.impliesFullRange == true,
      frameRate: stream.frameRate?.doubleValue, color: stream.color)
  }
}
