import Media

/// What holds between what a variant declares and what its media is.
enum CodecRules {
  static let codecs = ConformanceRule(
    "codec.codecs", "RFC 8216bis 4.4.6.2",
    "CODECS names every codec of a variant and its renditions, as they are.")
  static let resolution = ConformanceRule(
    "codec.resolution", "RFC 8216bis 4.4.6.2", "RESOLUTION is the size of the pictures.")
  static let frameRate = ConformanceRule(
    "codec.frame-rate", "RFC 8216bis 4.4.6.2", "FRAME-RATE is the highest frame rate of the pictures.")
  static let range = ConformanceRule(
    "codec.video-range", "RFC 8216bis 4.4.6.2",
    "VIDEO-RANGE is that of the pictures, and is given unless all is SDR.")
  static let channels = ConformanceRule(
    "codec.channels", "RFC 8216bis 4.4.6.1", "CHANNELS is the number of channels of the audio.")
  static let container = ConformanceRule(
    "codec.container", "HLS Authoring 1.5", "HEVC and AV1 come in fragmented MP4.")
  static let format = ConformanceRule(
    "codec.format", "HLS Authoring 1.1", "Video is H.264, HEVC, Dolby Vision or AV1.")
  static let entry = ConformanceRule(
    "codec.sample-entry", "HLS Authoring 1.10", .warning,
    "Parameter sets stand in the sample description: avc1 and hvc1 rather than avc3 and hev1.")
  static let change = ConformanceRule(
    "codec.change", "HLS Authoring 8.13",
    "A change of codec, size or channels is marked with EXT-X-DISCONTINUITY.")
  static let interlaced = ConformanceRule(
    "codec.interlaced", "HLS Authoring 1.14", "Video is progressive.")
  static let fast = ConformanceRule(
    "codec.frame-rate-limit", "HLS Authoring 1.19", "Video has at most 60 frames a second.")
  static let aspect = ConformanceRule(
    "codec.aspect-ratio", "HLS Authoring 1.33", .warning, "All variants have the same aspect ratio.")

  static let all = [
    codecs, resolution, frameRate, range, channels, container, format, entry, change, interlaced, fast,
    aspect,
  ]

  /// The CODECS name of a stream; nil where it cannot be told.
  static func name(of track: SegmentTrack, sampleEntry: String?) -> String? {
    let extra = track.parameters.extradata
    switch track.codecName {
    case "h264":
      let entry = sampleEntry == "avc3" ? "avc3" : "avc1"
      return try? CodecString.h264(extra, sampleEntry: entry)
    case "hevc":
      let entry = sampleEntry == "hev1" ? "hev1" : "hvc1"
      return try? CodecString.hevc(extra, sampleEntry: entry)
    case "av1": return try? CodecString.av1(extra)
    case "vp9": return "vp09"
    case "aac":
      if !extra.isEmpty, let name = try? CodecString.aac(extra) { return name }
      return track.parameters.profileNumber.map { "mp4a.40.\($0 + 1)" }
    case "mp3": return CodecString.mp3
    case "ac3": return CodecString.ac3
    case "eac3": return CodecString.eac3
    case "opus": return CodecString.opus
    case "flac": return CodecString.flac
    default: return nil
    }
  }

  /// Whether a name in CODECS means a codec that was measured.
  static func matches(_ declared: String, _ measured: String) -> Bool {
    let (wanted, found) = (declared.lowercased(), measured.lowercased())
    if wanted == found { return true }
    if found == CodecString.mp3, ["mp4a.69", "mp4a.6b", "mp3"].contains(wanted) { return true }
    let (parts, others) = (wanted.split(separator: "."), found.split(separator: "."))
    switch others.first {
    case "hvc1", "hev1": return parts.count >= 4 && parts.prefix(4) == others.prefix(4)
    // Colour and subsampling may be left out (AV1-ISOBMFF section 5).
    case "av01": return parts.count >= 4 && zip(parts, others).allSatisfy(==)
    case "vp09": return parts.first == "vp09"
    default: return false
    }
  }

  /// Compares CODECS with the codecs of a variant's renditions.
  /// - Parameter isWhole: whether all renditions could be measured; else one more name is no fault.
  static func check(
    codecs declaredText: String?, measured: [String], isWhole: Bool, at place: FindingPlace,
    into findings: inout FindingList
  ) {
    guard let declaredText, !measured.isEmpty else { return }
    let declared = declaredText.split(separator: ",").map { String($0.drop(while: { $0 == " " })) }
    let text = ["wvtt", "stpp", "stpp.ttml.im1t"]
    let absent = measured.filter { found in !declared.contains { matches($0, found) } }
    let extra = declared.filter { name in
      !text.contains(name.lowercased()) && !measured.contains { matches(name, $0) }
    }
    guard !absent.isEmpty || (isWhole && !extra.isEmpty) else { return }
    let parts = [
      absent.isEmpty ? nil : "does not name \(absent.joined(separator: ", "))",
      extra.isEmpty ? nil : "names \(extra.joined(separator: ", ")), which the media is not",
    ]
    findings.add(
      codecs, "CODECS " + parts.compactMap { $0 }.joined(separator: " and "), at: place,
      declared: declaredText, measured: measured.joined(separator: ","))
  }

  /// Compares what a stream declares of its pictures with a report.
  static func check(
    _ attributes: LooseAttributes, _ report: RenditionReport, isIFrames: Bool, at place: FindingPlace,
    into findings: inout FindingList
  ) {
    guard report.hasVideo else { return }
    if let size = report.size, let declared = attributes.resolution("RESOLUTION") {
      let wide = Int((Double(size.width) * (report.sampleAspect ?? 1)).rounded())
      let fits =
        declared.height == size.height && (declared.width == size.width || abs(declared.width - wide) <= 1)
      if !fits {
        findings.add(
          resolution, "RESOLUTION is not the size of the pictures", at: place,
          declared: "\(declared.width)x\(declared.height)", measured: "\(size.width)x\(size.height)")
      }
    }
    if !isIFrames { checkRate(attributes, report, at: place, into: &findings) }
    let measured =
      switch report.transfer {
      case "smpte2084": "PQ"
      case "arib-std-b67": "HLG"
      default: "SDR"
      }
    let declared = attributes["VIDEO-RANGE"]
    if report.transfer != nil || declared == "SDR", report.size != nil, (declared ?? "SDR") != measured {
      findings.add(
        range, "VIDEO-RANGE is not that of the pictures", at: place, declared: declared ?? "none (SDR)",
        measured: measured)
    }
  }

  private static func checkRate(
    _ attributes: LooseAttributes, _ report: RenditionReport, at place: FindingPlace,
    into findings: inout FindingList
  ) {
    guard let mean = report.frameRate.mean, let highest = report.frameRate.highest else { return }
    let isConstant = report.frameRate.isConstant
    if mean > 60.5 {
      findings.add(
        fast, "the pictures come at more than 60 a second", at: place,
        measured: SecondsText.number(mean, 3))
    }
    guard let declared = attributes["FRAME-RATE"].flatMap({ Double($0) }) else { return }
    let fits =
      isConstant
      ? abs(declared - mean) <= 0.0005 * mean : declared >= 0.99 * mean && declared <= 1.01 * highest
    guard !fits else { return }
    findings.add(
      frameRate, "FRAME-RATE is not that of the pictures", at: place,
      declared: attributes["FRAME-RATE"],
      measured: SecondsText.number(mean, 3) + (isConstant ? "" : " to \(SecondsText.number(highest, 3))"))
  }
}
