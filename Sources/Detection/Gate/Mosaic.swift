import Records

/// Several parts of a frame side by side in one model input, each at the scale of a look at the whole frame.
///
/// Between the parts, and around them, the input is filled with the model's `pad`.
public struct Mosaic: Sendable, Hashable {
  /// A part of the frame and its place in the input.
  public struct Tile: Sendable, Hashable {
    /// The part, in pixels of the frame; whole even numbers, so that chroma is cut where it can be.
    public var source: Box
    /// Where it goes, in whole pixels of the input.
    public var destination: Box

    /// Joins a part and its place.
    public init(source: Box, destination: Box) {
      self.source = source
      self.destination = destination
    }
  }

  /// Columns of the input.
  public var width: Int
  /// Rows of the input.
  public var height: Int
  /// The parts.
  public var tiles: [Tile]

  /// Describes an input.
  public init(width: Int, height: Int, tiles: [Tile]) {
    self.width = width
    self.height = height
    self.tiles = tiles
  }

  /// The tile that a box in pixels of the input belongs to: the one that holds its middle. Nil for one
  /// between the tiles, which is nothing.
  public func tile(of box: Box) -> Tile? {
    let middle = box.center
    return tiles.first { tile in
      let place = tile.destination
      return middle.x >= place.x && middle.x < place.maxX && middle.y >= place.y && middle.y < place.maxY
    }
  }

  /// A box in pixels of the input, as pixels of the frame: cut to its tile, nil where it has none.
  public func inFrame(_ box: Box) -> Box? {
    guard let tile = tile(of: box) else { return nil }
    return tile.inFrame(box.intersection(tile.destination))
  }
}

extension Mosaic.Tile {
  /// A place in pixels of the input, as pixels of the frame.
  public func inFrame(_ point: Point) -> Point {
    Point(
      x: source.x + (point.x - destination.x) * source.width / destination.width,
      y: source.y + (point.y - destination.y) * source.height / destination.height)
  }

  /// A box in pixels of the input, as pixels of the frame.
  public func inFrame(_ box: Box) -> Box {
    let corner = inFrame(Point(x: box.x, y: box.y))
    return Box(
      x: corner.x, y: corner.y, width: box.width * source.width / destination.width,
      height: box.height * source.height / destination.height)
  }
}
