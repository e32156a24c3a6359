import Media

/// A row of a picture, sampled at a model's columns: red, green and blue, 0 to 255.
struct PictureRow {
  /// Which row of the picture it is; nil before the first.
  var row: Int?
  /// All of red, then green, then blue.
  private(set) var values: [Float]
  private let count: Int

  init(count: Int) {
    self.count = count
    values = [Float](repeating: 0, count: 3 * count)
  }

  /// Reads a row at the two columns around each place, turns both into colours, and blends them.
  mutating func read(
    _ row: Int, of picture: Frame, kind: PixelKind, columns: AxisTaps, matrix: ColorMatrix, work: RowWork
  ) {
    self.row = row
    work.gather(row, of: picture, kind: kind, columns: columns, matrix: matrix)
    let count = count
    values.withUnsafeMutableBufferPointer { values in
      columns.weights.withUnsafeBufferPointer { weights in
        for channel in 0..<3 {
          let line = UnsafeMutableBufferPointer(rebasing: values[channel * count..<(channel + 1) * count])
          PictureRow.blend(work.line(channel, 0), work.line(channel, 1), weights, into: line)
        }
      }
    }
  }

  private static func blend(
    _ first: UnsafePointer<Int16>, _ second: UnsafePointer<Int16>, _ weights: UnsafeBufferPointer<Float>,
    into line: UnsafeMutableBufferPointer<Float>
  ) {
    guard let weights = weights.baseAddress, let target = line.baseAddress else { return }
    for index in 0..<line.count {
      let value = Float(first[index])
      target[index] = value + (Float(second[index]) - value) * weights[index]
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
