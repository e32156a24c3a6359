import Glibc
import Media
import Pipeline
import Quality
import Records

/// Chooses a title's renditions for a quality: encodes a few snippets of it, measures them, and predicts from
/// them and from the analysis what the whole title takes.
struct QualitySearch {
  let plan: TranscodePlan
  let sharing: SharedAnalysis
  let goal: QualityGoal
  let input: TranscodeInput
  let analyses: AnalysisFolder
  let interrupt: Interrupt

  /// One size that is tried, with what was measured of its snippets.
  private struct Candidate {
    var rendition: VideoRendition
    var points: [[QuantiserPoint]]
    var measured: [Double] = []

    func curve(_ snippets: QualitySnippets) -> TitleCurve {
      TitleCurve(
        zip(snippets.all, points).map { snippet, points in
          QualitySample(
            weight: snippet.sample.weight, points: points,
            modelledRate: Double(snippet.bits) / Double(snippet.frames) * snippets.frameRate)
        }, modelledRate: snippets.meanBits)
    }
  }

  /// Encodes of the largest size's snippets, at the most.
  private static let rounds = 3

  /// Chooses, or finds what was chosen before.
  /// - Parameter facts: of all chunks, in order.
  func run(_ facts: [ChunkFacts]) throws -> QualityChoice {
    if let known = analyses.choice { return known }
    let snippets = try QualitySnippets(facts, plan: plan, sharing: sharing, analyses: analyses)
    defer { snippets.discard() }
    let trials = try QualityTrials(
      plan: plan, sharing: sharing, goal: goal, input: input, snippets: snippets, interrupt: interrupt)
    let target = QualityTarget(goal.target)
    var candidates = plan.encodedRenditions.map {
      Candidate(rendition: $0, points: Array(repeating: [], count: snippets.all.count))
    }
    func measure(_ wanted: [(place: Int, quantiser: Double)]) throws {
      let found = try trials.run(
        wanted.map { place, quantiser in
          (quantiser, candidates[place].rendition, place == 0 ? snippets.interval : 3)
        })
      for (trial, points) in zip(wanted, found) {
        for (place, point) in points.enumerated() { candidates[trial.place].points[place].append(point) }
        candidates[trial.place].measured.append(trial.quantiser)
      }
    }
    func next() -> Double? {
      guard let best = candidates.first, best.measured.count < QualitySearch.rounds else { return nil }
      return target.nextQuantiser(
        best.curve(snippets), cap: Double(best.rendition.bitrate), measured: best.measured)
    }
    let model = TitleModel(facts, plan: plan, sharing: sharing)
    try measure(firstTrials(candidates.map(\.rendition), target, model))
    while let quantiser = next() { try measure([(0, quantiser)]) }
    let ladder = target.ladder(
      candidates.map {
        QualityCandidate(
          width: $0.rendition.width, height: $0.rendition.height, cap: Double($0.rendition.bitrate),
          curve: $0.curve(snippets))
      })
    let choice = QualityChoice(
      renditions: renditions(ladder), ladder: ladder, scale: trials.scale, isEstimate: trials.isEstimate,
      measured: trials.measured)
    try analyses.write(choice)
    return choice
  }

  /// Where the sizes' rates are likely to put them: what is measured far from there says little.
  private func firstTrials(
    _ renditions: [VideoRendition], _ target: QualityTarget, _ model: TitleModel
  ) -> [(place: Int, quantiser: Double)] {
    var above = Double.infinity
    return renditions.enumerated().map { place, rendition in
      let rate = target.likelyRate(below: above, cap: Double(rendition.bitrate))
      let capped = model.quantiser(rendition, rate: rate)
      let quantiser = place == 0 ? max(target.firstQuantiser, capped) : capped
      above = min(rate, model.rate(rendition, quantiser: quantiser))
      return (place, quantiser)
    }
  }

  private func renditions(_ ladder: QualityLadder) -> [VideoRendition] {
    let fixed = plan.encodedRenditions
    var names: Set<String> = []
    return ladder.rungs.map { rung in
      var rendition = fixed[rung.place]
      (rendition.width, rendition.height) = (rung.width, rung.height)
      rendition.bitrate = max(10_000, Int((rung.rate / 1000).rounded()) * 1000)
      if rung.width != fixed[rung.place].width {
        rendition.name = "\(min(rung.width, rung.height))p-\(rendition.bitrate / 1000)k"
      }
      while !names.insert(rendition.name).inserted { rendition.name += "-2" }
      return rendition
    }
  }
}
