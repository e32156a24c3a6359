import CPictureKernels
import Media

/// Compares pictures with a reference, plane by plane. One thread uses it at a time.
///
/// Squared errors and the structural similarity are those of libavfilter's filters `psnr` and `ssim`: for the
/// similarity (Wang et al., "Image quality assessment: from error visibility to structural similarity", 2004),
/// blocks of 8x8, four samples apart, stand for the Gaussian window. Samples at the right and at the bottom that
/// fill no block of 4x4 count for the error alone.
public final class PictureComparer {
  /// What is measured.
  public struct Metrics: OptionSet, Sendable {
    /// The bits.
    public let rawValue: Int
    /// Takes bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Structural similarity; without it the squared error alone.
    public static let ssim = Metrics(rawValue: 1)
    /// Multi-scale structural similarity of luma, which takes a hundred times as long.
    public static let msSSIM = Metrics(rawValue: 2)
  }

  private let metrics: Metrics
  private var scratch: [Int64] = []
  private var scales = MultiScaleSimilarity()

  /// Makes one.
  public init(_ metrics: Metrics = .ssim) { self.metrics = metrics }

  /// Compares two planar YUV or grey pictures of 8 bits, or of 9 to 16 in samples of 16 bits, little endian.
  /// - Throws: MediaError where their sizes or formats differ, or where their format is another one.
  public func compare(_ picture: Frame, with reference: Frame) throws(MediaError) -> PictureComparison {
    let format = reference.pixelFormat.withoutRange
    guard picture.width == reference.width, picture.height == reference.height,
      picture.pixelFormat.withoutRange == format
    else {
      throw MediaError(
        "compare", "pictures",
        cause: "one is \(picture.width)x\(picture.height) \(picture.pixelFormat.name), the other "
          + "\(reference.width)x\(reference.height) \(reference.pixelFormat.name)")
    }
    guard PlanarPictures.isPlanar(format) else {
      throw MediaError("compare", "pictures", cause: "\(format.name) is not planar YUV or grey")
    }
    let depth = format.bitDepth
    var planes: [PlaneComparison] = []
    for plane in 0..<3 {
      let shift = plane == 0 ? 0 : format.chromaShift.x
      let width = -(-picture.width >> shift)
      let compared = picture.withPlane(plane) { first in
        reference.withPlane(plane) { second in
          compare(
            vp_plane_pair(
              first: first.base, second: second.base, first_stride: first.stride,
              second_stride: second.stride,
              width: width, height: first.rows), depth: depth)
        }
      }
      if let compared = compared ?? nil { planes.append(compared) }
    }
    let msSSIM = metrics.contains(.msSSIM) ? scales.similarity(of: picture, to: reference) : nil
    return PictureComparison(depth: depth, planes: planes, msSSIM: msSSIM)
  }

  private func compare(_ planes: vp_plane_pair, depth: Int) -> PlaneComparison {
    var comparison = PlaneComparison(width: planes.width, height: planes.height, squaredError: 0)
    guard metrics.contains(.ssim) else {
      comparison.squaredError = depth > 8 ? vp_squared_error_16(planes) : vp_squared_error_8(planes)
      return comparison
    }
    let room = 8 * (planes.width / 4 + 8)
    if scratch.count < room { scratch = [Int64](repeating: 0, count: room) }
    let difference = scratch.withUnsafeMutableBytes { bytes in
      depth > 8
        ? vp_compare_16(planes, Int32(depth), bytes.assumingMemoryBound(to: Int64.self).baseAddress)
        : vp_compare_8(planes, bytes.assumingMemoryBound(to: Int32.self).baseAddress)
    }
    comparison.squaredError = difference.squared_error
    if difference.blocks > 0 { comparison.ssim = difference.ssim_sum / Double(difference.blocks) }
    return comparison
  }
}
