import Media
import Records

/// Decides which renditions the source's own video stream is good for.
struct CopyPlanner {
  let plan: TranscodePlan
  let stream: StreamRecord
  /// Whether only a part of the source is wanted.
  let isWindow: Bool

  /// The renditions to copy, and for each of the others why it is encoded.
  /// - Parameter demuxer: the source; its packets are read once where the headers leave a chance.
  func decide(_ demuxer: Demuxer) throws -> (copied: [CopiedStream], refused: [String: String]) {
    var refused: [String: String] = [:]
    guard let info = CopyPlanner.videoStream(of: demuxer) else { return ([], [:]) }
    var candidates: [VideoRendition] = []
    for rendition in plan.renditions {
      if let reason = headerObstacle(info) ?? mismatch(info, rendition) {
        refused[rendition.name] = reason
      } else {
        candidates.append(rendition)
      }
    }
    guard !candidates.isEmpty, let codec = VideoCodec(rawValue: info.parameters.codecName),
      let units = AccessUnits(codec, configuration: info.parameters.extradata)
    else { return ([], refused) }
    var scan = try CopyScan(plan, units: units, clock: CopyClock(plan, stream: stream))
    try scan.read(demuxer, stream: info.index)
    var copied: [CopiedStream] = []
    for rendition in candidates {
      if let reason = scan.obstacle ?? rateObstacle(scan.sizes, rendition) {
        refused[rendition.name] = reason
      } else if copied.isEmpty {
        copied.append(
          CopiedStream(
            rendition: rendition.name, stream: info.index, bitrate: scan.sizes.average,
            peak: scan.sizes.peak()))
      } else {
        refused[rendition.name] = "the source is copied for \(copied[0].rendition) already"
      }
    }
    return (copied, refused)
  }

  /// The video stream that decoding takes.
  static func videoStream(of demuxer: Demuxer) -> StreamInfo? {
    let streams = demuxer.streams.filter { $0.kind == .video }
    return streams.first(where: \.isDefault) ?? streams.first
  }

  /// What the headers say against any copy.
  private func headerObstacle(_ info: StreamInfo) -> String? {
    if isWindow { return "only a part of the source is wanted" }
    if !plan.preparation.isEmpty { return "the pictures are changed (\(plan.preparation))" }
    if let order = stream.fieldOrder, order != .progressive { return "the source is interlaced" }
    if !info.orientation.filters.isEmpty { return "the pictures have to be turned" }
    if let aspect = stream.sampleAspect, aspect != Rational(1) { return "its pixels are not square" }
    if stream.timestamps == .frameRate { return "it has no timestamps" }
    let parameters = info.parameters
    guard parameters.pixelFormat.name == "yuv420p" else {
      return "its pixels are \(parameters.pixelFormat.name), not 8-bit 4:2:0 in limited range"
    }
    let profile = parameters.profile ?? "unknown"
    switch parameters.codecName {
    case "h264" where !["Constrained Baseline", "Main", "High"].contains(profile):
      return "players need not take H.264 of profile \(profile)"
    case "hevc" where profile != "Main": return "players need not take HEVC of profile \(profile)"
    default: break
    }
    guard parameters.extradata.first == 1 || !["h264", "hevc"].contains(parameters.codecName) else {
      return "its parameter sets stand in the stream (MPEG-TS and the like)"
    }
    return nil
  }

  private func mismatch(_ info: StreamInfo, _ rendition: VideoRendition) -> String? {
    let parameters = info.parameters
    guard parameters.codecName == rendition.codec.rawValue, rendition.codec != .av1 else {
      return "the source is \(parameters.codecName), the rung \(rendition.codec.rawValue)"
    }
    guard parameters.width == rendition.width, parameters.height == rendition.height else {
      return "the source is \(parameters.width)x\(parameters.height), the rung"
        + " \(rendition.width)x\(rendition.height)"
    }
    return nil
  }

  private func rateObstacle(_ sizes: SegmentSizes, _ rendition: VideoRendition) -> String? {
    func kilobits(_ rate: Int) -> String { "\((rate + 500) / 1000)k" }
    guard sizes.average <= rendition.bitrate else {
      return "its \(kilobits(sizes.average)) are above the rung's \(kilobits(rendition.bitrate))"
    }
    guard sizes.peak() <= rendition.maxrate else {
      return "its peak of \(kilobits(sizes.peak())) is above the rung's \(kilobits(rendition.maxrate))"
    }
    return nil
  }
}
