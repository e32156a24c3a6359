import Glibc
import Media
import Records

/// What the first pass says of a whole title's rate, at any size and quantiser.
struct TitleModel {
  private let statistics: [PassStatistics]
  private let seconds: Double
  private let sharing: SharedAnalysis

  init(_ facts: [ChunkFacts], plan: TranscodePlan, sharing: SharedAnalysis) {
    statistics = facts.compactMap(\.statistics)
    seconds = facts.reduce(0) { $0 + $1.seconds(plan.timeBase) }
    self.sharing = sharing
  }

  /// Bits a second.
  func rate(_ rendition: VideoRendition, quantiser: Double) -> Double {
    let fineness = exp2((sharing.quantiser - quantiser) / 6)
    let size = RateAllocation.sizeFactor(
      from: (sharing.width, sharing.height), to: (rendition.width, rendition.height))
    return statistics.reduce(0) { $0 + $1.bits(fineness: fineness, size: size) } / max(seconds, 1e-9)
  }

  /// The quantiser, 12 to 44, that a rate in bits a second comes to.
  func quantiser(_ rendition: VideoRendition, rate wanted: Double) -> Double {
    var (low, high) = (12.0, 44.0)
    for _ in 0..<30 {
      let middle = (low + high) / 2
      if rate(rendition, quantiser: middle) > wanted { low = middle } else { high = middle }
    }
    return high
  }
}
