import CPictureKernels

/// What adds up in one channel.
struct ChannelLevels {
  private var sum = 0.0
  private var squares = 0.0
  /// Highest magnitude.
  private(set) var peak: Float = 0
  /// Samples so far.
  private(set) var count = 0

  /// Adds samples.
  mutating func add(_ sums: vp_sound_sums, count: Int) {
    sum += sums.sum
    squares += sums.squares
    peak = max(peak, sums.peak)
    self.count += count
  }

  /// The mean, 1 at full scale.
  var mean: Double { count > 0 ? sum / Double(count) : 0 }
  /// The root of the mean square, 1 at full scale.
  var rootMeanSquare: Double { count > 0 ? (squares / Double(count)).squareRoot() : 0 }
}

/// What adds up over two channels.
struct PairLevels {
  /// Sum of the first one's squares.
  var first = 0.0
  /// Sum of the second one's squares.
  var second = 0.0
  /// Sum of their products.
  var product = 0.0
  /// Samples of each.
  var count = 0

  /// Adds others.
  mutating func add(_ other: PairLevels) {
    first += other.first
    second += other.second
    product += other.product
    count += other.count
  }

  /// Correlation, -1 to 1 (of the samples as they are, without taking their means off); nil where one channel
  /// is silent.
  var correlation: Double? {
    guard first > 0, second > 0 else { return nil }
    return max(-1, min(1, product / (first.squareRoot() * second.squareRoot())))
  }

  /// Root mean square of both, 1 at full scale.
  var level: Double { count > 0 ? ((first + second) / Double(2 * count)).squareRoot() : 0 }

  /// Whether the channels' difference lies this many decibels below their sum, or lower.
  func isSame(difference: Double) -> Bool {
    let sum = first + second + 2 * product
    guard sum > 0 else { return false }
    return Sound.decibels((max(0, first + second - 2 * product) / sum).squareRoot()) <= difference
  }
}

/// Joins the seconds in which two channels are out of phase.
struct PhaseFinder {
  /// Seconds in a row that are out of phase.
  struct Stretch {
    /// Start in seconds.
    var start: Double
    /// End in seconds.
    var end: Double
    /// What adds up in it.
    var levels: PairLevels
  }

  private var second: Stretch?
  private var open: Stretch?

  /// Takes the levels of a block.
  /// - Returns: a stretch that has ended and is long enough.
  mutating func add(
    _ levels: PairLevels, _ block: SoundBlock, _ options: LevelAnalyser.Options
  ) -> Stretch? {
    var ended: Stretch?
    if block.continuity != .direct { ended = finish(options) }
    var current =
      second ?? Stretch(start: block.time(block.start), end: 0, levels: PairLevels())
    current.levels.add(levels)
    current.end = block.time(block.end)
    second = current
    if block.end % Int64(block.format.sampleRate) == 0 { ended = endSecond(options) ?? ended }
    return ended
  }

  /// Ends the second and the stretch that are open.
  mutating func finish(_ options: LevelAnalyser.Options) -> Stretch? {
    let ended = second == nil ? nil : endSecond(options)
    return close(options) ?? ended
  }

  private mutating func endSecond(_ options: LevelAnalyser.Options) -> Stretch? {
    guard let current = second else { return nil }
    second = nil
    let isLoud = Sound.decibels(current.levels.level) >= options.lowestPhaseLevel
    guard isLoud, (current.levels.correlation ?? 0) < options.lowestCorrelation else { return close(options) }
    var stretch = open ?? Stretch(start: current.start, end: 0, levels: PairLevels())
    stretch.levels.add(current.levels)
    stretch.end = current.end
    open = stretch
    return nil
  }

  private mutating func close(_ options: LevelAnalyser.Options) -> Stretch? {
    defer { open = nil }
    guard let stretch = open, stretch.end - stretch.start >= options.minimumPhaseLength - 1e-9 else {
      return nil
    }
    return stretch
  }
}
