import Records

/// What a ladder will be, and why, as a table for people.
public struct LadderReport: Sendable {
  private let plan: TranscodePlan
  private let stream: StreamRecord
  private let ladder: Ladder

  /// - Parameters:
  ///   - plan: the plan of the job.
  ///   - stream: what the source says of itself.
  ///   - ladder: the rungs that were asked for.
  public init(plan: TranscodePlan, stream: StreamRecord, ladder: Ladder) {
    self.plan = plan
    self.stream = stream
    self.ladder = ladder
  }

  /// All lines, each with its line break.
  public var text: String {
    var lines = head
    lines.append("")
    lines += LadderReport.table([LadderReport.titles] + videoRows + audioRows + subtitleRows + droppedRows)
    lines += closing
    return lines.map { $0 + "\n" }.joined()
  }

  private static let titles = ["rendition", "size", "rate", "peak", "codec", "preset", "bytes", "how"]

  private var head: [String] {
    var source = ["\(stream.width)x\(stream.height)"]
    if let rate = plan.frameRate { source.append("\(DecimalText.thousandths(rate)) fps") }
    if plan.isVariable { source.append("variable") }
    if let duration = stream.duration { source.append("\(LadderReport.decimal(duration)) s") }
    var segments = "\(LadderReport.decimal(plan.segment.doubleValue)) s in \(plan.container.rawValue)"
    if let duration = stream.duration {
      segments += ", about \(Int((duration / plan.segment.doubleValue).rounded(.up))) of them"
    }
    var lines = ["\(stream.source): " + source.joined(separator: ", "), "segments of " + segments]
    if !plan.preparation.isEmpty { lines.append("filters before scaling: \(plan.preparation)") }
    return lines
  }

  private var videoRows: [[String]] {
    plan.renditions.map { rendition in
      let size = "\(rendition.width)x\(rendition.height)"
      if let copied = plan.copy(of: rendition.name) {
        return [
          rendition.name, size, kilobits(copied.bitrate), kilobits(copied.peak), rendition.codec.rawValue,
          "-",
          bytes(copied.bitrate), "copied: the source's own stream fits",
        ]
      }
      let refusal = plan.extras?.notCopied[rendition.name].map { "; not copied: \($0)" } ?? ""
      let rate = rendition.crf.map { "crf \(LadderReport.decimal($0))" } ?? kilobits(rendition.bitrate)
      return [
        rendition.name, size, rate, kilobits(rendition.maxrate), rendition.codec.rawValue, rendition.preset,
        (rendition.crf == nil ? "" : "<")
          + bytes(rendition.crf == nil ? rendition.bitrate : rendition.maxrate),
        "encoded" + refusal,
      ]
    }
  }

  private var audioRows: [[String]] {
    plan.audio.map {
      let copied = plan.copy(of: $0.name)
      let refusal = plan.extras?.notCopied[$0.name].map { "; not copied: \($0)" } ?? ""
      let rate = copied?.bitrate ?? $0.bitrate
      return [
        $0.name, $0.layout, kilobits(rate), "-", "aac", "-", bytes(rate),
        (copied == nil ? "encoded" : "copied") + ": track \($0.track)" + ($0.isDefault ? ", default" : "")
          + refusal,
      ]
    }
  }

  private var subtitleRows: [[String]] {
    (plan.extras?.subtitles ?? []).map {
      let marks = ($0.isDefault ? ", default" : "") + ($0.isForced ? ", forced" : "")
      return [$0.name, "-", "-", "-", "webvtt", "-", "-", "cut from stream \($0.stream)" + marks]
    }
  }

  /// The rungs that are not made.
  private var droppedRows: [[String]] {
    let made = ladder.renditions(
      sourceWidth: stream.width, sourceHeight: stream.height,
      sampleAspect: stream.sampleAspect ?? Rational(1, 1))
    let largest = ladder.rungs.sorted {
      ($0.width * $0.height, $0.bitrate) > ($1.width * $1.height, $1.bitrate)
    }
    return largest.filter { rung in !made.contains { $0.rung == rung && !isOwnSize($0) } }.map { rung in
      let isTwin = made.contains { $0.rung != rung && $0.bitrate == rung.bitrate && fits($0, rung) }
      return [
        rung.name ?? "-", "\(rung.width)x\(rung.height)", kilobits(rung.bitrate), "-",
        rung.codec ?? "-", "-", "-",
        isTwin ? "left out: the same as another rung" : "left out: above the source",
      ]
    }
  }

  /// Whether a rendition has the source's size because every rung lies above it.
  private func isOwnSize(_ rendition: PlannedRendition) -> Bool {
    DisplaySize(
      width: stream.width, height: stream.height, sampleAspect: stream.sampleAspect ?? Rational(1, 1)
    ).fitted(inside: rendition.rung).enlarges
  }

  private func fits(_ rendition: PlannedRendition, _ rung: Rung) -> Bool {
    let fit = DisplaySize(
      width: stream.width, height: stream.height, sampleAspect: stream.sampleAspect ?? Rational(1, 1)
    ).fitted(inside: rung)
    return !fit.enlarges && fit.width == rendition.width && fit.height == rendition.height
  }

  private var closing: [String] {
    var lines: [String] = []
    if stream.duration != nil {
      let rates =
        plan.renditions.map { rendition in
          plan.copy(of: rendition.name)?.bitrate ?? rendition.bitrate
        } + plan.audio.map { plan.copy(of: $0.name)?.bitrate ?? $0.bitrate }
      lines.append("about \(bytes(rates.reduce(0, +))) in all")
    }
    if let track = plan.extras?.thumbnails {
      lines.append(
        "thumbnails of \(track.width)x\(track.height), one each \(LadderReport.decimal(track.interval.doubleValue)) s"
      )
    }
    if let encryption = plan.extras?.encryption {
      let rotation = encryption.rotation.map { ", a new key after \($0) segments" } ?? ""
      lines.append("segments encrypted with AES-128, keys at \(encryption.keyURI)\(rotation)")
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  private func kilobits(_ rate: Int) -> String { "\((rate + 500) / 1000)k" }

  /// What a rate comes to over the source's length.
  private func bytes(_ rate: Int) -> String {
    guard let duration = stream.duration else { return "-" }
    let count = Double(rate) / 8 * duration
    for (unit, size) in [("GB", 1e9), ("MB", 1e6)] where count >= size {
      return "\(LadderReport.decimal(count / size)) \(unit)"
    }
    return "\(Int((count / 1000).rounded())) kB"
  }

  /// A number with one decimal at the most.
  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }

  /// Columns of equal width; the last one is as long as it is.
  private static func table(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.compactMap { $0.dropFirst(column).first?.count }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        column == count - 1
          ? cell : cell + String(repeating: " ", count: max(0, widths[column] - cell.count + 2))
      }.joined()
    }
  }
}
