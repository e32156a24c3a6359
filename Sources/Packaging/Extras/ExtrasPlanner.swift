import Media
import Records

/// Works out what a ladder has beside its encoded renditions.
struct ExtrasPlanner {
  let request: ExtrasRequest
  let plan: TranscodePlan
  let input: TranscodeInput
  let interrupt: Interrupt

  /// - Returns: the extras, nil for none, and what is to be said of them.
  func extras() throws -> (extras: LadderExtras?, notes: [String]) {
    var extras = LadderExtras()
    var notes: [String] = []
    extras.encryption = request.encryption
    extras.thumbnails = request.thumbnails.flatMap { ThumbnailTrack(plan, interval: $0) }
    if let wanted = request.thumbnails, let made = extras.thumbnails, made.interval > wanted {
      notes.append(
        "thumbnails stand \(DecimalText.thousandths(made.interval)) s apart: they are the segments' first"
          + " pictures")
    }
    if let demux = input.demux {
      if request.subtitles {
        let found = SubtitleReader.renditions(of: try demux())
        extras.subtitles = found.renditions
        notes += found.notes
      }
      if request.copies {
        let planner = CopyPlanner(plan: plan, stream: input.source.stream, isWindow: isWindow)
        let decision = try planner.decide(try demux())
        extras.copied = decision.copied
        extras.notCopied = decision.refused
        for rendition in plan.audio { try decide(rendition, demux, &extras) }
      }
    } else if request.copies {
      notes.append("nothing is copied: the input can be read only once")
    }
    for copied in extras.copied {
      notes.append("\(copied.rendition) is copied from the source, \((copied.bitrate + 500) / 1000)k")
    }
    if extras.encryption != nil, !extras.subtitles.isEmpty || extras.thumbnails != nil {
      notes.append("subtitles and thumbnails are not encrypted")
    }
    return (extras.isEmpty ? nil : extras, notes)
  }

  private func decide(
    _ rendition: AudioRendition, _ demux: () throws -> Demuxer, _ extras: inout LadderExtras
  ) throws {
    let stream = input.source.stream
    let demuxer = try demux()
    let tracks = demuxer.streams.filter { $0.kind == .audio }
    // Only where all tracks can be decoded do their places agree.
    guard tracks.count == stream.audio.count, rendition.track < tracks.count else { return }
    guard !isWindow else {
      extras.notCopied[rendition.name] = "only a part of the source is wanted"
      return
    }
    let (obstacle, copied) = try SoundCopy(
      rendition: rendition, origin: Rational(stream.startPTS ?? 0) * stream.timeBase, interrupt: interrupt
    ).obstacle(demuxer, info: tracks[rendition.track], pictures: stream.duration)
    if let obstacle { extras.notCopied[rendition.name] = obstacle }
    if let copied { extras.copied.append(copied) }
  }

  private var isWindow: Bool {
    input.options.start != nil || input.options.startPTS != nil || input.options.duration != nil
      || input.options.limit != nil
  }
}
