import CPictureKernels
import Glibc
import Media

/// The multi-scale structural similarity of luma (Wang, Simoncelli and Bovik, "Multi-scale structural similarity for
/// image quality assessment", 2003), as libvmaf's feature `float_ms_ssim` computes it.
///
/// At each of five scales luminance, contrast and structure are compared under a Gaussian window of 11x11 (sigma 1.5),
/// the means over the picture are raised to the paper's exponents and multiplied; luminance counts at the smallest
/// scale alone. A 9-tap low-pass leads from one scale to the next. Samples of more than 8 bits are scaled to 8, with
/// fractions.
struct MultiScaleSimilarity {
  /// The least width and height: the window must fit at the smallest scale.
  static let least = 176

  private static let exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
  private var first: [[Float]] = []
  private var second: [[Float]] = []
  private var scratch: [Float] = []

  /// Compares two planar pictures of the same size and format; nil where they are too small.
  mutating func similarity(of picture: Frame, to reference: Frame) -> Double? {
    var (width, height) = (picture.width, picture.height)
    guard min(width, height) >= Self.least else { return nil }
    prepare(width: width, height: height)
    Self.take(picture, into: &first[0])
    Self.take(reference, into: &second[0])
    var product = 1.0
    for (scale, exponent) in Self.exponents.enumerated() {
      let parts = vp_windowed_similarity(first[scale], second[scale], width, height, &scratch)
      if scale + 1 == Self.exponents.count { product *= pow(max(0, parts.luminance), exponent) }
      product *= pow(max(0, parts.contrast), exponent) * pow(max(0, parts.structure), exponent)
      guard scale + 1 < Self.exponents.count else { break }
      vp_halve(first[scale], width, height, &first[scale + 1], &scratch)
      vp_halve(second[scale], width, height, &second[scale + 1], &scratch)
      (width, height) = ((width + 1) / 2, (height + 1) / 2)
    }
    return product
  }

  private mutating func prepare(width: Int, height: Int) {
    guard scratch.count != 60 * width || first.first?.count != width * height else { return }
    var sizes: [Int] = []
    var (across, down) = (width, height)
    for _ in Self.exponents {
      sizes.append(across * down)
      (across, down) = ((across + 1) / 2, (down + 1) / 2)
    }
    first = sizes.map { [Float](repeating: 0, count: $0) }
    second = first
    scratch = [Float](repeating: 0, count: 60 * width)
  }

  private static func take(_ frame: Frame, into samples: inout [Float]) {
    _ = frame.withPlane(0) { plane in
      vp_take_plane(
        plane.base, plane.stride, frame.width, plane.rows, Int32(frame.pixelFormat.bitDepth), &samples)
    }
  }
}
