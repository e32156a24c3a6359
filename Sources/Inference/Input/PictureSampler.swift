import CPictureKernels
import Media
import Records

/// Brings a frame, or a part of it, into the form that a model takes: straight from the decoded planes, in one
/// pass of scaling, colour conversion and layout. One thread uses a sampler at a time.
///
/// The bytes are the same, bit for bit, as those of the way that most programs take: libswscale makes BGR of the
/// frame's size, with chroma from the nearest sample (`ColorMatrix`), and `cv::resize` scales it with
/// `INTER_LINEAR` (`AxisTaps`). Models answer to differences of one level. Formats that are not read here (deeper ones,
/// palettes) are first converted to one of eight bits.
public final class PictureSampler {
  let input: PictureInput
  private var columns = AxisTaps()
  private var rows = AxisTaps()
  private var placement: PicturePlacement?
  private var pictureWidth = 0
  private var work = RowWork(count: 0)
  // The two rows of the picture around a row of the input.
  private var upper = PictureRow(count: 0)
  private var lower = PictureRow(count: 0)
  private var converter: PictureConverter?

  /// Makes a sampler for a model's input.
  public init(_ input: PictureInput) { self.input = input }

  /// Fills `bytes` (`input.byteCount` of them) with a frame or a part of it, and what is left with the pad.
  /// - Parameter region: a part of the frame in its pixels; it is cut at the frame's edges and widened to
  ///   whole pixels. Nil for the whole frame.
  /// - Returns: where it lies in the input.
  public func sample(
    _ frame: Frame, region: Box? = nil, into bytes: UnsafeMutableBufferPointer<UInt8>
  ) throws -> PicturePlacement {
    let part = PictureSampler.whole(region, width: frame.width, height: frame.height)
    let placement = PicturePlacement(region: part, in: input)
    try draw(frame, [placement], into: bytes)
    return placement
  }

  /// Fills `bytes` with several parts of a frame, each at its place, and what is left with the pad.
  /// - Parameter parts: whole pixels inside the frame, at places inside the input.
  public func draw(
    _ frame: Frame, _ parts: [PicturePlacement], into bytes: UnsafeMutableBufferPointer<UInt8>
  ) throws {
    guard bytes.count >= input.byteCount, let base = bytes.baseAddress else {
      throw MediaError(
        "fill", "a model's input", cause: "it holds \(bytes.count) bytes, not \(input.byteCount)")
    }
    let picture = try readable(frame)
    let filled = parts.reduce(0) { $0 + $1.width * $1.height }
    if filled < input.width * input.height { base.update(repeating: input.pad, count: input.byteCount) }
    let kind = PixelKind(picture.pixelFormat) ?? .gray
    let matrix = ColorMatrix(picture.color)
    for placement in parts {
      guard placement.region.width >= 1, placement.region.height >= 1 else {
        throw MediaError("look at", "a frame", cause: "its size \(frame.width)x\(frame.height) is empty")
      }
      prepare(placement, pictureWidth: picture.width)
      upper.row = nil
      lower.row = nil
      for row in 0..<placement.height {
        read(row, of: picture, kind: kind, matrix: matrix)
        write(row, placement, to: base)
      }
    }
  }

  /// The part of a frame that a region stands for: whole pixels inside the frame.
  static func whole(_ region: Box?, width: Int, height: Int) -> Box {
    guard let region else { return Box(x: 0, y: 0, width: Float(width), height: Float(height)) }
    let left = max(0, region.x.rounded(.down))
    let top = max(0, region.y.rounded(.down))
    let right = min(Float(width), region.maxX.rounded(.up))
    let bottom = min(Float(height), region.maxY.rounded(.up))
    return Box(x: left, y: top, width: max(0, right - left), height: max(0, bottom - top))
  }

  /// The picture in a format that is read here: itself, or a conversion of it.
  func readable(_ frame: Frame) throws -> Frame {
    if PixelKind(frame.pixelFormat) != nil { return frame }
    guard let format = PixelFormat(name: frame.pixelFormat.isRGB ? "rgb24" : "yuv444p") else { return frame }
    let converter = self.converter ?? PictureConverter(to: format)
    self.converter = converter
    return try converter.convert(frame)
  }

  private func prepare(_ placement: PicturePlacement, pictureWidth: Int) {
    guard placement != self.placement || pictureWidth != self.pictureWidth else { return }
    self.placement = placement
    self.pictureWidth = pictureWidth
    let (left, top) = (Int(placement.region.x), Int(placement.region.y))
    columns = AxisTaps(
      from: Int(placement.region.width), to: placement.width, origin: left, isVertical: false)
    rows = AxisTaps(from: Int(placement.region.height), to: placement.height, origin: top, isVertical: true)
    work = RowWork(count: placement.width)
    upper = PictureRow(count: placement.width)
    lower = PictureRow(count: placement.width)
  }

  /// Makes `upper` and `lower` the rows around a row of the input; what is there from the row before stays.
  private func read(_ row: Int, of picture: Frame, kind: PixelKind, matrix: ColorMatrix) {
    let (first, second) = (Int(rows.first[row]), Int(rows.second[row]))
    if upper.row != first, lower.row == first { swap(&upper, &lower) }
    if upper.row != first {
      upper.read(first, of: picture, kind: kind, columns: columns, matrix: matrix, work: work)
    }
    if lower.row != second {
      lower.read(second, of: picture, kind: kind, columns: columns, matrix: matrix, work: work)
    }
  }

  /// Blends the two rows and puts the channels where the model wants them.
  private func write(_ row: Int, _ placement: PicturePlacement, to base: UnsafeMutablePointer<UInt8>) {
    let start = (placement.top + row) * input.width + placement.left
    let plane = input.width * input.height
    let weights = (rows.firstWeights[row], rows.secondWeights[row])
    let count = placement.width
    upper.values.withUnsafeBufferPointer { above in
      lower.values.withUnsafeBufferPointer { below in
        guard let above = above.baseAddress, let below = below.baseAddress else { return }
        for channel in 0..<3 {
          let place = input.channels == .rgb ? channel : 2 - channel
          let (above, below) = (above + channel * count, below + channel * count)
          if input.layout == .nchw {
            vp_blend_rows(above, below, weights.0, weights.1, count, base + place * plane + start)
          } else {
            vp_blend_rows_interleaved(above, below, weights.0, weights.1, count, base + start * 3 + place)
          }
        }
      }
    }
  }
}
