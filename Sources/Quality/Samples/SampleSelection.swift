/// A snippet of a title, and the part of the title that it stands for.
public struct TitleSample: Sendable, Hashable, Codable {
  /// Its frames, in the order of showing; the first can be decoded alone.
  public var frames: Range<Int>
  /// The part of the title's frames that it stands for.
  public var weight: Double
  /// Bits a frame that the first pass spent on it.
  public var modelledBits: Double
}

/// Chooses snippets that stand for a title, by what x264's first pass says of its frames.
///
/// The title is cut into strata of about equal length one after the other, since neighbouring scenes are alike. Of
/// each stratum one stretch between pictures that can be decoded alone gives its first frames: that whose bits a
/// frame, which the first pass spent at its one constant rate factor, are nearest to the stratum's mean. Few snippets
/// may miss the whole title's VMAF by 1 or 2, so what was encoded should be measured, too.
public struct SampleSelection: Sendable, Hashable {
  /// Part of the title that is sampled.
  public var share = 0.06
  /// Seconds of a snippet.
  public var seconds = 1.0
  /// The least number of snippets, and the most: beyond that a longer title needs no more.
  public var counts = 3...40

  /// 6% of the title in snippets of a second, from 3 to 40 of them.
  public init() {}

  /// Chooses.
  /// - Parameters:
  ///   - frames: all frames of the title, in the order of showing.
  ///   - frameRate: frames a second.
  ///   - starts: where a snippet may begin, ascending; empty for wherever a frame of type `I` is.
  /// - Returns: the snippets in the order of showing; their weights add up to 1. None where there is no frame.
  public func samples(_ frames: [PassFrame], frameRate: Double, starts: [Int] = []) -> [TitleSample] {
    guard !frames.isEmpty else { return [] }
    var starts = starts.isEmpty ? frames.indices.filter { frames[$0].type == "I" } : starts
    if starts.first != 0 { starts.insert(0, at: 0) }
    let length = max(1, Int((seconds * frameRate).rounded()))
    var sums = [0.0]
    for frame in frames { sums.append((sums.last ?? 0) + frame.bits) }
    func bits(_ range: Range<Int>) -> Double {
      (sums[range.upperBound] - sums[range.lowerBound]) / Double(max(1, range.count))
    }
    let ends = starts.dropFirst() + [frames.count]
    let stretches = zip(starts, ends).filter { $0 < $1 }.map { $0..<$1 }
    let wanted = Int((share * Double(frames.count) / Double(length)).rounded())
    let count = min(stretches.count, max(counts.lowerBound, min(counts.upperBound, wanted)))
    var result: [TitleSample] = []
    for stratum in Self.strata(stretches, count: count, frames: frames.count) {
      let total = stratum.reduce(0) { $0 + $1.count }
      let mean = stratum.reduce(0) { $0 + bits($1) * Double($1.count) } / Double(total)
      // A stretch that is shorter than a snippet is taken only where all are.
      let longest = stratum.reduce(0) { max($0, min(length, $1.count)) }
      let snippets = stratum.filter { $0.count >= longest }.map { stretch in
        (stretch: stretch, snippet: stretch.lowerBound..<(stretch.lowerBound + longest))
      }
      let nearest = snippets.min { left, right in
        let (a, b) = (abs(bits(left.stretch) - mean), abs(bits(right.stretch) - mean))
        return (a, left.stretch.lowerBound) < (b, right.stretch.lowerBound)
      }
      guard let nearest else { continue }
      result.append(
        TitleSample(
          frames: nearest.snippet, weight: Double(total) / Double(frames.count),
          modelledBits: bits(nearest.snippet)))
    }
    return result.sorted { $0.frames.lowerBound < $1.frames.lowerBound }
  }

  /// Cuts a row of stretches into parts of about equal length, none empty.
  private static func strata(_ stretches: [Range<Int>], count: Int, frames: Int) -> [[Range<Int>]] {
    var strata: [[Range<Int>]] = []
    var (part, passed): ([Range<Int>], Int) = ([], 0)
    for (index, stretch) in stretches.enumerated() {
      part.append(stretch)
      passed += stretch.count
      let left = stretches.count - index - 1
      let missing = count - strata.count - 1
      guard missing > 0 else { continue }
      if passed * count >= frames * (strata.count + 1) || left == missing {
        strata.append(part)
        part = []
      }
    }
    if !part.isEmpty { strata.append(part) }
    return strata
  }
}
