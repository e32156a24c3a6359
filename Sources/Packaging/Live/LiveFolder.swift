import Glibc
import Media
import Records

/// The folder of a live stream: empty, or with what an earlier run has published.
struct LiveFolder {
  let work: OutputFolder
  /// What is on disk and listed.
  let window: LiveWindow
  let journal: LiveJournal
  /// Whether an earlier run has published segments.
  let isContinued: Bool
  /// The name of this run's initialization sections.
  let initializationName: String

  /// Opens the folder for a stream.
  /// - Throws: MediaError when it holds something else, or a stream in another form and `force` is not set.
  init(_ root: String, plan: TranscodePlan, settings: LiveSettings, force: Bool) throws {
    work = try OutputFolder(root)
    work.removeLeftovers()
    let target = LiveSettings.targetDuration(segment: plan.segment)
    let kind = settings.isEvent ? "live:event" : "live:window"
    let key = JobKey(generation: TranscodeJob.generation, input: kind, plan: plan)
    var journal = try LiveJournal(folder: root)
    let past = try journal.past()
    let old = work.journal.key
    guard let old, old.input.hasPrefix("live:") else {
      guard old == nil, work.size(of: "master.m3u8") == nil else {
        throw MediaError(
          "write into", root, cause: "it holds a ladder that is no live stream", hint: "take another folder")
      }
      try work.begin(key)
      window = LiveWindow(settings, targetDuration: target)
      self.journal = journal
      (isContinued, initializationName) = (false, "init.mp4")
      return
    }
    guard LiveFolder.shape(old) == LiveFolder.shape(key) || past.segments.isEmpty else {
      guard force else {
        throw MediaError(
          "continue the live stream in", root,
          cause: "its renditions, segment duration or kind of playlist differ",
          hint: "take another folder, or --force to begin a new stream in this one")
      }
      LiveFolder.removeAll(work, past, old.plan)
      try work.begin(key)
      window = LiveWindow(settings, targetDuration: target)
      try journal.rewrite(window)
      self.journal = journal
      (isContinued, initializationName) = (false, "init.mp4")
      return
    }
    // What somebody took away cannot be listed, nor what came before it.
    let folder = work
    let lost = past.segments.lastIndex { segment in
      !segment.files.values.allSatisfy { folder.isWhole($0.path, bytes: $0.bytes) }
    }
    window = LiveWindow(
      settings, targetDuration: target, segments: Array(past.segments[(lost.map { $0 + 1 } ?? 0)...]),
      past: past)
    if old != key { try work.note(.job(key)) }
    try journal.rewrite(window)
    self.journal = journal
    isContinued = !past.segments.isEmpty
    // Another input may need other headers, while listed segments still need the old ones.
    let last = past.segments.last?.files.values.compactMap(\.map).first
    if let last {
      initializationName = old.plan == plan ? last : "init_\(window.nextIndex).mp4"
    } else {
      initializationName = "init.mp4"
    }
    removeOrphans(plan)
    try verifyKeys(plan)
  }

  /// Makes sure that what is listed can still be decrypted by the keys that are there.
  private func verifyKeys(_ plan: TranscodePlan) throws {
    guard let encryption = plan.extras?.encryption else { return }
    let entries = window.segments.flatMap { segment in
      segment.files.map { rendition, file in
        SegmentEntry(
          rendition: rendition, index: segment.index, path: file.path, start: 0, duration: 0, timescale: 1,
          samples: 0, bytes: file.bytes, sha256: file.sha256, iframe: nil, key: file.key)
      }
    }
    try SegmentEncryptor(encryption).verify(entries)
  }

  /// What may not change while a stream goes on.
  private static func shape(_ key: JobKey) -> [String] {
    [key.input, "\(key.plan.container)", "\(key.plan.segment.num)/\(key.plan.segment.den)"]
      + key.plan.renditions.map { "\($0.name):\($0.codec)" } + key.plan.audio.map(\.name)
      + [key.plan.extras?.encryption.map { "\($0)" } ?? "plain"]
  }

  /// Removes segments that were whole but not listed yet when an earlier run was killed.
  private func removeOrphans(_ plan: TranscodePlan) {
    for name in plan.renditions.map(\.name) + plan.audio.map(\.name) {
      let known = Set(window.segments.compactMap { $0.files[name]?.path })
      for file in OutputFolder.entries(of: work.root + "/" + name)
      where SegmentStore.isSegment(file) && !known.contains("\(name)/\(file)") {
        work.remove("\(name)/\(file)")
      }
    }
  }

  private static func removeAll(_ folder: OutputFolder, _ past: LiveJournal.Past, _ plan: TranscodePlan) {
    folder.remove("master.m3u8")
    for name in plan.renditions.map(\.name) + plan.audio.map(\.name) {
      for file in ["playlist.m3u8", "iframes.m3u8"] { folder.remove("\(name)/\(file)") }
      folder.removeMedia(of: name)
    }
  }
}
