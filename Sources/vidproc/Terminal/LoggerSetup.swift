import Logging

/// Makes loggers that write to the console.
enum LoggerSetup {
  static func make(_ label: String) -> Logger {
    Logger(label: label) { _ in ConsoleLogHandler(logLevel: .warning) }
  }
}
