import Glibc
import Media
import Records

/// A rectangle of a frame that may stand at an angle: what a model of one body or face is given.
public struct RotatedRegion: Sendable, Equatable {
  /// What a model is shown where the rectangle reaches beyond the frame.
  public enum Outside: Sendable {
    /// The input's pad (OpenCV's BORDER_CONSTANT).
    case pad
    /// The nearest pixel of the frame (BORDER_REPLICATE).
    case edge
  }

  /// Its middle, in pixels of the frame.
  public var center: Point
  /// Its width along its own axis, in pixels of the frame.
  public var width: Float
  /// Its height along its own axis, in pixels of the frame.
  public var height: Float
  /// How far it is turned clockwise, in radians.
  public var angle: Float
  /// What is shown of the outside of the frame.
  public var outside: Outside

  /// Describes a rectangle.
  public init(center: Point, width: Float, height: Float, angle: Float = 0, outside: Outside = .pad) {
    self.center = center
    self.width = width
    self.height = height
    self.angle = angle
    self.outside = outside
  }

  /// The place in the frame of a place in an input of this size that the rectangle fills.
  public func frame(_ point: Point, inputWidth: Int, inputHeight: Int) -> Point {
    let x = (point.x / Float(inputWidth) - 0.5) * width
    let y = (point.y / Float(inputHeight) - 0.5) * height
    return Point(
      x: center.x + x * cosf(angle) - y * sinf(angle), y: center.y + x * sinf(angle) + y * cosf(angle))
  }
}

extension PictureSampler {
  /// Fills `bytes` with a rectangle of a frame, turned upright: colours as those of upright parts, blended from
  /// the four around each place.
  public func draw(
    _ frame: Frame, _ region: RotatedRegion, into bytes: UnsafeMutableBufferPointer<UInt8>
  ) throws {
    guard bytes.count >= input.byteCount, let base = bytes.baseAddress else {
      throw MediaError(
        "fill", "a model's input", cause: "it holds \(bytes.count) bytes, not \(input.byteCount)")
    }
    let picture = try readable(frame)
    let kind = PixelKind(picture.pixelFormat) ?? .gray
    let matrix = ColorMatrix(picture.color)
    let lines = (RowWork(count: input.width), RowWork(count: input.width))
    var taps = [RotatedTap](repeating: RotatedTap(), count: input.width)
    let plane = input.width * input.height
    for row in 0..<input.height {
      place(&taps, of: region, row: row, width: picture.width, height: picture.height)
      for (below, line) in [lines.0, lines.1].enumerated() {
        for right in 0...1 {
          gather(picture, kind, taps, right: right, below: below, into: line)
          if !kind.isPacked {
            matrix.convert(
              line.line(0, right), line.line(1, right), line.line(2, right), count: input.width)
          }
        }
      }
      let start = row * input.width
      for channel in 0..<3 {
        let place = input.channels == .rgb ? channel : 2 - channel
        let (target, step) =
          input.layout == .nchw ? (base + place * plane + start, 1) : (base + start * 3 + place, 3)
        let (upper, lower) = (lines.0, lines.1)
        let corners = (
          upper.line(channel, 0), upper.line(channel, 1), lower.line(channel, 0), lower.line(channel, 1)
        )
        for column in 0..<input.width {
          let tap = taps[column]
          guard tap.isShown else {
            target[column * step] = input.pad
            continue
          }
          let above = Float(corners.0[column]) * (1 - tap.across) + Float(corners.1[column]) * tap.across
          let below = Float(corners.2[column]) * (1 - tap.across) + Float(corners.3[column]) * tap.across
          let level = above * (1 - tap.down) + below * tap.down
          target[column * step] = UInt8(min(max(level.rounded(), 0), 255))
        }
      }
    }
  }

  /// Finds the pixels around each place of a row of the input.
  private func place(
    _ taps: inout [RotatedTap], of region: RotatedRegion, row: Int, width: Int, height: Int
  ) {
    let start = region.frame(
      Point(x: 0.5, y: Float(row) + 0.5), inputWidth: input.width, inputHeight: input.height)
    let next = region.frame(
      Point(x: 1.5, y: Float(row) + 0.5), inputWidth: input.width, inputHeight: input.height)
    let step = Point(x: next.x - start.x, y: next.y - start.y)
    for column in taps.indices {
      let x = start.x + step.x * Float(column)
      let y = start.y + step.y * Float(column)
      let isInside = x >= 0 && y >= 0 && x < Float(width) && y < Float(height)
      guard isInside || (region.outside == .edge && x.isFinite && y.isFinite) else {
        taps[column] = RotatedTap()
        continue
      }
      // A pixel's middle is half a pixel from its corner. Further out than one pixel all is the same.
      let (left, top) = (min(max(x - 0.5, -1), Float(width)), min(max(y - 0.5, -1), Float(height)))
      taps[column] = RotatedTap(
        left: Int(left.rounded(.down)), top: Int(top.rounded(.down)), across: left - left.rounded(.down),
        down: top - top.rounded(.down), isShown: true)
    }
  }

  /// Takes one of the four pixels around each place, chroma from the nearest sample, as for upright parts.
  private func gather(
    _ picture: Frame, _ kind: PixelKind, _ taps: [RotatedTap], right: Int, below: Int, into work: RowWork
  ) {
    let (width, height) = (picture.width, picture.height)
    func take(_ plane: Int, step: Int = 1, offset: Int = 0, shift: (x: Int, y: Int) = (0, 0), _ channel: Int)
    {
      let line = work.line(channel, right)
      picture.withPlane(plane) { source in
        for (index, tap) in taps.enumerated() where tap.isShown {
          let column = min(max(tap.left + right, 0), width - 1) >> shift.x
          let row = min(min(max(tap.top + below, 0), height - 1) >> shift.y, source.rows - 1)
          line[index] = Int16(source.base[row * source.stride + column * step + offset])
        }
      }
    }
    let shift = picture.pixelFormat.chromaShift
    switch kind {
    case .gray:
      take(0, 0)
      // In every row: the conversion to RGB writes over them.
      for channel in 1...2 { work.line(channel, right).update(repeating: 128, count: taps.count) }
    case .planar:
      take(0, 0)
      for plane in 1...2 { take(plane, shift: shift, plane) }
    case .semiPlanar:
      take(0, 0)
      for channel in 1...2 { take(1, step: 2, offset: channel - 1, shift: shift, channel) }
    case .packed(let step, let red, let green, let blue):
      for (channel, offset) in [red, green, blue].enumerated() {
        take(0, step: step, offset: offset, channel)
      }
    }
  }
}

/// Where a pixel of the input lies among four of the frame's.
private struct RotatedTap {
  /// The column of the two on the left; -1 beside the frame.
  var left = 0
  /// The row of the upper two; -1 above the frame.
  var top = 0
  /// How far it lies to the right of them, 0 to 1.
  var across: Float = 0
  /// How far it lies below them, 0 to 1.
  var down: Float = 0
  /// Whether it has a colour of the frame's, not the pad.
  var isShown = false
}
