/// A sequence ready for the metrics: what a benchmark scores of it, with identities counted from 0 and the
/// overlaps of ground truth and tracker in each frame.
public struct ScoredSequence: Sendable {
  /// A pair of boxes in one frame that touch.
  struct Overlap: Sendable {
    /// The index of the ground truth's box in its frame.
    var row: Int
    /// The index of the tracker's box in its frame.
    var column: Int
    /// The index of the pair of identities in ``ScoredSequence/pairs``.
    var pair: Int
    /// The intersection over union, above 0.
    var similarity: Double
  }

  /// One frame, as ranges of the sequence's arrays.
  struct Frame: Sendable {
    /// The ground truth's boxes.
    var truth: Range<Int>
    /// The tracker's boxes.
    var tracked: Range<Int>
    /// The pairs that touch.
    var overlaps: Range<Int>
  }

  /// The frames in order.
  private(set) var frames: [Frame] = []
  /// The identity of each box of the ground truth, frame by frame.
  private(set) var truthIDs: [Int] = []
  /// The identity of each box of the tracker.
  private(set) var trackedIDs: [Int] = []
  /// The overlaps, frame by frame.
  private(set) var overlaps: [Overlap] = []
  /// The pairs of identities that touch in any frame.
  private(set) var pairs: [(truth: Int, tracked: Int)] = []
  /// How many boxes each identity of the ground truth has.
  private(set) var truthCounts: [Int] = []
  /// How many boxes each identity of the tracker has.
  private(set) var trackedCounts: [Int] = []

  /// Takes from both tables what a benchmark scores.
  /// - Parameters:
  ///   - truth: The ground truth.
  ///   - tracked: What the tracker made of the sequence.
  ///   - length: The frames of the sequence; by default up to the last that has a row.
  ///   - benchmark: The rules.
  /// - Throws: ``TrackDataError`` for an identity that stands twice in a frame, a frame beyond the length, and
  ///   classes that the benchmark does not have.
  public init(
    truth: TrackTable, tracked: TrackTable, length: Int? = nil, benchmark: Benchmark
  ) throws(TrackDataError) {
    let length = length ?? max(truth.lastFrame, tracked.lastFrame)
    let truthFrames = try truth.frames(length: length)
    let trackedFrames = try tracked.frames(length: length)
    try benchmark.checkClasses(truth)
    if let row = tracked.rows.first(where: { $0.classValue > 1 && benchmark.hasClasses }) {
      throw TrackDataError(
        "score", tracked.name, line: row.line,
        cause: "class \(TrackTable.text(row.classValue)) in column 8, where only pedestrians are scored",
        hint: "in a result it is -1 or 1")
    }
    var preparation = FramePreparation(benchmark: benchmark)
    var truthSeen: Set<Int> = []
    var trackedSeen: Set<Int> = []
    for (rows, columns) in zip(truthFrames, trackedFrames) {
      preparation.prepare(rows.map { truth.rows[$0] }, columns.map { tracked.rows[$0] })
      let start = (truthIDs.count, trackedIDs.count, overlaps.count)
      for index in preparation.keptRows { truthIDs.append(truth.rows[rows[index]].id) }
      for index in preparation.keptColumns { trackedIDs.append(tracked.rows[columns[index]].id) }
      overlaps += preparation.overlaps
      frames.append(
        Frame(
          truth: start.0..<truthIDs.count, tracked: start.1..<trackedIDs.count,
          overlaps: start.2..<overlaps.count))
      truthSeen.formUnion(truthIDs[start.0...])
      trackedSeen.formUnion(trackedIDs[start.1...])
    }
    truthCounts = Self.relabel(&truthIDs, truthSeen)
    trackedCounts = Self.relabel(&trackedIDs, trackedSeen)
    numberPairs()
  }

  /// Counts identities from 0 in their own order; gives how many boxes each has.
  private static func relabel(_ ids: inout [Int], _ seen: Set<Int>) -> [Int] {
    var labels: [Int: Int] = [:]
    for (label, id) in seen.sorted().enumerated() { labels[id] = label }
    var counts = [Int](repeating: 0, count: seen.count)
    for index in ids.indices {
      let label = labels[ids[index]] ?? 0
      ids[index] = label
      counts[label] += 1
    }
    return counts
  }

  /// Numbers the pairs of identities in the order in which they meet.
  private mutating func numberPairs() {
    var numbers: [Int: Int] = [:]
    for frame in frames {
      for index in frame.overlaps {
        let truth = truthIDs[frame.truth.lowerBound + overlaps[index].row]
        let tracked = trackedIDs[frame.tracked.lowerBound + overlaps[index].column]
        let key = truth * trackedCounts.count + tracked
        let number = numbers[key] ?? pairs.count
        if number == pairs.count {
          numbers[key] = number
          pairs.append((truth, tracked))
        }
        overlaps[index].pair = number
      }
    }
  }
}
