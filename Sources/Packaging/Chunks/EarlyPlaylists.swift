import Records
import Synchronization

/// Publishes what is there of a ladder while it is made: playlists that grow (EXT-X-PLAYLIST-TYPE EVENT), from the
/// first chunk on as far as no chunk is missing. Safe from any thread.
final class EarlyPlaylists: Sendable {
  private let plan: TranscodePlan
  private let sound: OutputFolder
  private let published: @Sendable (FileRecord) throws -> Void
  private let state = Mutex(State())

  private struct State: Sendable {
    var waiting: [Int: Journal] = [:]
    var next = 0
    var journal = Journal([])
  }

  /// - Parameter sound: where the sound is noted as it is published.
  init(
    _ plan: TranscodePlan, sound: OutputFolder, published: @escaping @Sendable (FileRecord) throws -> Void
  ) {
    self.plan = plan
    self.sound = sound
    self.published = published
  }

  /// A chunk is published.
  func add(_ made: Journal, of chunk: Int) throws {
    try state.withLock { state in
      state.waiting[chunk] = made
      var hasGrown = false
      while let next = state.waiting.removeValue(forKey: state.next) {
        for (rendition, codecs) in next.codecs { state.journal.codecs[rendition] = codecs }
        for (rendition, entries) in next.segments {
          state.journal.segments[rendition, default: []] += entries
        }
        state.next += 1
        hasGrown = true
      }
      guard hasGrown else { return }
      try publish(state.journal)
    }
  }

  private func publish(_ pictures: Journal) throws {
    let folder = try OutputFolder(shared: sound.root)
    for (rendition, codecs) in pictures.codecs {
      try folder.note(.codec(rendition: rendition, codecs: codecs))
    }
    var end = 0.0
    for (_, entries) in pictures.segments {
      for entry in entries { try folder.note(.segment(entry)) }
      end = max(end, entries.last.map { Double($0.end) / Double($0.timescale) } ?? 0)
    }
    let heard = sound.journal
    for rendition in plan.audio {
      guard let codecs = heard.codecs[rendition.name], let entries = heard.segments[rendition.name] else {
        // Sound that is not there yet: the pictures wait for it.
        return
      }
      try folder.note(.codec(rendition: rendition.name, codecs: codecs))
      // Sound runs ahead; it is listed as far as there are pictures.
      for entry in entries where Double(entry.start) / Double(entry.timescale) < end - 0.1 {
        try folder.note(.segment(entry))
      }
    }
    try PlaylistPublisher(plan: plan, folder: folder, published: published, isGrowing: true).run()
  }
}
