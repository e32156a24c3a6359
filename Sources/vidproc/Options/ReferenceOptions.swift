import Analysis
import ArgumentParser
import Glibc
import Records

/// Options for a comparison with a reference.
struct ReferenceOptionsGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compare the pictures with these: PSNR, SSIM, and VMAF where a libvmaf is found.", valueName: "source"))
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "Metrics, as a list with commas: psnr, ssim, ms_ssim, vmaf (default: all that can be had).",
      valueName: "names"))
  var metrics: MetricList?

  @Option(
    name: .customLong("vmaf-model"),
    help: ArgumentHelp("VMAF's model by its name, such as vmaf_v0.6.1 or vmaf_4k_v0.6.1.", valueName: "name"))
  var vmafModel: String?

  @Option(
    name: .customLong("vmaf-ffmpeg"),
    help: ArgumentHelp(
      "An ffmpeg with libvmaf, where this libavfilter has none (also: VIDPROC_VMAF_FFMPEG).",
      valueName: "path"))
  var vmafFFmpeg: String?

  @Option(
    name: .customLong("reference-offset"),
    help: ArgumentHelp(
      "Frames by which the input comes later than the reference (default: found by itself).",
      valueName: "frames"))
  var offset: Int?

  func validate() throws {
    if reference == nil, metrics != nil || vmafModel != nil || vmafFFmpeg != nil || offset != nil {
      throw ValidationError(
        "--metrics, --vmaf-model, --vmaf-ffmpeg and --reference-offset go with --reference.")
    }
  }
}

extension MetricList: ExpressibleByArgument {
  /// Reads the list as it stands on the command line; nil where it names none or what is none.
  init?(argument: String) { self.init(argument) }
}
