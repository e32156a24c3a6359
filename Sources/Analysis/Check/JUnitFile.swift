import Media
import Records

/// The results of policies as JUnit's XML, which CI systems show: a suite for each file, a case for each
/// demand.
///
/// A missed demand is a failure; a missed one that is only a warning passes, with its words in `system-out`;
/// one on a value that may be missing, and is, counts as skipped; a file that could not be analysed is an
/// error.
public struct JUnitFile: Sendable {
  /// The results of one file.
  public struct Suite: Sendable {
    /// Name of the file.
    public var name: String
    /// What the policy says of it.
    public var checks: [CheckRecord]
    /// Why it could not be analysed; nil where it was.
    public var error: String?
    /// How long that took, in seconds.
    public var seconds: Double?
    /// What else is worth knowing, by name: versions, codecs, sizes.
    public var properties: [(name: String, value: String)]

    /// Gathers the results of one file.
    public init(
      name: String, checks: [CheckRecord], error: String? = nil, seconds: Double? = nil,
      properties: [(name: String, value: String)] = []
    ) {
      self.name = name
      self.checks = checks
      self.error = error
      self.seconds = seconds
      self.properties = properties
    }

    fileprivate var tests: Int { checks.count + (error == nil ? 0 : 1) }
    fileprivate var failures: Int { checks.failures.count }
    fileprivate var errors: Int { error == nil ? 0 : 1 }
    fileprivate var skipped: Int { checks.count { $0.isSkipped == true } }
  }

  /// The results, file by file.
  public var suites: [Suite]
  /// Name of the whole.
  public var name: String

  /// Gathers results.
  public init(suites: [Suite], name: String = "vidproc analyze") {
    self.suites = suites
    self.name = name
  }

  /// The XML document.
  public var text: String {
    let seconds = suites.compactMap(\.seconds)
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    lines.append(
      "<testsuites" + attribute("name", name) + attribute("tests", suites.reduce(0) { $0 + $1.tests })
        + attribute("failures", suites.reduce(0) { $0 + $1.failures })
        + attribute("errors", suites.reduce(0) { $0 + $1.errors })
        + attribute("skipped", suites.reduce(0) { $0 + $1.skipped })
        + (seconds.isEmpty ? "" : attribute("time", NumberText.fixed(seconds.reduce(0, +), decimals: 3)))
        + ">")
    for suite in suites { append(suite, to: &lines) }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private func append(_ suite: Suite, to lines: inout [String]) {
    let time = attribute("time", NumberText.fixed(suite.seconds ?? 0, decimals: 3))
    lines.append(
      "  <testsuite" + attribute("name", suite.name) + attribute("tests", suite.tests)
        + attribute("failures", suite.failures) + attribute("errors", suite.errors)
        + attribute("skipped", suite.skipped) + time + ">")
    if !suite.properties.isEmpty {
      lines.append("    <properties>")
      for (name, value) in suite.properties {
        lines.append("      <property" + attribute("name", name) + attribute("value", value) + "/>")
      }
      lines.append("    </properties>")
    }
    if let error = suite.error {
      lines.append(
        "    <testcase" + attribute("name", "analysis") + attribute("classname", suite.name) + time + ">")
      lines.append("      <error" + attribute("message", error) + attribute("type", "error") + "/>")
      lines.append("    </testcase>")
    }
    for check in suite.checks { append(check, to: &lines) }
    lines.append("  </testsuite>")
  }

  private func append(_ check: CheckRecord, to lines: inout [String]) {
    // The whole took its time at once; a demand takes none.
    let head =
      "    <testcase" + attribute("name", check.check) + attribute("classname", check.policy ?? "policy")
      + attribute("time", "0")
    if check.hasPassed, check.isSkipped != true {
      lines.append(head + "/>")
      return
    }
    lines.append(head + ">")
    let said = "wanted \(check.wanted), found \(check.found)"
    if check.isSkipped == true {
      lines.append("      <skipped" + attribute("message", said) + "/>")
    } else if check.severity == .error {
      lines.append(
        "      <failure" + attribute("message", said) + attribute("type", check.check) + ">"
          + XMLText.escaped(details(check)) + "</failure>")
    } else {
      lines.append(
        "      <system-out>" + XMLText.escaped("\(check.severity): \(said)\n" + details(check))
          + "</system-out>")
    }
    lines.append("    </testcase>")
  }

  private func details(_ check: CheckRecord) -> String {
    var lines = [check.check, "wanted: \(check.wanted)", "found: \(check.found)"]
    if let start = check.start {
      let end = check.end.map { " to " + NumberText.clock($0, decimals: 2) } ?? ""
      lines.append(
        "where: " + NumberText.clock(start, decimals: 2) + end + (check.place.map { ", " + $0 } ?? ""))
    } else if let place = check.place {
      lines.append("where: \(place)")
    }
    if let message = check.message { lines.append(message) }
    return lines.joined(separator: "\n")
  }

  private func attribute(_ name: String, _ value: String) -> String {
    " \(name)=\"\(XMLText.escaped(value))\""
  }

  private func attribute(_ name: String, _ value: Int) -> String { attribute(name, "\(value)") }
}

/// Text inside XML and HTML.
enum XMLText {
  /// The text with what is markup written as references, and characters that XML 1.0 cannot hold (section
  /// 2.2) as U+FFFD. Fit for contents and for attributes in quotes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      case "\r": result += "&#13;"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
