import Records

/// The values of all plots over one list of moments.
struct ReportPlots {
  /// One line of a plot.
  struct Series {
    /// Name of the metric.
    let metric: String
    /// What people call it.
    let label: String
    /// A value for each moment.
    let values: [Double?]
  }

  /// Lines that share an axis.
  struct Panel {
    /// What the plot shows.
    let title: String
    /// What its values count in.
    let unit: SummaryUnit
    /// Its lines.
    let series: [Series]
    /// The least and the greatest value of the axis.
    let range: ClosedRange<Double>
  }

  /// Seconds.
  let times: [Double]
  /// The plots, the most telling first.
  let panels: [Panel]

  private struct Plan {
    let title: String
    let unit: SummaryUnit
    let metrics: [(name: String, label: String)]
    var limits: (low: Double?, high: Double?) = (0, nil)
  }

  private static let plans: [Plan] = [
    Plan(title: "Bit rate", unit: .bitRate, metrics: [("bitrate", "bit rate")]),
    Plan(
      title: "Loudness", unit: .lufs,
      metrics: [("loudness_momentary", "momentary, highest"), ("loudness_short_term", "short-term")],
      limits: (-60, 0)),
    Plan(
      title: "Audio level", unit: .dBFS, metrics: [("audio_peak", "peak"), ("audio_rms", "mean")],
      limits: (-60, 0)),
    Plan(title: "VMAF", unit: .points, metrics: [("vmaf", "VMAF")], limits: (nil, 100)),
    Plan(
      title: "PSNR", unit: .decibels, metrics: [("psnr", "luma"), ("psnr_average", "all planes")],
      limits: (nil, nil)),
    Plan(
      title: "SSIM", unit: .none,
      metrics: [("ssim", "SSIM"), ("ssim_average", "all planes"), ("ms_ssim", "MS-SSIM")],
      limits: (nil, 1)),
    Plan(title: "Quality", unit: .points, metrics: [("quality", "quality")], limits: (0, 100)),
    Plan(
      title: "Faults of coding", unit: .points, metrics: [("blockiness", "blocks"), ("banding", "banding")],
      limits: (0, 100)),
    Plan(title: "Sharpness", unit: .points, metrics: [("sharpness", "sharpness")], limits: (0, 100)),
    Plan(title: "Noise", unit: .none, metrics: [("noise", "noise, 8-bit levels")]),
    Plan(title: "Motion", unit: .none, metrics: [("motion", "motion, 8-bit levels")]),
    Plan(
      title: "Brightness", unit: .none,
      metrics: [("brightness", "brightness"), ("contrast", "contrast"), ("saturation", "saturation")],
      limits: (0, 1)),
    Plan(
      title: "Clipped pixels", unit: .share,
      metrics: [("clipped_black", "black"), ("clipped_white", "white")]),
    Plan(
      title: "Detail and change (P.910)", unit: .none,
      metrics: [("si", "SI, spatial"), ("ti", "TI, temporal")]),
  ]

  /// Thins the intervals and sorts their metrics into plots; a metric that has no place gets a plot of its
  /// own.
  init(_ intervals: [IntervalRecord], mostPoints: Int) {
    let intervals = intervals.filter { $0.start.isFinite && $0.end.isFinite }
    let names = intervals.flatMap(\.metrics.keys).uniqued
    let bucket = max(
      1, intervals.count <= mostPoints ? 1 : (2 * intervals.count + mostPoints - 1) / mostPoints)
    let starts = Array(stride(from: 0, to: intervals.count, by: bucket))
    var times: [Double] = []
    for start in starts {
      let part = intervals[start..<min(start + bucket, intervals.count)]
      guard let first = part.first, let last = part.last else { continue }
      let length = last.end - first.start
      times +=
        bucket == 1 ? [first.start + length / 2] : [first.start + length / 4, first.start + length * 3 / 4]
    }
    self.times = times
    func values(_ name: String) -> [Double?] {
      starts.flatMap { start -> [Double?] in
        let part = intervals[start..<min(start + bucket, intervals.count)].map { interval in
          interval.metrics[name].flatMap { $0.isFinite ? $0 : nil }
        }
        guard bucket > 1 else { return [part[0]] }
        let known = part.compactMap { $0 }
        guard let least = known.min(), let most = known.max() else { return [nil, nil] }
        // In the order in which they came.
        let rises = (known.firstIndex(of: least) ?? 0) <= (known.firstIndex(of: most) ?? 0)
        return rises ? [least, most] : [most, least]
      }
    }
    var placed: Set<String> = []
    var panels: [Panel] = []
    let known = Set(names)
    for plan in ReportPlots.plans {
      let present = plan.metrics.filter { known.contains($0.name) }
      guard !present.isEmpty else { continue }
      placed.formUnion(present.map(\.name))
      let series = present.map { Series(metric: $0.name, label: $0.label, values: values($0.name)) }
      panels.append(
        Panel(
          title: plan.title, unit: plan.unit, series: series, range: ReportPlots.range(series, plan.limits)))
    }
    for name in names where !placed.contains(name) {
      let label = name.split(separator: "_").joined(separator: " ")
      let series = [Series(metric: name, label: label, values: values(name))]
      panels.append(
        Panel(
          title: label.prefix(1).uppercased() + label.dropFirst(), unit: .none, series: series,
          range: ReportPlots.range(series, (nil, nil))))
    }
    self.panels = panels
  }

  /// The axis: round numbers around all values, within the limits of what the value can be.
  private static func range(
    _ series: [Series], _ limits: (low: Double?, high: Double?)
  ) -> ClosedRange<Double> {
    let values = series.flatMap { $0.values.compactMap { $0 } }
    var low = limits.low ?? values.min() ?? 0
    var high = limits.high ?? values.max() ?? 1
    if limits.low == nil, limits.high == nil, low > 0, low < high * 0.5 { low = 0 }
    if high <= low { high = low + max(1e-6, abs(low) * 0.1) + (low == 0 ? 1 : 0) }
    let step = roundStep((high - low) / 4)
    if limits.high == nil { high = (high / step).rounded(.up) * step }
    if limits.low == nil { low = (low / step).rounded(.down) * step }
    return low...max(high, low + 1e-9)
  }

  /// The least of 1, 2, 2.5 and 5 times a power of ten that is not below `value`.
  static func roundStep(_ value: Double) -> Double {
    guard value.isFinite, value > 0 else { return 1 }
    var power = 1.0
    while power > value { power /= 10 }
    while power * 10 <= value { power *= 10 }
    return ([1, 2, 2.5, 5, 10].first { $0 * power >= value * (1 - 1e-9) } ?? 10) * power
  }
}

extension SummaryUnit {
  /// What the script calls the unit.
  var scriptName: String {
    switch self {
    case .bitRate: "b/s"
    case .share: "%"
    case .none, .points: ""
    default: factors.first?.name ?? ""
    }
  }
}
