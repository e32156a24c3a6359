import ArgumentParser
import Media
import Records
import Tracking

/// Scores trackers' results against ground truth.
struct TrackEvalCommand: ParsableCommand {
  /// For whom the scores are.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "track-eval",
    abstract: "Score trackers' results against ground truth: HOTA, CLEAR and identity metrics.",
    discussion: """
      Ground truth is a gt.txt in MOTChallenge's form, the folder of a sequence with it (and seqinfo.ini), or a \
      folder of such folders. A result is a file in the same form or NDJSON from vidproc track; for a folder of \
      sequences, a folder of NAME.txt or NAME.ndjson. Several results are several trackers. The numbers are those \
      of TrackEval; the table shows percentages and counts, NDJSON has all metrics as fractions.

        vidproc track-eval gt.txt result.txt --benchmark mot15
        vidproc track-eval MOT17/train sort/ bytetrack/ --per-sequence
        vidproc detect film.mp4 | vidproc track - | vidproc track-eval gt.txt - --benchmark none
      """)

  @Argument(help: "Ground truth: a gt.txt, a sequence's folder, or a folder of sequences.")
  var truth: String

  @Argument(help: "Results: a file or - for a sequence, a folder of files for several.")
  var result: [String]

  @Option(
    help: ArgumentHelp(
      """
      Whose rules apply to ground truth: mot15 (flags), mot16, mot17 or mot20 (flags, classes and distractors), \
      or none (every row counts).
      """, valueName: "benchmark"))
  var benchmark = Benchmark.mot17

  @Option(
    help: ArgumentHelp("Overlap from which CLEAR and identity metrics count a match.", valueName: "overlap"))
  var threshold = 0.5

  @Option(
    help: ArgumentHelp(
      "Score objects of these classes alone, as a list with commas, where results are NDJSON.",
      valueName: "labels"))
  var classes: String?

  @Flag(name: .customLong("per-sequence"), help: "Score each sequence too, not only all as one.")
  var perSequence = false

  @Flag(help: "Add HOTA's values at each overlap to NDJSON.")
  var curves = false

  @Option(help: ArgumentHelp("table for people, ndjson for programs.", valueName: "format"))
  var format = Format.table

  func validate() throws {
    guard threshold > 0, threshold <= 1 else {
      throw ValidationError("--threshold takes an overlap above 0 and up to 1, not \(threshold).")
    }
    if curves, format != .ndjson { throw ValidationError("--curves goes with --format ndjson.") }
    if result.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input is one result; - stands more than once.")
    }
  }

  func run() throws {
    try ExitStatus.run(pipeIsProduct: true) {
      let sequences = try TrackTruth.find(truth)
      let trackers = try TrackerResult.find(result, sequences: sequences)
      let labels = classes.map { Set($0.split(separator: ",").map(String.init)) }
      let tables = try sequences.map { try $0.table(labels: labels) }
      var records: [TrackScoreRecord] = []
      for tracker in trackers {
        var scores: [TrackScore] = []
        for ((sequence, truth), path) in zip(zip(sequences, tables), tracker.paths) {
          let tracked = try TrackTable(
            contents: TrackFile.bytes(path), name: path, isTruth: false, labels: labels)
          let scored = try ScoredSequence(
            truth: truth, tracked: tracked, length: sequence.length, benchmark: benchmark)
          let score = TrackScore(scored, threshold: threshold)
          scores.append(score)
          if perSequence || sequences.count == 1 { records.append(record(score, sequence.name, tracker)) }
        }
        if sequences.count > 1 {
          records.append(record(TrackScore(combining: scores), "COMBINED", tracker))
        }
      }
      let output = RecordOutput(toleratesClosedPipe: true)
      switch format {
      case .table: try output.write(lines: Array(TrackScoreTable.text(records).utf8))
      case .ndjson: for record in records { try output.write(record) }
      }
      return nil
    }
  }

  private func record(_ score: TrackScore, _ sequence: String, _ tracker: TrackerResult) -> TrackScoreRecord {
    score.record(sequence: sequence, tracker: tracker.name, benchmark: benchmark, curves: curves)
  }
}

extension Benchmark: ExpressibleByArgument {}
