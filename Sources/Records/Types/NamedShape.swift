/// A line or a zone with a name, in pixels or in parts of the picture's size.
public struct NamedShape: Sendable, Equatable {
  /// The name, as counts refer to it.
  public var name: String
  /// Its ends or corners.
  public var points: [Point]
  /// Whether the points are parts of the width and height, 0 to 1, and not pixels.
  public var isRelative: Bool

  /// Makes a shape; numbers that are all between 0 and 1 are parts of the picture's size.
  public init(name: String, points: [Point]) {
    self.name = name
    self.points = points
    isRelative = points.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) }
  }

  /// Reads `NAME:x,y,x,y,...`; numbers that are all between 0 and 1 are parts of the picture's size.
  /// - Parameter corners: how many points there must be.
  /// - Returns: nil when the text is none.
  public init?(_ text: String, corners: ClosedRange<Int>) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let name = String(text[..<colon])
    let parts = text[text.index(after: colon)...].split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0.filter { $0 != " " }) }.filter(\.isFinite)
    guard !name.isEmpty, numbers.count == parts.count, numbers.count % 2 == 0,
      corners.contains(numbers.count / 2)
    else { return nil }
    self.init(
      name: name,
      points: stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) })
  }

  /// The points in pixels of a picture.
  public func points(width: Int, height: Int) -> [Point] {
    guard isRelative else { return points }
    return points.map { Point(x: $0.x * Float(width), y: $0.y * Float(height)) }
  }
}
