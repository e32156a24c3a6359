/// Where a playlist, a segment or a key lies.
public enum ResourceLocation: Hashable, Sendable {
  /// A path.
  case file(String)
  /// An HTTP or HTTPS address.
  case web(String)

  /// Takes what a person wrote: an address when it begins with http:// or https://, else a path.
  public init(_ text: String) {
    if Self.isWeb(text) {
      self = .web(text)
    } else {
      self = .file(text.hasPrefix("file://") ? String(text.dropFirst(7)) : text)
    }
  }

  /// The path or the address.
  public var text: String {
    switch self {
    case .file(let path): path
    case .web(let address): address
    }
  }

  /// What a reference in a playlist at this place means (RFC 3986 section 5); nil when nothing here can
  /// read it.
  public func resolving(_ reference: String) -> ResourceLocation? {
    if Self.isWeb(reference) { return .web(reference) }
    if Self.hasScheme(reference) { return nil }
    switch self {
    case .file(let path):
      let bare = reference.prefix { $0 != "?" && $0 != "#" }
      guard let decoded = PlaylistURI.percentDecoded(String(bare)), !decoded.isEmpty else { return nil }
      if decoded.hasPrefix("/") { return .file(decoded) }
      return .file(Self.folder(of: path) + decoded)
    case .web(let address):
      return .web(Self.join(address, reference))
    }
  }

  /// The part before the last name, slash included; empty for a bare name.
  var folder: String { Self.folder(of: pathPart) }

  /// The last name of the path, without a query.
  var name: String { String(pathPart.dropFirst(folder.count)) }

  /// The text without query and fragment.
  private var pathPart: String {
    switch self {
    case .file(let path): path
    case .web(let address): String(address.prefix { $0 != "?" && $0 != "#" })
    }
  }

  private static func isWeb(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return start.hasPrefix("http://") || start == "https://"
  }

  private static func hasScheme(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isLetter else { return false }
    return text[..<colon].allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  private static func join(_ base: String, _ reference: String) -> String {
    let scheme = base.prefix { $0 != ":" }
    let rest = base.dropFirst(scheme.count + 3)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = rest.dropFirst(authority.count).prefix { $0 != "?" && $0 != "#" }
    let bare = reference.prefix { $0 != "#" }
    let root = "\(scheme)://\(authority)"
    if bare.hasPrefix("//") { return "\(scheme):\(bare)" }
    if bare.isEmpty { return base }
    if bare.hasPrefix("?") { return root + path + bare }
    let query = bare.drop { $0 != "?" }
    let name = bare.prefix { $0 != "?" }
    let whole = name.hasPrefix("/") ? String(name) : folder(of: path.isEmpty ? "/" : String(path)) + name
    return root + withoutDots(whole) + query
  }

  private static func withoutDots(_ path: String) -> String {
    var parts: [Substring] = []
    let all = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, part) in all.enumerated() {
      let isLast = index == all.count - 1
      if part == ".." {
        if !parts.isEmpty { parts.removeLast() }
        if isLast { parts.append("") }
      } else if part == "." {
        if isLast { parts.append("") }
      } else {
        parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }
}
