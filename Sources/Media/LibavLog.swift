import CFFmpeg
import Logging
import Synchronization

/// Routes libav's own messages to a swift-log logger, by level, with repeated lines folded.
public enum LibavLog {
  private struct State: Sendable {
    var logger: Logger?
    var lastLine = ""
    var repeats = 0
  }

  private static let state = Mutex(State())

  /// Sends libav's lines at or above the logger's level to it. Call once, at the start.
  public static func route(to logger: Logger) {
    state.withLock { $0.logger = logger }
    let level: Int32
    switch logger.logLevel {
    case .trace: level = AV_LOG_DEBUG
    case .debug: level = AV_LOG_VERBOSE
    case .info, .notice: level = AV_LOG_INFO
    case .warning: level = AV_LOG_WARNING
    case .error: level = AV_LOG_ERROR
    case .critical: level = AV_LOG_FATAL
    }
    vp_log_install(
      { level, component, text in
        guard let text else { return }
        LibavLog.receive(
          level: level, component: component.map { String(cString: $0) } ?? "libav",
          text: String(cString: text))
      }, level)
  }

  /// Says how often the last line came again, where it did. Call before the program's own last words.
  public static func flush() { state.withLock { flush(&$0) } }

  private static func receive(level: Int32, component: String, text: String) {
    let line = "[\(component)] \(text)"
    // An exiting thread never holds this lock for longer than one line; tryLock keeps libav from waiting.
    _ = state.withLockIfAvailable { state in
      guard line != state.lastLine else {
        state.repeats += 1
        return
      }
      flush(&state)
      state.lastLine = line
      state.logger?.log(level: swiftLevel(level), "\(line)")
    }
  }

  private static func flush(_ state: inout State) {
    if state.repeats > 0 {
      state.logger?.log(level: .warning, "\(state.lastLine) (\(state.repeats) more)")
    }
    state.repeats = 0
    state.lastLine = ""
  }

  private static func swiftLevel(_ level: Int32) -> Logger.Level {
    switch level {
    case ...AV_LOG_FATAL: .critical
    case ...AV_LOG_ERROR: .error
    case ...AV_LOG_WARNING: .warning
    case ...AV_LOG_INFO: .info
    case ...AV_LOG_VERBOSE: .debug
    default: .trace
    }
  }
}
