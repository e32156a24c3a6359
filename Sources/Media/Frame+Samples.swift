import CFFmpeg

/// Where one component of a pixel format lies: Y, U, V, alpha, or red, green, blue, alpha.
public struct SampleLayout: Sendable, Equatable {
  /// The plane that holds it.
  public let plane: Int
  /// Samples from the start of a row to the first one of this component.
  public let offset: Int
  /// Samples from one of this component to the next.
  public let step: Int
  /// Bits by which the value is shifted up within its sample.
  public let shift: Int
  /// Bits of the value.
  public let depth: Int
  /// Whether samples are of 16 bits (little endian), not of 8.
  public let isWide: Bool
  /// Base-2 logarithms of the subsampling, horizontally and vertically.
  public let subsampling: (x: Int, y: Int)

  /// Compares all fields.
  public static func == (a: SampleLayout, b: SampleLayout) -> Bool {
    a.plane == b.plane && a.offset == b.offset && a.step == b.step && a.shift == b.shift && a.depth == b.depth
      && a.isWide == b.isWide && a.subsampling == b.subsampling
  }
}

extension PixelFormat {
  /// Whether one component is alpha; it is the last.
  public var hasAlpha: Bool { flags & UInt64(AV_PIX_FMT_FLAG_ALPHA) != 0 }

  private var flags: UInt64 { av_pix_fmt_desc_get(raw)?.pointee.flags ?? 0 }

  /// The components in order (Y, U, V or R, G, B, then alpha), where each sample fills 8 bits, or lies in 16
  /// bits of its own; nil for formats that are packed in other ways.
  public var components: [SampleLayout]? {
    let others =
      AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL
      | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT
    guard let descriptor = av_pix_fmt_desc_get(raw), flags & UInt64(others) == 0 else { return nil }
    guard !name.hasPrefix("xyz") else { return nil }
    let all = [
      descriptor.pointee.comp.0, descriptor.pointee.comp.1, descriptor.pointee.comp.2,
      descriptor.pointee.comp.3,
    ]
    var layouts: [SampleLayout] = []
    for (index, comp) in all.prefix(Int(descriptor.pointee.nb_components)).enumerated() {
      let isWide = comp.depth > 8
      let size = isWide ? 2 : 1
      let (step, offset) = (Int(comp.step), Int(comp.offset))
      guard comp.depth >= 8, step % size == 0, offset % size == 0,
        Int(comp.depth) + Int(comp.shift) <= 8 * size
      else { return nil }
      let isChroma = !isRGB && (index == 1 || index == 2) && descriptor.pointee.nb_components > 2
      layouts.append(
        SampleLayout(
          plane: Int(comp.plane), offset: offset / size, step: step / size, shift: Int(comp.shift),
          depth: Int(comp.depth), isWide: isWide,
          subsampling: isChroma ? chromaShift : (0, 0)))
    }
    return layouts.isEmpty ? nil : layouts
  }
}

extension Frame {
  /// Lends rows of a plane of 8-bit samples for writing, each without its padding, as (row, samples).
  public func forEachRow(
    _ rows: Range<Int>, plane: Int, _ body: (Int, inout MutableSpan<UInt8>) -> Void
  ) {
    let count = rowBytes(plane)
    withPlane(plane) { bytes in
      for row in rows.clamped(to: 0..<bytes.rows) {
        var samples = UnsafeMutableBufferPointer(start: bytes.base + row * bytes.stride, count: count)
          .mutableSpan
        body(row, &samples)
      }
    }
  }

  /// Lends rows of a plane of 16-bit samples for writing, each without its padding, as (row, samples).
  public func forEachWideRow(
    _ rows: Range<Int>, plane: Int, _ body: (Int, inout MutableSpan<UInt16>) -> Void
  ) {
    let count = rowBytes(plane) / 2
    withPlane(plane) { bytes in
      for row in rows.clamped(to: 0..<bytes.rows) {
        (bytes.base + row * bytes.stride).withMemoryRebound(to: UInt16.self, capacity: count) { base in
          var samples = UnsafeMutableBufferPointer(start: base, count: count).mutableSpan
          body(row, &samples)
        }
      }
    }
  }

  /// Bytes of a row of a plane that hold pixels; 0 where there is no such plane.
  private func rowBytes(_ plane: Int) -> Int {
    max(0, Int(av_image_get_linesize(pixelFormat.raw, Int32(width), Int32(plane))))
  }
}
