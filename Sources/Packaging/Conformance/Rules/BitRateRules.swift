/// What holds for bit rates.
enum BitRateRules {
  static let peak = ConformanceRule(
    "bitrate.peak", "RFC 8216bis 4.4.6.2",
    "BANDWIDTH is no less than the peak bit rate over windows of 0.5 to 1.5 target durations.")
  static let peakTolerance = ConformanceRule(
    "bitrate.peak-tolerance", "HLS Authoring 1.27", "The peak of VOD content is within 10% of BANDWIDTH.")
  static let average = ConformanceRule(
    "bitrate.average", "HLS Authoring 1.26",
    "The average of VOD content is within 10% of AVERAGE-BANDWIDTH.")
  static let liveAverage = ConformanceRule(
    "bitrate.live-average", "HLS Authoring 1.28",
    "Over an hour, the average of live content is less than 110% of AVERAGE-BANDWIDTH.")
  static let live = ConformanceRule(
    "bitrate.live-peak", "HLS Authoring 1.29", "The peak of live content is less than 125% of BANDWIDTH.")
  static let ratio = ConformanceRule(
    "bitrate.peak-ratio", "HLS Authoring 1.30", .info, "The peak of VOD content is at most twice the average."
  )

  static let all = [peak, peakTolerance, average, live, liveAverage, ratio]

  /// How long live content must be seen before its average says something, in seconds.
  private static let longPeriod = 3600.0

  /// Compares what a stream declares with what its renditions add up to, in bits a second.
  /// - Parameters:
  ///   - isLinear: whether it is live content, whose bit rates are estimates (RFC 8216bis section 4.4.6.2).
  ///   - seconds: how long the media is that was measured.
  static func check(
    _ attributes: LooseAttributes, peak measured: Int, average mean: Int, isLinear: Bool,
    seconds: Double, isIFrames: Bool = false, at place: FindingPlace, into findings: inout FindingList
  ) {
    guard measured > 0 else { return }
    if let declared = attributes.integer("BANDWIDTH") {
      func add(_ rule: ConformanceRule, _ what: String) {
        findings.add(
          rule, what, at: place, declared: SecondsText.bitRate(declared),
          measured: SecondsText.bitRate(measured))
      }
      if isLinear {
        if Double(measured) >= 1.25 * Double(declared) {
          add(live, "the peak is \(percent(measured, declared)) of BANDWIDTH")
        }
      } else if Double(measured) > Double(declared) * 1.001 + 8 {
        // Decimals of EXTINF round a rate by less than a thousandth.
        add(peak, "the peak is \(percent(measured, declared)) of BANDWIDTH")
      } else if Double(measured) < 0.9 * Double(declared) {
        add(peakTolerance, "the peak is \(percent(measured, declared)) of BANDWIDTH")
      }
    }
    if let declared = attributes.integer("AVERAGE-BANDWIDTH"),
      isLinear
        ? seconds >= longPeriod && Double(mean) >= 1.1 * Double(declared)
        : abs(Double(mean) - Double(declared)) > 0.1 * Double(declared)
    {
      findings.add(
        isLinear ? liveAverage : average, "the average is \(percent(mean, declared)) of AVERAGE-BANDWIDTH",
        at: place,
        declared: SecondsText.bitRate(declared), measured: SecondsText.bitRate(mean))
    }
    if !isLinear, measured > 2 * mean, mean > 0, !isIFrames {
      findings.add(
        ratio, "the peak is \(percent(measured, mean)) of the average", at: place,
        declared: SecondsText.bitRate(mean), measured: SecondsText.bitRate(measured))
    }
  }

  private static func percent(_ value: Int, _ of: Int) -> String {
    SecondsText.number(100 * Double(value) / Double(max(1, of)), 1) + "%"
  }
}
