import Glibc

/// How near a plane comes to the same plane of a reference.
public struct PlaneComparison: Sendable, Equatable {
  /// Samples in a row.
  public var width: Int
  /// Rows.
  public var height: Int
  /// Sum of the squared differences of all samples, in code values.
  public var squaredError: UInt64
  /// Structural similarity, up to 1; nil where it was not asked for, or where the plane is smaller than 8x8.
  public var ssim: Double?

  /// Describes a comparison.
  public init(width: Int, height: Int, squaredError: UInt64, ssim: Double? = nil) {
    self.width = width
    self.height = height
    self.squaredError = squaredError
    self.ssim = ssim
  }

  /// Mean of the squared differences; 0 for an empty plane.
  public var meanSquaredError: Double {
    let samples = width * height
    return samples > 0 ? Double(squaredError) / Double(samples) : 0
  }
}

/// How near a picture comes to a reference.
public struct PictureComparison: Sendable, Equatable {
  /// Bits of a sample.
  public var depth: Int
  /// Luma first, then both chroma planes where there are any.
  public var planes: [PlaneComparison]
  /// Multi-scale structural similarity of luma, up to 1; nil where it was not asked for, or where the picture is
  /// smaller than 176 samples either way.
  public var msSSIM: Double?

  /// Describes a comparison.
  public init(depth: Int, planes: [PlaneComparison], msSSIM: Double? = nil) {
    self.depth = depth
    self.planes = planes
    self.msSSIM = msSSIM
  }

  /// The mean squared error over all planes, weighted by their sizes.
  public var meanSquaredError: Double { weighted { $0.meanSquaredError } ?? 0 }

  /// The structural similarity over all planes that have one, weighted by their sizes.
  public var ssim: Double? { weighted { $0.ssim } }

  private func weighted(_ value: (PlaneComparison) -> Double?) -> Double? {
    var (sum, samples) = (0.0, 0.0)
    for plane in planes {
      guard let value = value(plane) else { continue }
      let size = Double(plane.width * plane.height)
      sum += size * value
      samples += size
    }
    return samples > 0 ? sum / samples : nil
  }

  /// The peak signal-to-noise ratio in dB of the planes' mean squared errors, as libavfilter's filter `psnr` has it.
  ///
  /// Equal pictures, which have none, count as if half a code value squared were wrong in all of them: with libvmaf's
  /// `min_sse` of 0.5, as AOM's common test conditions ask for. It is more than any picture that is not equal reaches:
  /// 110.8 dB for the luma of 1280x720 in 8 bits.
  /// - Parameters:
  ///   - error: mean of the squared differences, in code values.
  ///   - depth: bits of a sample; the peak is the highest code.
  ///   - samples: how many samples that is the mean of.
  public static func psnr(meanSquaredError error: Double, depth: Int, samples: Int) -> Double {
    let peak = Double((1 << depth) - 1)
    let least = 0.5 / Double(max(1, samples))
    return 10 * log10(peak * peak / max(error, least))
  }

  /// Samples of all planes.
  public var samples: Int { planes.reduce(0) { $0 + $1.width * $1.height } }
}
