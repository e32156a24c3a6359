import Media
import Records
import Yams

extension Policy {
  /// Reads a policy from the text of a YAML or JSON file.
  ///
  /// The file holds `name`, `description`, `extends` and `checks`; without `checks`, what is left are the
  /// demands. Example:
  ///
  ///     extends: web-hls
  ///     checks:
  ///       video.height: ">=720"
  ///       loudness: {integrated: -16±1}
  ///       audio.*.sample_rate: [44100, 48000]
  ///       black.longest: {want: "<2s", severity: warning, message: "a long pause"}
  ///
  /// - Parameters:
  ///   - text: the file's text.
  ///   - name: the file's name, for errors and for a policy that does not name itself.
  ///   - read: gives the text of a file that `extends` names and that is no ready policy.
  /// - Throws: MediaError with the line when the text does not parse, a path is none that a summary can have,
  ///   or a demand is none that its value could meet; what `read` throws.
  public init(
    text: String, name: String, read: ((String) throws -> String)? = nil
  ) throws {
    try self.init(text: text, file: name, read: read, within: [])
  }

  private init(text: String, file: String, read: ((String) throws -> String)?, within: [String]) throws {
    let reader = PolicyReader(file: file)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw reader.failure(
        nil, "it is neither YAML nor JSON: \(error)",
        hint: "put demands that begin with > or ! in quotes, as in \">=25\"")
    }
    guard let root, case .mapping(let top) = root else {
      throw reader.failure(
        root, "it holds no demands", hint: "write lines such as loudness.integrated: -23±1")
    }
    let base = file.split(separator: "/").last.map(String.init) ?? file
    let ending = base.lastIndex(of: ".") ?? base.endIndex
    self.init(name: ending == base.startIndex ? base : String(base[..<ending]))
    var body: [(Node, Node)] = []
    var nested: Node?
    for (key, value) in top {
      switch key.string {
      case "name": name = try reader.text("name", value)
      case "description": description = try reader.text("description", value)
      case "checks": nested = value
      case "extends": try inherit(value, reader, read, within + [file])
      default: body.append((key, value))
      }
    }
    if let nested {
      if let (key, _) = body.first {
        throw reader.failure(
          key, "the key \(key.string ?? "") is unknown",
          hint: "known are name, description, extends and checks; demands stand under checks")
      }
      guard case .mapping(let pairs) = nested else {
        throw reader.failure(nested, "checks is no mapping", hint: "write checks: {video.height: \">=720\"}")
      }
      body = pairs.map { ($0.key, $0.value) }
    }
    var seen: Set<SummaryPath> = []
    for (key, value) in body { try add(key.string ?? "", key, value, reader, &seen) }
    if checks.isEmpty {
      throw reader.failure(root, "it demands nothing", hint: "write lines such as loudness.integrated: -23±1")
    }
  }

  private mutating func inherit(
    _ value: Node, _ reader: PolicyReader, _ read: ((String) throws -> String)?, _ within: [String]
  ) throws {
    let names: [Node] = if case .sequence(let items) = value { Array(items) } else { [value] }
    for node in names {
      let name = try reader.text("extends", node)
      if let ready = try Policy.ready(named: name) {
        for check in ready.checks { add(check) }
        continue
      }
      guard let read, name.contains(".") || name.contains("/") else {
        throw reader.failure(
          node, "there is no ready policy \(name)",
          hint: "ready are \(Policy.readyNames.joined(separator: ", ")); others are named by their file")
      }
      guard !within.contains(name), within.count < 16 else {
        throw reader.failure(node, "\(name) extends itself")
      }
      let base = try Policy(text: try read(name), file: name, read: read, within: within)
      for check in base.checks { add(check) }
    }
  }

  /// Adds what stands under a key: a demand, or keys below it.
  private mutating func add(
    _ path: String, _ key: Node, _ value: Node, _ reader: PolicyReader, _ seen: inout Set<SummaryPath>
  ) throws {
    guard let place = SummaryPath(path) else {
      let near = SummaryPath.nearest(to: path)
      throw reader.failure(
        key, "no summary has a value \(path)",
        hint: near.isEmpty
          ? "vidproc schema summary lists them" : "did you mean \(near.joined(separator: " or "))?")
    }
    if case .mapping(let pairs) = value,
      !pairs.contains(where: { PolicyReader.keys.contains($0.key.string ?? "") })
    {
      for (inner, value) in pairs { try add(path + "." + (inner.string ?? ""), inner, value, reader, &seen) }
      return
    }
    guard seen.insert(place).inserted else { throw reader.failure(key, "\(place) stands there twice") }
    if case .scalar(let scalar) = value, scalar.string == "ignore" {
      checks.removeAll { $0.path == place }
      return
    }
    add(try reader.check(place, value))
  }
}

/// Turns a file's values into checks, naming the place of what is wrong.
private struct PolicyReader {
  let file: String

  /// The keys of a demand that is written as a mapping.
  static let keys = ["want", "severity", "message", "optional"]

  func check(_ path: SummaryPath, _ value: Node) throws -> Policy.Check {
    guard case .mapping(let pairs) = value else {
      return Policy.Check(path: path, demand: try demand(path, value))
    }
    var check = Policy.Check(path: path, demand: .present)
    var wants = false
    for (key, value) in pairs {
      switch key.string {
      case "want":
        check.demand = try demand(path, value)
        wants = true
      case "severity":
        let severity = FindingSeverity(rawValue: try text("severity", value))
        guard FindingSeverity.choices.contains(severity) else {
          throw failure(value, "severity is none of info, warning, error")
        }
        check.severity = severity
      case "message": check.message = try text("message", value)
      case "optional":
        guard let optional = value.bool else { throw failure(value, "optional is neither true nor false") }
        check.isOptional = optional
      default:
        throw failure(
          key, "the key \(key.string ?? "") is unknown",
          hint: "a demand has \(PolicyReader.keys.joined(separator: ", "))")
      }
    }
    guard wants else {
      throw failure(value, "\(path) has no want", hint: "write \(path): {want: present, severity: warning}")
    }
    return check
  }

  private func demand(_ path: SummaryPath, _ value: Node) throws -> Demand {
    switch value {
    case .sequence(let items):
      guard !items.isEmpty else { throw failure(value, "\(path) has an empty list of values") }
      return .anyOf(try items.map { try demand(path, $0) })
    case .scalar(let scalar):
      // An unquoted >2 is a block of text to YAML, and an unquoted !=0 is a tag.
      let isBlock = scalar.style == .folded || scalar.style == .literal
      if isBlock || scalar.tag.description.hasPrefix("!") {
        throw failure(value, "YAML reads the demand on \(path) as something else", hint: "put it in quotes")
      }
      let isPlain = scalar.style == .plain || scalar.style == .any
      if isPlain, ["", "~", "null"].contains(scalar.string.lowercased()) { return .absent }
      do {
        return try Demand(scalar.string.trimmed, of: path)
      } catch {
        throw failure(value, error.cause, hint: error.hint)
      }
    default: throw failure(value, "\(path) is no demand", hint: "write a value, a comparison or a list")
    }
  }

  func text(_ key: String, _ value: Node) throws -> String {
    guard case .scalar(let scalar) = value, !scalar.string.isEmpty else {
      throw failure(value, "\(key) is no text")
    }
    return scalar.string
  }

  func failure(_ place: Node?, _ cause: String, hint: String? = nil) -> MediaError {
    let line = place?.mark.map { ", line \($0.line)" } ?? ""
    return MediaError("read the policy", file + line, cause: cause, hint: hint)
  }
}
