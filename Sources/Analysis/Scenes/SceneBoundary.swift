import Records

/// Where a scene begins.
struct SceneBoundary {
  /// Number of its first frame.
  var number: Int
  /// How it begins.
  var transition: SceneTransition
  /// First and last frame of the gradual change at it.
  var gradual: ClosedRange<Int>?
  /// How sure it is, 0 to 1.
  var score: Double
}

/// Boundaries that are not told yet, because a later one may overrule them.
struct SceneBoundaries {
  private var cuts: [SceneCut] = []
  private var boundaries: [SceneBoundary] = []
  /// Frames in which a sudden change is no cut.
  private var covered: [ClosedRange<Int>] = []
  private var last = 0
  private let shortest: Int

  /// - Parameter shortest: fewest frames of a scene.
  init(shortest: Int) { self.shortest = shortest }

  /// Adds a cut.
  mutating func add(_ cut: SceneCut) { cuts.append(cut) }

  /// No change in some frames is a cut or a dissolve: they are a fade out.
  mutating func cover(_ frames: ClosedRange<Int>) {
    covered.append(frames)
    boundaries.removeAll { $0.transition == .dissolve && $0.gradual?.overlaps(frames) == true }
  }

  /// Adds a cut to one colour.
  mutating func addToFlat(_ cut: SceneCut) {
    covered.append((cut.number - 2)...(cut.number + 2))
    boundaries.append(SceneBoundary(number: cut.number, transition: .cut, score: cut.score))
  }

  /// Adds what a stretch of one colour means.
  mutating func add(_ stretch: FlatStretch, sameWithin: Int, told: Int) {
    let (first, after) = (stretch.flat.lowerBound, stretch.flat.upperBound)
    let from = stretch.fadeOut ?? first
    let to = stretch.fadeIn ?? after
    let margin = stretch.isSame ? 2 : 0
    // A cut may come right before the first frame that fades.
    let start = stretch.fadeOut == nil || stretch.isSame ? from - margin : min(from + 1, to)
    covered.append(start...(to + margin))
    boundaries.removeAll { !stretch.isTold && $0.number >= from && $0.number <= to && $0.gradual != nil }
    if stretch.isSame && stretch.flat.count <= sameWithin { return }
    let score = FadeFinder.score(stretch.contrast)
    let gradual = from...max(from, stretch.fadeIn ?? after - 1)
    let isFade = stretch.fadeIn != nil || stretch.fadeOut != nil
    guard stretch.hasBefore else {
      // The video opens with it.
      if stretch.fadeIn != nil {
        boundaries.append(SceneBoundary(number: 0, transition: .start, gradual: first...to, score: score))
      } else if stretch.flat.count >= max(shortest, told / 2) {
        boundaries.append(SceneBoundary(number: after, transition: .cut, score: score))
      }
      return
    }
    switch (stretch.fadeOut, stretch.fadeIn) {
    case (nil, let end) where stretch.isTold:
      let range = end.map { after...$0 }
      boundaries.append(
        SceneBoundary(number: after, transition: range == nil ? .cut : .fade, gradual: range, score: score))
    case (nil, nil):
      if stretch.flat.count >= shortest {
        boundaries.append(SceneBoundary(number: first, transition: .cut, score: score))
      }
      boundaries.append(SceneBoundary(number: after, transition: .cut, score: score))
    case (nil, let end?):
      boundaries.append(
        SceneBoundary(number: first, transition: .cut, gradual: after...max(after, end), score: score))
    case (_, nil):
      boundaries.append(SceneBoundary(number: after, transition: .cut, gradual: gradual, score: score))
    default:
      boundaries.append(
        SceneBoundary(number: after, transition: isFade ? .fade : .cut, gradual: gradual, score: score))
    }
  }

  /// Adds a dissolve.
  mutating func add(_ dissolve: SceneDissolve) {
    let mixed = dissolve.mixed
    if covered.contains(where: { $0.overlaps(mixed) }) { return }
    if cuts.contains(where: { mixed.contains($0.number) }) { return }
    boundaries.append(
      SceneBoundary(number: dissolve.middle, transition: .dissolve, gradual: mixed, score: dissolve.score))
  }

  /// Takes the boundaries before a frame, in order; what comes later concerns none of them.
  mutating func take(before frontier: Int) -> [SceneBoundary] {
    for cut in cuts where cut.number < frontier {
      if covered.contains(where: { $0.contains(cut.number) }) { continue }
      boundaries.append(SceneBoundary(number: cut.number, transition: .cut, score: cut.score))
    }
    cuts.removeAll { $0.number < frontier }
    boundaries.sort { ($0.number, $1.score) < ($1.number, $0.score) }
    var taken: [SceneBoundary] = []
    while let first = boundaries.first, first.number < frontier - shortest {
      boundaries.removeFirst()
      if first.transition == .start {
        taken.append(first)
        continue
      }
      let near = boundaries.prefix { $0.number < first.number + shortest }
      if near.contains(where: { $0.score > first.score }) || first.number < last + shortest { continue }
      boundaries.removeFirst(near.count)
      taken.append(first)
      last = first.number
    }
    covered.removeAll { $0.upperBound < frontier - shortest }
    return taken
  }
}
