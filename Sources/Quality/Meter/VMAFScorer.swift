import Media

/// Scores snippets by libvmaf, all of them in one run.
final class VMAFScorer: SnippetScorer {
  var scale: String { engine.model }

  private let engine: any VMAFEngine
  private var fitter: (format: ComparisonFormat, fitter: PictureFitter)?
  /// The first pair of a snippet, which waits for the second.
  private var first: (picture: Frame, reference: Frame)?
  /// Pairs that the engine got.
  private var count = 0
  /// Where snippets lie among them.
  private var snippets: [Range<Int>] = []
  private var start: Int?
  /// The pair that was passed on last.
  private var last: (picture: Frame, reference: Frame)?
  /// Every how manyth pair the engine scores.
  private let interval: Int

  init(_ engine: any VMAFEngine, interval: Int) {
    self.engine = engine
    self.interval = max(1, interval)
  }

  func add(_ picture: Frame, reference: Frame) throws {
    let pair = try fit(picture, reference)
    if start != nil { return try pass(pair) }
    guard let waiting = first else {
      first = pair
      return
    }
    first = nil
    // The second frame goes before the first, too, so that the first has the motion between them.
    try pass(pair)
    start = count
    try pass(waiting)
    try pass(pair)
  }

  private func pass(_ pair: (picture: Frame, reference: Frame)) throws {
    try engine.add(pair.picture, reference: pair.reference)
    count += 1
    last = pair
  }

  private func fit(_ picture: Frame, _ reference: Frame) throws(MediaError) -> (Frame, Frame) {
    // All snippets are compared as the first frame of all is: libvmaf gets one size.
    let fitter = fitter ?? { ($0, PictureFitter($0)) }(ComparisonFormat(reference))
    self.fitter = fitter
    return (try fitter.fitter.fit(picture), try fitter.fitter.fit(reference))
  }

  func endSnippet() throws {
    if let waiting = first {
      first = nil
      start = count
      try pass(waiting)
    }
    guard let start else { return }
    // A short snippet may lie between two pairs that are scored: its last pair goes on until one is.
    while let last, (count - 1) / interval * interval < start { try pass(last) }
    snippets.append(start..<count)
    self.start = nil
  }

  func finish() throws -> [QualityScore] {
    let values = try engine.finish()
    return snippets.map { snippet in
      let scores = snippet.compactMap { values[$0] }
      return QualityScore(score: scores.reduce(0, +) / Double(max(1, scores.count)), frames: scores.count)
    }
  }
}
