/// Lines and zones from a JSON file.
///
/// Coordinates are pixels, or parts of the picture's size where all of a shape are between 0 and 1. Example:
///
///     {"lines": [{"name": "gate", "points": [[0.1, 0.5], [0.9, 0.5]]}],
///      "zones": [{"name": "yard", "points": [[0, 0], [640, 0], [640, 360]]}]}
public struct ShapeFile: Sendable, Equatable {
  /// The lines, each of two points.
  public var lines: [NamedShape]
  /// The zones, each of three corners or more.
  public var zones: [NamedShape]

  /// How many corners a zone may have.
  public static let corners = 3...1000

  /// Reads the text of a file.
  /// - Parameters:
  ///   - json: the bytes of the file, UTF-8.
  ///   - name: the file's name, for errors.
  /// - Throws: ``ShapeError`` with the place and the key of anything that is not as it should be: no JSON,
  ///   keys that are missing or unknown, names that are empty or given twice, points too few or too many.
  public init(json: [UInt8], named name: String) throws(ShapeError) {
    var content = Content()
    do throws(RecordError) {
      var reader = try FieldReader(json)
      reader.skipSpace()
      try content.read(from: &reader)
      try reader.finish()
    } catch {
      let line = json.prefix(error.offset).reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
      let key = error.path.isEmpty ? "" : " for \"\(error.path)\""
      throw ShapeError(
        "the shapes of \(name), line \(line)",
        cause: "expected \(error.expected)\(key), found \(error.found)",
        hint: ShapeFile.form)
    }
    let subject = "the shapes of \(name)"
    try ShapeFile.refuseUnknown(content.extra, in: "the file", subject)
    lines = try ShapeFile.shapes(content.lines, key: "lines", corners: 2...2, subject)
    zones = try ShapeFile.shapes(content.zones, key: "zones", corners: ShapeFile.corners, subject)
    guard !lines.isEmpty || !zones.isEmpty else {
      throw ShapeError(subject, cause: "it has neither \"lines\" nor \"zones\"", hint: ShapeFile.form)
    }
    var known: Set<String> = []
    for shape in lines + zones where !known.insert(shape.name).inserted {
      throw ShapeError(subject, cause: "the name \"\(shape.name)\" is given twice")
    }
  }

  private static let form =
    "write {\"lines\":[{\"name\":\"gate\",\"points\":[[x,y],[x,y]]}],\"zones\":[...]}"

  private static func shapes(
    _ entries: [Entry], key: String, corners: ClosedRange<Int>, _ subject: String
  ) throws(ShapeError) -> [NamedShape] {
    var shapes: [NamedShape] = []
    for (index, entry) in entries.enumerated() {
      let place = "\"\(key)[\(index)]\""
      try refuseUnknown(entry.extra, in: place, subject)
      guard !entry.name.isEmpty else { throw ShapeError(subject, cause: "the \"name\" of \(place) is empty") }
      guard corners.contains(entry.points.count) else {
        let wanted =
          corners.count == 1 ? "\(corners.lowerBound)" : "\(corners.lowerBound) to \(corners.upperBound)"
        throw ShapeError(
          subject,
          cause: "the \"points\" of \(place) (\(entry.name)) are \(entry.points.count), and must be \(wanted)"
        )
      }
      var points: [Point] = []
      for (number, numbers) in entry.points.enumerated() {
        guard numbers.count == 2, let x = numbers[0], let y = numbers[1] else {
          throw ShapeError(
            subject, cause: "point \(number + 1) of \(place) (\(entry.name)) is not [x,y]", hint: form)
        }
        points.append(Point(x: x, y: y))
      }
      shapes.append(NamedShape(name: entry.name, points: points))
    }
    return shapes
  }

  private static func refuseUnknown(
    _ extra: ExtraFields, in place: String, _ subject: String
  ) throws(ShapeError) {
    guard !extra.isEmpty else { return }
    let key = extra.description.dropFirst().prefix { $0 != "\"" }
    throw ShapeError(subject, cause: "\(place) has the key \"\(key)\", which is not known", hint: form)
  }
}

/// The file as it is written.
private struct Content: FieldObject {
  var lines: [Entry] = []
  var zones: [Entry] = []
  var extra = ExtraFields()

  mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("lines", &lines, "Lines to count at.")
    try v.field("zones", &zones, "Zones to watch.")
  }
}

/// One line or zone as it is written.
private struct Entry: FieldObject {
  var name = ""
  var points: [[Float?]] = []
  var extra = ExtraFields()

  mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("name", &name, "Name of the shape.", required: true)
    try v.field("points", &points, "Its points.", required: true)
  }
}

/// Why a line or zone cannot be used.
public struct ShapeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was being read: a shape or a file.
  public var subject: String
  /// Why it failed.
  public var cause: String
  /// What to write instead, where something is known to help.
  public var hint: String?

  /// Makes an error from its parts.
  public init(_ subject: String, cause: String, hint: String? = nil) {
    self.subject = subject
    self.cause = cause
    self.hint = hint
  }

  /// One line: "cannot use SUBJECT: CAUSE (HINT)".
  public var description: String {
    "cannot use \(subject): \(cause)" + (hint.map { " (\($0))" } ?? "")
  }
}
