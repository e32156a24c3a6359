import Glibc
import Logging
import Media
import Synchronization

/// Standard error for people: messages, warnings, and a progress line that they do not tear.
enum Console {
  private static let progressShown = Mutex(false)

  /// Whether standard error is a terminal.
  static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Writes one line.
  static func line(_ text: String) {
    let clear = progressShown.withLock { shown in
      defer { shown = false }
      return shown
    }
    write((clear ? "\r\u{1B}[K" : "") + text + "\n")
  }

  /// Shows or renews the progress line (on a terminal).
  static func progress(_ text: String) {
    progressShown.withLock { $0 = true }
    write("\r\u{1B}[K" + text)
  }

  /// Ends the progress line, leaving it on the screen.
  static func endProgress() {
    let shown = progressShown.withLock { shown in
      defer { shown = false }
      return shown
    }
    if shown { write("\n") }
  }

  static func warning(_ text: String) { line("vidproc: warning: \(text)") }

  static func error(_ error: any Error) { line("vidproc: error: \(error)") }

  private static func write(_ text: String) {
    var bytes = ArraySlice(Array(text.utf8))
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { return }
    }
  }
}

/// Sends swift-log's lines to the console.
struct ConsoleLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { Console.line("vidproc: \(event.level): \(event.message)") }
}
