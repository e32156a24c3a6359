import Records

/// A rectangle of whole pixels.
public struct PixelRect: Sendable, Equatable {
  /// Columns.
  public var columns: Range<Int>
  /// Rows.
  public var rows: Range<Int>

  /// Makes a rectangle of these columns and rows.
  public init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
  }

  /// Makes a rectangle at a place.
  public init(x: Int, y: Int, width: Int, height: Int) {
    columns = x..<(x + max(0, width))
    rows = y..<(y + max(0, height))
  }

  /// The pixels that an area touches, edges in pixels; empty where one is not a number.
  init(enclosing minX: Float, _ minY: Float, _ maxX: Float, _ maxY: Float) {
    func whole(_ value: Float) -> Int { Int(max(-1e7, min(1e7, value))) }
    guard minX <= maxX, minY <= maxY else {
      self.init(x: 0, y: 0, width: 0, height: 0)
      return
    }
    self.init(
      columns: whole(minX.rounded(.down))..<whole(maxX.rounded(.up)),
      rows: whole(minY.rounded(.down))..<whole(maxY.rounded(.up)))
  }

  /// The pixels that a box touches.
  public init(enclosing box: Box) { self.init(enclosing: box.x, box.y, box.maxX, box.maxY) }

  /// Pixels across.
  public var width: Int { columns.count }
  /// Pixels down.
  public var height: Int { rows.count }
  /// Whether it holds no pixel.
  public var isEmpty: Bool { columns.isEmpty || rows.isEmpty }

  /// What lies in both.
  public func intersection(_ other: PixelRect) -> PixelRect {
    PixelRect(columns: columns.clamped(to: other.columns), rows: rows.clamped(to: other.rows))
  }

  /// The samples that its pixels share where only one sample stands for `1 << shift` pixels each way.
  func subsampled(_ shiftX: Int, _ shiftY: Int) -> PixelRect {
    guard !isEmpty else { return self }
    return PixelRect(
      columns: (columns.lowerBound >> shiftX)..<(((columns.upperBound - 1) >> shiftX) + 1),
      rows: (rows.lowerBound >> shiftY)..<(((rows.upperBound - 1) >> shiftY) + 1))
  }

  /// Pixels that lie in both.
  public func overlap(_ other: PixelRect) -> Int {
    let shared = intersection(other)
    return shared.width * shared.height
  }
}
