/// A rectangle in pixels with its origin at the top left; `[x, y, width, height]` in JSON (COCO's order).
public struct Box: Sendable, Hashable {
  /// The left edge.
  public var x: Float
  /// The top edge.
  public var y: Float
  /// The width.
  public var width: Float
  /// The height.
  public var height: Float

  /// Makes a box, by default an empty one at the origin.
  public init(x: Float = 0, y: Float = 0, width: Float = 0, height: Float = 0) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The right edge.
  public var maxX: Float { x + width }
  /// The bottom edge.
  public var maxY: Float { y + height }
  /// The middle.
  public var center: Point { Point(x: x + width / 2, y: y + height / 2) }
  /// The area in square pixels.
  public var area: Float { width * height }

  /// The box in a picture whose width and height are `x` and `y` times as large.
  public func scaled(x factorX: Float, y factorY: Float) -> Box {
    Box(x: x * factorX, y: y * factorY, width: width * factorX, height: height * factorY)
  }

  /// The part of the box that lies in another one; empty where they do not touch.
  public func intersection(_ other: Box) -> Box {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Box(
      x: left, y: top, width: max(0, min(maxX, other.maxX) - left),
      height: max(0, min(maxY, other.maxY) - top))
  }

  /// The smallest box around both.
  public func union(_ other: Box) -> Box {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return Box(x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
  }

  /// The area that both boxes cover over the area that either covers, 0 to 1.
  public func intersectionOverUnion(_ other: Box) -> Float {
    let overlapX = min(maxX, other.maxX) - max(x, other.x)
    let overlapY = min(maxY, other.maxY) - max(y, other.y)
    guard overlapX > 0, overlapY > 0 else { return 0 }
    let overlap = overlapX * overlapY
    return overlap / (area + other.area - overlap)
  }
}

/// A place or a direction in pixels, to the right and down; `[x, y]` in JSON.
public struct Point: Sendable, Hashable {
  /// Pixels to the right.
  public var x: Float
  /// Pixels down.
  public var y: Float

  /// Makes a point, by default the origin.
  public init(x: Float = 0, y: Float = 0) {
    self.x = x
    self.y = y
  }
}

extension Box: FieldValue {
  /// The empty box at the origin.
  public static var blank: Box { Box() }
  /// Four numbers.
  public static var shape: FieldShape { .tuple(.number, ["x", "y", "width", "height"]) }

  /// Writes `[x,y,width,height]`.
  public func write(to writer: inout FieldWriter) {
    writer.append(byte: UInt8(ascii: "["))
    writer.write(x)
    writer.append(byte: UInt8(ascii: ","))
    writer.write(y)
    writer.append(byte: UInt8(ascii: ","))
    writer.write(width)
    writer.append(byte: UInt8(ascii: ","))
    writer.write(height)
    writer.append(byte: UInt8(ascii: "]"))
  }

  /// Reads `[x,y,width,height]`.
  /// - Throws: ``RecordError`` where it is anything else.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    let start = reader.position
    guard try reader.beginList() else { throw reader.expected("[x,y,width,height]", at: start) }
    try x.read(from: &reader)
    guard try reader.nextElement() else { throw reader.expected("[x,y,width,height]", at: start) }
    try y.read(from: &reader)
    guard try reader.nextElement() else { throw reader.expected("[x,y,width,height]", at: start) }
    try width.read(from: &reader)
    guard try reader.nextElement() else { throw reader.expected("[x,y,width,height]", at: start) }
    try height.read(from: &reader)
    guard try !reader.nextElement() else { throw reader.expected("[x,y,width,height]", at: start) }
  }

  /// Decodes `[x,y,width,height]`.
  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    self.init(
      x: try list.decode(Float.self), y: try list.decode(Float.self),
      width: try list.decode(Float.self), height: try list.decode(Float.self))
  }

  /// Encodes `[x,y,width,height]`.
  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for value in [x, y, width, height] { try list.encode(value) }
  }
}

extension Point: FieldValue {
  /// The origin.
  public static var blank: Point { Point() }
  /// Two numbers.
  public static var shape: FieldShape { .tuple(.number, ["x", "y"]) }

  /// Writes `[x,y]`.
  public func write(to writer: inout FieldWriter) {
    writer.append(byte: UInt8(ascii: "["))
    writer.write(x)
    writer.append(byte: UInt8(ascii: ","))
    writer.write(y)
    writer.append(byte: UInt8(ascii: "]"))
  }

  /// Reads `[x,y]`.
  /// - Throws: ``RecordError`` where it is anything else.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    let start = reader.position
    guard try reader.beginList() else { throw reader.expected("[x,y]", at: start) }
    try x.read(from: &reader)
    guard try reader.nextElement() else { throw reader.expected("[x,y]", at: start) }
    try y.read(from: &reader)
    guard try !reader.nextElement() else { throw reader.expected("[x,y]", at: start) }
  }

  /// Decodes `[x,y]`.
  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    self.init(x: try list.decode(Float.self), y: try list.decode(Float.self))
  }

  /// Encodes `[x,y]`.
  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(x)
    try list.encode(y)
  }
}
