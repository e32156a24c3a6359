import Records

/// The rates of a stretch's chunks, for every rendition of a plan.
struct ChunkRates {
  private let rates: [[Int]]

  init(_ plan: TranscodePlan, sharing: SharedAnalysis, stretch: [ChunkFacts]) {
    let known = stretch.enumerated().compactMap { offset, facts in
      facts.statistics.map {
        (offset, RateAllocation.Chunk(statistics: $0, seconds: facts.seconds(plan.timeBase)))
      }
    }
    rates = plan.encodedRenditions.map { rendition in
      let shared = RateAllocation.rates(
        known.map(\.1), average: rendition.bitrate, highest: rendition.maxrate,
        size: RateAllocation.sizeFactor(
          from: (sharing.width, sharing.height), to: (rendition.width, rendition.height)))
      var all = [Int](repeating: rendition.bitrate, count: stretch.count)
      for (rate, place) in zip(shared, known.map(\.0)) { all[place] = rate }
      return all
    }
  }

  /// Bits a second of each rendition, for the stretch's chunk at this position.
  func of(_ position: Int) -> [Int] { rates.map { $0[position] } }
}
