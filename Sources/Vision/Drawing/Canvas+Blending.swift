import Media
import Records

extension Canvas {
  /// Blends a colour into the pixels of `rect`, which lies inside the picture, by their coverage.
  /// - Parameters:
  ///   - coverage: 0 to 255 for each pixel, row by row.
  ///   - stride: from row to row; 0 where all rows are equal.
  func blend(_ coverage: [UInt8], stride: Int, in rect: PixelRect, _ color: Color, opacity: Float) {
    guard let frame = current else { return }
    let strength = Int((max(0, min(1, opacity.isNaN ? 0 : opacity)) * 65536).rounded())
    guard strength > 0 else { return }
    let mask = CoverageView(bytes: coverage, stride: stride, rect: rect, strength: strength)
    let values = sampleValues(color)
    var (alphas, kind) = ([Int32](), (x: -1, y: -1))
    for (index, layout) in components.enumerated() {
      if kind != layout.subsampling {
        kind = layout.subsampling
        alphas = mask.alphas(kind.x, kind.y, picture: area)
      }
      let block = rect.subsampled(kind.x, kind.y)
      if layout.isWide {
        frame.blendWide(values[index], alphas, layout, block)
      } else {
        frame.blend(Int32(values[index]), alphas, layout, block)
      }
    }
  }

  /// Values by component.
  private func sampleValues(_ color: Color) -> [Int] {
    if let found = known[color] { return found }
    let computed = components.enumerated().map { index, layout in
      // The second of two components is alpha.
      let all = values.values(of: color, depth: layout.depth)
      return (components.count < 3 && index == 1 ? all[3] : all[index]) << layout.shift
    }
    if known.count > 512 { known = [:] }
    known[color] = computed
    return computed
  }
}

extension Frame {
  /// Blends a value into the samples of `block` by their alphas, up to 65536.
  fileprivate func blend(_ value: Int32, _ alphas: [Int32], _ layout: SampleLayout, _ block: PixelRect) {
    forEachRow(block.rows, plane: layout.plane) { row, samples in
      var next = (row - block.rows.lowerBound) * block.width
      var place = block.columns.lowerBound * layout.step + layout.offset
      for _ in 0..<block.width {
        let alpha = alphas[next]
        if alpha != 0 {
          let old = Int32(samples[place])
          samples[place] = UInt8(truncatingIfNeeded: old + ((value - old) * alpha + 32768) >> 16)
        }
        next += 1
        place += layout.step
      }
    }
  }

  /// The same for 16-bit samples.
  fileprivate func blendWide(_ value: Int, _ alphas: [Int32], _ layout: SampleLayout, _ block: PixelRect) {
    let keep = ~((1 << layout.shift) - 1)
    forEachWideRow(block.rows, plane: layout.plane) { row, samples in
      var next = (row - block.rows.lowerBound) * block.width
      var place = block.columns.lowerBound * layout.step + layout.offset
      for _ in 0..<block.width {
        let alpha = Int(alphas[next])
        if alpha != 0 {
          let old = Int(samples[place])
          samples[place] = UInt16(
            truncatingIfNeeded: (old + ((value - old) * alpha + 32768) >> 16) & keep)
        }
        next += 1
        place += layout.step
      }
    }
  }
}

/// Coverage of a rectangle of pixels, with an opacity over all.
private struct CoverageView {
  let bytes: [UInt8]
  /// Bytes from row to row; 0 where all rows are equal.
  let stride: Int
  let rect: PixelRect
  /// The opacity, up to 65536.
  let strength: Int

  /// How much of each sample is painted over, up to 65536: the average over the pixels that share it.
  func alphas(_ shiftX: Int, _ shiftY: Int, picture: PixelRect) -> [Int32] {
    let block = rect.subsampled(shiftX, shiftY)
    var values = [Int32](repeating: 0, count: block.width * block.height)
    var result = values.mutableSpan
    let bytes = bytes.span
    if shiftX == 0 && shiftY == 0 {
      var next = 0
      for row in 0..<rect.height {
        let line = row * stride
        for column in 0..<rect.width {
          let value = bytes[line + column]
          if value != 0 { result[next] = Int32(truncatingIfNeeded: Int(value) * strength / 255) }
          next += 1
        }
      }
      return values
    }
    // Sums first, row by row; then their share of the pixels that there are.
    for y in rect.rows {
      let line = (y - rect.rows.lowerBound) * stride - rect.columns.lowerBound
      let target = ((y >> shiftY) - block.rows.lowerBound) * block.width - block.columns.lowerBound
      for x in rect.columns { result[target + x >> shiftX] += Int32(bytes[line + x]) }
    }
    let size = (x: 1 << shiftX, y: 1 << shiftY)
    var next = 0
    for row in block.rows {
      let rows = min(size.y, picture.rows.upperBound - row << shiftY)
      for column in block.columns {
        let sum = result[next]
        if sum != 0 {
          let count = rows * min(size.x, picture.columns.upperBound - column << shiftX)
          result[next] = Int32(truncatingIfNeeded: Int(sum) * strength / (255 * count))
        }
        next += 1
      }
    }
    return values
  }
}
