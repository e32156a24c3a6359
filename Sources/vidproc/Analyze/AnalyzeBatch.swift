import Analysis
import Foundation
import Glibc
import Media
import Pipeline
import Records
import Synchronization

/// All inputs of one `analyze`: side by side, in order on the output; one that fails does not stop the others.
///
/// Sendable because what it was made with is only read from then on (a command is a value, its options too), and
/// the rest is behind a mutex or atomic.
final class AnalyzeBatch: @unchecked Sendable {
  private let command: AnalyzeCommand
  private let inputs: [String]
  private let policies: [Policy]
  private let suites = Mutex<[Int: JUnitFile.Suite]>([:])
  private let failedChecks = Atomic<Bool>(false)

  init(_ command: AnalyzeCommand, inputs: [String], policies: [Policy]) {
    self.command = command
    self.inputs = inputs
    self.policies = policies
  }

  /// Whether a check failed that is not a warning.
  var hasFailedChecks: Bool { failedChecks.load(ordering: .relaxed) }

  private var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  // MARK: One input

  /// Analyses the only input, with its records written as they become known.
  func runSingle(_ input: String) throws -> EndRecord {
    do {
      let job = AnalyzeJob(command: command, source: input, policies: policies, threads: cores)
      var result: AnalyzeJob.Result?
      let end = try OutputFile.write(command.output, isWhole: { _ in result?.isWhole == true }) {
        descriptor in
        let ended = try job.run { _ in try AnalysisOutputs.writer(self.command, descriptor) }
        result = ended
        return ended.end
      }
      if let result { note(0, input, result) }
      try writeJUnit()
      return end
    } catch {
      noteFailure(0, input, error)
      // What ended the work is what the run ends with; that its file could not be written either is said too.
      do { try writeJUnit() } catch { Console.error(error) }
      throw error
    }
  }

  // MARK: Many inputs

  /// Analyses all inputs; those whose results are in the folder already are passed over.
  func runAll() throws -> EndRecord {
    if let out = command.out { try PendingFile.makeDirectory(out) }
    try refuseTwins()
    let side = min(command.jobs ?? cores, max(1, inputs.count))
    let results = OrderedPool<Int, Outcome>(count: side, capacity: 2 * side) { [self] in
      { indices in indices.map { self.run($0, threads: max(1, self.cores / side)) } }
    }
    let feeder = Worker { [self] in
      for index in inputs.indices {
        if Signals.pending != nil { break }
        try results.submit(index)
      }
      results.close()
    }
    var end = EndRecord(status: .complete, frames: 0)
    var failed = 0
    do {
      let output = try AnalysisOutputs.Joined(command.output)
      while let outcome = try results.next() {
        switch outcome {
        case .done(let bytes, let one):
          try output.append(bytes)
          end.frames += one.frames
          end.errors += one.errors
          if one.status != .complete { failed += 1 }
        case .passedOver: break
        case .failed: failed += 1
        }
      }
      try feeder.join()
      results.join()
      try output.finish(whole: failed == 0 && Signals.pending == nil)
    } catch {
      results.fail(error)
      try? feeder.join()
      results.join()
      throw error
    }
    try writeJUnit()
    if failed > 0 {
      end.status = .error
      end.reason = "\(failed) of \(inputs.count) inputs could not be analysed to their end"
    }
    return end
  }

  /// What came of one input.
  private enum Outcome: Sendable {
    case done(ScratchFile?, EndRecord)
    case passedOver
    case failed
  }

  private func run(_ index: Int, threads: Int) -> Outcome {
    let input = inputs[index]
    do {
      var job = AnalyzeJob(command: command, source: input, policies: policies, threads: threads)
      job.showsProgress = false
      guard let out = command.out else {
        let spool = try ScratchFile()
        let result = try job.run { _ in try AnalysisOutputs.writer(self.command, spool.descriptor)
        }
        note(index, input, result)
        return .done(spool, result.end)
      }
      let path = out + "/" + InputName.file(of: input) + ".ndjson"
      let finished = try FinishedAnalysis(path: path, command: command, input: input, policies: policies)
      job.fingerprint = finished.fingerprint
      if let checks = try finished.checks() {
        noteFinished(index, input, checks)
        if !command.common.quiet { Console.line("vidproc: \(input): done before (\(path))") }
        return .passedOver
      }
      var result: AnalyzeJob.Result?
      let end = try OutputFile.write(path, isWhole: { _ in result?.isWhole == true }) { descriptor in
        let ended = try job.run { _ in
          AnalysisRecordWriter(RecordOutput(descriptor, name: path, toleratesClosedPipe: false))
        }
        result = ended
        return ended.end
      }
      if let result { note(index, input, result) }
      return .done(nil, end)
    } catch {
      noteFailure(index, input, error)
      if Signals.pending == nil { Console.error(error) }
      return .failed
    }
  }

  private func refuseTwins() throws {
    guard command.out != nil else { return }
    var seen: [String: String] = [:]
    for input in inputs {
      let name = InputName.file(of: input)
      if let twin = seen[name], twin != input {
        throw MediaError(
          "write results for", input, cause: "\(twin) has the same name",
          hint: "give each folder an --out of its own"
        )
      }
      seen[name] = input
    }
  }

  // MARK: Checks

  private func note(_ index: Int, _ input: String, _ result: AnalyzeJob.Result) {
    guard !policies.isEmpty else { return }
    guard result.isWhole else {
      return noteFailure(
        index, input, MediaError("check", input, cause: result.end.reason ?? "it ended early"))
    }
    noteFinished(index, input, result.collection.checks, seconds: result.collection.summary.seconds)
  }

  private func noteFinished(_ index: Int, _ input: String, _ checks: [CheckRecord], seconds: Double? = nil) {
    if !checks.failures.isEmpty { failedChecks.store(true, ordering: .relaxed) }
    suites.withLock { $0[index] = JUnitFile.Suite(name: input, checks: checks, seconds: seconds) }
  }

  private func noteFailure(_ index: Int, _ input: String, _ error: any Error) {
    suites.withLock { $0[index] = JUnitFile.Suite(name: input, checks: [], error: "\(error)") }
  }

  private func writeJUnit() throws {
    guard let path = command.policy.junit else { return }
    let suites = suites.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
    try PendingFile(path: path).replace(with: Array(JUnitFile(suites: suites).text.utf8))
  }
}
