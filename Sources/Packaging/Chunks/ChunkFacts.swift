import Records

/// What the analysis of one chunk found, beside x264's own statistics.
struct ChunkFacts: Codable, Sendable, Hashable {
  /// Position of the chunk, from 0.
  var chunk: Int
  /// Where its segments begin, in output ticks.
  var starts: [Int64]
  /// Where the next chunk's first picture begins, or the title ends, in output ticks.
  var end: Int64
  /// Pictures in it.
  var frames: Int
  /// Whether the title ends with it.
  var isLast: Bool
  /// What x264's first pass says; nil where the chunk has no pictures.
  var statistics: PassStatistics?

  /// Seconds from its first picture to its end.
  func seconds(_ timeBase: Rational) -> Double {
    guard let start = starts.first else { return 0 }
    return Double(end - start) * Double(timeBase.num) / Double(timeBase.den)
  }
}
