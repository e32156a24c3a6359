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
  /// Fills `bytes` with a rectangle of a frame, turned upright.
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
    let work = RowWork(count: input.width)
    var inside = [Bool](repeating: false, count: input.width)
    let plane = input.width * input.height
    for row in 0..<input.height {
      read(picture, kind, region, row, into: work, inside: &inside)
      if !kind.isPacked {
        matrix.convert(work.line(0, 0), work.line(1, 0), work.line(2, 0), count: input.width)
      }
      let start = row * input.width
      for channel in 0..<3 {
        let place = input.channels == .rgb ? channel : 2 - channel
        let (target, step) =
          input.layout == .nchw ? (base + place * plane + start, 1) : (base + start * 3 + place, 3)
        let line = work.line(channel, 0)
        for column in 0..<input.width {
          target[column * step] = inside[column] ? UInt8(clamping: line[column]) : input.pad
        }
      }
    }
  }

  /// One row of the input: bilinear in luma, the nearest sample in chroma, as for upright parts.
  private func read(
    _ picture: Frame, _ kind: PixelKind, _ region: RotatedRegion, _ row: Int, into work: RowWork,
    inside: inout [Bool]
  ) {
    let (width, height) = (picture.width, picture.height)
    let shift = picture.pixelFormat.chromaShift
    let start = region.frame(
      Point(x: 0.5, y: Float(row) + 0.5), inputWidth: input.width, inputHeight: input.height)
    let next = region.frame(
      Point(x: 1.5, y: Float(row) + 0.5), inputWidth: input.width, inputHeight: input.height)
    let step = Point(x: next.x - start.x, y: next.y - start.y)
    func sample(_ plane: Int, bytes: Int, offset: Int, shift: (x: Int, y: Int), into channel: Int) {
      let line = work.line(channel, 0)
      picture.withPlane(plane) { source in
        for column in inside.indices where inside[column] {
          let x = min(max(start.x + step.x * Float(column) - 0.5, -1), Float(width))
          let y = min(max(start.y + step.y * Float(column) - 0.5, -1), Float(height))
          let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
          let (across, down) = (x - Float(left), y - Float(top))
          func value(_ x: Int, _ y: Int) -> Float {
            let column = min(max(x, 0), width - 1) >> shift.x
            let row = min(min(max(y, 0), height - 1) >> shift.y, source.rows - 1)
            return Float(source.base[row * source.stride + column * bytes + offset])
          }
          let upper = value(left, top) * (1 - across) + value(left + 1, top) * across
          let lower = value(left, top + 1) * (1 - across) + value(left + 1, top + 1) * across
          line[column] = Int16(upper * (1 - down) + lower * down + 0.5)
        }
      }
    }
    for column in inside.indices {
      let x = start.x + step.x * Float(column)
      let y = start.y + step.y * Float(column)
      switch region.outside {
      case .pad: inside[column] = x >= 0 && y >= 0 && x < Float(width) && y < Float(height)
      case .edge: inside[column] = x.isFinite && y.isFinite
      }
    }
    switch kind {
    case .gray:
      sample(0, bytes: 1, offset: 0, shift: (0, 0), into: 0)
      // In every row: the conversion to RGB writes over them.
      for channel in 1...2 { work.line(channel, 0).update(repeating: 128, count: input.width) }
    case .planar:
      sample(0, bytes: 1, offset: 0, shift: (0, 0), into: 0)
      for plane in 1...2 { sample(plane, bytes: 1, offset: 0, shift: shift, into: plane) }
    case .semiPlanar:
      sample(0, bytes: 1, offset: 0, shift: (0, 0), into: 0)
      for channel in 0...1 { sample(1, bytes: 2, offset: channel, shift: shift, into: 1 + channel) }
    case .packed(let bytes, let red, let green, let blue):
      for (channel, offset) in [red, green, blue].enumerated() {
        sample(0, bytes: bytes, offset: offset, shift: (0, 0), into: channel)
      }
    }
  }
}
