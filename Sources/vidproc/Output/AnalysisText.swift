import Analysis
import Records

/// What an analysis found, as a text for people.
enum AnalysisText {
  /// Findings that are listed; the rest is counted.
  private static let listedFindings = 40

  /// The whole text.
  static func text(_ found: AnalysisCollection) -> String {
    let summary = found.summary
    var lines: [String] = [summary.source ?? found.stream.source]
    func row(_ name: String, _ parts: [String?]) {
      let text = parts.compactMap { $0 }.joined(separator: ", ")
      guard !text.isEmpty else { return }
      lines.append("  " + name.padded(to: 11) + " " + text)
    }
    if let container = summary.container {
      row(
        "container",
        [
          container.format, container.duration.map { clock($0) }, container.bytes.map { bytes($0) },
          container.bitRate.map { rate(Double($0)) },
        ])
    }
    if let video = summary.video { row("video", describe(video)) }
    for track in summary.audio ?? [] {
      row(track.track == 0 ? "audio" : "audio \(track.track)", describe(track))
    }
    if let scenes = summary.scenes {
      row(
        "scenes",
        [
          "\(scenes.count)", scenes.cuts > 0 ? "\(scenes.cuts) cuts" : nil,
          scenes.dissolves > 0 ? "\(scenes.dissolves) dissolves" : nil,
          scenes.fades > 0 ? "\(scenes.fades) fades" : nil,
          scenes.meanLength.map { "mean \(number($0, 1)) s" },
        ])
    }
    if let picture = summary.picture {
      row(
        "picture",
        [
          picture.quality.map { "quality \(number($0, 0)) of 100" },
          picture.sharpness.map { "sharpness \(number($0, 0))" },
          picture.noise.map { "noise \(number($0, 1))" },
          picture.blockiness.map { "blocking \(number($0, 0))" },
          picture.siMean.map { "SI \(number($0, 1))" },
          picture.tiMean.map { "TI \(number($0, 1))" },
        ])
    }
    if let loudness = summary.loudness {
      row(
        "loudness",
        [
          loudness.integrated.map { "\(number($0, 1)) LUFS" },
          loudness.range.map { "range \(number($0, 1)) LU" },
          loudness.truePeak.map { "true peak \(number($0, 1)) dBTP" },
        ])
    }
    stretches("black", summary.black, row)
    stretches("freeze", summary.freeze, row)
    stretches("silence", summary.silence, row)
    faults(summary, row)
    row(
      "tags",
      (summary.tags ?? []).map { tag in
        // ImageNet's labels name several words for a thing.
        (tag.label.split(separator: ",").first.map(String.init) ?? tag.label) + " \(number(tag.score, 2))"
      })
    row("objects", (summary.objects?.entries ?? []).prefix(8).map { "\($0.key) \(number($0.value, 2))" })
    if let reference = summary.reference { row("reference", describe(reference)) }
    if !found.renditions.isEmpty {
      lines += [""] + RenditionTable.lines(found.renditions).map { "  " + $0 }
    }
    if !found.findings.isEmpty { lines += [""] + findings(found.findings) }
    if !found.checks.isEmpty { lines += [""] + checks(found.checks) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func describe(_ video: VideoSummary) -> [String?] {
    [
      [video.codec, video.profile].compactMap { $0 }.joined(separator: " "),
      video.width.flatMap { width in video.height.map { "\(width)x\($0)" } }, video.sizeClass,
      video.frameRate.map { "\(number($0, 3)) fps" + (video.isVariable == true ? " (variable)" : "") },
      video.pixelFormat, video.frames.map { "\($0) frames" }, video.hdr,
      video.upscaledFrom.map { "upscaled from about \(number($0, 0)) lines" },
    ]
  }

  private static func describe(_ audio: AudioSummary) -> [String?] {
    [
      audio.codec, audio.sampleRate.map { "\($0) Hz" }, audio.layout, audio.language,
      audio.bandwidth.map { "up to \(number($0 / 1000, 1)) kHz" },
    ]
  }

  private static func describe(_ reference: ReferenceSummary) -> [String?] {
    [
      reference.psnr.map { "PSNR \(number($0.mean, 2)) dB" },
      reference.ssim.map { "SSIM \(number($0.mean, 4))" },
      reference.msSSIM.map { "MS-SSIM \(number($0.mean, 4))" },
      reference.vmaf.map { "VMAF \(number($0.mean, 2))" },
      "\(reference.frames) frames",
    ]
  }

  private static func stretches(
    _ name: String, _ summary: StretchesSummary?, _ row: (String, [String?]) -> Void
  ) {
    guard let summary, summary.count > 0 else { return }
    row(
      name,
      [
        "\(summary.count)", "\(number(summary.total, 2)) s together",
        "longest \(number(summary.longest, 2)) s",
      ])
  }

  private static func faults(_ summary: SummaryRecord, _ row: (String, [String?]) -> Void) {
    if let letterbox = summary.letterbox, letterbox.isPresent, let crop = letterbox.crop {
      row(
        "letterbox",
        ["crop \(Int(crop.width))x\(Int(crop.height)) at \(Int(crop.x)),\(Int(crop.y))"])
    }
    if let interlace = summary.interlace, interlace.verdict != "progressive" {
      row("interlace", [interlace.verdict])
    }
    if let duplicates = summary.duplicates, duplicates.count > 0 {
      row("duplicates", ["\(duplicates.count) frames", duplicates.cadence])
    }
    if let flash = summary.flash, !flash.hasPassed { row("flash", ["\(flash.count) dangerous stretches"]) }
    if let bitrate = summary.bitrate {
      row(
        "bit rate",
        [
          bitrate.mean.map { "mean \(rate($0))" }, bitrate.max.map { "peak \(rate($0))" },
          bitrate.gopMean.map { "keyframes every \(number($0, 2)) s" },
        ])
    }
    if let decode = summary.decode, decode.errors > 0 { row("decode", ["\(decode.errors) errors"]) }
  }

  private static func findings(_ findings: [FindingRecord]) -> [String] {
    let rank: [FindingSeverity: Int] = [.error: 0, .warning: 1, .info: 2]
    let sorted = findings.enumerated().sorted { a, b in
      let left = (rank[a.element.severity] ?? 3, a.element.start ?? 0, a.offset)
      return left < (rank[b.element.severity] ?? 3, b.element.start ?? 0, b.offset)
    }.map(\.element)
    var lines = sorted.prefix(listedFindings).map { finding in
      let place =
        switch (finding.start, finding.end) {
        case (let start?, let end?) where end > start: "\(clock(start)) to \(clock(end))"
        case (let start?, _): clock(start)
        default: ""
        }
      return "  " + finding.severity.rawValue.padded(to: 8) + " " + place.padded(to: 26) + " "
        + finding.finding + ": " + finding.what
    }
    if findings.count > listedFindings { lines.append("  and \(findings.count - listedFindings) more") }
    return lines
  }

  private static func checks(_ checks: [CheckRecord]) -> [String] {
    let lines = checks.map { check in
      let text = "  " + (check.hasPassed ? "pass" : "FAIL") + "  " + check.check.padded(to: 26)
      let found = check.found.isEmpty ? "nothing" : check.found
      return text + " wanted \(check.wanted), found \(found)" + (check.place.map { " (\($0))" } ?? "")
    }
    return lines + ["  \(checks.count(where: \.hasPassed)) of \(checks.count) checks passed"]
  }

  // MARK: Numbers

  /// A time as 0:01:02.345.
  static func clock(_ seconds: Double) -> String {
    let milliseconds = Int((max(0, seconds) * 1000).rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let rest = milliseconds % 1000
    let fraction = String(repeating: "0", count: rest < 10 ? 2 : rest < 100 ? 1 : 0) + "\(rest)"
    let whole = milliseconds / 1000
    return "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60)).\(fraction)"
  }

  private static func number(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return decimals == 0 || rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  private static func rate(_ bitsPerSecond: Double) -> String {
    bitsPerSecond >= 1e6 ? "\(number(bitsPerSecond / 1e6, 2)) Mb/s" : "\(number(bitsPerSecond / 1e3, 0)) kb/s"
  }

  private static func bytes(_ count: Int64) -> String {
    count >= 1_000_000 ? "\(number(Double(count) / 1e6, 1)) MB" : "\(number(Double(count) / 1e3, 0)) kB"
  }
}

extension String {
  /// The text with blanks after it, up to a width.
  fileprivate func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}
