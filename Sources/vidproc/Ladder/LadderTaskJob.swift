import Glibc
import Media
import Packaging
import Pipeline
import Records

/// Does a task of a divided ladder, or puts the tasks' work together.
struct LadderTaskJob {
  let planFile: String
  let options: TaskOptions
  let interrupt: Interrupt

  /// Works, and prints records as the whole job does.
  /// - Parameter observer: makes the job's observer for a stream.
  func run(
    _ records: RecordOutput, observer: (RecordOutput, StreamRecord) -> TranscodeObserver
  ) throws -> EndRecord {
    let plan = try LadderTaskPlan(Array(try TextFile.read(planFile).utf8), named: planFile)
    let job = plan.job
    let task = try options.task.map { LadderTask(phase: options.phase ?? .encode, number: try $0.resolved()) }
    if let task { try plan.check(task) }
    let (input, stream) = try LadderInput.open(
      job.input, options: job.reading.sourceOptions, interrupt: interrupt)
    let runner = try TaskRunner(
      plan, input: input, interrupt: interrupt, observer: observer(records, stream))
    try records.write(stream)
    return try task.map { try runner.run($0) } ?? runner.stitch(force: false)
  }
}

/// Opens what a ladder is made of.
enum LadderInput {
  /// The input with its ways to read it again, and what it holds.
  static func open(_ name: String, options: SourceOptions, interrupt: Interrupt) throws -> (
    TranscodeInput, StreamRecord
  ) {
    var options = options
    // Encoding takes nine tenths of the work; every decoder thread holds frames of its own.
    options.threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)
    let reading = options
    let source = try SourceOpening.open(name, options: reading, interrupt: interrupt)
    let rewinds = InputIdentity.canRewind(name)
    var input = TranscodeInput(
      source: source, options: reading,
      identity: try InputIdentity.of(name, stream: source.stream, options: reading),
      reopen: rewinds ? { try SourceOpening.open(name, options: $0, interrupt: interrupt) } : nil)
    if rewinds {
      input.demux = {
        try SourceOpening.openDemuxer(.file(name), options: reading, interrupt: interrupt)
      }
    }
    return (input, source.stream)
  }

  /// A file's name from the root, so that it means the same elsewhere.
  static func fullName(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
  }
}
