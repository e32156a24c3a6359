import CPictureKernels
import Media

/// The mean luma of a grid of cells, the same for pictures of any size: to tell whether two pictures of different
/// sizes show the same.
public struct PictureSignature: Sendable, Equatable {
  /// Cells in a row.
  public static let columns = 48
  /// Rows of cells.
  public static let rows = 27

  /// Mean luma of each cell in 8-bit code values with fractions, row by row.
  public let cells: [Float]
  /// Mean of the cells.
  public let mean: Float
  /// Standard deviation of the cells.
  public let deviation: Float

  /// The signature of a planar YUV or grey picture of 8 to 16 bits.
  public init(of frame: Frame) {
    let depth = frame.pixelFormat.bitDepth
    let (columns, rows) = (Self.columns, Self.rows)
    var cells = [Float](repeating: 0, count: columns * rows)
    let width = frame.width
    var sums = [UInt32](repeating: 0, count: max(1, width))
    _ = frame.withPlane(0) { plane in
      guard width > 0, plane.rows > 0 else { return }
      for row in 0..<rows {
        let (top, bottom) = Self.cell(row, of: rows, length: plane.rows)
        let start = plane.base + top * plane.stride
        if depth > 8 {
          vp_column_sums_16(start, plane.stride, width, bottom - top, &sums)
        } else {
          vp_column_sums_8(start, plane.stride, width, bottom - top, &sums)
        }
        for column in 0..<columns {
          let (left, right) = Self.cell(column, of: columns, length: width)
          var sum: UInt64 = 0
          for index in left..<right { sum += UInt64(sums[index]) }
          let samples = Float((right - left) * (bottom - top) * (1 << (depth - 8)))
          cells[row * columns + column] = Float(sum) / samples
        }
      }
    }
    self.init(cells: cells)
  }

  /// Takes the cells of a grid of `columns` by `rows`.
  public init(cells: [Float]) {
    precondition(cells.count == Self.columns * Self.rows)
    self.cells = cells
    let count = Float(cells.count)
    var sum: Float = 0
    for cell in cells { sum += cell }
    let mean = sum / count
    var squares: Float = 0
    for cell in cells { squares += (cell - mean) * (cell - mean) }
    self.mean = mean
    deviation = (squares / count).squareRoot()
  }

  /// Where a cell begins and ends; every cell holds a sample, whatever the length.
  private static func cell(_ index: Int, of count: Int, length: Int) -> (Int, Int) {
    let start = index * length / count
    return (start, max(start + 1, (index + 1) * length / count))
  }

  /// Mean absolute difference of the cells, in 8-bit code values.
  public func distance(to other: PictureSignature) -> Float {
    var sum: Float = 0
    for index in cells.indices { sum += abs(cells[index] - other.cells[index]) }
    return sum / Float(cells.count)
  }

  /// Mean absolute difference of the cells after both pictures are brought to one brightness and contrast, in
  /// standard deviations; nil where one of the pictures is flat. Fades and wrong levels do not change it.
  public func shapeDistance(to other: PictureSignature) -> Float? {
    guard deviation > 1, other.deviation > 1 else { return nil }
    let (scale, otherScale) = (1 / deviation, 1 / other.deviation)
    var sum: Float = 0
    for index in cells.indices {
      sum += abs((cells[index] - mean) * scale - (other.cells[index] - other.mean) * otherScale)
    }
    return sum / Float(cells.count)
  }

  /// Whether another picture comes clearly nearer than a third one does: in its levels, and in its shape too, so that
  /// neither a fade nor wrong levels are taken for movement.
  /// - Parameter share: the greatest part of the third one's distance that is clear.
  public func isClearlyNearer(to other: PictureSignature, than third: PictureSignature, share: Float) -> Bool
  {
    guard distance(to: other) < share * distance(to: third), let shape = shapeDistance(to: other),
      let thirdShape = shapeDistance(to: third)
    else { return false }
    return shape < (1 + share) / 2 * thirdShape
  }

  /// Correlation of the cells, -1 to 1; nil where one of the pictures is flat.
  public func correlation(with other: PictureSignature) -> Float? {
    guard deviation > 1, other.deviation > 1 else { return nil }
    var sum: Float = 0
    for index in cells.indices { sum += (cells[index] - mean) * (other.cells[index] - other.mean) }
    return sum / Float(cells.count) / (deviation * other.deviation)
  }
}
