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
            PictureRow.blend(
              work.line(channel, 0), firstWeights, work.line(channel, 1), secondWeights, count,
              into: values + channel * count)
          }
        }
      }
    }
  }

  /// `first * firstWeight + second * secondWeight`, in 128ths.
  private static func blend(
    _ first: UnsafePointer<Int16>, _ firstWeights: UnsafePointer<Int16>, _ second: UnsafePointer<Int16>,
    _ secondWeights: UnsafePointer<Int16>, _ count: Int, into target: UnsafeMutablePointer<Int16>
  ) {
    for index in 0..<count {
      let sum =
        Int32(first[index]) &* Int32(firstWeights[index]) &+ Int32(second[index]) &* Int32(secondWeights[index])
      target[index] = Int16(truncatingIfNeeded: sum &>> 4)
    }
  }
}

/// Room for the pixels at the columns around each place: three channels, two columns each.
final class RowWork {
  private let count: Int
  private let values: UnsafeMutablePointer<Int16>

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
    for (side, places) in [columns.first, columns.second].enumerated() {
      func take(_ plane: Int, row: Int, shift: Int, step: Int, offset: Int, channel: Int) {
        picture.withPlane(plane) { source in
          let base = source.base + min(row, source.rows - 1) * source.stride + offset
          let target = line(channel, side)
          places.withUnsafeBufferPointer { places in
            if step == 1 {
              for index in 0..<count { target[index] = Int16(base[Int(places[index] &>> Int32(shift))]) }
            } else {
              for index in 0..<count {
                target[index] = Int16(base[Int(places[index] &>> Int32(shift)) &* step])
              }
            }
          }
        }
      }
      switch kind {
      case .gray:
        take(0, row: row, shift: 0, step: 1, offset: 0, channel: 0)
        for channel in 1...2 { line(channel, side).update(repeating: 128, count: count) }
      case .planar:
        take(0, row: row, shift: 0, step: 1, offset: 0, channel: 0)
        for plane in 1...2 {
          take(plane, row: row >> shift.y, shift: shift.x, step: 1, offset: 0, channel: plane)
        }
      case .semiPlanar:
        take(0, row: row, shift: 0, step: 1, offset: 0, channel: 0)
        for channel in 1...2 {
          take(1, row: row >> shift.y, shift: shift.x, step: 2, offset: channel - 1, channel: channel)
        }
      case .packed(let step, let red, let green, let blue):
        for (channel, offset) in [red, green, blue].enumerated() {
          take(0, row: row, shift: 0, step: step, offset: offset, channel: channel)
        }
      }
      if !kind.isPacked { matrix.convert(line(0, side), line(1, side), line(2, side), count: count) }
    }
  }
}
