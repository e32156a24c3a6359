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

/// How VMAF is computed.
public struct VMAFOptions: Sendable {
  /// Name of a model that libvmaf has, or the path of a model's .json; nil for `vmaf_v0.6.1`, and
  /// `vmaf_4k_v0.6.1` from 2160 lines on.
  public var model: String?
  /// Every how manyth frame is looked at.
  public var subsample = 1
  /// An ffmpeg that has the filter `libvmaf`; nil for the one that VIDPROC_VMAF_FFMPEG names. Only looked at where
  /// libavfilter itself has no such filter, or where it is set.
  public var program: String?
  /// Threads of libvmaf.
  public var threads = 2

  /// The default model, every frame.
  public init() {}

  /// The model for pictures of a height.
  public func modelName(height: Int) -> String {
    model ?? (height >= 2160 ? "vmaf_4k_v0.6.1" : "vmaf_v0.6.1")
  }
}
