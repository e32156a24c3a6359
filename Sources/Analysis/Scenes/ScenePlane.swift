import CPictureKernels

/// A plane with a margin of repeated pixels, in which blocks can be searched.
struct ScenePlane {
  /// Pixels around the plane that repeat its border.
  static let margin = 16

  /// Whole blocks of 8x8 in a row, one at least.
  let columns: Int
  /// Rows of blocks, one at least.
  let rows: Int
  /// Pixels from one row to the next.
  let stride: Int
  /// The plane in its margin.
  let pixels: [UInt8]

  /// Pads a plane; pixels that fill no block stay in the margin, half of them on each side.
  init(_ plane: [UInt8], width: Int, height: Int) {
    let (columns, rows) = (max(1, width / 8), max(1, height / 8))
    let margin = Self.margin
    // The search reads four blocks at a time.
    let stride = max(width, (columns + 3) / 4 * 32) + 2 * margin + 32
    let lines = max(height, 8) + 2 * margin
    self.columns = columns
    self.rows = rows
    self.stride = stride
    // Rows below the margin that only planes of less than eight rows need.
    let missing = max(0, 8 - height)
    var padded = [UInt8](unsafeUninitializedCapacity: stride * lines) { target, count in
      vp_scene_pad(plane, width, height, target.baseAddress, stride, margin)
      count = stride * (lines - missing)
    }
    if missing > 0 {
      let last = padded.suffix(stride)
      for _ in 0..<missing { padded += last }
    }
    pixels = padded
    origin = (margin + max(0, height - rows * 8) / 2) * stride + margin + max(0, width - columns * 8) / 2
  }

  /// Index of the first block's first pixel.
  let origin: Int

  /// Numbers in a row of the results of a search.
  var line: Int { (columns + 3) & ~3 }

  /// The least sums of absolute differences of each block to another plane of the same size.
  func search(in other: ScenePlane, range: Int, shift: (x: Int, y: Int) = (0, 0)) -> [UInt32] {
    let (columns, rows) = part(shift)
    return pixels.withUnsafeBufferPointer { own in
      other.pixels.withUnsafeBufferPointer { others in
        let start = origin + shift.y * stride + shift.x
        guard let first = own.baseAddress, let second = others.baseAddress else { return [] }
        return [UInt32](unsafeUninitializedCapacity: line * rows) { target, count in
          // Places of a row that hold no block are never read.
          target.initialize(repeating: 0)
          vp_scene_search(
            first + start, second + start, stride, columns, rows, Int32(range), target.baseAddress)
          count = line * rows
        }
      }
    }
  }

  /// The sums of absolute deviations and the sums of the blocks.
  func blocks(shift: (x: Int, y: Int) = (0, 0)) -> (deviations: [UInt32], sums: [UInt32]) {
    let (columns, rows) = part(shift)
    var deviations = [UInt32](repeating: 0, count: line * rows)
    var sums = deviations
    pixels.withUnsafeBufferPointer { own in
      guard let first = own.baseAddress else { return }
      vp_scene_blocks(
        first + origin + shift.y * stride + shift.x, stride, columns, rows, &deviations, &sums)
    }
    return (deviations, sums)
  }

  /// The blocks that a grid moved by a shift holds.
  func part(_ shift: (x: Int, y: Int)) -> (columns: Int, rows: Int) {
    (columns - (shift.x > 0 && columns > 1 ? 1 : 0), rows - (shift.y > 0 && rows > 1 ? 1 : 0))
  }
}
