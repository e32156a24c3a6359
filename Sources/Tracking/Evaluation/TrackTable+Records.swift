import Records

extension TrackTable {
  /// Reads `frame` records with objects that have a `track_id`. Frame 0 of the records is frame 1 here; objects
  /// without an identity are left out.
  /// - Parameters:
  ///   - records: NDJSON.
  ///   - name: The file's name, for messages.
  ///   - labels: The labels of the objects to take; nil for all.
  /// - Throws: ``TrackDataError`` for lines that are no records, a stream that was cut off, and objects of which
  ///   none has an identity.
  public init(records: [UInt8], name: String, labels: Set<String>? = nil) throws(TrackDataError) {
    self.init(name: name)
    var lines = LineSplitter()
    lines.push(records)
    var decoder = RecordDecoder()
    var (isStream, hasEnded, hasUntracked) = (false, false, false)
    do throws(RecordError) {
      while let line = try Self.nextLine(&lines) {
        switch try decoder.decode(line) {
        case .stream: isStream = true
        case .end(let end): hasEnded = end.status == .complete
        case .frame(let frame):
          if append(frame, line: lines.lineNumber, labels: labels) { hasUntracked = true }
        default: break
        }
      }
    } catch {
      throw TrackDataError(
        "read", name, line: lines.lineNumber, cause: "expected \(error.expected), found \(error.found)",
        hint: "each line is a record")
    }
    if isStream, !hasEnded {
      throw TrackDataError(
        "score", name, cause: "the stream was cut off", hint: "its last record is no end of status complete")
    }
    if let row = rows.first(where: { $0.frame < 1 || $0.id < 0 }) {
      throw TrackDataError(
        "score", name, line: row.line, cause: "frame \(row.frame &- 1) with track_id \(row.id)",
        hint: "both count from 0 on")
    }
    if rows.isEmpty, hasUntracked {
      throw TrackDataError(
        "score", name, cause: "no object has a track_id",
        hint: "vidproc track gives objects their identities")
    }
  }

  private static func nextLine(_ lines: inout LineSplitter) throws(RecordError) -> [UInt8]? {
    if let line = try lines.next() { return line }
    return try lines.finish()
  }

  /// Takes a frame's objects; gives whether any of them has no identity.
  private mutating func append(_ frame: FrameRecord, line: Int, labels: Set<String>?) -> Bool {
    var hasUntracked = false
    for object in frame.objects ?? [] where labels?.contains(object.label) ?? true {
      guard let id = object.trackID else {
        hasUntracked = true
        continue
      }
      let box = TrackBox(
        x: Double(object.box.x), y: Double(object.box.y), width: Double(object.box.width),
        height: Double(object.box.height))
      rows.append(Row(frame: frame.frame &+ 1, id: id, box: box, line: line))
    }
    return hasUntracked
  }

  /// Reads either form, told apart by the first byte: records start with a brace.
  /// - Throws: ``TrackDataError`` as the readers of both forms do.
  public init(
    contents: [UInt8], name: String, isTruth: Bool, labels: Set<String>? = nil
  ) throws(TrackDataError) {
    let first = contents.first { $0 > 0x20 }
    if first == UInt8(ascii: "{") {
      try self.init(records: contents, name: name, labels: labels)
    } else {
      try self.init(text: contents, name: name, isTruth: isTruth)
    }
  }
}
