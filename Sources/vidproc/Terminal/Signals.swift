import Glibc
import Media
import Synchronization

/// SIGINT, SIGTERM and SIGHUP: the first asks every stage to stop, a second one ends the process at once.
enum Signals {
  /// Stops all that this process reads and writes.
  static let interrupt = Interrupt()
  private static let received = Atomic<Int32>(0)

  /// The signal that asked to stop; nil when none came.
  static var pending: Int32? {
    let signal = received.load(ordering: .acquiring)
    return signal == 0 ? nil : signal
  }

  /// Takes the signals over. A closed pipe becomes an error of the write instead of a signal.
  static func install() {
    _ = interrupt  // made now, so that the handler only touches atomics
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        if Signals.received.exchange(number, ordering: .acquiringAndReleasing) != 0 {
          Signals.die(by: number)
        }
        Signals.interrupt.stop()
      }
      sigaction(number, &action, nil)
    }
  }

  /// Ends the process by a signal, so that the shell sees how it ended.
  static func die(by number: Int32) {
    signal(number, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    sigprocmask(SIG_UNBLOCK, &set, nil)
    kill(getpid(), number)
    _exit(128 + number)
  }
}
