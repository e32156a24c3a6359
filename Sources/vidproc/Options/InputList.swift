import Media

/// Lists of inputs.
enum InputList {
  /// The inputs that a list names, one a line; empty lines and lines that begin with # are passed over.
  static func read(_ path: String?) throws -> [String] {
    guard let path else { return [] }
    let text = try TextFile.read(path == "-" ? "/dev/stdin" : path)
    return text.split(whereSeparator: \.isNewline).map(String.init).filter { line in
      !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("#")
    }
  }
}

/// Names of files that are made from an input's name.
enum InputName {
  /// The name without its folder.
  static func file(of input: String) -> String {
    if input == "-" { return "stdin" }
    let path = input.split(separator: "?", maxSplits: 1).first.map(String.init) ?? input
    let name = (path.contains("://") ? path : input).split(separator: "/").last.map(String.init) ?? "input"
    return name
  }

  /// The name without its folder and its ending.
  static func stem(of input: String) -> String {
    let name = file(of: input)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }
}
