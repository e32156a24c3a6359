import Media
import Pipeline
import Quality
import Records

/// A rendition of a ladder, as a master playlist lists it.
public struct LadderRendition: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Bits a second that the playlist declares; nil where it does not.
  public var bandwidth: Int64?
  /// Its media playlist or file, as a command line would name it.
  public var path: String

  /// Names a rendition.
  public init(name: String, bandwidth: Int64? = nil, path: String) {
    self.name = name
    self.bandwidth = bandwidth
    self.path = path
  }
}

/// Compares all renditions of a ladder with the source that they were made from, one after the other.
public struct LadderComparison: Sendable {
  private let options: ReferenceOptions
  private let source: SourceOptions

  /// - Parameters:
  ///   - options: how each is compared.
  ///   - source: how renditions and reference are read; audio never is.
  public init(_ options: ReferenceOptions, source: SourceOptions = SourceOptions()) {
    self.options = options
    var source = source
    source.audio = false
    self.source = source
  }

  /// Compares.
  /// - Parameters:
  ///   - reference: the source, as a command line would name it; opened anew for each rendition.
  ///   - onFindings: takes what was found in a rendition, as it becomes known.
  ///   - onProblem: takes the reason why a rendition could not be compared; the work goes on.
  /// - Returns: a record for each rendition that could be compared, in the order given, with its place on the
  ///   rate-quality curve: by VMAF where it was measured, otherwise by PSNR, otherwise by SSIM over all planes.
  /// - Throws: MediaError when the work is stopped.
  public func run(
    _ renditions: [LadderRendition], reference: String, interrupt: Interrupt,
    onFindings: (LadderRendition, [FindingRecord]) throws -> Void = { _, _ in },
    onProblem: (LadderRendition, any Error) throws -> Void = { _, _ in }
  ) throws -> [RenditionRecord] {
    var records: [RenditionRecord] = []
    for rendition in renditions {
      do {
        let (record, findings) = try compare(rendition, reference: reference, interrupt: interrupt)
        records.append(record)
        try onFindings(rendition, findings)
      } catch {
        if interrupt.isStopped { throw error }
        try onProblem(rendition, error)
      }
    }
    Self.place(&records)
    return records
  }

  private func compare(_ rendition: LadderRendition, reference: String, interrupt: Interrupt) throws
    -> (RenditionRecord, [FindingRecord])
  {
    var record = RenditionRecord()
    record.rendition = rendition.name
    record.path = rendition.path
    record.bandwidth = rendition.bandwidth
    record.bitRate = try PictureRate.measure(rendition.path, options: source, interrupt: interrupt)
    let result = try ReferencePass(options).run(
      distorted: {
        let opened = try SourceOpening.open(rendition.path, options: source, interrupt: interrupt)
        (record.width, record.height) = (opened.stream.width, opened.stream.height)
        return opened
      }, reference: { try SourceOpening.open(reference, options: source, interrupt: interrupt) },
      interrupt: interrupt)
    record.reference = result.summary
    let findings = result.findings.map { finding in
      var finding = finding
      finding.place = rendition.name
      return finding
    }
    return (record, findings)
  }

  /// Tells of each record whether it is on the hull of all.
  static func place(_ records: inout [RenditionRecord]) {
    let metrics: [(String, (ReferenceSummary) -> MetricSummary?)] = [
      ("vmaf", { $0.vmaf }), ("psnr_average", { $0.psnrAverage }), ("ssim_average", { $0.ssimAverage }),
    ]
    for (name, metric) in metrics {
      let points = records.map { record -> RateQualityCurve.Point? in
        guard let rate = record.bitRate ?? record.bandwidth, let value = record.reference.flatMap(metric)
        else {
          return nil
        }
        return RateQualityCurve.Point(rate: Double(rate), quality: value.mean)
      }
      let known = points.indices.filter { points[$0] != nil }
      guard !known.isEmpty, known.count == records.count else { continue }
      let curve = RateQualityCurve(points.compactMap { $0 })
      for index in records.indices {
        records[index].hullMetric = name
        records[index].isOnHull = curve.hull.contains(index)
        records[index].belowHull = MetricPool.rounded(curve.distanceBelowHull(index))
      }
      return
    }
  }
}

/// The bits a second that a clip's pictures take.
enum PictureRate {
  /// Reads all packets of the first video stream.
  /// - Returns: nil where its length is unknown.
  /// - Throws: MediaError where it cannot be read.
  static func measure(_ name: String, options: SourceOptions, interrupt: Interrupt) throws -> Int64? {
    let isFile = !name.contains("://")
    let location = SourceLocation(name) { _ in isFile }
    let demuxer = try SourceOpening.openDemuxer(location, options: options, interrupt: interrupt)
    let videos = demuxer.streams.filter { $0.kind == .video }
    guard let video = videos.first(where: \.isDefault) ?? videos.first else { return nil }
    demuxer.select([video.index])
    let packet = try Packet()
    var (bytes, packets, longest): (Int64, Int64, Int64) = (0, 0, 0)
    var (first, last): (Int64?, Int64?) = (nil, nil)
    while try demuxer.read(into: packet) {
      guard packet.streamIndex == video.index else { continue }
      bytes += Int64(packet.size)
      packets += 1
      guard let pts = packet.pts ?? packet.dts else { continue }
      first = min(first ?? pts, pts)
      last = max(last ?? pts, pts)
      longest = max(longest, packet.duration)
    }
    guard let first, let last, packets > 0 else { return nil }
    // Where packets do not say how long they last, the last is as long as the others.
    let length = longest > 0 ? longest : packets > 1 ? (last - first) / (packets - 1) : 0
    let seconds = Timestamp(last - first + length, video.timeBase).seconds
    return seconds > 0 ? Int64((Double(bytes) * 8 / seconds).rounded()) : nil
  }
}
