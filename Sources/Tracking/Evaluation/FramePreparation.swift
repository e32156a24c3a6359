/// Takes from one frame what a benchmark scores, as TrackEval's `MotChallenge2DBox` does: tracker's boxes that
/// match a distractor at an overlap of one half are taken out, then ground truth that is not scored.
struct FramePreparation {
  private let benchmark: Benchmark
  private var assignment = DenseAssignment()
  private var costs: [Double] = []
  private var rowPlace: [Int] = []
  private var columnPlace: [Int] = []

  /// The rows of the ground truth that are scored.
  private(set) var keptRows: [Int] = []
  /// The rows of the tracker that are scored.
  private(set) var keptColumns: [Int] = []
  /// The overlaps among those, row by row; pairs are not numbered yet.
  private(set) var overlaps: [ScoredSequence.Overlap] = []

  init(benchmark: Benchmark) { self.benchmark = benchmark }

  /// Prepares one frame.
  mutating func prepare(_ truth: [TrackTable.Row], _ tracked: [TrackTable.Row]) {
    overlaps.removeAll(keepingCapacity: true)
    for (row, one) in truth.enumerated() {
      for (column, other) in tracked.enumerated() {
        let similarity = one.box.intersectionOverUnion(other.box)
        guard similarity > 0 else { continue }
        overlaps.append(.init(row: row, column: column, pair: 0, similarity: similarity))
      }
    }
    rowPlace.resize(to: truth.count, filledWith: -1)
    columnPlace.resize(to: tracked.count, filledWith: 0)
    if benchmark.hasClasses { removeDistracted(truth, columns: tracked.count) }
    keptRows.removeAll(keepingCapacity: true)
    keptColumns.removeAll(keepingCapacity: true)
    for row in truth.indices where benchmark.isScored(truth[row]) {
      rowPlace[row] = keptRows.count
      keptRows.append(row)
    }
    for column in tracked.indices where columnPlace[column] >= 0 {
      columnPlace[column] = keptColumns.count
      keptColumns.append(column)
    }
    overlaps.removeAll { rowPlace[$0.row] < 0 || columnPlace[$0.column] < 0 }
    for index in overlaps.indices {
      overlaps[index].row = rowPlace[overlaps[index].row]
      overlaps[index].column = columnPlace[overlaps[index].column]
    }
  }

  /// Marks the tracker's boxes that match a distractor.
  private mutating func removeDistracted(_ truth: [TrackTable.Row], columns: Int) {
    costs.resize(to: truth.count * columns, filledWith: 0)
    for overlap in overlaps where overlap.similarity >= 0.5 - .ulpOfOne {
      costs[overlap.row * columns + overlap.column] = -overlap.similarity
    }
    guard assignment.solve(costs, rows: truth.count, columns: columns) else { return }
    for row in truth.indices where benchmark.isDistractor(Int(truth[row].classValue)) {
      let column = assignment.columnOfRow[row]
      if column >= 0, costs[row * columns + column] < 0 { columnPlace[column] = -1 }
    }
  }
}
