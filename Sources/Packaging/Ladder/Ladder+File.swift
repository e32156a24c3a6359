import Yams

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Ladder {
  /// Reads a ladder from a file's text: a list of rungs, or a mapping with that list under `rungs`.
  ///
  /// A rung is a text such as "1280x720@2500k", or a mapping with width, height and bitrate, and maxrate,
  /// bufsize, name, codec, preset and crf if wanted. Rates are numbers of bits or texts such as "2500k".
  ///
  /// - Parameters:
  ///   - text: the file's text.
  ///   - isYAML: whether it is YAML; else JSON.
  ///   - name: the file's name, for errors.
  /// - Throws: `PackagingFormatError` when the text does not parse, a key is unknown (by its name), a value
  ///   is missing, of another type or out of range.
  public init(file text: String, isYAML: Bool, named name: String = "ladder") throws(PackagingFormatError) {
    let reader = LadderFileReader(name: name)
    let root: LadderValue
    do {
      root =
        isYAML
        ? try LadderValue(yaml: text) : try JSONDecoder().decode(LadderValue.self, from: Data(text.utf8))
    } catch {
      throw reader.failure(name, "it is no \(isYAML ? "YAML" : "JSON"): \(error)", "check the file's syntax")
    }
    try self.init(rungs: try reader.rungs(root))
  }
}

/// A value of a JSON or YAML file.
private indirect enum LadderValue: Decodable {
  case mapping([(key: String, value: LadderValue)])
  case list([LadderValue])
  case number(Double)
  case text(String)
  case other

  init(yaml text: String) throws {
    guard let node = try Yams.compose(yaml: text) else {
      self = .other
      return
    }
    self.init(node)
  }

  private init(_ node: Node) {
    switch node {
    case .mapping(let mapping):
      self = .mapping(mapping.map { (key: $0.key.string ?? "", value: LadderValue($0.value)) })
    case .sequence(let sequence): self = .list(sequence.map { LadderValue($0) })
    case .scalar(let scalar):
      if let number = node.int.map(Double.init) ?? node.float {
        self = .number(number)
      } else {
        self = node.null == nil && node.bool == nil ? .text(scalar.string) : .other
      }
    default: self = .other
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let keyed = try? decoder.container(keyedBy: Key.self) {
      self = .mapping(
        try keyed.allKeys.map { (key: $0.stringValue, value: try keyed.decode(LadderValue.self, forKey: $0)) }
      )
      return
    }
    let single = try decoder.singleValueContainer()
    if let list = try? single.decode([LadderValue].self) {
      self = .list(list)
    } else if let number = try? single.decode(Double.self) {
      self = .number(number)
    } else if let text = try? single.decode(String.self) {
      self = .text(text)
    } else {
      self = .other
    }
  }
}

/// Turns a file's values into rungs.
private struct LadderFileReader {
  let name: String

  private static let keys = [
    "width", "height", "bitrate", "maxrate", "bufsize", "name", "codec", "preset", "crf",
  ]

  func rungs(_ root: LadderValue) throws(PackagingFormatError) -> [Rung] {
    switch root {
    case .list(let values): return try list(values)
    case .mapping(let pairs):
      for pair in pairs where pair.key != "rungs" {
        throw failure(name, "the key '\(pair.key)' is unknown", "the file has one key, 'rungs'")
      }
      if case .list(let values)? = pairs.first?.value { return try list(values) }
    default: break
    }
    throw failure(name, "it holds no list of rungs", "write 'rungs:' and under it '- 1280x720@2500k'")
  }

  private func list(_ values: [LadderValue]) throws(PackagingFormatError) -> [Rung] {
    var rungs: [Rung] = []
    for (index, value) in values.enumerated() {
      let place = "\(name), rung \(index + 1)"
      switch value {
      case .text(let text):
        rungs.append(try located(place) { () throws(PackagingFormatError) in try Rung(parsing: text) })
      case .mapping(let pairs): rungs.append(try rung(pairs, place))
      default: throw failure(place, "it is neither a text nor a mapping", "write it as 1280x720@2500k")
      }
    }
    return rungs
  }

  private func rung(
    _ pairs: [(key: String, value: LadderValue)], _ place: String
  ) throws(PackagingFormatError) -> Rung {
    var values: [String: LadderValue] = [:]
    for (key, value) in pairs {
      guard Self.keys.contains(key) else {
        throw failure(place, "the key '\(key)' is unknown", "a rung has \(Self.keys.joined(separator: ", "))")
      }
      guard values.updateValue(value, forKey: key) == nil else {
        throw failure(place, "the key '\(key)' is given twice", "keep one of them")
      }
    }
    func required(_ key: String, _ value: Int?) throws(PackagingFormatError) -> Int {
      guard let value else {
        throw failure(place, "'\(key)' is missing", "a rung needs width, height, bitrate")
      }
      return value
    }
    let width = try required("width", integer("width", values, place))
    let height = try required("height", integer("height", values, place))
    let bitrate = try required("bitrate", rate("bitrate", values, place))
    let maxrate = try rate("maxrate", values, place)
    let bufsize = try rate("bufsize", values, place)
    let label = try text("name", values, place)
    let codec = try text("codec", values, place)
    let preset = try text("preset", values, place)
    var crf: Double?
    if let value = values["crf"] {
      guard case .number(let number) = value else {
        throw failure(place, "'crf' is no number", "write crf: 23")
      }
      crf = number
    }
    return try located(place) { () throws(PackagingFormatError) in
      try Rung(
        width: width, height: height, bitrate: bitrate, maxrate: maxrate, bufsize: bufsize, name: label,
        codec: codec, preset: preset, crf: crf)
    }
  }

  private func integer(
    _ key: String, _ values: [String: LadderValue], _ place: String
  ) throws(PackagingFormatError) -> Int? {
    guard let value = values[key] else { return nil }
    guard case .number(let number) = value, let integer = Int(exactly: number) else {
      throw failure(place, "'\(key)' is no whole number", "write it in pixels, as in \(key): 720")
    }
    return integer
  }

  private func rate(
    _ key: String, _ values: [String: LadderValue], _ place: String
  ) throws(PackagingFormatError) -> Int? {
    switch values[key] {
    case nil: return nil
    case .number(let number)?:
      if let rate = Int(exactly: number) { return rate }
    case .text(let text)?:
      if let rate = Rung.bitrate(text) { return rate }
    default: break
    }
    throw failure(place, "'\(key)' is no number of bits", "write it as 2500k, 2.5M or 2500000")
  }

  private func text(
    _ key: String, _ values: [String: LadderValue], _ place: String
  ) throws(PackagingFormatError) -> String? {
    guard let value = values[key] else { return nil }
    guard case .text(let text) = value else {
      throw failure(place, "'\(key)' is no text", "put it in quotes")
    }
    return text
  }

  /// Adds the place in the file to an error of a rung.
  private func located<Value>(
    _ place: String, _ body: () throws(PackagingFormatError) -> Value
  ) throws(PackagingFormatError) -> Value {
    do throws(PackagingFormatError) {
      return try body()
    } catch {
      throw failure("\(place), \(error.subject)", error.cause, error.hint)
    }
  }

  func failure(_ subject: String, _ cause: String, _ hint: String) -> PackagingFormatError {
    PackagingFormatError(operation: "read the ladder", subject: subject, cause: cause, hint: hint)
  }
}
