import CPictureKernels
import Media

/// A row of a picture, sampled at a model's columns: red, green and blue in 128ths, 0 to 255.
struct PictureRow {
  /// Which row of the picture it is; nil before the first.
  var row: Int?
  /// All of red, then green, then blue.
  private(set) var values: [Int16]
  private let count: Int

  init(count: Int) {
    self.count = count
    values = [Int16](repeating: 0, count: 3 * count)
  }

  /// Reads a row at the two columns around each place, turns both into colours, and blends them.
  mutating func read(
    _ row: Int, of picture: Frame, kind: PixelKind, columns: AxisTaps, matrix: ColorMatrix, work: RowWork
  ) {
    self.row = row
    work.gather(row, of: picture, kind: kind, columns: columns, matrix: matrix)
    values.withUnsafeMutableBufferPointer { values in
      columns.firstWeights.withUnsafeBufferPointer { firstWeights in
        columns.secondWeights.withUnsafeBufferPointer { secondWeights in
          guard let values = values.baseAddress, let firstWeights = firstWeights.baseAddress,
            let secondWeights = secondWeights.baseAddress
          else { return }
          for channel in 0..<3 {
            vp_blend_columns(
              work.line(channel, 0), firstWeights, work.line(channel, 1), secondWeights, count,
              values + channel * count)
          }
        }
      }
    }
  }
}

/// Room for the pixels at the columns around each place: three channels, two columns each. Made anew when the
/// columns or the picture's width change.
final class RowWork {
  private let count: Int
  private let values: UnsafeMutablePointer<Int16>
  // By the subsampling; the columns are the same as long as this lives.
  private var known: [Int: AxisTaps.Quads] = [:]

  init(count: Int) {
    self.count = count
    values = .allocate(capacity: max(1, count * 6))
    values.initialize(repeating: 0, count: max(1, count * 6))
  }

  deinit { values.deallocate() }

  /// The pixels' channel at the first (0) or second (1) column around each place.
  func line(_ channel: Int, _ side: Int) -> UnsafeMutablePointer<Int16> {
    values + (side * 3 + channel) * count
  }

  /// Fills the six lines with red, green and blue.
  func gather(_ row: Int, of picture: Frame, kind: PixelKind, columns: AxisTaps, matrix: ColorMatrix) {
    let shift = picture.pixelFormat.chromaShift
    switch kind {
    case .gray:
      take(picture, 0, row, quads(columns, 0, picture), 0)
      for side in 0...1 {
        for channel in 1...2 { line(channel, side).update(repeating: 128, count: count) }
      }
    case .planar:
      take(picture, 0, row, quads(columns, 0, picture), 0)
      let chroma = quads(columns, shift.x, picture)
      for plane in 1...2 { take(picture, plane, row >> shift.y, chroma, plane) }
    case .semiPlanar:
      take(picture, 0, row, quads(columns, 0, picture), 0)
      for channel in 1...2 {
        take(
          picture, 1, row >> shift.y, columns, shift: shift.x, step: 2, offset: channel - 1, channel)
      }
    case .packed(let step, let red, let green, let blue):
      for (channel, offset) in [red, green, blue].enumerated() {
        take(picture, 0, row, columns, shift: 0, step: step, offset: offset, channel)
      }
    }
    guard !kind.isPacked else { return }
    for side in 0...1 { matrix.convert(line(0, side), line(1, side), line(2, side), count: count) }
  }

  private func quads(_ columns: AxisTaps, _ shift: Int, _ picture: Frame) -> AxisTaps.Quads {
    if let known = known[shift] { return known }
    let quads = columns.quads(shift: shift, limit: picture.width)
    known[shift] = quads
    return quads
  }

  /// Takes a plane's samples of one byte each.
  private func take(_ picture: Frame, _ plane: Int, _ row: Int, _ quads: AxisTaps.Quads, _ channel: Int) {
    picture.withPlane(plane) { source in
      let base = source.base + min(row, source.rows - 1) * source.stride
      quads.take(base, first: line(channel, 0), second: line(channel, 1))
    }
  }

  /// Takes samples that lie `step` bytes apart.
  private func take(
    _ picture: Frame, _ plane: Int, _ row: Int, _ columns: AxisTaps, shift: Int, step: Int, offset: Int,
    _ channel: Int
  ) {
    picture.withPlane(plane) { source in
      let base = source.base + min(row, source.rows - 1) * source.stride + offset
      for (side, places) in [columns.first, columns.second].enumerated() {
        let target = line(channel, side)
        places.withUnsafeBufferPointer { places in
          for index in 0..<count { target[index] = Int16(base[Int(places[index] &>> Int32(shift)) &* step]) }
        }
      }
    }
  }
}
