import Media
import Pipeline
import Records

/// What a task of a divided ladder does.
public enum TaskPhase: String, Sendable, Codable, CaseIterable {
  /// Analyses one chunk.
  case analysis
  /// Chooses the renditions, where a quality is asked for: one task, after all analyses.
  case quality
  /// Encodes all renditions of one chunk, after all analyses; the task after the last chunk makes the sound
  /// and what is copied.
  case encode
}

/// One task: a phase, and a number in it from 0.
public struct LadderTask: Sendable, Hashable {
  /// What is done.
  public var phase: TaskPhase
  /// Which, from 0.
  public var number: Int

  /// Names a task.
  public init(phase: TaskPhase, number: Int) {
    self.phase = phase
    self.number = number
  }
}

/// A ladder job divided into tasks that can be done anywhere that sees its input and its folder, each as often
/// as one likes and in any order within a phase: first the analyses, then the encodings.
///
/// As text one JSON object a line: the job first, then its tasks.
public struct LadderTaskPlan: Sendable {
  /// The job as a whole.
  public struct Job: Sendable, Codable {
    var type = "job"
    var generation: Int
    /// The input, by its full name.
    public var input: String
    /// Identifies the input's content.
    public var identity: String
    /// The folder that is filled, by its full name.
    public var output: String
    /// What is read of the input.
    public var reading: Reading
    /// Everything that decides the output's bytes.
    public var plan: TranscodePlan
    /// How many chunks there are.
    public var chunks: Int
  }

  /// What is read of the input.
  public struct Reading: Sendable, Codable {
    /// Where to begin, in seconds.
    public var start: Rational?
    /// How much, in seconds.
    public var duration: Rational?
    /// Whether its sound is read.
    public var audio: Bool
    /// Container or device format, where it was given.
    public var format: String?
    /// Options for the container.
    public var options: [String: String]

    /// Takes over what a source is asked for.
    public init(_ options: SourceOptions) {
      (start, duration, audio) = (options.start, options.duration, options.audio)
      (format, self.options) = (options.format, options.inputOptions)
    }

    /// What a source is asked for.
    public var sourceOptions: SourceOptions {
      var result = SourceOptions()
      (result.start, result.duration, result.audio) = (start, duration, audio)
      (result.format, result.inputOptions) = (format, options)
      return result
    }
  }

  /// One task's line.
  struct Line: Codable {
    var type = "task"
    var phase: TaskPhase
    var task: Int
    /// What it makes.
    var what: String
    /// Where its chunk begins, in seconds.
    var start: Double?
    /// How long its chunk is at the most, in seconds.
    var duration: Double?
    /// The phase whose tasks have to be done before it.
    var needs: String?
  }

  /// The job.
  public let job: Job

  /// How many tasks a phase has.
  public func count(_ phase: TaskPhase) -> Int {
    switch phase {
    case .analysis: job.chunks
    case .quality: job.plan.quality == nil ? 0 : 1
    case .encode: job.chunks + 1
    }
  }

  init(job: Job) { self.job = job }

  /// Checks that a task is one of the plan's.
  /// - Throws: PackagingFormatError when it is not.
  public func check(_ task: LadderTask) throws {
    guard (0..<count(task.phase)).contains(task.number) else {
      throw PackagingFormatError(
        operation: "do", subject: "\(task.phase.rawValue) task \(task.number)",
        cause: "the plan has \(count(task.phase)) such tasks", hint: "numbers begin at 0")
    }
  }
}
