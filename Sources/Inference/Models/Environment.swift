import Foundation

/// What a process is told from outside.
enum Environment {
  /// The environment variables.
  static var all: [String: String] { ProcessInfo.processInfo.environment }

  /// The program's file; nil where the system does not say.
  static var program: String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }

  /// The names in a folder, sorted; none where it cannot be read.
  static func files(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
