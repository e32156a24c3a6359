/// Matches the boxes of one frame after the other for the largest sum of scores. Pairs without a score are not
/// matched.
struct FrameMatching {
  private var assignment = DenseAssignment()
  private var costs: [Double] = []
  private var overlapOfPair: [Int] = []
  /// The overlaps that were matched, as indices of the sequence's, row by row.
  private(set) var matches: [Int] = []

  /// Matches one frame.
  /// - Parameters:
  ///   - sequence: The sequence.
  ///   - frame: The frame.
  ///   - score: What matching a pair of boxes is worth; 0 and less is nothing.
  mutating func match(
    _ sequence: ScoredSequence, _ frame: ScoredSequence.Frame, score: (ScoredSequence.Overlap) -> Double
  ) {
    matches.removeAll(keepingCapacity: true)
    let columns = frame.tracked.count
    costs.resize(to: frame.truth.count * columns, filledWith: 0)
    overlapOfPair.resize(to: costs.count, filledWith: -1)
    for index in frame.overlaps {
      let overlap = sequence.overlaps[index]
      let place = overlap.row * columns + overlap.column
      let value = score(overlap)
      guard value > .ulpOfOne else { continue }
      costs[place] = -value
      overlapOfPair[place] = index
    }
    guard assignment.solve(costs, rows: frame.truth.count, columns: columns) else { return }
    for (row, column) in assignment.columnOfRow.enumerated() where column >= 0 {
      let index = overlapOfPair[row * columns + column]
      if index >= 0 { matches.append(index) }
    }
  }
}
