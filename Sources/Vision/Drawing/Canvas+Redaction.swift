import Media
import Records

/// How a region is made unrecognisable.
public enum RedactionStyle: String, Sendable, CaseIterable {
  /// A few large squares of one colour each.
  case pixelate
  /// The same, smoothed.
  case blur
  /// One colour: nothing of the region is left.
  case fill
}

extension Canvas {
  /// Makes a region unrecognisable: at most `cells` averages are left along its longer side, and nothing
  /// finer can be computed back from them.
  public func redact(_ box: Box, style: RedactionStyle, color: Color = .black, cells: Int = 7) {
    guard let box = drawable(box), let frame = current else { return }
    let rect = PixelRect(enclosing: box).intersection(area)
    guard !rect.isEmpty else { return }
    if style == .fill { return fill(rect, color) }
    // A cell is a multiple of every chroma sample.
    let longest = max(rect.width, rect.height)
    let cell = max(8, (longest + max(1, cells) - 1) / max(1, cells))
    for (index, layout) in components.enumerated() where index < 3 && !(components.count == 2 && index == 1) {
      let (shiftX, shiftY) = layout.subsampling
      let part = rect.subsampled(shiftX, shiftY)
      var samples = frame.samples(layout, in: part)
      let size = (x: max(1, cell >> shiftX), y: max(1, cell >> shiftY))
      samples.average(cells: size)
      if style == .blur {
        for _ in 0..<3 { samples.smooth(radius: (x: max(1, size.x / 2), y: max(1, size.y / 2))) }
      }
      frame.setSamples(samples, layout, in: part)
    }
  }
}

/// Values of one component in a rectangle.
private struct SampleBlock {
  var values: [Int32]
  let width: Int
  let height: Int

  /// Gives every cell the average of its values.
  mutating func average(cells: (x: Int, y: Int)) {
    for top in stride(from: 0, to: height, by: cells.y) {
      let rows = top..<min(height, top + cells.y)
      for left in stride(from: 0, to: width, by: cells.x) {
        let columns = left..<min(width, left + cells.x)
        var sum = 0
        for row in rows { for column in columns { sum += Int(values[row * width + column]) } }
        let count = rows.count * columns.count
        let mean = Int32((sum + count / 2) / count)
        for row in rows { for column in columns { values[row * width + column] = mean } }
      }
    }
  }

  /// Averages over a box around each value, first along rows, then along columns; the edges are repeated.
  mutating func smooth(radius: (x: Int, y: Int)) {
    var line: [Int32] = []
    for row in 0..<height {
      smooth(from: row * width, step: 1, count: width, radius: radius.x, &line)
    }
    for column in 0..<width {
      smooth(from: column, step: width, count: height, radius: radius.y, &line)
    }
  }

  private mutating func smooth(from start: Int, step: Int, count: Int, radius: Int, _ line: inout [Int32]) {
    line.removeAll(keepingCapacity: true)
    for index in 0..<count { line.append(values[start + index * step]) }
    let length = Int32(2 * radius + 1)
    var sum: Int32 = 0
    for offset in -radius...radius { sum += line[max(0, min(count - 1, offset))] }
    for index in 0..<count {
      values[start + index * step] = (sum + length / 2) / length
      sum += line[min(count - 1, index + radius + 1)] - line[max(0, index - radius)]
    }
  }
}

extension Frame {
  fileprivate func samples(_ layout: SampleLayout, in rect: PixelRect) -> SampleBlock {
    var block = SampleBlock(values: [], width: rect.width, height: rect.height)
    block.values.reserveCapacity(rect.width * rect.height)
    if layout.isWide {
      forEachWideRow(rect.rows, plane: layout.plane) { _, row in
        for column in rect.columns {
          block.values.append(Int32(row[column * layout.step + layout.offset] >> UInt16(layout.shift)))
        }
      }
    } else {
      forEachRow(rect.rows, plane: layout.plane) { _, row in
        for column in rect.columns { block.values.append(Int32(row[column * layout.step + layout.offset])) }
      }
    }
    return block
  }

  fileprivate func setSamples(_ block: SampleBlock, _ layout: SampleLayout, in rect: PixelRect) {
    var next = 0
    if layout.isWide {
      forEachWideRow(rect.rows, plane: layout.plane) { _, row in
        for column in rect.columns {
          row[column * layout.step + layout.offset] = UInt16(block.values[next]) << UInt16(layout.shift)
          next += 1
        }
      }
    } else {
      forEachRow(rect.rows, plane: layout.plane) { _, row in
        for column in rect.columns {
          row[column * layout.step + layout.offset] = UInt8(block.values[next])
          next += 1
        }
      }
    }
  }
}
