import Media
import Pipeline
import Records

/// Checks a stream of HTTP Live Streaming: its playlists, and its media as a player reads it.
///
/// Memory is bounded by one segment for each playlist that is checked at a time, and by a few numbers for
/// each segment.
public struct ConformanceCheck: Sendable {
  let top: ResourceLocation
  let reader: any ResourceReader
  let options: ConformanceOptions
  let interrupt: Interrupt

  /// Prepares a check.
  /// - Parameters:
  ///   - location: a multivariant or a media playlist.
  ///   - reader: what reads it and all that it names.
  public init(
    _ location: ResourceLocation, reader: any ResourceReader, options: ConformanceOptions = .init(),
    interrupt: Interrupt
  ) {
    top = location
    self.reader = reader
    self.options = options
    self.interrupt = interrupt
  }

  /// A playlist to check.
  struct Job: Sendable {
    let location: ResourceLocation
    let role: RenditionRole
    /// The line of the multivariant playlist that names it.
    let line: Int?
    let uri: String
  }

  /// What came of one.
  struct Result: Sendable {
    let job: Job
    var report: RenditionReport?
    var findings: FindingList
    var cues: CueCheck?
  }

  /// Cues wait for the presentation time at which the title begins.
  struct CueCheck: @unchecked Sendable {
    // One thread makes it, and hands it over for good.
    let inspector: RenditionInspector
  }

  /// Runs the check.
  /// - Parameter deliver: takes the findings in an order that is the same each time.
  /// - Throws: MediaError when the first playlist cannot be read or is none, what `deliver` throws, or an
  ///   interruption.
  public func run(deliver: (FindingRecord) throws -> Void) throws -> ConformanceOutcome {
    var outcome = ConformanceOutcome()
    func give(_ list: FindingList) throws {
      var list = list
      for record in list.take() {
        switch record.severity {
        case .error: outcome.errors += record.count ?? 1
        case .warning: outcome.warnings += record.count ?? 1
        default: outcome.notes += record.count ?? 1
        }
        try deliver(record)
      }
    }
    let fetched = try reader.read(top, range: nil)
    let playlist = LoosePlaylist(fetched.bytes, location: top, name: name(of: top))
    guard playlist.kind != .neither || playlist.firstLine == "#EXTM3U" else {
      throw MediaError(
        "check", top.text, cause: "it is not an HLS playlist",
        hint: "name a playlist (.m3u8), or a folder with a master.m3u8")
    }
    outcome.playlists = 1
    guard playlist.kind == .multivariant else {
      let job = Job(location: top, role: .alone, line: nil, uri: top.name)
      outcome.subject = "a media playlist"
      let results = try runJobs([job], known: (playlist, fetched), isIndependent: false, give: give)
      count(results, &outcome, isTop: true)
      return outcome
    }
    var findings = FindingList()
    PlaylistRules.check(playlist, fetched: fetched, into: &findings)
    AttributeRules.check(playlist, into: &findings)
    let master = LooseMultivariant(playlist)
    MultivariantRules.check(master, into: &findings)
    GroupRules.check(master, into: &findings)
    try give(findings)
    let jobs = Self.jobs(of: master)
    let results = try runJobs(jobs, known: nil, isIndependent: master.isIndependent, give: give)
    count(results, &outcome, isTop: false)
    outcome.subject =
      "\(master.variants.count) variants, \(master.media.count { $0.uri != nil }) renditions, "
      + "\(master.iFrames.count) I-frame playlists"
    var crossed = FindingList()
    VariantComparison(master: master, results: results, readsMedia: options.readsMedia).check(into: &crossed)
    try give(crossed)
    return outcome
  }

  private func count(_ results: [Result], _ outcome: inout ConformanceOutcome, isTop: Bool) {
    for result in results {
      guard let report = result.report else {
        outcome.unread += 1
        continue
      }
      if !isTop { outcome.playlists += 1 }
      outcome.segments += report.segmentsRead
      outcome.frames += report.framesDecoded
      outcome.unread += report.segmentsFailed
    }
  }

  /// The playlists that a multivariant one names, each once.
  private static func jobs(of master: LooseMultivariant) -> [Job] {
    var jobs: [Job] = []
    var seen: Set<ResourceLocation> = []
    func add(_ stream: LooseMultivariant.Stream, _ role: RenditionRole) {
      guard let uri = stream.uri, let location = master.playlist.location.resolving(uri),
        seen.insert(location).inserted
      else { return }
      jobs.append(Job(location: location, role: role, line: stream.line, uri: uri))
    }
    for variant in master.variants { add(variant, .variant) }
    for rendition in master.media {
      switch rendition.attributes["TYPE"] {
      case "AUDIO": add(rendition, .audio)
      case "SUBTITLES": add(rendition, .subtitles)
      default: add(rendition, .video)
      }
    }
    for stream in master.iFrames { add(stream, .iFrames) }
    return jobs
  }

  /// What findings call a place: relative to the first playlist's folder where it lies below it.
  func name(of location: ResourceLocation) -> String {
    let folder = top.folder
    if !folder.isEmpty, location.text.hasPrefix(folder) {
      return String(location.text.dropFirst(folder.count))
    }
    return location.text
  }

  // MARK: Playlists side by side

  private func runJobs(
    _ jobs: [Job], known: (LoosePlaylist, FetchedResource)?, isIndependent: Bool,
    give: (FindingList) throws -> Void
  ) throws -> [Result] {
    if let seconds = options.watch {
      var watch = LiveWatch(check: self, jobs: jobs, isIndependent: isIndependent)
      var results = try watch.run(seconds: seconds)
      return try finished(&results, give: give)
    }
    let pool = OrderedPool<Job, Result>(
      count: min(max(1, options.jobs), max(1, jobs.count)), capacity: max(1, jobs.count)
    ) {
      { try $0.map { try inspect($0, known: known, isIndependent: isIndependent) } }
    }
    defer { pool.join() }
    var results: [Result] = []
    do {
      for job in jobs { try pool.submit(job) }
      pool.close()
      while let result = try pool.next() {
        // Findings appear as they are known; those on cues wait for the others.
        var result = result
        if result.cues == nil {
          try give(result.findings)
          result.findings = FindingList()
        }
        results.append(result)
      }
    } catch {
      pool.fail(error)
      throw error
    }
    return try finished(&results, give: give)
  }

  private func finished(_ results: inout [Result], give: (FindingList) throws -> Void) throws -> [Result] {
    let reports = results.compactMap(\.report)
    let lead = reports.first { $0.hasVideo && $0.role != .iFrames } ?? reports.first { $0.hasAudio }
    for index in results.indices {
      if let inspector = results[index].cues?.inspector {
        inspector.checkCues(origin: lead?.segments.first?.start ?? 0)
        results[index].findings.append(inspector.takeFindings())
      }
      try give(results[index].findings)
      results[index].findings = FindingList()
    }
    return results
  }

  private func inspect(
    _ job: Job, known: (LoosePlaylist, FetchedResource)?, isIndependent: Bool
  ) throws -> Result {
    var findings = FindingList()
    guard let (playlist, fetched) = try known ?? read(job, into: &findings) else {
      return Result(job: job, report: nil, findings: findings, cues: nil)
    }
    let media = LooseMedia(playlist)
    Self.checkText(media, fetched, job, into: &findings)
    let inspector = RenditionInspector(
      media, role: job.role, isIndependent: isIndependent, reader: reader, options: options,
      interrupt: interrupt)
    try inspector.take(media)
    inspector.finish()
    findings.append(inspector.takeFindings())
    return Result(
      job: job, report: inspector.report, findings: findings,
      cues: job.role.isSubtitles ? CueCheck(inspector: inspector) : nil)
  }

  /// Reads a playlist; nil, with a finding, when it cannot be read or is no media playlist.
  func read(_ job: Job, into findings: inout FindingList) throws -> (LoosePlaylist, FetchedResource)? {
    let place = FindingPlace(name(of: top), line: job.line)
    do {
      let fetched = try reader.read(job.location, range: nil)
      let playlist = LoosePlaylist(fetched.bytes, location: job.location, name: name(of: job.location))
      guard playlist.kind != .multivariant else {
        findings.add(
          PlaylistRules.unreadable, "\(job.uri) is a multivariant playlist, not one of media", at: place)
        return nil
      }
      return (playlist, fetched)
    } catch let error as MediaError where error.isInterruption {
      throw error
    } catch {
      findings.add(PlaylistRules.unreadable, "\(job.uri) cannot be read: \(error)", at: place)
      return nil
    }
  }

  /// Checks what a media playlist's text says.
  static func checkText(
    _ media: LooseMedia, _ fetched: FetchedResource, _ job: Job, into findings: inout FindingList
  ) {
    PlaylistRules.check(media.playlist, fetched: fetched, into: &findings)
    AttributeRules.check(media.playlist, into: &findings)
    MediaPlaylistRules.check(media, into: &findings)
    EncryptionRules.check(media, into: &findings)
    LiveRules.check(media, into: &findings)
    if job.role == .iFrames, !media.isIFramesOnly {
      findings.add(
        IFrameRules.tag, "EXT-X-I-FRAMES-ONLY is missing", at: media.playlist.place())
    }
  }
}
