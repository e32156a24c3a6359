/// A stretch of pictures of one colour, and how the picture goes into it and comes out of it.
struct FlatStretch {
  /// Numbers of the frames of one colour.
  var flat: Range<Int>
  /// First frame of the fade out before it; nil where it begins suddenly or with the video.
  var fadeOut: Int?
  /// Last frame of the fade in after it; nil where it ends suddenly.
  var fadeIn: Int?
  /// Whether a picture precedes it; not so at the start of the video.
  var hasBefore = true
  /// Contrast of the pictures around it.
  var contrast = 0.0
  /// Whether the picture after it is the one before it.
  var isSame = false
  /// Whether its beginning was told as a cut, because it is long.
  var isTold = false
}

/// Finds fades: contrast that sinks to that of one colour, or rises from it.
struct FadeFinder {
  /// Least contrast of a picture that fades, as standard deviation of luma.
  private static let leastContrast = 3.0
  /// Least contrast of one of the pictures around a stretch.
  private static let clearContrast = 6.0

  /// The stretch that is under way, or whose end is being looked at.
  private(set) var current: FlatStretch?
  private let longest: Int
  private let told: Int
  private var isOver = false

  /// - Parameters:
  ///   - longest: most frames of a fade.
  ///   - told: frames after which a sudden beginning is a scene of its own.
  init(longest: Int, told: Int) {
    self.longest = longest
    self.told = told
  }

  /// Looks at the last frame.
  /// - Returns: a stretch that is over and understood; a cut into one that is long.
  mutating func add(_ history: SceneHistory) -> (stretch: FlatStretch?, cut: SceneCut?) {
    let number = history.end - 1
    let isFlat = history[number].isFlat
    var finished: FlatStretch?
    if let stretch = current, isOver {
      let rise = Self.rise(from: stretch.flat.upperBound, by: 1, in: history, longest: longest)
      if isFlat || rise.isComplete {
        finished = closed(stretch, rise, history)
        current = nil
        isOver = false
      }
    }
    if isFlat {
      if current == nil {
        current = opened(number, history)
      } else {
        let first = current?.flat.lowerBound ?? number
        current?.flat = first..<(number + 1)
      }
    } else if current != nil {
      isOver = true
    }
    return (finished, tellLong())
  }

  /// Ends the stretch that is under way.
  mutating func finish(_ history: SceneHistory) -> (stretch: FlatStretch?, cut: SceneCut?) {
    guard let stretch = current else { return (nil, nil) }
    defer { current = nil }
    if isOver {
      let rise = Self.rise(from: stretch.flat.upperBound, by: 1, in: history, longest: longest)
      return (closed(stretch, rise, history), nil)
    }
    guard stretch.hasBefore, stretch.fadeOut == nil, !stretch.isTold, stretch.contrast >= Self.clearContrast
    else { return (nil, nil) }
    return (nil, SceneCut(number: stretch.flat.lowerBound, score: Self.score(stretch.contrast)))
  }

  /// How sure a sudden step between one colour and a picture of some contrast is.
  static func score(_ contrast: Double) -> Double { min(1, 0.6 + contrast / 50) }

  private func opened(_ number: Int, _ history: SceneHistory) -> FlatStretch {
    var stretch = FlatStretch(flat: number..<(number + 1))
    guard number > 0, history.contains(number - 1) else {
      stretch.hasBefore = false
      return stretch
    }
    let fall = Self.rise(from: number - 1, by: -1, in: history, longest: longest)
    stretch.contrast = fall.contrast
    if !fall.isSudden { stretch.fadeOut = number - fall.count }
    return stretch
  }

  private func closed(_ stretch: FlatStretch, _ rise: Rise, _ history: SceneHistory) -> FlatStretch? {
    var stretch = stretch
    let after = stretch.flat.upperBound
    guard rise.contrast >= Self.leastContrast, !stretch.hasBefore || stretch.contrast >= Self.leastContrast,
      max(rise.contrast, stretch.contrast) >= Self.clearContrast
    else { return nil }
    if !rise.isSudden { stretch.fadeIn = after + rise.count - 1 }
    stretch.isSame = stretch.hasBefore && Self.returns(stretch, history)
    stretch.contrast = max(stretch.contrast, rise.contrast)
    return stretch
  }

  /// Whether the picture after a stretch is the one before it.
  private static func returns(_ stretch: FlatStretch, _ history: SceneHistory) -> Bool {
    let first = stretch.flat.lowerBound
    let distances = [1, 2, 4, 8, 12]
    for (before, after) in distances.flatMap({ step in distances.map { (step, $0) } }) {
      let (old, new) = (first - before, stretch.flat.upperBound - 1 + after)
      guard before == 1 || old >= (stretch.fadeOut ?? first) - 1, history.contains(old),
        history.contains(new),
        after == 1 || new <= (stretch.fadeIn ?? new - 1) + 1
      else { continue }
      let pictures = (history[old].picture, history[new].picture)
      if pictures.0.size == pictures.1.size, pictures.1.newStructure(since: pictures.0) < 0.5 { return true }
    }
    return false
  }

  private mutating func tellLong() -> SceneCut? {
    guard let stretch = current, !isOver, stretch.hasBefore, stretch.fadeOut == nil, !stretch.isTold,
      stretch.flat.count >= told, stretch.contrast >= Self.clearContrast
    else { return nil }
    current?.isTold = true
    return SceneCut(number: stretch.flat.lowerBound, score: Self.score(stretch.contrast))
  }

  /// How contrast rises along some frames.
  private struct Rise {
    /// Frames until it no longer does.
    var count = 0
    /// Contrast at their end.
    var contrast = 0.0
    /// Whether most of it is there from the first frame on.
    var isSudden = false
    /// Whether later frames cannot change that.
    var isComplete = false
  }

  private static func rise(from edge: Int, by step: Int, in history: SceneHistory, longest: Int) -> Rise {
    let wait = 5
    var values: [Double] = []
    var number = edge
    while history.contains(number), values.count <= longest + wait {
      let moment = history[number]
      if step < 0 && moment.isFlat { break }
      // A cut ends it.
      let next = step < 0 ? history[min(number + 1, edge)] : moment
      if number != edge, values.count > 3, next.structure > 0.7, next.detail > 0.75 { break }
      values.append(moment.deviation)
      number += step
    }
    guard let first = values.first else { return Rise(isSudden: true) }
    let near = values.prefix(wait + 1).max() ?? first
    let flat = min(first, history[edge - step].deviation)
    // A step of contrast that brings another structure.
    let change = history[max(edge, edge - step)]
    let isStep = first - flat >= 0.55 * (near - flat) && change.structure > 0.5
    var rise = Rise(count: 1, contrast: first, isSudden: isStep)
    rise.isComplete = values.count > wait || history.contains(number)
    guard !rise.isSudden else {
      rise.contrast = near
      return rise
    }
    // The last frame that exceeds all before it, where none of the next few does.
    var (top, place) = (first, 0)
    for (index, value) in values.enumerated() {
      if index > place + wait { break }
      if value > top * 1.005 { (top, place) = (value, index) }
    }
    rise.isComplete = values.count > place + wait || values.count > longest || history.contains(number)
    rise.contrast = top
    rise.count = (values.firstIndex { $0 >= 0.97 * top } ?? place) + 1
    return rise
  }
}
