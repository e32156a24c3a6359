import CPictureKernels
import Glibc

/// Runs of clipped samples that lie near each other.
struct ClippedStretch {
  /// Start of the first run in seconds.
  var start: Double
  /// End of the last run in seconds.
  var end: Double
  /// Number of runs.
  var runs: Int
  /// Samples in them.
  var samples: Int
  /// Samples of the longest.
  var longest: Int
  /// Highest magnitude at which they are cut off.
  var level: Float

  /// Takes in another.
  mutating func merge(_ other: ClippedStretch) {
    start = min(start, other.start)
    end = max(end, other.end)
    runs += other.runs
    samples += other.samples
    longest = max(longest, other.longest)
    level = max(level, other.level)
  }
}

/// Looks for clipped runs in one channel.
struct ClippingDetector {
  private let format: SoundFormat
  private let options: ClippingAnalyser.Options
  private let lowestTop: Float

  // The run of equal samples that is being followed; all that reach the ceiling count as equal.
  private var value: Float = 0
  private var length = 0
  private var start = 0.0
  private var before: Float = 0

  // Flat tops at the highest level so far: joined to stretches, of which the list is bounded.
  private var highest: Float = 0
  private var stretches: [ClippedStretch] = []
  private static let mostStretches = 4096

  /// Begins with nothing.
  init(_ format: SoundFormat, options: ClippingAnalyser.Options) {
    self.format = format
    self.options = options
    lowestTop = Float(pow(10, options.lowestTop / 20))
  }

  /// The flat tops, where there are enough to be a limit and not chance.
  var tops: [ClippedStretch] {
    stretches.reduce(0) { $0 + $1.runs } >= options.fewestTops ? stretches : []
  }

  /// Takes the next samples and tells runs at full scale that have ended.
  mutating func add(_ samples: [Float], count: Int, time: Double, _ found: (ClippedStretch) -> Void) {
    guard count > 0 else { return }
    rise(to: min(vp_sound_add_up(samples, count).peak, format.ceiling))
    // Most blocks hold no run, and none reaches into them.
    let reaches = abs(value) >= lowestTop && (length >= options.minimumRun || clamped(samples[0]) == value)
    var first = 0
    if !reaches, count > 4, vp_has_flat_run(samples, count, lowestTop, format.ceiling) == 0 {
      first = count - 3
      (value, length) = (clamped(samples[first - 1]), 1)
    }
    for index in first..<count {
      take(clamped(samples[index]), time + Double(index) / Double(format.sampleRate), found)
    }
  }

  /// Ends the run that is open, as if silence followed.
  mutating func endRun(_ found: (ClippedStretch) -> Void) {
    close(next: 0, found)
    (value, length) = (0, 0)
  }

  private func clamped(_ sample: Float) -> Float { max(-format.ceiling, min(format.ceiling, sample)) }

  private mutating func take(_ sample: Float, _ time: Double, _ found: (ClippedStretch) -> Void) {
    if length > 0, sample == value {
      length += 1
      return
    }
    close(next: sample, found)
    before = value
    (value, length, start) = (sample, 1, time)
  }

  private mutating func close(next: Float, _ found: (ClippedStretch) -> Void) {
    let level = abs(value)
    guard length >= options.minimumRun, level >= lowestTop else { return }
    let run = ClippedStretch(
      start: start, end: start + Double(length) / Double(format.sampleRate), runs: 1, samples: length,
      longest: length, level: level)
    if level >= format.ceiling {
      found(run)
    } else if level > highest - 1.5 * format.step {
      // A wave that is not cut off leaves its top by three steps at the most within one sample, where three
      // samples there are the same.
      let sign: Float = value < 0 ? -1 : 1
      let (entry, exit) = (level - sign * before, level - sign * next)
      if min(entry, exit) > 3 * format.step, entry + exit > 8 * format.step { keep(run) }
    }
  }

  private mutating func rise(to peak: Float) {
    guard peak > highest else { return }
    if peak > highest + 1.5 * format.step { stretches = [] }
    highest = peak
  }

  private mutating func keep(_ run: ClippedStretch) {
    if let last = stretches.indices.last,
      run.start - stretches[last].end <= options.joining || stretches.count >= Self.mostStretches
    {
      stretches[last].merge(run)
    } else {
      stretches.append(run)
    }
  }
}
