/// What holds for the bytes of segments.
enum SegmentRules {
  static let missing = ConformanceRule(
    "segment.missing", "RFC 8216bis 4.1",
    "Every segment and initialization section that is named can be read.")
  static let range = ConformanceRule(
    "segment.byte-range", "RFC 8216bis 4.4.4.2", "A byte range lies inside its file.")
  static let format = ConformanceRule(
    "segment.format", "RFC 8216bis 3.1", "A segment is of a format that HLS knows.")
  static let mediaType = ConformanceRule(
    "segment.media-type", "HLS Authoring 10.4", .warning, "A server sends media with its media type.")
  static let map = ConformanceRule(
    "segment.map-missing", "HLS Authoring 8.20", "Segments of fragmented MP4 have an EXT-X-MAP.")
  static let section = ConformanceRule(
    "segment.initialization", "RFC 8216bis 3.1.2",
    "An initialization section has ftyp, moov and mvex, and no samples.")
  static let boxes = ConformanceRule(
    "segment.boxes", "RFC 8216bis 3.1.2",
    "A segment of fragmented MP4 is whole boxes: moof with tfdt and trun, and mdat with all samples.")
  static let sync = ConformanceRule(
    "segment.packets", "RFC 8216bis 3.1.1", "A transport stream is whole packets of 188 bytes.")
  static let tables = ConformanceRule(
    "segment.tables", "RFC 8216bis 3.1.1",
    "A segment of a transport stream holds PAT and PMT, unless EXT-X-MAP does.")
  static let counters = ConformanceRule(
    "segment.continuity-counters", "HLS Authoring 7.2",
    "Continuity counters go on from packet to packet and from segment to segment.")
  static let idr = ConformanceRule(
    "segment.idr", "HLS Authoring 7.4", "A video segment begins with an IDR picture.")
  static let independent = ConformanceRule(
    "segment.independent", "RFC 8216bis 4.4.2.1",
    "With EXT-X-INDEPENDENT-SEGMENTS, every segment decodes without another.")
  static let decoding = ConformanceRule(
    "segment.decoding", "RFC 8216bis 3", "A segment's media decodes without errors.")
  static let empty = ConformanceRule("segment.empty", "RFC 8216bis 3", "A segment holds media.")
  static let audio = ConformanceRule(
    "segment.audio-streams", "HLS Authoring 2.17", "A segment holds one audio stream at most.")
  static let timestamp = ConformanceRule(
    "segment.packed-audio-timestamp", "RFC 8216bis 3.1.3",
    "A segment of packed audio begins with an ID3 tag that holds its timestamp.")

  static let all = [
    missing, range, format, mediaType, map, section, boxes, sync, tables, counters, idr, independent,
    decoding,
    empty, audio, timestamp,
  ]

  /// Checks the boxes of a segment of fragmented MP4.
  static func checkBoxes(_ bytes: [UInt8], at place: FindingPlace, into findings: inout FindingList) -> Bool {
    let reader = BoxReader(bytes)
    do throws(PackagingFormatError) {
      let top = try reader.boxes()
      guard top.contains(where: { $0.type == "moof" }) else {
        findings.add(boxes, "it has no moof", at: place)
        return false
      }
      var open = false
      for box in top {
        if box.type == "moof" {
          if open { findings.add(boxes, "a moof has no mdat", at: place) }
          open = true
        } else if box.type == "mdat" {
          open = false
        }
      }
      if open {
        findings.add(boxes, "the last moof has no mdat", at: place)
        return false
      }
      _ = try reader.fragments()
      return true
    } catch {
      findings.add(boxes, "\(error.subject): \(error.cause)", at: place)
      return false
    }
  }

  /// Checks the packets of a segment of a transport stream.
  static func check(
    _ faults: TransportStreamState.Faults, hasMap: Bool, isContinued: Bool, at place: FindingPlace,
    into findings: inout FindingList
  ) {
    if let cause = faults.unreadable { findings.add(sync, cause, at: place) }
    if !hasMap && (faults.lacksPAT || faults.lacksPMT) {
      let missing = faults.lacksPAT ? "PAT" : "PMT"
      findings.add(tables, "it holds no \(missing), and there is no EXT-X-MAP", at: place)
    }
    let jumps = faults.counterJumps
    if let jump = jumps.first {
      findings.add(
        counters,
        "the counter of PID \(jump.pid) jumps" + (jump.isFirst ? " from the segment before" : "")
          + (jumps.count > 1 ? ", and \(jumps.count - 1) more jumps" : ""), at: place,
        declared: "\(jump.expected)", measured: "\(jump.found)")
    }
  }

  /// Checks what was demuxed and decoded.
  /// - Parameter isIndependent: whether EXT-X-INDEPENDENT-SEGMENTS promises it.
  static func check(
    _ tracks: [SegmentTrack], isIndependent: Bool, time: Double, at place: FindingPlace,
    into findings: inout FindingList
  ) {
    guard !tracks.isEmpty else {
      findings.add(empty, "it holds no media", at: place, time: time)
      return
    }
    if tracks.count(where: { $0.kind == .audio }) > 1 {
      findings.add(
        audio, "it holds several audio streams", at: place, measured: "\(tracks.count { $0.kind == .audio })",
        time: time)
    }
    for track in tracks {
      if track.beginsWithIDR == false {
        findings.add(idr, "the first picture is no IDR", at: place, time: time)
        if isIndependent {
          findings.add(
            independent, "EXT-X-INDEPENDENT-SEGMENTS is given, and the segment needs another", at: place,
            declared: "independent", measured: "no IDR at the start", time: time)
        }
        continue
      }
      let lost =
        track.kind == .video && !track.isInterlaced && track.decoded > 0
        ? max(0, track.packets - track.decoded) : 0
      guard track.errors > 0 || lost > 0 else { continue }
      findings.add(
        decoding,
        "the \(track.kind.rawValue) does not decode whole" + (track.lastError.map { ": \($0)" } ?? ""),
        at: place, declared: "\(track.packets) frames",
        measured: "\(track.decoded) frames, \(track.errors) errors", time: time)
    }
  }
}
