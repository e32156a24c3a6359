import Quality

/// What is measured against a reference, by the names of the command line.
public enum ReferenceMetric: String, Sendable, CaseIterable {
  /// Peak signal-to-noise ratio, as ffmpeg's filter `psnr`.
  case psnr
  /// Structural similarity, as ffmpeg's filter `ssim`.
  case ssim
  /// Multi-scale structural similarity, as libvmaf's `float_ms_ssim`.
  case msSSIM = "ms_ssim"
  /// VMAF, by libvmaf.
  case vmaf
}

/// How pictures are compared with a reference.
public struct ReferenceOptions: Sendable {
  /// What is measured.
  public var metrics: Set<ReferenceMetric> = [.psnr, .ssim]
  /// Frames by which the pictures come later than the reference's; nil to find out.
  public var offset: Int?
  /// Seconds by which the two may be apart at the beginning, where that is to be found out; 0 not to look.
  public var search = 3.0
  /// How VMAF is computed.
  public var vmaf = VMAFOptions()
  /// Threads that compare.
  public var threads = 2

  /// The peak signal-to-noise ratio and the structural similarity.
  public init() {}
}
