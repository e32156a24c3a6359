import Media
import Tracking
import Yams

/// The file of `track --config`: YAML or JSON with the trackers' parameters.
///
///     cascade:
///       maximumLost: 2
///     bytetrack: {highScore: 0.6}
enum TrackerConfiguration {
  /// Reads a file over the defaults.
  /// - Throws: MediaError for anything that is no parameter, or no number.
  static func read(_ path: String) throws -> TrackerParameters {
    let text = try TextFile.read(path)
    let content: Any?
    do { content = try Yams.load(yaml: text) } catch {
      throw MediaError("read", path, cause: "it is neither YAML nor JSON: \(error)")
    }
    guard let trackers = content as? [String: Any] else {
      throw fault(path, "it names no tracker")
    }
    var parameters = TrackerParameters()
    for (tracker, settings) in trackers.sorted(by: { $0.key < $1.key }) {
      guard let settings = settings as? [String: Any] else {
        throw fault(path, "\(tracker) has no parameters under it")
      }
      for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
        let key = "\(tracker).\(name)"
        guard let field = TrackerParameters.fields.first(where: { $0.name == key }) else {
          throw fault(path, "there is no parameter \(key)")
        }
        guard let number = number(value), number.isFinite else { throw fault(path, "\(key) is no number") }
        field.set(&parameters, number)
      }
    }
    return parameters
  }

  /// Writes all parameters with their defaults as such a file.
  static func list() {
    let defaults = TrackerParameters()
    var tracker = ""
    for field in TrackerParameters.fields {
      let parts = field.name.split(separator: ".")
      if parts[0] != tracker {
        tracker = String(parts[0])
        print("\(tracker):")
      }
      let value = Float(field.value(defaults))
      let text = Int(exactly: value).map { "\($0)" } ?? "\(value)"
      print("  \(parts[1]): \(text)\(field.meaning.isEmpty ? "" : "  # \(field.meaning)")")
    }
  }

  private static func number(_ value: Any) -> Double? {
    switch value {
    case let value as Bool: value ? 1 : 0
    case let value as Int: Double(value)
    case let value as Double: value
    default: nil
    }
  }

  private static func fault(_ path: String, _ cause: String) -> MediaError {
    MediaError(
      "read parameters from", path, cause: cause, hint: "`vidproc track --list-parameters` writes such a file"
    )
  }
}
