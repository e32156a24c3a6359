import Quality
import Records

/// The quality that a ladder is asked for in place of rates.
public struct QualityGoal: Sendable, Codable, Hashable {
  /// Mean quality of the best rendition's frames, 0 to 100, on the scale of VMAF.
  public var target: Double
  /// Whether it is measured by libvmaf, or estimated from features of our own.
  public var isEstimated: Bool
  /// VMAF's model; nil for the one that suits the height.
  public var model: String?
  /// An ffmpeg with libvmaf, where one was named; no part of what decides the output.
  public var program: String?

  enum CodingKeys: String, CodingKey {
    case target
    case isEstimated = "is_estimated"
    case model
  }

  /// Asks for a quality, by libvmaf where it can be had.
  public init(_ target: Double, options: VMAFOptions) {
    self.target = target
    isEstimated = !VMAF.isAvailable(options)
    (model, program) = (options.model, options.program)
  }

  /// What measures it.
  var engine: QualityMeter.Engine {
    if isEstimated { return .estimate }
    var options = VMAFOptions()
    (options.model, options.program) = (model, program)
    return .vmaf(options)
  }

  /// Two goals are one when they ask for the same.
  public static func == (left: QualityGoal, right: QualityGoal) -> Bool {
    (left.target, left.isEstimated, left.model) == (right.target, right.isEstimated, right.model)
  }

  /// By what decides equality.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(target)
    hasher.combine(isEstimated)
    hasher.combine(model)
  }
}

/// The renditions that were chosen for a title's quality, and why.
struct QualityChoice: Sendable, Codable {
  var renditions: [VideoRendition]
  var ladder: QualityLadder
  /// The scale of the expected qualities, such as vmaf_v0.6.1.
  var scale: String
  var isEstimate: Bool
  /// Pictures that were measured, over all sizes.
  var measured: Int

  /// The renditions as records.
  var records: [RenditionRecord] {
    zip(renditions, ladder.rungs).map { rendition, rung in
      var record = RenditionRecord()
      record.rendition = rendition.name
      record.path = "\(rendition.name)/playlist.m3u8"
      (record.width, record.height) = (rendition.width, rendition.height)
      record.plannedBitRate = Int64(rendition.bitrate)
      record.expectedQuality = (rung.quality * 100).rounded() / 100
      record.qualityScale = scale
      record.isEstimate = isEstimate ? true : nil
      record.reason = rung.reason
      return record
    }
  }
}

extension TranscodePlan {
  /// The plan with the renditions that were chosen in place of the fixed ones; copied ones stay.
  func following(_ choice: QualityChoice) -> TranscodePlan {
    var plan = self
    let fixed = Set(encodedRenditions.map(\.name))
    plan.renditions = renditions.filter { !fixed.contains($0.name) } + choice.renditions
    plan.renditions.sort { ($0.width * $0.height, $0.bitrate) > ($1.width * $1.height, $1.bitrate) }
    return plan
  }
}
