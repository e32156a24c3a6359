import CPictureKernels
import Media

/// A small copy of a picture, for what does not need every pixel: the means of square cells.
///
/// Values are 8-bit code values as they are coded (limited or full range); more bits are cut down to 8.
public struct SmallPicture: Sendable, Equatable {
  /// Pixels of the picture's luma plane along the side of a cell; 8 for 1280x720.
  public var cell: Int
  /// Cells in a row of `luma`.
  public var width: Int
  /// Rows of `luma`.
  public var height: Int
  /// Mean luma of each cell, row by row without padding.
  public var luma: [UInt8]
  /// Cells in a row of `blue` and `red`; half as many as in one of luma for 4:2:0.
  public var chromaWidth: Int
  /// Rows of `blue` and `red`.
  public var chromaHeight: Int
  /// Mean of the blue difference (Cb), row by row; empty for grey pictures.
  public var blue: [UInt8]
  /// Mean of the red difference (Cr), row by row; empty for grey pictures.
  public var red: [UInt8]

  /// Makes a small picture of given cells.
  public init(
    cell: Int, width: Int, height: Int, luma: [UInt8], chromaWidth: Int = 0, chromaHeight: Int = 0,
    blue: [UInt8] = [], red: [UInt8] = []
  ) {
    self.cell = cell
    self.width = width
    self.height = height
    self.luma = luma
    self.chromaWidth = chromaWidth
    self.chromaHeight = chromaHeight
    self.blue = blue
    self.red = red
  }

  /// The side of a cell for pictures of a size: the longer side becomes about 160 cells, and more where the
  /// shorter would be less than one.
  public static func cell(width: Int, height: Int) -> Int {
    max(1, min((max(width, height) + 80) / 160, min(width, height), 1024))
  }
}

extension SmallPicture {
  /// The small copy of a planar YUV or grey picture of 8 to 16 bits. Columns and rows at the right and at the
  /// bottom that fill no cell are left out.
  public init(of frame: Frame) {
    let cell = SmallPicture.cell(width: frame.width, height: frame.height)
    let shift = frame.pixelFormat.chromaShift
    let luma = frame.boxMeans(plane: 0, width: frame.width, cell: cell)
    let chromaColumns = -(-frame.width >> shift.x)
    let blue = frame.boxMeans(plane: 1, width: chromaColumns, cell: cell)
    let red = frame.boxMeans(plane: 2, width: chromaColumns, cell: cell)
    let hasChroma = !blue.means.isEmpty && blue.means.count == red.means.count
    self.init(
      cell: cell, width: luma.across, height: luma.down, luma: luma.means,
      chromaWidth: hasChroma ? blue.across : 0, chromaHeight: hasChroma ? blue.down : 0,
      blue: hasChroma ? blue.means : [], red: hasChroma ? red.means : [])
  }
}

extension Frame {
  /// The means of the square cells of a plane; nothing where there is no such plane.
  fileprivate func boxMeans(plane: Int, width: Int, cell: Int) -> (across: Int, down: Int, means: [UInt8]) {
    let depth = pixelFormat.bitDepth
    let found = withPlane(plane) { bytes in
      let (across, down) = (width / cell, bytes.rows / cell)
      let means = [UInt8](unsafeUninitializedCapacity: across * down) { target, count in
        count = across * down
        guard count > 0 else { return }
        if depth > 8 {
          vp_box_means_16(
            bytes.base, bytes.stride, across, down, cell, Int32(depth), target.baseAddress)
        } else {
          vp_box_means_8(bytes.base, bytes.stride, across, down, cell, target.baseAddress)
        }
      }
      return (across, down, means)
    }
    return found ?? (0, 0, [])
  }
}
