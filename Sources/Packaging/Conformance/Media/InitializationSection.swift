/// What an initialization section says of all its tracks (ISO/IEC 14496-12 section 8).
struct InitializationSection: Sendable {
  struct Track: Sendable {
    var id: UInt32 = 0
    var timescale: UInt32 = 0
    var handler = ""
    var sampleEntry = ""
    var defaultDuration: UInt32 = 0
    /// Samples that the movie box itself describes; a fragmented file has none.
    var sampleCount = 0
  }

  private(set) var tracks: [Track] = []
  /// What breaks the rules, in words.
  private(set) var faults: [String] = []

  init(_ bytes: [UInt8]) {
    let reader = BoxReader(bytes)
    do throws(PackagingFormatError) {
      let top = try reader.boxes()
      if top.first?.type != "ftyp" { faults.append("it does not begin with ftyp") }
      guard let movie = top.first(where: { $0.type == "moov" }) else {
        faults.append("it has no moov")
        return
      }
      if top.contains(where: { $0.type == "moof" }) { faults.append("it holds a moof") }
      if try reader.first(["mvex", "trex"], under: movie) == nil {
        faults.append("its moov has no mvex with a trex, which fragments need")
      }
      for box in try reader.children(of: movie) where box.type == "trak" {
        tracks.append(try Self.track(box, reader))
      }
      let extensions = try reader.first(["mvex"], under: movie)
      var defaults: [BoxReader.Box] = []
      if let extensions { defaults = try reader.children(of: extensions) }
      for extends in defaults where extends.type == "trex" {
        let start = extends.payload.lowerBound
        let id = UInt32(truncatingIfNeeded: try reader.integer(at: start + 4, bytes: 4))
        let duration = UInt32(truncatingIfNeeded: try reader.integer(at: start + 12, bytes: 4))
        for index in tracks.indices where tracks[index].id == id { tracks[index].defaultDuration = duration }
      }
      if tracks.isEmpty { faults.append("its moov has no track") }
      for track in tracks where track.sampleCount > 0 {
        faults.append("its track \(track.id) describes \(track.sampleCount) samples of its own")
      }
    } catch {
      faults.append("\(error.subject): \(error.cause)")
    }
  }

  private static func track(_ box: BoxReader.Box, _ reader: BoxReader) throws(PackagingFormatError) -> Track {
    var track = Track()
    func version(_ box: BoxReader.Box) throws(PackagingFormatError) -> UInt64 {
      try reader.integer(at: box.payload.lowerBound, bytes: 1)
    }
    func u32(_ box: BoxReader.Box, _ offset: Int) throws(PackagingFormatError) -> UInt32 {
      UInt32(truncatingIfNeeded: try reader.integer(at: box.payload.lowerBound + offset, bytes: 4))
    }
    if let header = try reader.first(["tkhd"], under: box) {
      track.id = try u32(header, try version(header) == 1 ? 20 : 12)
    }
    if let media = try reader.first(["mdia", "mdhd"], under: box) {
      track.timescale = try u32(media, try version(media) == 1 ? 20 : 12)
    }
    if let handler = try reader.first(["mdia", "hdlr"], under: box), handler.payload.count >= 12 {
      let start = handler.payload.lowerBound + 8
      track.handler = String(decoding: reader.bytes[start..<start + 4], as: UTF8.self)
    }
    if let entries = try reader.first(["mdia", "minf", "stbl", "stsd"], under: box) {
      track.sampleEntry = try reader.children(of: entries).first?.type ?? ""
    }
    if let sizes = try reader.first(["mdia", "minf", "stbl", "stsz"], under: box) {
      track.sampleCount = Int(try u32(sizes, 8))
    }
    return track
  }
}

/// What a fragment says of one track.
struct TrackFragment: Sendable {
  let trackID: UInt32
  /// The decoding time of its first sample, in units of the track's timescale.
  let decodeTime: UInt64
  /// The sum of its samples' durations, in the same units.
  let duration: UInt64
  let sampleCount: Int

  /// The track fragments of a segment.
  /// - Throws: `PackagingFormatError` when a box is malformed or one that is needed is missing.
  static func all(in bytes: [UInt8], _ section: InitializationSection?) throws(PackagingFormatError)
    -> [TrackFragment]
  {
    let reader = BoxReader(bytes)
    var found: [TrackFragment] = []
    for moof in try reader.boxes() where moof.type == "moof" {
      for traf in try reader.children(of: moof) where traf.type == "traf" {
        found.append(try read(traf, moof, reader, section))
      }
    }
    return found
  }

  private static func read(
    _ traf: BoxReader.Box, _ moof: BoxReader.Box, _ reader: BoxReader, _ section: InitializationSection?
  ) throws(PackagingFormatError) -> TrackFragment {
    guard let header = try reader.first(["tfhd"], under: traf) else {
      throw reader.malformed(moof.range.lowerBound, "a track fragment has no tfhd")
    }
    guard let time = try reader.first(["tfdt"], under: traf) else {
      throw reader.malformed(moof.range.lowerBound, "a track fragment has no tfdt (decode time)")
    }
    func u32(_ offset: Int) throws(PackagingFormatError) -> UInt32 {
      UInt32(truncatingIfNeeded: try reader.integer(at: offset, bytes: 4))
    }
    let flags = try u32(header.payload.lowerBound)
    let id = try u32(header.payload.lowerBound + 4)
    var cursor = header.payload.lowerBound + 8 + (flags & 1 != 0 ? 8 : 0) + (flags & 2 != 0 ? 4 : 0)
    var standard = section?.tracks.first { $0.id == id }?.defaultDuration ?? 0
    if flags & 8 != 0 {
      standard = try u32(cursor)
      cursor += 4
    }
    let isLong = try reader.integer(at: time.payload.lowerBound, bytes: 1) == 1
    let base = try reader.integer(at: time.payload.lowerBound + 4, bytes: isLong ? 8 : 4)
    var duration: UInt64 = 0
    var count = 0
    for run in try reader.children(of: traf) where run.type == "trun" {
      let flags = try u32(run.payload.lowerBound)
      let samples = Int(try u32(run.payload.lowerBound + 4))
      guard samples < 1 << 20 else {
        throw reader.malformed(run.range.lowerBound, "it claims \(samples) samples")
      }
      count += samples
      guard flags & 0x100 != 0 else {
        duration += UInt64(samples) * UInt64(standard)
        continue
      }
      var width = 4
      for bit in [0x200, 0x400, 0x800] where Int(flags) & bit != 0 { width += 4 }
      var offset = run.payload.lowerBound + 8 + (flags & 1 != 0 ? 4 : 0) + (flags & 4 != 0 ? 4 : 0)
      for _ in 0..<samples {
        guard offset + width <= run.payload.upperBound else {
          throw reader.malformed(run.range.lowerBound, "its samples pass its end")
        }
        duration += UInt64(try u32(offset))
        offset += width
      }
    }
    return TrackFragment(trackID: id, decodeTime: base, duration: duration, sampleCount: count)
  }
}
