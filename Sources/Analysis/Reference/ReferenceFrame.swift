import Records
import Vision

/// A frame of the clip with what its comparison gave.
public struct ReferenceFrame: Sendable, Equatable {
  /// Index in the clip, from 0.
  public var index: Int
  /// Presentation timestamp in the clip's time base.
  public var pts: Int64
  /// The same moment in seconds.
  public var time: Double
  /// Index of its partner in the reference; nil where it has none.
  public var partner: Int?
  /// What was measured, by name: psnr, psnr_u, psnr_v and psnr_average in dB, ssim, ssim_u, ssim_v and ssim_average,
  /// ms_ssim, vmaf. psnr and ssim are luma's. Empty where the frame has no partner.
  public var metrics: OrderedValues<Double> = [:]
}

/// What a comparison with a reference came to.
public struct ReferenceResult: Sendable {
  /// The section of the summary.
  public var summary = ReferenceSummary()
  /// What was found about the frames' times and places.
  public var findings: [FindingRecord] = []
  /// How the clip ended.
  public var end = EndRecord(status: .complete, frames: 0, dropped: 0, errors: 0)
  /// How the reference ended.
  public var referenceEnd = EndRecord(status: .complete, frames: 0, dropped: 0, errors: 0)
  /// What was damaged in both.
  public var problems: [ProblemRecord] = []
}

/// The values of all frames, and what they come to.
struct ReferenceBook {
  private var pools: [ReferenceMetric: MetricPool] = [:]
  private var averages: [ReferenceMetric: MetricPool] = [:]
  private var errors = (luma: 0.0, all: 0.0)
  private var depth = 8
  private var samples = (luma: 1, all: 1)
  private var frames = 0
  private let metrics: Set<ReferenceMetric>

  init(_ metrics: Set<ReferenceMetric>) { self.metrics = metrics }

  /// Adds a frame's comparison.
  /// - Returns: the frame's values by name.
  mutating func add(_ comparison: PictureComparison) -> OrderedValues<Double> {
    var values: OrderedValues<Double> = [:]
    frames += 1
    depth = comparison.depth
    let names = ["", "_u", "_v"]
    if metrics.contains(.psnr), let luma = comparison.planes.first {
      func decibels(_ error: Double, _ samples: Int) -> Double {
        PictureComparison.psnr(meanSquaredError: error, depth: comparison.depth, samples: samples)
      }
      samples = (luma.width * luma.height, comparison.samples)
      for (name, plane) in zip(names, comparison.planes) {
        let value = decibels(plane.meanSquaredError, plane.width * plane.height)
        values["psnr" + name] = MetricPool.rounded(value)
      }
      let average = decibels(comparison.meanSquaredError, samples.all)
      values["psnr_average"] = MetricPool.rounded(average)
      errors.luma += luma.meanSquaredError
      errors.all += comparison.meanSquaredError
      pools[.psnr, default: MetricPool()].add(decibels(luma.meanSquaredError, samples.luma))
      averages[.psnr, default: MetricPool()].add(average)
    }
    if metrics.contains(.ssim) {
      for (name, plane) in zip(names, comparison.planes) {
        values["ssim" + name] = plane.ssim.map(MetricPool.rounded)
      }
      values["ssim_average"] = comparison.ssim.map(MetricPool.rounded)
      if let luma = comparison.planes.first?.ssim { pools[.ssim, default: MetricPool()].add(luma) }
      if let all = comparison.ssim { averages[.ssim, default: MetricPool()].add(all) }
    }
    if metrics.contains(.msSSIM), let value = comparison.msSSIM {
      values["ms_ssim"] = MetricPool.rounded(value)
      pools[.msSSIM, default: MetricPool()].add(value)
    }
    return values
  }

  /// Adds a frame's VMAF.
  mutating func add(vmaf value: Double) { pools[.vmaf, default: MetricPool()].add(value) }

  /// Fills what was measured into the summary.
  func fill(_ summary: inout ReferenceSummary) {
    summary.frames = frames
    func global(_ sum: Double, _ samples: Int) -> Double {
      PictureComparison.psnr(meanSquaredError: sum / Double(max(1, frames)), depth: depth, samples: samples)
    }
    summary.psnr = pools[.psnr]?.summary(global: global(errors.luma, samples.luma))
    summary.psnrAverage = averages[.psnr]?.summary(global: global(errors.all, samples.all))
    summary.ssim = pools[.ssim]?.summary()
    summary.ssimAverage = averages[.ssim]?.summary()
    summary.msSSIM = pools[.msSSIM]?.summary()
    summary.vmaf = pools[.vmaf]?.summary()
  }
}
