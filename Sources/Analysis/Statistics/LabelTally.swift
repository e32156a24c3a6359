import Records

/// What is counted of one class.
struct LabelTally: Sendable {
  let label: String
  private(set) var objects = 0
  /// How many are in the frame that is being read.
  private var inFrame = 0
  private var tracksInFrame = 0
  private var frames = 0
  private var maximum = 0
  private var maximumTime: Double?
  private var scores = (sum: 0.0, count: 0)
  private var areas = (sum: 0.0, count: 0)
  private var firstTime: Double?
  private var lastTime: Double?
  private var tracksMaximum = 0
  /// Tracks that ended.
  var tracks = 0
  /// How long they stayed.
  var dwell = DwellLengths()

  init(_ label: String) { self.label = label }

  /// Takes an object of the frame that is being read.
  /// - Parameters:
  ///   - area: the part of the picture that it takes; nil where that is not known.
  ///   - isTrack: whether it has an identity that no object of the frame had before it.
  mutating func add(_ object: DetectedObject, area: Double?, isTrack: Bool) {
    inFrame += 1
    if isTrack { tracksInFrame += 1 }
    if object.score.isFinite {
      scores.sum += Double(object.score)
      scores.count += 1
    }
    if let area {
      areas.sum += area
      areas.count += 1
    }
  }

  /// Takes that a frame is over in which it was seen.
  /// - Returns: how many there were in it.
  mutating func endFrame(at time: Double) -> Int {
    defer { (inFrame, tracksInFrame) = (0, 0) }
    objects += inFrame
    frames += 1
    if inFrame > maximum {
      maximum = inFrame
      maximumTime = time
    }
    tracksMaximum = max(tracksMaximum, tracksInFrame)
    see(from: time, to: time)
    return inFrame
  }

  /// Takes that it was seen at two times.
  mutating func see(from first: Double, to last: Double) {
    firstTime = min(firstTime ?? first, first)
    lastTime = max(lastTime ?? last, last)
  }

  /// What it comes to.
  /// - Parameters:
  ///   - looks: frames that were looked at.
  ///   - hasTracks: whether anything was tracked.
  func statistics(looks: Int, hasTracks: Bool) -> LabelStatistics {
    func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
    func mean(_ part: (sum: Double, count: Int)) -> Double? {
      part.count > 0 ? rounded(part.sum / Double(part.count)) : nil
    }
    var result = LabelStatistics()
    result.label = label
    result.objects = objects
    result.frames = frames
    result.share = looks > 0 ? rounded(Double(frames) / Double(looks)) : 0
    result.mean = looks > 0 ? rounded(Double(objects) / Double(looks)) : 0
    result.maximum = maximum
    result.maximumTime = maximumTime
    result.score = mean(scores)
    result.area = mean(areas)
    result.firstTime = firstTime
    result.lastTime = lastTime
    guard hasTracks else { return result }
    result.tracks = tracks
    result.tracksMaximum = tracksMaximum
    result.dwellMean = dwell.mean.map(rounded)
    result.dwellMedian = dwell.median.map(rounded)
    result.dwellMaximum = dwell.count > 0 ? rounded(dwell.maximum) : nil
    return result
  }
}
