import Media
import Records
import Vision

/// Cuts a video into shots: finds hard cuts, dissolves, and fades through pictures of one colour.
///
/// Frames are compared as small pictures: how much of the detail of each is not found in the one before, after a
/// search for what moved; how much of its structure, with brightness and contrast evened out; and how its colours
/// are spread. Memory is bounded, and so is the delay: a scene is told about a second after the cut that ends it,
/// three seconds after at most, and one that ends in a fade once the fade is over.
public final class SceneDetector: PictureAnalyser {
  private let options: SceneOptions
  private let black: Int
  private var history: SceneHistory
  private var area = ScenePictureArea()
  private var cutFinder: CutFinder
  private var fadeFinder: FadeFinder
  private var dissolveFinder: DissolveFinder
  private var boundaries: SceneBoundaries
  private var book = SceneLedger()
  private var isFlat = false
  /// The last cut of which no later frame makes a dissolve or a fade.
  private var certain = 0
  /// Fewest frames of a scene.
  private let shortest: Int
  /// Most frames of one colour between two pictures of one scene.
  private let dip: Int
  /// Frames of one colour that are a scene of their own after a cut.
  private let flatScene: Int
  /// Frames after which nothing changes a boundary.
  private let horizon: Int

  /// Makes a detector for pictures of a format.
  /// - Parameter options: what counts as a boundary.
  public init(format: PictureFormat, options: SceneOptions = SceneOptions()) {
    self.options = options
    black = Int(format.black)
    let given = format.frameRate ?? 25
    let rate = given.isFinite ? min(max(given, 5), 120) : 25
    func frames(_ seconds: Double, least: Int, most: Int = 400) -> Int {
      let count = seconds.isFinite ? seconds * rate : Double(most)
      return min(max(least, Int(min(Double(most), max(0, count)).rounded())), most)
    }
    let dissolve = frames(options.longestDissolve, least: 12)
    let fade = frames(options.longestFade, least: 8)
    let flash = frames(options.flashLength, least: 3, most: 12)
    let glow = frames(3.2 * options.flashLength, least: flash, most: 60)
    shortest = frames(options.minimumLength, least: 1)
    dip = frames(0.5, least: 3)
    flatScene = frames(1, least: 8)
    horizon = max(dissolve + max(6, dissolve / 5), glow, shortest) + 2
    history = SceneHistory(capacity: max(horizon, fade) + flash + 16)
    cutFinder = CutFinder(flash: flash, glow: glow, threshold: options.threshold)
    fadeFinder = FadeFinder(longest: fade, told: flatScene)
    dissolveFinder = DissolveFinder(longest: dissolve, threshold: options.dissolveThreshold)
    boundaries = SceneBoundaries(shortest: shortest)
  }

  /// Takes the next frame.
  public func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput) {
    var moment = SceneMoment(
      picture: ScenePicture(picture.small, facts: picture.facts, black: black, area: &area))
    if let before = history.last?.picture, before.size == moment.picture.size {
      moment.detail = moment.picture.newDetail(since: before, black: black)
      if moment.detail > CutFinder.leastDetail {
        moment.structure = moment.picture.newStructure(since: before)
        // Where bars are seen for the first time, that alone is no new structure.
        if moment.picture.area != before.area && moment.detail < 0.5 { moment.structure = 0 }
        moment.colors = moment.picture.newColors(since: before)
      }
    }
    let (deviation, span) = moment.picture.spread(in: moment.picture.area)
    // Once flat, a little more is needed to leave.
    moment.deviation = deviation
    isFlat = deviation < (isFlat ? 3.4 : 2.8) && span <= (isFlat ? 18 : 13)
    moment.isFlat = isFlat
    let counts = (history.last?.picture.area.count ?? 0, moment.picture.area.count)
    if 10 * abs(counts.0 - counts.1) > counts.1 {
      history.measure(in: moment.picture.area)
    }
    history.append(moment)

    let number = history.end - 1
    if let cut = cutFinder.cut(at: number - cutFinder.lookAhead, in: history), cut.number > 0 {
      boundaries.add(cut)
      dissolveFinder.stop(cut.number...cut.number)
      if cut.score > 0.97 { certain = cut.number }
    }
    if options.findsGradual {
      note(fadeFinder.add(history))
      if isFlat {
        let stretch = fadeFinder.current
        let first = stretch?.fadeOut ?? number
        dissolveFinder.stop(first...number)
        // The first frames of one colour may still become darker.
        if let stretch, stretch.fadeOut != nil, stretch.flat.count <= 8 {
          boundaries.cover(min(first + 1, number)...number)
        }
      }
      if let dissolve = dissolveFinder.add(history) { boundaries.add(dissolve) }
    }
    book.add(picture.facts)
    tell(before: frontier, to: &output)
  }

  /// Ends: tells the last scenes, and sums up how the video is cut.
  public func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput) {
    let count = history.end
    for number in max(0, count - cutFinder.lookAhead)..<max(0, count) {
      if let cut = cutFinder.cut(at: number, in: history), number > 0 { boundaries.add(cut) }
    }
    if options.findsGradual {
      note(fadeFinder.finish(history))
      if let dissolve = dissolveFinder.finish(history) { boundaries.add(dissolve) }
    }
    tell(before: .max / 2, to: &output, until: count - shortest)
    if let scene = book.finish(at: end) { output.scenes.append(scene) }
    summary.scenes = book.summary
  }

  /// The first frame about which something may still come up.
  private var frontier: Int {
    var first = history.end - horizon
    // No dissolve reaches over a cut: what is before a sure one need not wait for longer ones.
    if dissolveFinder.open ?? certain >= certain {
      first = max(first, min(certain + shortest + 1, history.end - cutFinder.lookAhead))
    }
    if let stretch = fadeFinder.current {
      first = min(
        first, stretch.isTold ? stretch.flat.lowerBound + 3 : (stretch.fadeOut ?? stretch.flat.lowerBound) - 3
      )
    }
    return first
  }

  private func note(_ found: (stretch: FlatStretch?, cut: SceneCut?)) {
    if let stretch = found.stretch {
      boundaries.add(stretch, sameWithin: dip, told: flatScene)
    }
    if let cut = found.cut { boundaries.addToFlat(cut) }
  }

  private func tell(before frontier: Int, to output: inout AnalyserOutput, until: Int = .max) {
    for boundary in boundaries.take(before: frontier) where boundary.number <= until {
      if let scene = book.begin(boundary) { output.scenes.append(scene) }
    }
  }
}
