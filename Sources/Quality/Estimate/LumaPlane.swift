import CPictureKernels
import Media

/// The luma of a picture in 8-bit levels with fractions, row by row without padding.
struct LumaPlane {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var samples: [Float] = []

  /// An empty plane.
  init() {}

  /// Takes the luma of a planar YUV or grey picture of 8 to 16 bits.
  init(_ frame: Frame) {
    width = frame.width
    height = frame.height
    let (width, depth) = (width, Int32(frame.pixelFormat.bitDepth))
    samples = [Float](unsafeUninitializedCapacity: width * height) { target, count in
      guard let start = target.baseAddress else { return }
      _ = frame.withPlane(0) { plane in
        vp_take_plane(plane.base, plane.stride, width, plane.rows, depth, start)
      }
      count = width * height
    }
  }

  /// Every how manyth row speaks for the others, where the mean over a picture is wanted: about `rows` are looked at.
  func step(forRows rows: Int) -> Int { max(1, height / max(1, rows)) }

  /// The change from another plane of the same size, both blurred.
  func change(from previous: LumaPlane) -> Double {
    guard previous.width == width, previous.height == height else { return 0 }
    var scratch = [Float](repeating: 0, count: 2 * (width + 16))
    return vp_blurred_change(samples, previous.samples, width, height, step(forRows: 270), &scratch)
  }
}
