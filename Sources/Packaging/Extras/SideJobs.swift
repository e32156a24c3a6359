import Media
import Records

/// The work on a ladder beside its encoding: copied renditions before it, subtitles and thumbnails after it.
///
/// Each part reads what it needs itself, so that they go with every way of encoding.
struct SideJobs {
  var plan: TranscodePlan
  let input: TranscodeInput
  let folder: OutputFolder
  let interrupt: Interrupt
  let observer: TranscodeObserver
  let published: @Sendable (FileRecord) throws -> Void

  /// The same for a plan whose renditions were chosen meanwhile.
  func with(_ plan: TranscodePlan) -> SideJobs {
    var jobs = self
    jobs.plan = plan
    return jobs
  }

  /// Makes sure that keys are there, and copies what is not encoded.
  func before() throws {
    guard let extras = plan.extras else { return }
    if let encryption = extras.encryption {
      let encryptor = SegmentEncryptor(encryption)
      try encryptor.verify(folder.journal.segments.values.joined())
      _ = try encryptor.encrypt([[]], rendition: "", index: 1)
    }
    for copied in extras.copied {
      // Sound follows the pictures' segments: see after().
      guard let rendition = plan.renditions.first(where: { $0.name == copied.rendition }),
        let demux = input.demux
      else { continue }
      try RungCopier(
        plan: plan, rendition: rendition, copied: copied, folder: folder, interrupt: interrupt,
        publish: published
      ).run(try demux(), stream: input.source.stream)
    }
  }

  /// Makes what follows from the finished renditions.
  func after() throws {
    guard let extras = plan.extras else { return }
    let pictures = folder.journal.segments[plan.renditions.first?.name ?? ""] ?? []
    let stream = input.source.stream
    for rendition in plan.audio {
      guard let copied = plan.copy(of: rendition.name), let demux = input.demux else { continue }
      let origin = Rational(stream.startPTS ?? 0) * stream.timeBase
      try SoundCopy(rendition: rendition, origin: origin, interrupt: interrupt).run(
        try demux(), stream: copied.stream, plan: plan, folder: folder, pictures: pictures,
        publish: published)
    }
    if !extras.subtitles.isEmpty, let demux = input.demux {
      let read = try SubtitleReader(stream: stream, interrupt: interrupt).cues(
        try demux(), streams: extras.subtitles.map(\.stream))
      if read.errors > 0 { observer.noted("\(read.errors) subtitle packets could not be read") }
      for rendition in extras.subtitles {
        try SubtitlePublisher(plan: plan, folder: folder, publish: published).run(
          rendition, cues: read.cues[rendition.stream] ?? [], pictures: pictures)
      }
    }
    if let track = extras.thumbnails {
      try ThumbnailPublisher(plan: plan, track: track, folder: folder, interrupt: interrupt).run {
        try publish($0)
      }
    }
  }

  private func publish(_ made: ThumbnailPublisher.Made) throws {
    let file = try folder.publish(made.path, [made.bytes])
    try folder.note(
      .file(FileEntry(path: made.path, role: made.role.rawValue, bytes: file.bytes, sha256: file.sha256)))
    try published(
      FileRecord(
        root: folder.root, path: made.path, role: made.role, bytes: Int64(file.bytes), sha256: file.sha256))
  }
}
