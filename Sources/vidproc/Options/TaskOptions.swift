import ArgumentParser
import Glibc
import Packaging

/// Options that divide a ladder into tasks for many machines.
struct TaskOptions: ParsableArguments {
  @Flag(help: "Divide the job: print its tasks as NDJSON, for --task and --stitch, and end.")
  var plan = false

  @Option(
    help: ArgumentHelp(
      """
      Do one task of the plan that is given as the input: a number from 0, or auto for the index that Slurm, \
      Kubernetes or AWS Batch gave this process.
      """, valueName: "number"))
  var task: TaskNumber?

  @Option(
    help: ArgumentHelp("The task's phase: analysis, or encode when all of that is done.", valueName: "phase"))
  var phase: TaskPhase?

  @Flag(help: "Publish the ladder of the plan that is given as the input, when all its tasks are done.")
  var stitch = false

  /// Whether the input is a plan.
  var takesPlan: Bool { task != nil || stitch }

  func validate() throws {
    if [plan, task != nil, stitch].filter({ $0 }).count > 1 {
      throw ValidationError("Take one of --plan, --task and --stitch.")
    }
    if (task == nil) != (phase == nil) { throw ValidationError("--task and --phase go together.") }
  }
}

/// A task's number, or where to find it.
enum TaskNumber: ExpressibleByArgument, Equatable {
  case number(Int)
  case auto

  /// The variables in which schedulers tell an array job's index.
  static let variables = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"]

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let number = Int(argument), number >= 0 {
      self = .number(number)
    } else {
      return nil
    }
  }

  /// The number itself.
  func resolved() throws -> Int {
    switch self {
    case .number(let number): return number
    case .auto:
      for name in TaskNumber.variables {
        guard let text = getenv(name).map({ String(cString: $0) }) else { continue }
        guard let number = Int(text), number >= 0 else {
          throw ValidationError("\(name) is \"\(text)\", which is no task number.")
        }
        return number
      }
      throw ValidationError("--task auto finds none of \(TaskNumber.variables.joined(separator: ", ")).")
    }
  }
}

extension TaskPhase: ExpressibleByArgument {}
