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
