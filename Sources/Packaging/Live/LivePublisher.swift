import Media
import Records
import Synchronization

/// Lists a live stream's segments once they are there in all renditions, and takes old ones away.
///
/// Safe from any thread: encoders add their files as they finish.
final class LivePublisher: Sendable {
  private let plan: TranscodePlan
  private let settings: LiveSettings
  private let folder: OutputFolder
  private let map: String?
  private let published: @Sendable (FileRecord) throws -> Void
  private let state: Mutex<State>

  private struct State: Sendable {
    var window: LiveWindow
    var journal: LiveJournal
    /// Segments that begin was told of, by index, until all their files are there.
    var pending: [Int: LiveSegment] = [:]
    /// Monotonic nanoseconds at which segments that were listed may be removed, oldest first.
    var removals: [UInt64] = []
    var master: [UInt8]?
  }

  init(
    _ folder: LiveFolder, plan: TranscodePlan, settings: LiveSettings,
    published: @escaping @Sendable (FileRecord) throws -> Void
  ) {
    self.plan = plan
    self.settings = settings
    self.folder = folder.work
    self.published = published
    map = plan.container == .fmp4 ? folder.initializationName : nil
    var state = State(window: folder.window, journal: folder.journal)
    // How long they have been off the playlists is not known any more.
    for segment in folder.window.segments.prefix(folder.window.departed) {
      state.removals.append(LivePublisher.due(segment, folder.window))
    }
    self.state = Mutex(state)
  }

  deinit { state.withLock { $0.journal.close() } }

  private static func due(_ segment: LiveSegment, _ window: LiveWindow) -> UInt64 {
    Interrupt.now() + UInt64(max(0, window.grace(of: segment))) * 1000
  }

  /// Says what will be known of a segment before its files are there.
  func announce(_ index: Int, time: ProgramDateTime, isDiscontinuous: Bool) {
    state.withLock {
      $0.pending[index] = LiveSegment(index: index, isDiscontinuous: isDiscontinuous, time: time)
    }
  }

  /// Takes a rendition's file of a segment, and lists the segment when it was the last one missing.
  func add(_ entry: SegmentEntry) throws {
    try state.withLock { state in
      state.pending[entry.index]?.files[entry.rendition] = LiveSegment.File(entry, map: map)
      var grew = false
      let count = plan.renditions.count + plan.audio.count
      while let segment = state.pending[state.window.nextIndex], segment.files.count == count {
        state.pending[segment.index] = nil
        for left in state.window.append(segment) {
          state.removals.append(LivePublisher.due(left, state.window))
        }
        try state.journal.note(state.window)
        grew = true
      }
      guard grew else { return }
      try write(&state, hasEnded: false)
      try removeExpired(&state)
    }
  }

  /// Ends the playlists: no segment will follow.
  func end() throws {
    try state.withLock { state in
      guard !state.window.segments.isEmpty else { return }
      try write(&state, hasEnded: true)
    }
  }

  private func write(_ state: inout State, hasEnded: Bool) throws {
    let files = LivePlaylists(plan: plan, settings: settings, window: state.window, hasEnded: hasEnded).files
    let contents = files.map { (path: folder.root + "/" + $0.path, bytes: Array($0.text.utf8)) }
    try LiveFiles.replace(contents)
    for (file, content) in zip(files, contents) {
      try tell(file.path, file.role, file.rendition, content.bytes)
    }
    // The master comes when all that it names is there.
    if state.master == nil, let master = LiveMaster(plan: plan, codecs: folder.journal.codecs).playlist {
      let bytes = Array(master.rendered().utf8)
      let path = folder.root + "/master.m3u8"
      if (try? OutputFolder.read(path)) != bytes {
        try LiveFiles.replace([(path, bytes)])
        try tell("master.m3u8", .masterPlaylist, nil, bytes)
      }
      state.master = bytes
    }
  }

  private func tell(_ path: String, _ role: FileRole, _ rendition: String?, _ bytes: [UInt8]) throws {
    var record = FileRecord(
      root: folder.root, path: path, role: role, bytes: Int64(bytes.count), sha256: SHA256.hex(bytes))
    record.rendition = rendition
    try published(record)
  }

  private func removeExpired(_ state: inout State) throws {
    let now = Interrupt.now()
    while let due = state.removals.first, due <= now, let segment = state.window.segments.first {
      state.removals.removeFirst()
      for (rendition, file) in segment.files.sorted(by: { $0.key < $1.key }) {
        folder.remove(file.path)
        var record = FileRecord(
          root: folder.root, path: file.path, role: .segment, bytes: Int64(file.bytes), sha256: file.sha256)
        record.rendition = rendition
        record.index = segment.index
        record.isRemoved = true
        try published(record)
      }
      try state.journal.noteRemoved(segment.index)
      state.window.forgetFirst()
    }
  }
}
