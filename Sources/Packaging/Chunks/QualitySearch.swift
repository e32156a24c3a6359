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
  }

  /// A part of the title that is encoded for the measurement.
  fileprivate struct Snippet {
    var sample: TitleSample
    /// When it begins, in output ticks.
    var start: Int64
    /// Its statistics, cut out of its chunk's.
    var path: String
    var frames: Int
    var statistics: PassStatistics
    /// What the first pass was short of full quality, as far as it is known.
    var missing: Double?
  }

  /// Chooses, or finds what was chosen before.
  /// - Parameter facts: of all chunks, in order.
  func run(_ facts: [ChunkFacts]) throws -> QualityChoice {
    if let known = analyses.choice { return known }
    let frames = try facts.filter { $0.frames > 0 }.flatMap { facts in
      PassFrame.read(
        String(decoding: try OutputFolder.read(analyses.statistics(facts.chunk)), as: UTF8.self))
    }
    let seconds = facts.reduce(0) { $0 + $1.seconds(plan.timeBase) }
    let frameRate = seconds > 0 ? Double(frames.count) / seconds : 25
    let snippets = try select(frames, frameRate: frameRate, facts: facts)
    defer { for snippet in snippets { snippet.discard() } }
    let reader = try ChunkPictures(plan: plan, sharing: sharing, input: input, isDraft: false)
    let target = QualityTarget(goal.target)
    var candidates = plan.encodedRenditions.map {
      Candidate(rendition: $0, points: Array(repeating: [], count: snippets.count))
    }
    let meanBits = frames.reduce(0) { $0 + $1.bits } / Double(max(1, frames.count)) * frameRate
    func curve(_ candidate: Candidate) -> TitleCurve {
      TitleCurve(
        zip(snippets, candidate.points).map { snippet, points in
          QualitySample(
            weight: snippet.sample.weight, points: points,
            modelledRate: Double(snippet.bits) / Double(snippet.frames) * frameRate)
        }, modelledRate: meanBits)
    }
    let representation = self.representation(of: snippets, facts)
    var (scale, isEstimate, measured) = ("", goal.isEstimated, 0)
    for index in candidates.indices {
      // Smaller sizes begin where the size above ended: the same quantiser looks about the same.
      var next: Double? =
        index == 0 ? target.firstQuantiser : candidates[index - 1].measured.last ?? target.firstQuantiser
      while let quantiser = next, candidates[index].measured.count < (index == 0 ? 3 : 1) {
        let meter = try QualityMeter(
          goal.engine, height: input.source.stream.height, interval: 3, interrupt: interrupt)
        let found = try measure(
          candidates[index].rendition, snippets, quantiser: quantiser, frameRate: frameRate, representation,
          reader, meter)
        for (place, point) in found.enumerated() { candidates[index].points[place].append(point) }
        candidates[index].measured.append(quantiser)
        (scale, isEstimate) = (meter.scale, meter.isEstimate)
        measured += snippets.reduce(0) { $0 + $1.frames }
        next = target.nextQuantiser(curve(candidates[index]), measured: candidates[index].measured)
      }
    }
    let ladder = target.ladder(
      candidates.map {
        QualityCandidate(
          width: $0.rendition.width, height: $0.rendition.height, cap: Double($0.rendition.bitrate),
          curve: curve($0))
      })
    let choice = QualityChoice(
      renditions: renditions(ladder), ladder: ladder, scale: scale, isEstimate: isEstimate,
      measured: measured)
    try analyses.write(choice)
    return choice
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

  private func select(_ frames: [PassFrame], frameRate: Double, facts: [ChunkFacts]) throws -> [Snippet] {
    var selection = SampleSelection()
    let stream = input.source.stream
    // A snippet's pictures are held at once. Shorter ones are too much their first picture's.
    let bytes = Double(stream.width * stream.height) * 1.5
    selection.share = 0.15
    selection.seconds = min(2, 400e6 / bytes / frameRate)
    let places = frames.indices.filter { frames[$0].type == "I" }
    let starts = facts.flatMap(\.starts)
    let blocks = ((sharing.width + 15) / 16) * ((sharing.height + 15) / 16)
    return try selection.samples(frames, frameRate: frameRate).compactMap { sample in
      guard let segment = places.firstIndex(of: sample.frames.lowerBound), starts.indices.contains(segment)
      else { return nil }
      var (chunk, before) = (0, 0)
      while chunk + 1 < facts.count, before + facts[chunk].frames <= sample.frames.lowerBound {
        before += facts[chunk].frames
        chunk += 1
      }
      let path = analyses.path + "/snippet-\(sample.frames.lowerBound).\(OutputFolder.writer)"
      let cut = try StatisticsExcerpt(
        of: analyses.statistics(facts[chunk].chunk), from: sample.frames.lowerBound - before,
        frames: sample.frames.count, blocks: blocks, to: path)
      return Snippet(
        sample: sample, start: starts[segment], path: path, frames: cut.frames, statistics: cut.statistics,
        missing: facts[chunk].quality?.filter(\.isHead)[safe: segment - segments(facts[..<chunk])].map {
          100 - $0.score
        })
    }
  }

  private func segments(_ facts: ArraySlice<ChunkFacts>) -> Int { facts.reduce(0) { $0 + $1.starts.count } }

  /// By what the whole title falls short of full quality, against the snippets, in the first pass (a ratio
  /// estimate: what a snippet lacks in one encode goes with what it lacks in another).
  private func representation(of snippets: [Snippet], _ facts: [ChunkFacts]) -> Double {
    let pieces = facts.compactMap(\.quality).joined()
    let frames = pieces.reduce(0) { $0 + $1.frames }
    let weights = snippets.reduce(0) { $0 + $1.sample.weight }
    guard frames > 0, snippets.allSatisfy({ $0.missing != nil }), weights > 0 else { return 1 }
    let title = pieces.reduce(0) { $0 + Double($1.frames) * (100 - $1.score) } / Double(frames)
    let sampled = snippets.reduce(0) { $0 + $1.sample.weight * ($1.missing ?? 0) } / weights
    guard title > 0.1, sampled > 0.1 else { return 1 }
    return min(3, max(1.0 / 3, title / sampled))
  }

  private func measure(
    _ rendition: VideoRendition, _ snippets: [Snippet], quantiser: Double, frameRate: Double,
    _ representation: Double, _ reader: ChunkPictures, _ meter: QualityMeter
  ) throws -> [QuantiserPoint] {
    let size = RateAllocation.sizeFactor(
      from: (sharing.width, sharing.height), to: (rendition.width, rendition.height))
    let fineness = exp2((sharing.quantiser - quantiser) / 6)
    var rates: [(planned: Double, taken: Double)] = []
    for snippet in snippets {
      guard !interrupt.isStopped else { throw MediaError("measure", "snippets", cause: "it was stopped") }
      let seconds = Double(snippet.frames) / frameRate
      let pictures = try reader.read(from: snippet.start, frames: snippet.frames)
      guard pictures.count == snippet.frames else {
        throw MediaError(
          "measure", "snippets", cause: "\(pictures.count) of \(snippet.frames) pictures are there",
          hint: "the input changed meanwhile: --force starts over")
      }
      let part = RateAllocation.Chunk(statistics: snippet.statistics, seconds: seconds)
      let rate = max(
        Double(part.lowest(size)), snippet.statistics.bits(fineness: fineness, size: size) / seconds)
      let trial = try SnippetEncode(
        rendition, plan: plan, statistics: snippet.path, bitrate: Int(rate))
      for picture in pictures { try trial.send(picture) }
      for (picture, reference) in zip(try trial.finish(), pictures) {
        try meter.add(picture, reference: reference.frame)
      }
      try meter.endSnippet()
      rates.append((rate, Double(trial.bytes) * 8 / seconds))
    }
    let scores = try meter.finish()
    guard scores.count == rates.count else {
      throw MediaError("measure", "snippets", cause: "\(scores.count) of \(rates.count) were scored")
    }
    return zip(rates, scores).map { rate, score in
      // What came out is the encode of another quantiser than planned, by as much as its rate is another.
      let off = log2(max(0.25, min(4, rate.taken / rate.planned))) / 1.05 * 6
      return QuantiserPoint(
        quantiser: quantiser - off, quality: 100 - (100 - score.score) * representation,
        rate: rate.planned * exp2(off / 6 * 1.05))
    }
  }
}

extension QualitySearch.Snippet {
  /// Bits of the first pass.
  var bits: Int64 { statistics.texture + statistics.motion + statistics.other }

  func discard() {
    for suffix in ["", ".mbtree"] { unlink(path + suffix) }
  }
}

extension Array {
  /// The element there, or nil where there is none.
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
