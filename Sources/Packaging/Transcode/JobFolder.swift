import Glibc
import Media
import Pipeline
import Records

/// The folder of a job with its state: fresh, interrupted, finished, or taken by another job.
///
/// With force over another job's files the new set grows in a hidden folder beside them, and takes their place
/// only when it is whole.
struct JobFolder {
  /// Where files are written now.
  let work: OutputFolder
  /// Whether an earlier run finished this very job.
  let isFinished: Bool

  private let final: OutputFolder
  private let key: JobKey
  private static let stagingName = ".vidproc-new"

  /// Opens the folder for a job.
  /// - Throws: MediaError when it belongs to another job and `force` is not set.
  init(_ root: String, key: JobKey, force: Bool, canRewind: Bool, observer: TranscodeObserver) throws {
    self.key = key
    final = try OutputFolder(root)
    final.removeLeftovers()
    let journal = final.journal
    let staging = root + "/" + JobFolder.stagingName
    if journal.key == key {
      let whole = journal.isFinished && JobFolder.allFilesAreThere(journal, final)
      if whole || canRewind || journal.segments.isEmpty {
        isFinished = whole
        work = final
        if !whole && journal.isFinished { try JobFolder.reopen(final, journal, key) }
        if whole { JobFolder.removeTree(staging) }
        return
      }
      guard force else {
        throw MediaError(
          "go on in", root,
          cause: "an interrupted job lies there, and this input cannot be read from the middle",
          hint: "--force starts over")
      }
    } else if journal.key == nil && final.size(of: "master.m3u8") == nil {
      try final.begin(key)
      isFinished = false
      work = final
      return
    } else if !force {
      throw MediaError(
        "write into", root,
        cause: journal.key == nil
          ? "it holds a ladder that was not made here"
          : (journal.key?.input != key.input
            ? "it holds the ladder of another input" : "it holds a ladder with other options"),
        hint: "take another folder, or --force to replace it when the new one is whole")
    }
    if !JobFolder.hasPublishedFiles(journal, final) && final.size(of: "master.m3u8") == nil {
      JobFolder.removeAll(journal, final)
      try final.begin(key)
      isFinished = false
      work = final
      return
    }
    if JobFolder.stagedKey(staging) != key || !canRewind { JobFolder.removeTree(staging) }
    work = try OutputFolder(staging)
    work.removeLeftovers()
    if work.journal.key != key { try work.begin(key) }
    isFinished = false
    if work.journal.isFinished { try swap() }
  }

  private static func stagedKey(_ staging: String) -> JobKey? {
    guard access(staging + "/" + Journal.name, R_OK) == 0,
      let bytes = try? OutputFolder.read(staging + "/" + Journal.name)
    else { return nil }
    return Journal(bytes).key
  }

  private static func allFilesAreThere(_ journal: Journal, _ folder: OutputFolder) -> Bool {
    journal.files.allSatisfy { folder.isWhole($0.path, bytes: $0.bytes) }
      && journal.segments.values.joined().allSatisfy { folder.isWhole($0.path, bytes: $0.bytes) }
  }

  private static func hasPublishedFiles(_ journal: Journal, _ folder: OutputFolder) -> Bool {
    journal.files.contains { $0.role != "init" && folder.size(of: $0.path) != nil }
  }

  /// A finished job lost files: its playlists go, and the work goes on from what is left.
  private static func reopen(_ folder: OutputFolder, _ journal: Journal, _ key: JobKey) throws {
    for file in journal.files.reversed() where file.role != "init" { folder.remove(file.path) }
    try folder.begin(key)
    for (rendition, codecs) in journal.codecs {
      try folder.note(.codec(rendition: rendition, codecs: codecs))
    }
    for file in journal.files where file.role == "init" { try folder.note(.file(file)) }
    for entries in journal.segments.values {
      for entry in entries {
        guard folder.isWhole(entry.path, bytes: entry.bytes) else { break }
        try folder.note(.segment(entry))
      }
    }
  }

  /// Whether files are built beside their place and moved there at the end.
  var isStaged: Bool { work.root != final.root }

  /// The finished job's files as records.
  func publishedFiles(existing: Bool) -> [FileRecord] {
    // After a swap the staged journal is the folder's.
    let journal = isStaged ? work.journal : final.journal
    var records: [FileRecord] = []
    for file in journal.files where file.role == "init" { records.append(record(file, existing: existing)) }
    for rendition in journal.segments.keys.sorted() {
      for entry in journal.segments[rendition] ?? [] {
        var record = entry.record(root: final.root)
        record.isExisting = existing ? true : nil
        records.append(record)
      }
    }
    for file in journal.files where file.role != "init" { records.append(record(file, existing: existing)) }
    return records
  }

  private func record(_ file: FileEntry, existing: Bool) -> FileRecord {
    var record = FileRecord(
      root: final.root, path: file.path, role: FileRole(rawValue: file.role), bytes: Int64(file.bytes),
      sha256: file.sha256)
    record.rendition = file.rendition
    record.isExisting = existing ? true : nil
    return record
  }

  /// Notes that all is there, and puts a staged set in its place.
  func finish() throws {
    try work.note(.finished)
    if work.root != final.root { try swap() }
  }

  /// Takes the old set away, master first, and moves the new one in, master last: at no moment does a playlist
  /// name a file that is not there.
  private func swap() throws {
    JobFolder.removeAll(final.journal, final)
    final.remove("master.m3u8")
    let journal = work.journal
    var paths = journal.files.filter { $0.role == "init" }.map(\.path)
    paths += journal.segments.values.joined().map(\.path)
    paths += journal.files.filter { $0.role != "init" }.map(\.path)
    for path in paths {
      if let slash = path.lastIndex(of: "/") {
        try PendingFile.makeDirectory(final.root + "/" + path[..<slash])
      }
      let from = work.root + "/" + path
      let target = final.root + "/" + path
      guard rename(from, target) == 0 || (errno == ENOENT && final.size(of: path) != nil) else {
        throw MediaError.system("move into place", target, errno)
      }
    }
    guard rename(work.root + "/" + Journal.name, final.root + "/" + Journal.name) == 0 else {
      throw MediaError.system("move into place", final.root + "/" + Journal.name, errno)
    }
    JobFolder.removeTree(work.root)
  }

  /// Removes a job's files: playlists first, the master before all.
  private static func removeAll(_ journal: Journal, _ folder: OutputFolder) {
    for file in journal.files.reversed() { folder.remove(file.path) }
    var folders: Set<String> = []
    for entry in journal.segments.values.joined() { folder.remove(entry.path) }
    for path in journal.files.map(\.path) + journal.segments.values.joined().map(\.path) {
      if let slash = path.lastIndex(of: "/") { folders.insert(String(path[..<slash])) }
    }
    for name in folders { rmdir(folder.root + "/" + name) }
    // Chunks publish under their names before the journal takes them in.
    guard let key = journal.key, key.plan.sharing != nil else { return }
    let analyses = try? AnalysisFolder(folder.root, key: key)
    let renditions = key.plan.renditions + (analyses?.choice?.renditions ?? [])
    for name in renditions.map(\.name) + key.plan.audio.map(\.name) { folder.removeMedia(of: name) }
    if let analyses { removeTree(analyses.path) }
  }

  static func removeTree(_ path: String) {
    for name in OutputFolder.entries(of: path) {
      let inner = path + "/" + name
      if unlink(inner) != 0 { removeTree(inner) }
    }
    rmdir(path)
  }
}
