import Foundation

/// The user's folders, by the XDG Base Directory Specification.
enum UserFolders {
  /// Where compiled models are kept; nil where the user has no home.
  static var compiledModels: String? { cache.map { $0 + "/vidproc/compiled" } }

  private static var cache: String? {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return folder }
    return environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.cache" }
  }
}
