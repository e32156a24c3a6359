import Records

/// One cue of WebVTT: when it shows, and its payload.
struct Cue: Sendable, Hashable {
  /// Seconds from the first picture.
  var start: Rational
  /// Seconds from the first picture; nil to show until the next cue of the track.
  var end: Rational?
  /// The payload: text with tags, characters escaped, no empty line.
  var text: String
  /// Cue settings such as "line:0"; empty for none.
  var settings = ""

  /// The cue's block without the empty line after it.
  func block(end: Rational) -> String {
    let timing = "\(Cue.time(start)) --> \(Cue.time(end))" + (settings.isEmpty ? "" : " " + settings)
    return timing + "\n" + text + "\n"
  }

  /// A WebVTT timestamp, to the nearest millisecond: "00:01:02.500".
  static func time(_ seconds: Rational) -> String {
    let total = max(0, rescale(seconds.num, from: Rational(1, seconds.den), to: Rational(1, 1000)))
    func padded(_ value: Int64, _ width: Int) -> String { DecimalText.padded(value, to: width) }
    return "\(padded(total / 3_600_000, 2)):\(padded(total / 60_000 % 60, 2)):"
      + "\(padded(total / 1000 % 60, 2)).\(padded(total % 1000, 3))"
  }
}

extension Cue {
  /// Makes a cue of the text of an ASS event, as subtitle decoders give it.
  ///
  /// Bold, italic and underlined text keeps its style, text that is set at the top stays there; other overrides
  /// and drawings are left out. Nil when no text is left.
  init?(start: Rational, end: Rational?, event: String) {
    var reader = EventReader()
    reader.read(event)
    let lines = reader.text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
    guard !lines.isEmpty else { return nil }
    self.init(
      start: start, end: end, text: lines.joined(separator: "\n"), settings: reader.isAtTop ? "line:0" : "")
  }
}

/// Turns ASS markup into WebVTT's.
private struct EventReader {
  private(set) var isAtTop = false
  private var output = ""
  private var pending = ""
  private var style = Style()
  private var isDrawing = false

  private struct Style: Equatable {
    var bold = false
    var italic = false
    var underlined = false
  }

  /// The payload so far.
  var text: String { output }

  mutating func read(_ event: String) {
    var rest = event[...]
    while let character = rest.first {
      if character == "{", let close = rest.firstIndex(of: "}") {
        override(rest[rest.index(after: rest.startIndex)..<close])
        rest = rest[rest.index(after: close)...]
      } else if character == "\\", let next = rest.dropFirst().first, "Nnh".contains(next) {
        append(next == "h" ? "\u{A0}" : "\n")
        rest = rest.dropFirst(2)
      } else {
        append(character)
        rest = rest.dropFirst()
      }
    }
    flush()
  }

  private mutating func append(_ character: Character) {
    guard !isDrawing else { return }
    switch character {
    case "&": pending += "&amp;"
    case "<": pending += "&lt;"
    case ">": pending += "&gt;"
    case "\r\n", "\n": pending += "\n"
    case "\r", "\0": break
    default: pending.append(character)
    }
  }

  private mutating func override(_ block: Substring) {
    for tag in block.split(separator: "\\") {
      var next = style
      if let on = EventReader.flag(tag, "b") {
        next.bold = on
      } else if let on = EventReader.flag(tag, "i") {
        next.italic = on
      } else if let on = EventReader.flag(tag, "u") {
        next.underlined = on
      } else if tag == "r" {
        next = Style()
      } else if let on = EventReader.flag(tag, "p") {
        flush()
        isDrawing = on
      } else if ["an7", "an8", "an9"].contains(tag) {
        isAtTop = true
      }
      if next != style {
        flush()
        style = next
      }
    }
  }

  /// Whether a tag such as "i1" switches something on; nil for another tag.
  private static func flag(_ tag: Substring, _ name: Character) -> Bool? {
    guard tag.first == name, tag.count > 1, let value = Int(tag.dropFirst()) else { return nil }
    return value != 0
  }

  /// Ends a run of one style. Line breaks stay outside the tags, so that a line is whole in itself.
  private mutating func flush() {
    defer { pending = "" }
    var isFirst = true
    for line in pending.split(separator: "\n", omittingEmptySubsequences: false) {
      if !isFirst { output += "\n" }
      isFirst = false
      guard !line.isEmpty else { continue }
      var run = String(line)
      if style.underlined { run = "<u>\(run)</u>" }
      if style.italic { run = "<i>\(run)</i>" }
      if style.bold { run = "<b>\(run)</b>" }
      output += run
    }
  }
}
