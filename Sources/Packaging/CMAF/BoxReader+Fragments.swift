extension BoxReader {
  /// What an initialization segment says of its first track.
  public struct Track: Sendable, Hashable {
    /// The track's number.
    public let trackID: UInt32
    /// Units of time per second.
    public let timescale: UInt32
    /// The handler: "vide" or "soun".
    public let handler: String
    /// The sample entry: "avc1", "hvc1", "av01", "mp4a".
    public let sampleEntry: String
    /// The duration of samples without one, in units of the timescale (trex).
    public let defaultDuration: UInt32
    /// The bytes of samples without a size (trex).
    public let defaultSize: UInt32
    /// The flags of samples without any (trex).
    public let defaultFlags: UInt32
  }

  /// One sample of a fragment, as its track run describes it.
  public struct Sample: Sendable, Hashable {
    /// Its bytes in the file.
    public let range: Range<Int>
    /// Its decoding time in units of the timescale.
    public let decodeTime: UInt64
    /// Its duration in units of the timescale.
    public let duration: UInt32
    /// Presentation time minus decoding time, in units of the timescale.
    public let compositionOffset: Int64
    /// Its flags (ISO/IEC 14496-12 section 8.8.3.1).
    public let flags: UInt32

    /// Whether decoding can begin with it.
    public var isSync: Bool { flags & 0x1_0000 == 0 }
  }

  /// One fragment: a moof with the first of its tracks.
  public struct Fragment: Sendable, Hashable {
    /// The number in mfhd.
    public let sequenceNumber: UInt32
    /// The track's number.
    public let trackID: UInt32
    /// The decoding time of the first sample, in units of the timescale.
    public let baseMediaDecodeTime: UInt64
    /// The samples in decoding order.
    public let samples: [Sample]

    /// The sum of the samples' durations, in units of the timescale.
    public var duration: UInt64 { samples.reduce(0) { $0 + UInt64($1.duration) } }
  }

  /// The first track of an initialization segment, or nil when the file has none.
  ///
  /// - Throws: `PackagingFormatError` when a box is cut off or malformed.
  public func track() throws(PackagingFormatError) -> Track? {
    guard let moov = try first(["moov"]), let trak = try first(["trak"], under: moov),
      let header = try first(["tkhd"], under: trak), let media = try first(["mdia", "mdhd"], under: trak),
      let handler = try first(["mdia", "hdlr"], under: trak),
      let entries = try first(["mdia", "minf", "stbl", "stsd"], under: trak)
    else { return nil }
    let entry = try children(of: entries).first
    let extends = try first(["mvex", "trex"], under: moov)
    func trex(_ offset: Int) throws(PackagingFormatError) -> UInt32 {
      guard let extends else { return 0 }
      return try u32(extends.payload.lowerBound + offset)
    }
    let code = handler.payload.lowerBound + 8
    guard code + 4 <= bytes.count else { throw malformed(handler.range.lowerBound, "it is cut off") }
    return Track(
      trackID: try u32(header.payload.lowerBound + (version(of: header) == 1 ? 20 : 12)),
      timescale: try u32(media.payload.lowerBound + (version(of: media) == 1 ? 20 : 12)),
      handler: String(decoding: bytes[code..<code + 4], as: Unicode.ASCII.self),
      sampleEntry: entry?.type ?? "", defaultDuration: try trex(12), defaultSize: try trex(16),
      defaultFlags: try trex(20))
  }

  /// The fragments of the file.
  ///
  /// - Parameter track: the initialization segment's track, whose defaults hold where a fragment has none.
  /// - Throws: `PackagingFormatError` when a box is cut off, a moof lacks a box that it needs, or a sample
  ///   lies outside the file's media data.
  public func fragments(track: Track? = nil) throws(PackagingFormatError) -> [Fragment] {
    var fragments: [Fragment] = []
    let top = try boxes()
    for moof in top where moof.type == "moof" {
      let fragment = try self.fragment(moof, track)
      let data = top.filter { $0.type == "mdat" }
      for sample in fragment.samples where sample.range.lowerBound < sample.range.upperBound {
        let holds = data.contains {
          $0.payload.lowerBound <= sample.range.lowerBound && sample.range.upperBound <= $0.payload.upperBound
        }
        guard holds else { throw malformed(moof.range.lowerBound, "a sample lies outside the media data") }
      }
      fragments.append(fragment)
    }
    return fragments
  }

  private func fragment(_ moof: Box, _ track: Track?) throws(PackagingFormatError) -> Fragment {
    guard let number = try first(["mfhd"], under: moof), let traf = try first(["traf"], under: moof),
      let header = try first(["tfhd"], under: traf), let time = try first(["tfdt"], under: traf)
    else { throw malformed(moof.range.lowerBound, "it lacks mfhd, traf, tfhd or tfdt") }
    let start = time.payload.lowerBound
    let base = try integer(at: start + 4, bytes: version(of: time) == 1 ? 8 : 4)
    var defaults = try TrackDefaults(header, moof, track, self)
    var samples: [Sample] = []
    var clock = base
    for run in try children(of: traf) where run.type == "trun" {
      try read(run, &defaults, &clock, into: &samples)
    }
    return Fragment(
      sequenceNumber: try u32(number.payload.lowerBound + 4), trackID: defaults.trackID,
      baseMediaDecodeTime: base, samples: samples)
  }

  private func read(
    _ run: Box, _ defaults: inout TrackDefaults, _ clock: inout UInt64, into samples: inout [Sample]
  ) throws(PackagingFormatError) {
    var cursor = run.payload.lowerBound
    func next(_ present: Bool) throws(PackagingFormatError) -> UInt32? {
      guard present else { return nil }
      guard cursor + 4 <= run.payload.upperBound else {
        throw malformed(run.range.lowerBound, "it is cut off")
      }
      defer { cursor += 4 }
      return try u32(cursor)
    }
    let head = try next(true) ?? 0
    let count = try next(true) ?? 0
    if let offset = try next(head & 0x01 != 0) {
      defaults.dataStart = defaults.base + Int(Int32(bitPattern: offset))
    }
    let firstFlags = try next(head & 0x04 != 0)
    guard count < 1 << 20 else { throw malformed(run.range.lowerBound, "it claims \(count) samples") }
    for index in 0..<Int(count) {
      let duration = try next(head & 0x100 != 0) ?? defaults.duration
      let size = Int(try next(head & 0x200 != 0) ?? defaults.size)
      let flags = try next(head & 0x400 != 0) ?? (index == 0 ? firstFlags : nil) ?? defaults.flags
      let offset = try next(head & 0x800 != 0) ?? 0
      guard defaults.dataStart >= 0, defaults.dataStart + size <= bytes.count else {
        throw malformed(run.range.lowerBound, "sample \(index) lies outside the file")
      }
      samples.append(
        Sample(
          range: defaults.dataStart..<defaults.dataStart + size, decodeTime: clock, duration: duration,
          compositionOffset: head >> 24 == 0 ? Int64(offset) : Int64(Int32(bitPattern: offset)), flags: flags)
      )
      defaults.dataStart += size
      clock &+= UInt64(duration)
    }
  }

  /// The version of a full box, 0 when the box is empty.
  private func version(of box: Box) -> UInt8 { box.payload.isEmpty ? 0 : bytes[box.payload.lowerBound] }

  fileprivate func u32(_ offset: Int) throws(PackagingFormatError) -> UInt32 {
    UInt32(truncatingIfNeeded: try integer(at: offset, bytes: 4))
  }
}

/// What a track fragment header sets for its runs (ISO/IEC 14496-12 section 8.8.7).
private struct TrackDefaults {
  var trackID: UInt32
  var base: Int
  var dataStart: Int
  var duration: UInt32
  var size: UInt32
  var flags: UInt32

  init(
    _ header: BoxReader.Box, _ moof: BoxReader.Box, _ track: BoxReader.Track?, _ reader: BoxReader
  ) throws(PackagingFormatError) {
    var cursor = header.payload.lowerBound
    func next() throws(PackagingFormatError) -> UInt32 {
      defer { cursor += 4 }
      return try reader.u32(cursor)
    }
    let present = try next()
    trackID = try next()
    base = moof.range.lowerBound
    if present & 0x01 != 0 {
      guard let explicit = Int(exactly: try reader.integer(at: cursor, bytes: 8)), explicit < 1 << 48 else {
        throw reader.malformed(header.range.lowerBound, "its base data offset lies outside any file")
      }
      base = explicit
      cursor += 8
    }
    dataStart = base
    if present & 0x02 != 0 { cursor += 4 }
    duration = present & 0x08 != 0 ? try next() : track?.defaultDuration ?? 0
    size = present & 0x10 != 0 ? try next() : track?.defaultSize ?? 0
    flags = present & 0x20 != 0 ? try next() : track?.defaultFlags ?? 0
  }
}
