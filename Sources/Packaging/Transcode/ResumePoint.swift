import Records

/// Where an interrupted job goes on: the first video segment that some rendition lacks.
struct ResumePoint {
  /// Time of that segment in output ticks from the stream's start; nil to begin at the beginning.
  var ticks: Int64?
  /// Its number.
  var index = 1
  /// The starts of the segments before it, in output ticks.
  var starts: [Int64] = []

  /// A point whose place is known.
  init(ticks: Int64?, index: Int) {
    self.ticks = ticks
    self.index = index
  }

  init(_ folder: OutputFolder, plan: TranscodePlan) throws {
    let journal = folder.journal
    let encoded = plan.encodedRenditions
    let lists = (encoded.isEmpty ? plan.renditions : encoded).map { rendition in
      // Only an unbroken row of files that are there whole counts.
      (journal.segments[rendition.name] ?? []).enumerated().prefix { offset, entry in
        entry.index == offset + 1 && folder.isWhole(entry.path, bytes: entry.bytes)
      }.map(\.element)
    }
    guard var shortest = lists.min(by: { $0.count < $1.count }) else { return }
    // Where all pictures are copied, only the sound needs them: the last segment's tell where they end.
    if encoded.isEmpty { shortest = shortest.dropLast() }
    guard let last = shortest.last else { return }
    ticks = last.end
    index = last.index + 1
    starts = shortest.map(\.start)
  }
}
