import ArgumentParser
import Glibc
import Media
import Records

/// How the program ends: 0 done, 1 a check failed, 2 an error, 64 wrong usage, or by the signal that ended it.
enum ExitStatus {
  static let failure = ExitCode(2)

  /// Runs a command's work and turns its end into a status.
  /// - Parameter pipeIsProduct: whether a reader of standard output that went away ends the work quietly.
  static func run(pipeIsProduct: Bool, _ work: () throws -> EndRecord?) throws {
    defer { LibavLog.flush() }
    do {
      let end = try work()
      Console.endProgress()
      LibavLog.flush()
      if let signal = Signals.pending { Signals.die(by: signal) }
      if let end, end.status != .complete {
        Console.line("vidproc: error: \(end.reason ?? "the input ended early (\(end.status.rawValue))")")
        throw failure
      }
    } catch let error as ExitCode {
      throw error
    } catch {
      Console.endProgress()
      LibavLog.flush()
      if let signal = Signals.pending { Signals.die(by: signal) }
      if pipeIsProduct, let error = error as? MediaError, error.isBrokenPipe { return }
      if error is ValidationError { throw error }
      Console.error(error)
      throw failure
    }
  }
}
