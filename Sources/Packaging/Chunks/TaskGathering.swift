import Media
import Records

/// Brings what tasks have published into one journal, in the order of the title.
struct TaskGathering {
  let folder: OutputFolder
  let plan: TranscodePlan
  private var counters: [String: ContinuityCounters] = [:]

  init(folder: OutputFolder, plan: TranscodePlan) {
    self.folder = folder
    self.plan = plan
  }

  /// - Parameter root: where the files lie that the journal names.
  mutating func add(_ journal: Journal, from root: String) throws {
    for (rendition, codecs) in journal.codecs.sorted(by: { $0.key < $1.key })
    where folder.journal.codecs[rendition] != codecs {
      try folder.note(.codec(rendition: rendition, codecs: codecs))
    }
    for file in journal.files { try folder.note(.file(file)) }
    for (_, entries) in journal.segments.sorted(by: { $0.key < $1.key }) {
      for entry in entries { try folder.note(.segment(try continued(entry, from: root))) }
    }
  }

  /// A transport stream's counters go on from the segment before, as if one process had written both.
  private mutating func continued(_ entry: SegmentEntry, from root: String) throws -> SegmentEntry {
    guard plan.container == .ts, entry.path.hasSuffix(".ts") else { return entry }
    var counter = counters[entry.rendition] ?? ContinuityCounters()
    let encryptor = plan.extras?.encryption.map { SegmentEncryptor($0) }
    let stored = try OutputFolder.read(root + "/" + entry.path)
    let old =
      try encryptor?.decrypt(stored, rendition: entry.rendition, index: entry.index) ?? stored
    var bytes = old
    try counter.rewrite(&bytes)
    counters[entry.rendition] = counter
    guard bytes != old || root != folder.root else { return entry }
    var rewritten = entry
    if let encryptor {
      bytes = try encryptor.encrypt([bytes], rendition: entry.rendition, index: entry.index).bytes
    }
    let file = try folder.publish(entry.path, [bytes])
    (rewritten.bytes, rewritten.sha256) = (file.bytes, file.sha256)
    return rewritten
  }
}
