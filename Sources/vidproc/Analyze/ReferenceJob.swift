import Analysis
import Glibc
import Media
import Packaging
import Pipeline
import Quality
import Records

/// The comparison of one input, or of all renditions of a master playlist, with a reference.
struct ReferenceJob {
  let job: AnalyzeJob
  let reference: String
  let interrupt: Interrupt

  private var options: ReferenceOptions {
    let wanted = job.command.against
    var options = ReferenceOptions()
    options.vmaf.model = wanted.vmafModel
    options.vmaf.program = wanted.vmafFFmpeg
    options.offset = wanted.offset
    options.threads = job.threads
    if let metrics = wanted.metrics?.names {
      options.metrics = metrics
    } else if VMAF.isAvailable(options.vmaf) {
      options.metrics.insert(.vmaf)
    }
    return options
  }

  private var sourceOptions: SourceOptions {
    var source = job.command.input.sourceOptions
    source.audio = false
    return source
  }

  /// Compares, and fills the summary.
  /// - Parameter writer: takes findings, renditions, and frames with their metrics where they are asked for.
  func run(
    into summary: inout SummaryRecord, _ collection: AnalysisCollection, _ writer: any AnalysisWriter
  ) throws {
    func tell(_ findings: [FindingRecord]) throws {
      for finding in findings {
        collection.add(finding)
        try writer.write(finding)
      }
    }
    if let renditions = try masterRenditions() {
      collection.renditions = try LadderComparison(options, source: sourceOptions).run(
        renditions, reference: reference, interrupt: interrupt,
        onFindings: { try tell($1) },
        onProblem: { rendition, error in Console.warning("\(rendition.name): \(error)") })
      for record in collection.renditions { try writer.write(record) }
      guard collection.renditions.count == renditions.count else {
        throw MediaError(
          "compare", job.source,
          cause: "\(renditions.count - collection.renditions.count) of \(renditions.count) renditions failed")
      }
      // What is demanded of a ladder is demanded of its best rendition.
      summary.reference = collection.renditions.max { ($0.bandwidth ?? 0) < ($1.bandwidth ?? 0) }?.reference
      return
    }
    let source = job.source
    let result = try ReferencePass(options).run(
      distorted: { try SourceOpening.open(source, options: sourceOptions, interrupt: interrupt) },
      reference: { try SourceOpening.open(reference, options: sourceOptions, interrupt: interrupt) },
      interrupt: interrupt
    ) { frame in
      guard job.command.what.perFrame else { return }
      var record = FrameRecord(frame: frame.index, pts: frame.pts, time: frame.time)
      record.metrics = frame.metrics
      try writer.write(record)
    }
    summary.reference = result.summary
    summary.reference?.source = reference
    try tell(result.findings)
    Problems.show(result.problems, quiet: job.command.common.quiet)
    for (name, end) in [(source, result.end), (reference, result.referenceEnd)] where end.status != .complete
    {
      throw MediaError("compare", name, cause: end.reason ?? "it ended early (\(end.status.rawValue))")
    }
  }

  /// The renditions of a master playlist; nil where the input is none.
  private func masterRenditions() throws -> [LadderRendition]? {
    guard job.source.lowercased().hasSuffix(".m3u8"), access(job.source, R_OK) == 0 else { return nil }
    let text = try TextFile.read(job.source)
    guard text.contains("#EXT-X-STREAM-INF") else { return nil }
    let folder = job.source.lastIndex(of: "/").map { String(job.source[...$0]) } ?? ""
    return try MasterPlaylist.parse(text).variants.map { variant in
      let uri = variant.stream.uri
      let path = uri.contains("://") ? uri : folder + (PlaylistURI.path(ofReference: uri) ?? uri)
      let name = variant.stream.resolution.map { "\($0.width)x\($0.height)" } ?? uri
      return LadderRendition(name: name, bandwidth: Int64(variant.stream.bandwidth), path: path)
    }
  }
}

/// A list of metrics on the command line.
struct MetricList {
  let names: Set<ReferenceMetric>

  init?(_ text: String) {
    var names: Set<ReferenceMetric> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let name = ReferenceMetric(rawValue: part.lowercased()) else { return nil }
      names.insert(name)
    }
    self.names = names
  }
}

extension RenditionRecord {
  /// The rendition as a point of the rate-quality curve.
  var ratePoint: ReportPage.RatePoint {
    var metrics: OrderedValues<Double> = [:]
    metrics["vmaf"] = reference?.vmaf?.mean
    metrics["psnr"] = reference?.psnr?.mean
    metrics["ssim"] = reference?.ssim?.mean
    return ReportPage.RatePoint(
      rendition: rendition, bitRate: Double(bitRate ?? bandwidth ?? 0), metrics: metrics)
  }
}
