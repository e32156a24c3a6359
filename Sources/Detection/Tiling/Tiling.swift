import Media
import Records

/// Cuts pictures into overlapping tiles, so that a model sees small things at their size.
///
/// The whole picture is looked at as well: it finds what is larger than a tile. This is slicing-aided
/// inference (Akyon, Altinuc, Temizel 2022, SAHI).
public struct Tiling: Sendable, Hashable {
  /// How many tiles there are.
  public enum Grid: Sendable, Hashable {
    /// So many columns and rows.
    case fixed(columns: Int, rows: Int)
    /// As few as reduce no part of the picture more than 2:1 for a model input of this size.
    case automatic(inputWidth: Int, inputHeight: Int)
  }

  /// How many tiles there are.
  public var grid: Grid
  /// The share of a tile that lies in the next one as well.
  public var overlap: Float = 0.2
  /// Boxes of one class that overlap more (intersection over union) are one object.
  public var sameObject: Float = 0.5
  /// A box that a tile's border cuts is part of another one that covers more of it than this.
  public var sameFragment: Float = 0.6

  /// Tiles in a grid.
  public init(_ grid: Grid) { self.grid = grid }

  /// Reads `auto`, or `NxM` for N columns and M rows.
  /// - Parameters:
  ///   - text: the option's value.
  ///   - inputWidth: columns of the model's input, for `auto`.
  ///   - inputHeight: rows of the model's input, for `auto`.
  /// - Throws: MediaError where it is neither, or asks for fewer than 1 or more than 16 on a side.
  public init(_ text: String, inputWidth: Int, inputHeight: Int) throws(MediaError) {
    if text == "auto" {
      self.init(.automatic(inputWidth: inputWidth, inputHeight: inputHeight))
      return
    }
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...16).contains(columns),
      (1...16).contains(rows)
    else {
      throw MediaError(
        "read", "the tiles \(text)", cause: "it is neither auto nor columns x rows from 1x1 to 16x16",
        hint: "such as 3x2")
    }
    self.init(.fixed(columns: columns, rows: rows))
  }

  /// The parts of a picture to look at: the whole, then its tiles row by row; the whole alone where one tile
  /// would do.
  /// - Parameters:
  ///   - extent: the part of the picture that matters, in pixels; nil for all of it.
  ///   - width: columns of the picture.
  ///   - height: rows of the picture.
  public func regions(in extent: Box? = nil, width: Int, height: Int) -> [Box] {
    let whole = extent ?? Box(width: Float(width), height: Float(height))
    let (columns, rows) = counts(whole)
    guard columns * rows > 1 else { return [whole] }
    let across = spans(from: whole.x, length: whole.width, count: columns)
    let down = spans(from: whole.y, length: whole.height, count: rows)
    return [whole]
      + down.flatMap { y in
        across.map { x in
          Box(x: x.start, y: y.start, width: x.end - x.start, height: y.end - y.start)
        }
      }
  }

  private func counts(_ whole: Box) -> (Int, Int) {
    switch grid {
    case .fixed(let columns, let rows): return (max(1, columns), max(1, rows))
    case .automatic(let inputWidth, let inputHeight):
      return (count(whole.width, 2 * Float(inputWidth)), count(whole.height, 2 * Float(inputHeight)))
    }
  }

  /// How many overlapping tiles of a length cover another.
  private func count(_ whole: Float, _ tile: Float) -> Int {
    guard tile > 0, whole > tile else { return 1 }
    return min(16, Int(((whole - overlap * tile) / (tile - overlap * tile)).rounded(.up)))
  }

  /// Tiles of equal length along an axis, their ends on even pixels so that chroma is cut where it can be.
  private func spans(from start: Float, length: Float, count: Int) -> [(start: Float, end: Float)] {
    let tile = length / (Float(count) - Float(count - 1) * overlap)
    return (0..<count).map { index in
      let first = start + Float(index) * tile * (1 - overlap)
      let end = index == count - 1 ? start + length : ((first + tile) / 2).rounded(.up) * 2
      return (index == 0 ? start : (first / 2).rounded(.down) * 2, min(end, start + length))
    }
  }
}
