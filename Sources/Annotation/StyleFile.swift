import Media
import Vision
import Yams

extension AnnotationStyle {
  /// The keys of a style file with what they take.
  public static let keys: [(key: String, meaning: String)] = [
    ("line_width", "width of a box's line in pixels"),
    ("corner_radius", "radius of a box's corners in pixels"),
    ("font", "a font's file, or a name for fontconfig such as \"DejaVu Sans:bold\""),
    ("font_size", "size of the letters in pixels"),
    ("opacity", "of boxes, skeletons and trails, 0 to 1"),
    ("label_opacity", "of the labels' plates, 0 to 1"),
    ("text_color", "colour of the labels' text"),
    ("color_by", "class or id"),
    ("score_format", "decimal or percent"),
    ("trail_anchor", "feet or center"),
    ("colors", "a mapping of labels, lines and zones to colours"),
    ("show", "a list of what is drawn"),
    ("hide", "a list of what is not drawn"),
  ]

  /// Reads a style from the text of a YAML or JSON file; what it does not say keeps its default.
  ///
  /// Colours are "#RRGGBB", "#RGB" or names; lengths are pixels of the frame. Example:
  ///
  ///     line_width: 3
  ///     score_format: percent
  ///     colors: {person: "#FFA600", car: teal}
  ///     hide: [scores]
  ///
  /// - Parameter name: the file's name, for errors.
  /// - Throws: MediaError with the line, when the text does not parse, a key is unknown or a value is of
  ///   another kind.
  public init(file text: String, named name: String) throws {
    self.init()
    let reader = StyleReader(name: name)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw reader.failure(nil, "it is neither YAML nor JSON: \(error)")
    }
    guard let root else { return }  // an empty file asks for nothing
    guard case .mapping(let pairs) = root else {
      throw reader.failure(root, "it holds no keys", hint: "write lines such as line_width: 3")
    }
    var seen: Set<String> = []
    for (key, value) in pairs {
      let text = key.string ?? ""
      guard seen.insert(text).inserted else {
        throw reader.failure(key, "the key \(text) stands there twice")
      }
      try set(text, key, value, reader)
    }
  }

  private mutating func set(_ key: String, _ place: Node, _ value: Node, _ reader: StyleReader) throws {
    switch key {
    case "line_width": lineWidth = try reader.number(key, value, 0.5...200)
    case "corner_radius": cornerRadius = try reader.number(key, value, 0...1000)
    case "font_size": fontSize = Int(try reader.number(key, value, 4...1000).rounded())
    case "opacity": opacity = try reader.number(key, value, 0...1)
    case "label_opacity": labelOpacity = try reader.number(key, value, 0...1)
    case "font": font = try reader.text(key, value)
    case "text_color": textColor = try reader.color(key, value)
    case "color_by": colorBy = try reader.choice(key, value)
    case "score_format": scoreFormat = try reader.choice(key, value)
    case "trail_anchor": trailAnchor = try reader.choice(key, value)
    case "colors":
      guard case .mapping(let pairs) = value else {
        throw reader.failure(
          value, "colors is no mapping", hint: "write colors: {person: \"#FFA600\", car: teal}")
      }
      for (label, color) in pairs {
        let label = label.string ?? ""
        colors[label] = try reader.color("colors.\(label)", color)
      }
    case "show": shown = Set(try reader.list(key, value))
    case "hide": shown.subtract(try reader.list(key, value))
    default:
      let known = AnnotationStyle.keys.map(\.key).joined(separator: ", ")
      throw reader.failure(place, "the key \(key) is unknown", hint: "known are \(known)")
    }
  }
}

/// Turns a file's values into a style's, naming the place of what is wrong.
private struct StyleReader {
  let name: String

  func number(_ key: String, _ value: Node, _ range: ClosedRange<Float>) throws -> Float {
    guard let number = value.float.map({ Float($0) }) ?? value.int.map({ Float($0) }), range.contains(number)
    else {
      throw failure(
        value, "\(key) is no number from \(short(range.lowerBound)) to \(short(range.upperBound))")
    }
    return number
  }

  func text(_ key: String, _ value: Node) throws -> String {
    guard case .scalar(let scalar) = value, !scalar.string.isEmpty else {
      throw failure(value, "\(key) is no text")
    }
    return scalar.string
  }

  func color(_ key: String, _ value: Node) throws -> Color {
    guard let color = Color(try text(key, value)) else {
      throw failure(
        value, "\(key) is no colour",
        hint: "write \"#RRGGBB\" in quotes, or one of \(Color.names.joined(separator: ", "))")
    }
    return color
  }

  func choice<Choice: CaseIterable & RawRepresentable<String>>(_ key: String, _ value: Node) throws -> Choice
  {
    if case .scalar(let scalar) = value, let choice = Choice(rawValue: scalar.string) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw failure(value, "\(key) is none of \(known)")
  }

  func list(_ key: String, _ value: Node) throws -> [AnnotationStyle.Part] {
    if case .scalar = value { return [try choice(key, value)] }
    guard case .sequence(let items) = value else {
      throw failure(value, "\(key) is no list", hint: "write \(key): [scores, trails]")
    }
    return try items.map { try choice(key, $0) }
  }

  func failure(_ place: Node?, _ cause: String, hint: String? = nil) -> MediaError {
    let line = place?.mark.map { ", line \($0.line)" } ?? ""
    return MediaError("read the style", name + line, cause: cause, hint: hint)
  }

  private func short(_ value: Float) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
