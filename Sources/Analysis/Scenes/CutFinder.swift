import Glibc

/// A sudden change from one frame to the next.
struct SceneCut {
  /// Number of the first frame of the new shot.
  var number: Int
  /// How sure it is, 0 to 1.
  var score: Double
}

/// Finds hard cuts: frames that hold little of the frame before, in a place where that is unusual, and after which
/// the old picture does not come back.
struct CutFinder {
  /// New detail of a frame below which it is no cut.
  static let leastDetail = 0.3

  /// Frames after a frame that decide about it.
  let lookAhead: Int
  private let flash: Int
  private let threshold: Double

  /// - Parameters:
  ///   - flash: most frames of a flash that ends suddenly.
  ///   - glow: most frames of one that dies down slowly.
  init(flash: Int, glow: Int, threshold: Double) {
    self.flash = flash
    self.threshold = threshold
    lookAhead = max(2, flash, glow)
  }

  /// How much a frame looks like the first of a shot, 0 to 1, without asking whether the old picture comes back.
  static func score(_ number: Int, in history: SceneHistory) -> Double {
    let moment = history[number]
    // Half of the structure at least: what only becomes brighter or darker is no cut.
    guard moment.detail > leastDetail, moment.structure > 0.5 else { return 0 }
    // A burst of motion has large changes on both sides. The largest is left out: a cut may take two frames.
    let around = [-2, -1, 1, 2].filter { history.contains(number + $0) && number + $0 > 0 }
      .map { history[number + $0].detail }.sorted()
    let usual = around.count > 1 ? around[around.count - 2] : 0
    let peak = min(0.5, max(0, moment.detail - usual))
    let sum =
      3.2 * moment.detail + 11.25 * moment.structure + 6.3 * min(1, 1.5 * moment.colors) + 7.7 * peak - 15.5
    return 1 / (1 + exp(-sum))
  }

  /// The cut at a frame, where there is one; frames up to `lookAhead` after it should be known.
  func cut(at number: Int, in history: SceneHistory) -> SceneCut? {
    guard number > history.start else { return nil }
    let score = Self.score(number, in: history)
    guard score >= threshold, !comesBack(around: number, in: history) else { return nil }
    return SceneCut(number: number, score: score)
  }

  /// Whether a picture from before a frame is seen again after it: within the length of a flash, or, where nothing
  /// sudden happens in between, within that of a glow.
  private func comesBack(around number: Int, in history: SceneHistory) -> Bool {
    for before in 1...flash {
      guard history.contains(number - before) else { break }
      for after in 0...(flash - before) where history.contains(number + after) {
        if before == 1 && after == 0 { continue }
        if history[number - before].picture.isSame(as: history[number + after].picture) { return true }
      }
    }
    let reach = (
      before: reach(from: number, by: -1, longest: 8, in: history),
      after: reach(from: number, by: 1, longest: lookAhead, in: history)
    )
    for after in stride(from: flash + 1, through: reach.after, by: 3) {
      for before in [1, 3, 5, 8] where before <= reach.before {
        if history[number - before].picture.isSame(as: history[number + after].picture) { return true }
      }
    }
    return false
  }

  /// Frames before or after a frame up to the next shot: a change after quiet frames ends them, the changes of a
  /// glow do not.
  private func reach(from number: Int, by direction: Int, longest: Int, in history: SceneHistory) -> Int {
    var isQuiet = false
    for step in 1...longest {
      let other = number + direction * step
      guard history.contains(other) else { return step - 1 }
      if isQuiet, Self.score(other, in: history) >= threshold { return direction < 0 ? step : step - 1 }
      if history[other].detail < Self.leastDetail { isQuiet = true }
    }
    return longest
  }
}

extension ScenePicture {
  /// Whether two pictures show the same scene, perhaps lit differently.
  func isSame(as other: ScenePicture) -> Bool {
    guard size == other.size else { return false }
    let structure = newStructure(since: other)
    return structure < 0.5 || (structure < 0.68 && newColors(since: other) < 0.3)
  }
}
