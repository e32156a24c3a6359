import Media

/// Scores snippets by features of our own.
final class EstimateScorer: SnippetScorer {
  var scale: String { QualityEstimate.scale }

  private let snippet: SnippetFeatures
  private var scores: [QualityScore] = []

  init(interval: Int) { snippet = SnippetFeatures(interval: interval) }

  func add(_ picture: Frame, reference: Frame) throws { try snippet.add(picture, reference: reference) }

  func endSnippet() {
    let frames = snippet.finish()
    guard !frames.isEmpty else { return }
    let sum = frames.reduce(0) { $0 + QualityEstimate.score($1.features) }
    scores.append(QualityScore(score: sum / Double(frames.count), frames: frames.count))
  }

  func finish() -> [QualityScore] { scores }
}
